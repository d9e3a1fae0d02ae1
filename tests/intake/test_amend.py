"""Correcting what was typed at the counter."""

from collections.abc import Callable

from portal.cases.queries import search
from portal.journal.queries import events_of
from tests.browser import Browser
from tests.cast import P22, Cast

SignIn = Callable[[str], Browser]


def test_a_wrong_name_is_corrected_and_the_old_one_stays_in_the_record(
    cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case_at(P22, 3)
    ref, before = case.ref, case.applicant.name
    clerk = sign_in("staf.pessel")
    clerk.get(f"/berkas/{ref}/ubah")

    clerk.submit("#terima", {"persons-0-name": "SITI CONTOH"}, button="aksi=simpan")

    assert "Data diperbaiki" in clerk.text
    changed = cast.case(ref)
    assert changed.applicant.name == "SITI CONTOH"
    assert [found.ref for found in search(cast.officer("staf.pessel"), "siti cont")] == [ref]
    event = events_of(changed.id)[0]
    assert (event.kind, event.details["semula"]["orang 1 name"]) == ("diubah", before)


def test_after_a_correction_papers_and_data_are_checked_anew(cast: Cast, sign_in: SignIn) -> None:
    ref = cast.case_at(P22, 3).ref
    clerk = sign_in("staf.pessel")
    clerk.get(f"/berkas/{ref}/ubah")
    clerk.submit("#terima", {"persons-0-name": "SITI CONTOH"}, button="aksi=simpan")

    assert cast.case(ref).row == 1
    clerk.get(f"/berkas/{ref}")
    clerk.submit("#kerja", expect=422)
    assert "belum ada atau belum benar" in clerk.text
    cast.step(ref)
    clerk.get(f"/berkas/{ref}")
    clerk.submit("#kerja", expect=422)
    assert "pilih SK yang menonaktifkan" in clerk.text


def test_another_family_member_joins_the_file(cast: Cast, sign_in: SignIn) -> None:
    ref = cast.receive(P22)
    clerk = sign_in("staf.pessel")
    clerk.get(f"/berkas/{ref}/ubah")
    clerk.submit("#terima", button="aksi=tambah")
    clerk.submit(
        "#terima",
        {
            "persons-1-name": "ANAK CONTOH",
            "persons-1-nik": "1301991112120003",
            "persons-1-born": "2012-12-11",
            "persons-1-sex": "L",
            "persons-1-relation": "Anak",
            "persons-1-card_no": "0009999000033",
        },
        button="aksi=simpan",
    )
    assert [m.name for m in cast.case(ref).members][1] == "ANAK CONTOH"


def test_data_is_not_changed_under_a_paraf(cast: Cast, sign_in: SignIn) -> None:
    ref = cast.case_at(P22, 4).ref
    for someone in ("staf.pessel", "kasi.pessel"):
        officer = sign_in(someone)
        officer.get(f"/berkas/{ref}/ubah", expect=403)
