"""The pictures of a case's papers: shown beside the ticks, replaced without losing the old ones."""

import io
import secrets
from collections.abc import Callable

import pytest

from portal import clock as time
from portal.cases.model import Case
from portal.cases.needs import needs_of, paper_of
from portal.db import db
from portal.desk.documents import add_documents
from portal.desk.work.ways_out import Leaving
from portal.documents.model import Document
from portal.documents.operations import note_copied, note_seen
from portal.documents.queries import current, documents_of_case
from portal.intake.arrivals import read
from portal.intake.incoming import accept
from portal.letters.turn import NoSuchCaseError, StaleCaseError
from portal.offices.office_clock import clock_of
from portal.registration.papers import MOST_FILES, TooManyFilesError
from portal.registration.queries import registration_for
from portal.sop.rules import NotAllowedError
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, P22, Cast
from tests.engines import usually_sqlite
from tests.registration.families import Village, photo

engine_name = usually_sqlite
SignIn = Callable[[str], Browser]
FORM = "form#panel"


def key() -> str:
    return secrets.token_hex(16)


def put(cast: Cast, case: Case, field: str, username: str = "staf.pessel", **more: object) -> None:
    """One photo for a paper of a case."""
    ready = more.pop("ready", None) or [Village(cast).picture()]
    version = more.pop("version", None) or cast.case(case.ref).version
    add_documents(cast.officer(username), case.ref, field, ready, cast.catalogue,  # type: ignore
                  version=version, key=key(), **more)  # fmt: skip


def papers(case: Case) -> list[Document]:
    db.session.rollback()
    return documents_of_case(case.id)


def good(cast: Cast, case: Case) -> set[str]:
    case = cast.case(case.ref)
    needs = needs_of(case, cast.sop(case.sop_id), clock_of(case.office))
    return {n.field for n in needs if (paper := paper_of(case, n)) and paper.correct}


def from_village(cast: Cast) -> Case:
    """A case that a village office sent with a photo of the family card."""
    office = Village(cast)
    ref = office.draft(P22)
    office.add(ref, "kk")
    office.send(ref, papers_later=True)
    db.session.rollback()
    registration = registration_for(cast.officer("staf.pessel"), ref)
    assert registration is not None
    arrival = read(registration, cast.catalogue, time.now()).arrival
    assert arrival is not None
    return cast.case(accept(cast.officer("staf.pessel"), arrival, key=key()))


def test_the_clerk_sees_the_picture_beside_the_tick_and_replaces_it(
    cast: Cast, sign_in: SignIn
) -> None:
    case = from_village(cast)
    (first,) = papers(case)
    staf = sign_in("staf.pessel")
    staf.get(f"/berkas/{case.ref}")
    assert staf.page.select_one(f".butir-cek img[src='/dokumen/{first.ref}/kecil.jpg']")
    assert staf.page.select_one(f"#dokumen a[href='/dokumen/{first.ref}']")
    assert "Operator Nagari" in staf.text
    staf.get(f"/berkas/{case.ref}/dokumen")
    sent = {"paper": f"kk:{first.ref}", "files": (io.BytesIO(photo()), "kk.jpg")}

    staf.submit(FORM, sent)

    assert staf.path.startswith(f"/berkas/{case.ref}?kabar=")
    old, new = papers(case)
    assert (old.retired_why, new.n, new.added_by) == ("diganti", 2, "Rina Marlina")
    assert new.village_code is None
    assert "Versi sebelumnya" in staf.text
    assert staf.page.select_one(f"#dokumen details a[href='/dokumen/{old.ref}']")
    assert "menyimpan dokumen" in staf.text


def test_a_refused_file_is_told_and_nothing_is_kept(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case(cast.receive(P22))
    staf = sign_in("staf.pessel")
    staf.get(f"/berkas/{case.ref}/dokumen")
    staf.submit(FORM, {"paper": "kk"}, expect=422)
    assert "Pilih foto atau PDF" in staf.text
    bad = (io.BytesIO(b"MZ bukan foto"), "kk.jpg")
    staf.submit(FORM, {"paper": "kk", "files": bad}, expect=422)
    assert "Belum tersimpan" in staf.text
    staf.submit(FORM, {"paper": "karangan", "files": (io.BytesIO(b"x"), "a.jpg")}, expect=422)
    assert papers(case) == []


def test_a_copy_stands_in_the_history_and_a_look_does_not_crowd_it(
    cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case(cast.receive(P22))
    put(cast, case, "kk")
    (document,) = papers(case)
    kasi = cast.officer("kasi.pessel")
    note_seen(kasi, document, case.number, "pemeriksaan berkas", page=1)
    note_copied(kasi, document, case.number, "arsip")
    staf = sign_in("staf.pessel")
    staf.get(f"/berkas/{case.ref}")
    history = staf.page.select_one("#riwayat")
    assert history is not None
    assert len(history.select("li")) == 3
    assert "membuat salinan dokumen" in history.get_text()


def test_only_the_tick_of_this_paper_falls(cast: Cast) -> None:
    case = cast.case_at(P22, 2, 0)
    before = good(cast, case)

    put(cast, case, "kk")

    assert good(cast, case) == before - {"kk"}
    again = cast.case(case.ref)
    assert (again.row, again.task) == (1, 0), "a paper that was relied on is checked again"


def test_a_paper_that_was_not_yet_right_sends_nothing_back(cast: Cast) -> None:
    case = cast.case(cast.receive(P22))
    put(cast, case, "kk")
    again = cast.case(case.ref)
    assert (again.row, again.task, again.hold) == (1, 0, None)
    assert len(again.stints) == 1


def test_the_second_of_two_officers_is_told(cast: Cast) -> None:
    case = cast.case(cast.receive(P22))
    put(cast, case, "kk")
    (first,) = papers(case)
    version = cast.case(case.ref).version
    put(cast, case, "kk", replaces=first.ref, version=version)

    with pytest.raises(StaleCaseError):
        put(cast, case, "kk", replaces=first.ref, version=version)
    with pytest.raises(StaleCaseError):
        put(cast, case, "kk", replaces=first.ref)
    assert [item.n for item in current(papers(case))] == [2]


def test_the_same_form_sent_twice_stores_one_picture(cast: Cast) -> None:
    case = cast.case(cast.receive(P22))
    ready, same, version = [Village(cast).picture()], key(), case.version
    for _ in range(2):
        add_documents(cast.officer("staf.pessel"), case.ref, "kk", ready, cast.catalogue,
                      version=version, key=same)  # fmt: skip
    assert len(papers(case)) == 1


def test_six_pictures_of_one_paper_and_no_more(cast: Cast) -> None:
    case = cast.case(cast.receive(P22))
    picture = Village(cast).picture()
    put(cast, case, "foto_rumah", ready=[picture] * MOST_FILES)
    with pytest.raises(TooManyFilesError):
        put(cast, case, "foto_rumah", ready=[picture])
    assert len(papers(case)) == MOST_FILES


OTHERS = ("kasi.pessel", "kadis.pessel", "admin.pessel", "nagari.pessel", "staf.solok")


def test_nobody_but_the_counter_puts_pictures_in_and_only_while_it_has_the_file(
    cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case(cast.receive(P17))
    picture = [Village(cast).picture()]
    for username in OTHERS:
        with pytest.raises((NotAllowedError, NoSuchCaseError)):
            put(cast, case, "kk", username, ready=picture)
    for username, answer in (("kasi.pessel", 403), ("admin.pessel", 403), ("staf.solok", 404)):
        sign_in(username).get(f"/berkas/{case.ref}/dokumen", expect=answer)
    with pytest.raises(NotAllowedError):
        put(cast, case, "ktp-9", ready=picture)
    higher = cast.case_at(P17, 4, 0)
    with pytest.raises(NotAllowedError):
        put(cast, higher, "kk", ready=picture)
    signed = cast.case_at(P17, 6, 0)
    with pytest.raises(NotAllowedError):
        put(cast, signed, "kk", ready=picture)
    ended = cast.case(cast.receive(P17))
    cast.move("staf.pessel", ended.ref, Move.BATALKAN, Leaving(("permintaan",)))
    with pytest.raises(NotAllowedError):
        put(cast, ended, "kk", ready=picture)
    assert papers(case) == papers(higher) == papers(signed) == []
