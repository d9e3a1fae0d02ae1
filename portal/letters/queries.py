"""Every question about letters and their numbers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.cases.model import Case
from portal.db import db
from portal.letters.model import Kind, Letter, LetterCase, LetterNumber, NumberSeries, NumberState
from portal.letters.numbers import NoSeriesError, series_for
from portal.people.officer import Officer

OF_THE_SOP = (Kind.REKOMENDASI.value, Kind.PENGANTAR.value)


def letter_of(case: Case) -> Letter | None:
    """The live letter of a case on its way through the SOP, with its parafs and cases."""
    query = (
        select(Letter)
        .join(LetterCase, LetterCase.letter_id == Letter.id)
        .where(LetterCase.case_id == case.id, Letter.voided_at.is_(None))
        .where(Letter.kind.in_(OF_THE_SOP))
        .options(selectinload(Letter.parafs), selectinload(Letter.cases))
        .order_by(Letter.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def letters_of(case: Case) -> list[Letter]:
    """Every letter ever made for a case, the void ones too, the oldest first."""
    query = (
        select(Letter)
        .join(LetterCase, LetterCase.letter_id == Letter.id)
        .where(LetterCase.case_id == case.id)
        .options(
            selectinload(Letter.parafs),
            selectinload(Letter.cases),
            selectinload(Letter.copies),
            selectinload(Letter.replaced_by),
        )
        .order_by(Letter.id)
    )
    return list(db.session.scalars(query))


def letter_for(officer: Officer, ref: str) -> Letter | None:
    """A letter of the officer's own office, or None: another office's is like none at all."""
    if not officer.roles:
        return None
    query = select(Letter).where(Letter.ref == ref, Letter.office_id == officer.office.id)
    return db.session.scalar(query)


def letter_with_code(code: str) -> Letter | None:
    """The issued letter that carries a verification code."""
    query = (
        select(Letter)
        .where(Letter.code == code)
        .options(selectinload(Letter.replaced_by), selectinload(Letter.given))
    )
    return db.session.scalar(query)


def cases_on(letter: Letter, cases: Sequence[Case] = ()) -> list[Case]:
    """The cases a letter is for, in the order they were put on it; known ones are not reread."""
    known = {case.id: case for case in cases}
    wanted = [item.case_id for item in letter.cases]
    query = (
        select(Case)
        .where(Case.id.in_([ref for ref in wanted if ref not in known]))
        .options(
            selectinload(Case.members), selectinload(Case.findings), selectinload(Case.papers),
            selectinload(Case.stints), selectinload(Case.village),
        )
    )  # fmt: skip
    if len(known) < len(wanted):
        known |= {case.id: case for case in db.session.scalars(query)}
    return [known[ref] for ref in wanted]


def book_for(office_id: int, kind: str) -> NumberSeries | None:
    """The book in which a kind of letter is numbered; None when the office has none."""
    try:
        return series_for(db.session(), office_id, kind)
    except NoSeriesError:
        return None


def inserted_numbers(office_id: int, kind: str) -> list[LetterNumber]:
    """Reserved nomor sisip of the book of a kind of letter, free to be used."""
    book = book_for(office_id, kind)
    if book is None:
        return []
    query = (
        select(LetterNumber)
        .where(LetterNumber.series_id == book.id, LetterNumber.suffix != "")
        .where(LetterNumber.state == NumberState.CADANGAN.value)
        .order_by(LetterNumber.year, LetterNumber.serial, LetterNumber.suffix)
    )
    return list(db.session.scalars(query))
