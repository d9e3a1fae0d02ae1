"""Every question the books ask beyond the lines themselves: years, and where a page ends."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.cases.model import AgendaCounter, Case
from portal.cases.queries import register_lines
from portal.db import db
from portal.letters.model import Letter, NumberCounter, NumberSeries
from portal.letters.queries import book_lines
from portal.people.officer import Officer

PAGE_SIZE = 50


@dataclass(frozen=True)
class RegisterPage:
    """One page of the Buku Register; `following` is the number the next page lies before."""

    cases: list[Case]
    following: int | None


@dataclass(frozen=True)
class LetterPage:
    """One page of the Buku Rekomendasi; a letter for several cases has several lines."""

    letters: list[tuple[Letter, Case]]
    following: int | None


def register_years(officer: Officer, this_year: int) -> list[int]:
    """The years in which the office received files, and this one; the newest first."""
    query = select(AgendaCounter.year).where(AgendaCounter.office_id == officer.office.id)
    return sorted({this_year, *db.session.scalars(query)}, reverse=True)


def letter_years(officer: Officer, this_year: int) -> list[int]:
    """The years in which the office numbered letters, and this one; the newest first."""
    query = (
        select(NumberCounter.year)
        .join(NumberSeries, NumberSeries.id == NumberCounter.series_id)
        .where(NumberSeries.office_id == officer.office.id)
    )
    return sorted({this_year, *db.session.scalars(query)}, reverse=True)


def register_page(
    officer: Officer, year: int, *, sop_id: str, before: int | None, size: int = PAGE_SIZE
) -> RegisterPage:
    """A page of the Buku Register, the newest agenda number first."""
    found = register_lines(officer, year, sop_id=sop_id, before=before, size=size)
    following = found[size - 1].agenda_no if len(found) > size else None
    return RegisterPage(found[:size], following)


def letter_page(
    officer: Officer, year: int, *, before: int | None, size: int = PAGE_SIZE
) -> LetterPage:
    """A page of the Buku Rekomendasi that never cuts a letter in two.

    The next page begins below a serial, so the lines of one serial must stand on one page.
    """
    found = book_lines(officer, year, before=before, size=size)
    if len(found) <= size:
        return LetterPage(found, None)
    whole = [line for line in found if line[0].serial != found[size][0].serial]
    if not whole:
        return letter_page(officer, year, before=before, size=size * 2)
    return LetterPage(whole, whole[-1][0].serial)
