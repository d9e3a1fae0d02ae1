"""The letters of return and refusal: who signs them, and what they take from the case."""

from collections.abc import Callable

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import db
from portal.demo.cast import PASSWORD
from portal.desk.work.ways_out import Leaving
from portal.journal.queries import faults_in_chains
from portal.letters.model import Letter, LetterNumber
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, P22, S24, T22, Cast

SignIn = Callable[[str], Browser]
MISSING = Leaving(papers=(("sktm", "tidak_ada"),))


def words_of(body: bytes) -> str:
    """The text of a PDF on one line."""
    with pypdfium2.PdfDocument(body) as document:
        pages = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    return " ".join(" ".join(pages).split())


def panel(officer: Browser) -> dict[str, str]:
    """The hidden fields of the signer's form."""
    hidden = officer.page.select("#panel input[type=hidden]")
    return {str(tag["name"]): str(tag["value"]) for tag in hidden}


@pytest.fixture
def returned(cast: Cast) -> str:
    """A file given back for want of the SKTM."""
    ref = cast.case_at(P17, 1).ref
    cast.move("staf.pessel", ref, Move.KEMBALIKAN, MISSING)
    return ref


def test_a_returned_file_gets_its_letter_signed_and_numbered_in_one_act(
    cast: Cast, sign_in: SignIn, returned: str
) -> None:
    kabid = sign_in("kabid.pessel")
    kabid.get("/surat-pemberitahuan")
    assert cast.case(returned).applicant.name in kabid.text
    kabid.get(f"/berkas/{returned}/pemberitahuan")

    kabid.submit("#panel", {"secret": PASSWORD})

    db.session.rollback()
    (letter,) = db.session.scalars(select(Letter))
    (number,) = db.session.scalars(select(LetterNumber))
    assert (letter.kind, letter.number, number.state) == ("pengembalian", number.text, "dipakai")
    assert number.text in kabid.text
    kabid.get(f"/berkas/{returned}/pemberitahuan.pdf")
    said = words_of(kabid.body)
    need = cast.sop(P17).requirement("sktm")
    assert need is not None
    assert need.name in said
    assert "paling lambat" in said
    assert "KONSEP" not in said
    kabid.get("/surat-pemberitahuan")
    assert cast.case(returned).applicant.name not in kabid.text
    assert list(faults_in_chains()) == []


def test_the_clerk_reads_the_draft_but_cannot_sign_it(
    cast: Cast, sign_in: SignIn, returned: str
) -> None:
    clerk = sign_in("staf.pessel")
    page = clerk.get(f"/berkas/{returned}/pemberitahuan")
    assert page.select_one("#panel") is None
    clerk.get(f"/berkas/{returned}/pemberitahuan.pdf")
    assert "KONSEP" in words_of(clerk.body)

    kabid = sign_in("kabid.pessel")
    kabid.get(f"/berkas/{returned}/pemberitahuan")
    fields = {**panel(kabid), "secret": PASSWORD}
    clerk.post(f"/berkas/{returned}/pemberitahuan", fields, expect=403)
    db.session.rollback()
    assert db.session.scalars(select(Letter)).all() == []


def test_a_wrong_password_issues_nothing_and_a_second_press_no_second_letter(
    cast: Cast, sign_in: SignIn, returned: str
) -> None:
    kabid = sign_in("kabid.pessel")
    kabid.get(f"/berkas/{returned}/pemberitahuan")
    kabid.submit("#panel", {"secret": "salah"}, expect=422)
    assert "Kata sandi belum benar" in kabid.text
    path = f"/berkas/{returned}/pemberitahuan"
    fields = panel(kabid)

    for _ in range(2):
        kabid.post(path, {**fields, "secret": PASSWORD})

    db.session.rollback()
    assert len(db.session.scalars(select(LetterNumber)).all()) == 1


def test_a_refusal_tells_the_reason_the_other_ways_and_the_right_to_object(
    cast: Cast, sign_in: SignIn
) -> None:
    ref = cast.case_at(P22, 5).ref
    cast.move("kadis.pessel", ref, Move.TOLAK, Leaving(reasons=("lewat_batas",)))
    kadis = sign_in("kadis.pessel")
    kadis.get(f"/berkas/{ref}/pemberitahuan")
    kadis.submit("#panel", {"secret": PASSWORD})
    kadis.get(f"/berkas/{ref}/pemberitahuan.pdf")

    said = words_of(kadis.body)

    assert "6 (enam) bulan" in said
    assert "Yang masih dapat" in said
    assert "keberatan secara tertulis" in said
    assert "21 (dua puluh satu) hari kerja" in said


def test_each_return_is_owed_its_own_letter(cast: Cast, sign_in: SignIn, returned: str) -> None:
    kabid = sign_in("kabid.pessel")
    kabid.get(f"/berkas/{returned}/pemberitahuan")
    kabid.submit("#panel", {"secret": PASSWORD})
    cast.case(returned)
    cast.move("staf.pessel", returned, Move.TERIMA_KEMBALI, Leaving())
    kabid.get(f"/berkas/{returned}/pemberitahuan", expect=404)
    cast.case(returned)
    cast.move("staf.pessel", returned, Move.KEMBALIKAN, MISSING)

    page = kabid.get(f"/berkas/{returned}/pemberitahuan")

    assert page.select_one("#panel")


def test_another_office_and_a_file_at_work_have_no_such_letter(
    app: Flask, cast: Cast, sign_in: SignIn, returned: str
) -> None:
    sign_in("kabid.solok").get(f"/berkas/{returned}/pemberitahuan", expect=404)
    sign_in("kabid.solok").get(f"/berkas/{returned}/pemberitahuan.pdf", expect=404)
    at_work = cast.receive(S24)
    sign_in("kabid.solok").get(f"/berkas/{at_work}/pemberitahuan", expect=404)
    kadis = sign_in("kadis.tanjungpinang")
    ref = cast.case_at(T22, 2).ref
    cast.move("staf.tanjungpinang", ref, Move.KEMBALIKAN, MISSING)
    assert kadis.get(f"/berkas/{ref}/pemberitahuan").select_one("#panel") is None


def test_a_wrong_letter_is_voided_and_another_one_issued(
    cast: Cast, sign_in: SignIn, returned: str
) -> None:
    kabid = sign_in("kabid.pessel")
    kabid.get(f"/berkas/{returned}/pemberitahuan")
    kabid.submit("#panel", {"secret": PASSWORD})
    kabid.submit("#batal", {"reason": "salah alamat", "secret": "keliru"}, expect=422)
    assert kabid.field("reason") == "salah alamat"

    kabid.submit("#batal", {"secret": PASSWORD})
    kabid.submit("#panel", {"secret": PASSWORD})

    db.session.rollback()
    lines = list(db.session.scalars(select(LetterNumber).order_by(LetterNumber.serial)))
    assert [(line.state, line.reason) for line in lines] == [
        ("batal", "salah alamat"),
        ("dipakai", ""),
    ]
