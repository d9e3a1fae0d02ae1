"""Every question about letters."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.cases.model import Case
from portal.db import db
from portal.letters.model import Letter, LetterCase, NumberSeries
from portal.people.officer import Officer


def letter_of(case: Case) -> Letter | None:
    """The live letter of a case, with its parafs."""
    query = (
        select(Letter)
        .join(LetterCase, LetterCase.letter_id == Letter.id)
        .where(LetterCase.case_id == case.id, Letter.voided_at.is_(None))
        .options(selectinload(Letter.parafs), selectinload(Letter.cases))
        .order_by(Letter.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def series_of(office_id: int) -> NumberSeries | None:
    """The office's series of outgoing letters."""
    return db.session.scalar(select(NumberSeries).where(NumberSeries.office_id == office_id))


def book_lines(
    officer: Officer, year: int, *, before: int | None = None, size: int = 50
) -> list[tuple[Letter, Case]]:
    """Lines of the Buku Rekomendasi: issued letters of a year, the newest number first."""
    query = (
        select(Letter, Case)
        .join(LetterCase, LetterCase.letter_id == Letter.id)
        .join(Case, Case.id == LetterCase.case_id)
        .where(Letter.office_id == officer.office.id, Letter.year == year)
        .where(Letter.serial.is_not(None))
    )
    if not officer.roles:
        query = query.where(Letter.id.is_(None))
    if before is not None:
        query = query.where(Letter.serial < before)
    query = (
        query.order_by(Letter.serial.desc(), LetterCase.id)
        .limit(size + 1)
        .options(selectinload(Case.members), selectinload(Case.handovers), joinedload(Case.village))
    )
    return [(letter, case) for letter, case in db.session.execute(query)]
