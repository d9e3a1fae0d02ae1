"""A signed letter found wrong: void in the book, replaced by a new one, both linked."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import db
from portal.demo.cast import PASSWORD
from portal.desk.work.base import NotYetError
from portal.desk.work.ways_out import Leaving
from portal.journal.queries import events_of, faults_in_chains
from portal.letters.continuity import continuity
from portal.letters.model import Letter, LetterNumber
from portal.letters.queries import letter_of, letters_of
from portal.sop.rules import NotAllowedError
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, T22, Cast
from tests.engines import usually_sqlite

SignIn = Callable[[str], Browser]
engine_name = usually_sqlite
TYPO = Leaving(reasons=("ketik",))


def finish(cast: Cast, ref: str) -> None:
    """Let everybody do their part to the end."""
    while cast.case(ref).outcome is None:
        cast.step(ref)


def present(cast: Cast, ref: str) -> Letter:
    letter = letter_of(cast.case(ref))
    assert letter is not None
    return letter


def test_a_void_number_stays_in_the_book_and_the_new_draft_keeps_every_check(cast: Cast) -> None:
    ref = cast.case_at(P17, 6, 2).ref
    old = present(cast, ref)
    number, findings = old.number, len(cast.case(ref).findings)
    good = sum(paper.good for paper in cast.case(ref).papers)

    cast.move("kadis.pessel", ref, Move.GANTI_SURAT, TYPO)

    case = cast.case(ref)
    assert (case.row, case.signed, case.corrected) == (3, False, True)
    assert len(case.findings) == findings
    assert sum(paper.good for paper in case.papers) == good
    (line,) = db.session.scalars(select(LetterNumber))
    assert (line.text, line.state, line.reason) == (
        number,
        "batal",
        "Salah ketik atau salah isi surat",
    )
    first, second = letters_of(case)
    assert (first.number, first.voided_by != "", second.replaces_id) == (number, True, first.id)
    assert second.content["replaces"] is None  # the wrong paper never left the office


def test_the_replacement_gets_the_next_number_and_quotes_a_letter_that_was_handed_over(
    cast: Cast,
) -> None:
    ref = cast.receive(P17)
    finish(cast, ref)
    old = letters_of(cast.case(ref))[0]

    cast.move("kabid.pessel", ref, Move.GANTI_SURAT, TYPO)
    assert cast.case(ref).ended_at is None
    finish(cast, ref)

    new = present(cast, ref)
    assert new.replaces is not None
    assert new.replaces.number == old.number
    assert new.payload is not None
    assert new.payload["replaces"]["number"] == old.number
    book = list(db.session.scalars(select(LetterNumber)))
    assert [(line.serial, line.state) for line in book] == [(1, "batal"), (2, "dipakai")]
    assert continuity(book, 2).unbroken
    assert list(faults_in_chains()) == []


def test_a_wrong_nik_found_after_signing_is_corrected_from_the_checking_on(
    cast: Cast, sign_in: SignIn
) -> None:
    ref = cast.case_at(P17, 6, 3).ref

    cast.move("kadis.pessel", ref, Move.GANTI_SURAT, Leaving(reasons=("data",), recheck=True))

    case = cast.case(ref)
    assert (case.row, case.task) == (1, 0)
    clerk = sign_in("staf.pessel")
    assert clerk.get(f"/berkas/{ref}").select_one("a[href$='/ubah']")
    finish(cast, ref)
    assert present(cast, ref).number != letters_of(cast.case(ref))[0].number


def test_only_the_signer_and_those_who_may_refuse_void_a_letter_and_only_a_signed_one(
    cast: Cast,
) -> None:
    ref = cast.case_at(T22, 6).ref
    for nobody in ("staf.tanjungpinang", "fungsional.tanjungpinang", "kadis.tanjungpinang"):
        with pytest.raises(NotAllowedError):
            cast.move(nobody, ref, Move.GANTI_SURAT, TYPO)
    unsigned = cast.case_at(T22, 4).ref
    with pytest.raises(NotAllowedError):
        cast.move("kabid.tanjungpinang", unsigned, Move.GANTI_SURAT, TYPO)
    with pytest.raises(NotYetError):
        cast.move("kabid.tanjungpinang", ref, Move.GANTI_SURAT, Leaving(reasons=("lain",)))

    cast.move("kabid.tanjungpinang", ref, Move.GANTI_SURAT, TYPO)

    assert cast.case(ref).signed is False


def test_a_case_may_be_cancelled_once_its_signed_letter_is_void(cast: Cast) -> None:
    """Edge case 1: the applicant died after the signature."""
    ref = cast.case_at(P17, 6, 2).ref
    cast.move("kadis.pessel", ref, Move.GANTI_SURAT, Leaving(reasons=("orang",)))

    cast.move("staf.pessel", ref, Move.BATALKAN, Leaving(reasons=("meninggal",)))

    assert cast.case(ref).outcome == "dibatalkan"


def test_on_the_page_voiding_asks_for_the_password_and_keeps_what_was_chosen(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ref = cast.case_at(P17, 6, 2).ref
    kadis = sign_in("kadis.pessel")
    kadis.get(f"/berkas/{ref}/ganti-surat")

    page = kadis.submit("#panel", {"reasons": "tujuan", "secret": "salah"}, expect=422)

    assert page.select_one("input[name=reasons][value=tujuan][checked]")
    assert "Kata sandi belum benar" in kadis.text
    assert cast.case(ref).signed
    kadis.submit("#panel", {"secret": PASSWORD})
    assert not cast.case(ref).signed
    page = kadis.get(f"/berkas/{ref}/surat")
    assert "Salah tujuan surat" in kadis.text
    assert "Batal" in kadis.text
    told = [event.kind for event in events_of(cast.case(ref).id)]
    assert told.count("ganti-surat") == 1


def test_a_reprint_is_counted_and_gives_the_same_bytes(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    ref = cast.case_at(P17, 6, 3).ref
    letter_ref = present(cast, ref).ref
    clerk = sign_in("staf.pessel")
    letter_path = f"/berkas/{ref}/surat/{letter_ref}"
    clerk.get(f"{letter_path}.pdf")
    first = clerk.body

    clerk.get(f"/berkas/{ref}/surat")
    clerk.submit("form[action$='/salinan']", {"reason": "Surat hilang"})

    assert "Salinan ke-1" in clerk.text
    clerk.get(f"{letter_path}.pdf")
    assert clerk.body == first
    clerk.get(f"{letter_path}/arsip.pdf")
    assert clerk.body.startswith(b"%PDF")
    assert clerk.body != first
    stranger = sign_in("staf.solok")
    stranger.get(f"/berkas/{ref}/surat", expect=404)
    stranger.get(f"/berkas/{ref}/surat/{letter_ref}.pdf", expect=404)
