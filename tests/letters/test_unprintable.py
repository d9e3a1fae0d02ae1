"""A letter that could never be printed is never issued, whatever stands in its way (PD-06)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from portal import clock
from portal.db import db, write
from portal.desk.work.base import NotYetError
from portal.desk.work.letter import Numbering, Reading
from portal.letters.model import GivenBy, LetterNumber, NumberSeries
from portal.letters.numbers import Giving, Line, adopt, next_number, text_of
from portal.letters.queries import letter_of
from portal.offices.model import Office
from portal.people.model import Person
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, Cast

SignIn = Callable[[str], Browser]


def book() -> NumberSeries:
    query = select(NumberSeries).join(Office, Office.id == NumberSeries.office_id)
    return db.session.scalars(query.where(Office.code == "pessel")).one()


def test_a_typed_number_with_a_foreign_character_is_refused_and_nothing_is_numbered(
    cast: Cast,
) -> None:
    with write():
        book().mode = GivenBy.SEKRETARIAT.value
    ref = cast.case_at(P17, 6, 0).ref

    with pytest.raises(NotYetError, match="中"):
        cast.move("staf.pessel", ref, Move.LANJUT, Numbering(typed="460/12/中/2026"))

    db.session.rollback()
    assert db.session.scalars(select(LetterNumber)).all() == []
    cast.case(ref)
    cast.move("staf.pessel", ref, Move.LANJUT, Numbering(typed="460/12/DINSOS/2026"))
    letter = letter_of(cast.case(ref))
    assert letter is not None
    assert letter.issued


def test_a_signer_whose_name_the_font_lacks_is_told_so_before_signing(cast: Cast) -> None:
    ref = cast.case_at(P17, 5, 0).ref
    with write() as session:
        kadis = session.scalars(select(Person).where(Person.username == "kadis.pessel")).one()
        kadis.name = "Dra. Nilam 王"
    letter = letter_of(cast.case(ref))
    assert letter is not None

    with pytest.raises(NotYetError, match="王"):
        cast.move("kadis.pessel", ref, Move.LANJUT, Reading(letter.draft_version))

    assert cast.case(ref).signed is False


def test_a_pattern_with_a_foreign_character_is_refused(cast: Cast, sign_in: SignIn) -> None:
    number = book().id
    admin = sign_in("admin.pessel")
    admin.get(f"/pengaturan/nomor/{number}/pola")
    admin.submit("main form", {"pattern": "{kode}/{urut}/中/{tahun}"}, expect=422)
    assert "中" in admin.text


def test_a_coming_number_that_an_old_line_already_bears_becomes_void(cast: Cast) -> None:
    """Nothing stops the counter, and the book says why it went on."""
    now = clock.now()
    giving = Giving("Rina Marlina", now, now.date())
    with write() as session:
        series = book()
        old = Line(1, text_of(series, 2, now.date()), now.date())
        adopt(session, series, now.year, [old], giving)
        given = next_number(session, series, giving)
        serial = given.serial

    lines = list(db.session.scalars(select(LetterNumber).order_by(LetterNumber.serial)))
    assert serial == 3
    assert [line.state for line in lines] == ["kertas", "batal", "dipakai"]
    assert lines[1].reason


def test_holes_of_an_old_book_are_filled_also_after_the_portal_began(cast: Cast) -> None:
    now = clock.now()
    giving = Giving("Rina Marlina", now, now.date())
    with write() as session:
        series = book()
        adopt(session, series, now.year,
              [Line(n, f"460/{n}/LAMA", now.date()) for n in (1, 3)], giving)  # fmt: skip
        next_number(session, series, giving)
        adopt(session, series, now.year, [Line(2, "460/2/LAMA", now.date())], giving)

    lines = db.session.scalars(select(LetterNumber).order_by(LetterNumber.serial))
    assert [line.serial for line in lines] == [1, 2, 3, 4]
