"""The forms of a case on paper: who may print them, and that they tell the case as it stands."""

from collections.abc import Callable

import pytest

from portal.db import write
from portal.desk.work.ways_out import Leaving
from portal.offices.model import Office
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import S24, T22, Cast
from tests.letters.pages import codes_in, pages_of, plain

SignIn = Callable[[str], Browser]
# These ask nothing of the database that the case page does not ask on both engines.
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


def printed(browser: Browser, path: str) -> str:
    """The words of a PDF behind an address."""
    browser.get(path)
    return plain(" ".join(page.text for page in pages_of(browser.body)))


@on_sqlite
def test_the_papers_of_a_case_tell_what_was_done_with_it(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case_at(S24, 4)
    browser = sign_in("staf.solok")
    page = browser.get(f"/berkas/{case.ref}/cetak")
    offered = {str(link["href"]) for link in page.select(".kartu a")}
    slip = printed(browser, f"/berkas/{case.ref}/cetak/disposisi.pdf")
    cover = printed(browser, f"/berkas/{case.ref}/cetak/sampul.pdf")

    assert f"/berkas/{case.ref}/cetak/disposisi.pdf" in offered
    for words in ("(√) Segera", "(√) Kepala Bidang", "(√) Proses lebih lanjut"):
        assert plain(words) in slip
    assert plain(case.dispositions[0].by_name) in slip
    assert codes_in(browser.body)[0].endswith(f"/L/{case.number}")
    assert plain(case.applicant.nik) in cover
    assert {s.done_by for s in case.stints if s.done_by and plain(s.done_by) not in cover} == set()


@on_sqlite
def test_an_information_is_a_note_and_only_when_it_was_given(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case_at(T22, 2, task=1)
    browser = sign_in("staf.tanjungpinang")
    browser.get(f"/berkas/{case.ref}/cetak/informasi.pdf", expect=404)
    cast.move("staf.tanjungpinang", case.ref, Move.INFORMASI, Leaving(reasons=("masih_aktif",)))
    said = printed(browser, f"/berkas/{case.ref}/cetak/informasi.pdf")

    assert plain("Kartu jaminan kesehatan Anda masih aktif") in said
    assert plain("bukan surat rekomendasi") in said


@on_sqlite
def test_a_form_of_another_office_does_not_exist(cast: Cast, sign_in: SignIn) -> None:
    ref = cast.receive(T22)
    home, away = sign_in("staf.tanjungpinang"), sign_in("kadis.solok")

    home.get(f"/berkas/{ref}/cetak/sktm.pdf")
    for form in ("sampul", "sktm"):
        away.get(f"/berkas/{ref}/cetak/{form}.pdf", expect=404)
    away.get(f"/berkas/{ref}/cetak", expect=404)
    home.get(f"/berkas/{ref}/cetak/rahasia.pdf", expect=404)
    home.get(f"/berkas/{ref}/cetak/sptjm.pdf", expect=404)  # its SOP asks for none
    for stranger in ("nagari.tanjungpinang", "admin.tanjungpinang"):
        sign_in(stranger).get(f"/berkas/{ref}/cetak/sampul.pdf", expect=403)


@on_sqlite
def test_a_name_the_font_cannot_draw_is_named_not_dropped(cast: Cast, sign_in: SignIn) -> None:
    ref = cast.receive(T22)
    with write() as session:
        session.get_one(Office, cast.case(ref).office_id).full_name = "Dinas Sosial 名"
    clerk = sign_in("staf.tanjungpinang")
    clerk.get(f"/berkas/{ref}/cetak/permohonan.pdf", expect=400)

    assert "“名” (U+540D)" in clerk.text


def test_a_letter_for_another_office_stands_on_the_sheet_of_its_day(
    cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case_at(T22, 6)
    browser = sign_in("staf.tanjungpinang")
    said = printed(browser, "/ekspedisi.pdf")

    assert plain("Kepala Dinas Kesehatan Kota Tanjungpinang") in said
    assert plain(case.applicant.name) in said
    assert plain("Jumlah : 1 surat") in said
    assert plain("Tidak ada surat") in printed(browser, "/ekspedisi.pdf?tanggal=2026-01-05")
    assert plain("Tidak ada surat") in printed(sign_in("staf.solok"), "/ekspedisi.pdf")
    browser.get("/ekspedisi.pdf?tanggal=besok", expect=404)
