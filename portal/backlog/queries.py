"""Every question of the back-entry: books, sheets, reserved numbers, what was typed in later."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, defer, joinedload

from portal.backlog.checks import Book
from portal.backlog.model import PaperSheet
from portal.db import db
from portal.letters.model import LetterNumber, NumberCounter, NumberSeries, PaperEntry
from portal.letters.model import NumberState as State
from portal.people.officer import Officer
from portal.sop.vocabulary import Role

KEEPERS = frozenset({Role.STAF, Role.KORPEL, Role.SEKRETARIS})
SHOWN = 50


def keeps_books(officer: Officer) -> bool:
    """Whether this person may type an old book in: who keeps it at the office, or the admin."""
    return officer.person.admin or bool(officer.roles & KEEPERS)


def books_of(officer: Officer) -> list[NumberSeries]:
    """The office's books of letters, the first one first."""
    query = select(NumberSeries).where(NumberSeries.office_id == officer.office.id)
    return list(db.session.scalars(query.order_by(NumberSeries.id)))


def book_as_known(session: Session, series_id: int, year: int, today: date) -> Book:
    """What stands in a book of a year, for checking old lines against."""
    given = session.execute(
        select(
            LetterNumber.serial, LetterNumber.suffix, LetterNumber.text, LetterNumber.state,
            LetterNumber.on,
        ).where(LetterNumber.series_id == series_id, LetterNumber.year == year)
    ).all()  # fmt: skip
    last = session.scalar(
        select(NumberCounter.n).where(
            NumberCounter.series_id == series_id, NumberCounter.year == year
        )
    )
    return Book(
        year=year,
        today=today,
        last=last or 0,
        numbering=any(row.state in (State.DIPAKAI, State.CADANGAN) for row in given),
        reserved={
            (row.serial, row.suffix): (row.on, row.text)
            for row in given
            if row.state == State.CADANGAN
        },
        taken=frozenset((row.serial, row.suffix) for row in given if row.state != State.CADANGAN),
        texts=frozenset(row.text.casefold() for row in given if row.state != State.CADANGAN),
    )


def sheets_of(officer: Officer) -> list[tuple[PaperSheet, NumberSeries]]:
    """The office's sheets without their lines, the newest first."""
    query = (
        select(PaperSheet, NumberSeries)
        .join(NumberSeries, NumberSeries.id == PaperSheet.series_id)
        .where(PaperSheet.office_id == officer.office.id)
        .options(defer(PaperSheet.lines), defer(PaperSheet.faults))
        .order_by(PaperSheet.id.desc())
        .limit(SHOWN)
    )
    return [(sheet, series) for sheet, series in db.session.execute(query)]


def sheet_for(officer: Officer, ref: str) -> tuple[PaperSheet, NumberSeries] | None:
    """One sheet of the officer's own office."""
    query = (
        select(PaperSheet, NumberSeries)
        .join(NumberSeries, NumberSeries.id == PaperSheet.series_id)
        .where(PaperSheet.office_id == officer.office.id, PaperSheet.ref == ref)
    )
    found = db.session.execute(query).first()
    return (found[0], found[1]) if found else None


def reserved_for(officer: Officer) -> list[LetterNumber]:
    """The reserved numbers of the office that are still free, in the order of the books."""
    query = (
        select(LetterNumber)
        .join(LetterNumber.series)
        .where(
            NumberSeries.office_id == officer.office.id, LetterNumber.state == State.CADANGAN.value
        )
        .options(contains_eager(LetterNumber.series))
        .order_by(
            LetterNumber.series_id, LetterNumber.year, LetterNumber.serial, LetterNumber.suffix
        )
    )
    return list(db.session.scalars(query))


def entered_later(officer: Officer) -> list[PaperEntry]:
    """The letters written by hand and typed in later, the newest first; no imported ones.

    A line of an imported book got its number at the moment it was recorded.
    """
    query = (
        select(PaperEntry)
        .join(PaperEntry.given)
        .where(PaperEntry.office_id == officer.office.id, PaperEntry.recorded_at != LetterNumber.at)
        .options(joinedload(PaperEntry.given))
        .order_by(PaperEntry.id.desc())
        .limit(SHOWN)
    )
    return list(db.session.scalars(query))
