"""Questions that more than one book asks: years, places, a page of a list, letters of cases."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, defer, joinedload, load_only, selectinload

from portal.books.book import Scope, Stretch
from portal.books.model import BookPrint
from portal.cases.model import AgendaCounter, Case
from portal.db import db
from portal.letters.model import (
    Kind,
    Letter,
    LetterCase,
    LetterNumber,
    NumberCounter,
    NumberSeries,
)
from portal.offices.model import Village
from portal.people.officer import Officer

Query = Select[*tuple[Any, ...]]
PAGE_SIZE = 50
LAST_NUMBER = 2**31 - 1  # what the databases can compare with
EDITIONS_SHOWN = 12
# The letters that a case is about; a return or a refusal is sent, not handed over.
GOODS = (Kind.REKOMENDASI.value, Kind.PENGANTAR.value)
# A line shows none of these, and each is larger than the rest of the letter together.
UNREAD: Any = (defer(Letter.content), defer(Letter.payload), defer(Letter.statement))
HEADED: Any = load_only(Letter.id, Letter.number, Letter.numbered_on)


def years_of(officer: Officer, this_year: int) -> list[int]:
    """The years in which the office received files or numbered letters, and this one."""
    received = select(AgendaCounter.year).where(AgendaCounter.office_id == officer.office.id)
    numbered = (
        select(NumberCounter.year)
        .join(NumberSeries, NumberSeries.id == NumberCounter.series_id)
        .where(NumberSeries.office_id == officer.office.id)
    )
    found = db.session.scalars(received.union(numbered))
    return sorted({this_year, *found}, reverse=True)


def series_of(officer: Officer) -> list[NumberSeries]:
    """The office's number series, the first one first."""
    query = (
        select(NumberSeries)
        .where(NumberSeries.office_id == officer.office.id)
        .order_by(NumberSeries.id)
    )
    return list(db.session.scalars(query)) if officer.roles else []


def villages_with_cases(officer: Officer) -> list[tuple[str, str]]:
    """Code and words of the nagari or kelurahan that the office has files of."""
    query = (
        select(Village)
        .where(Village.code.startswith(officer.office.region + "."))
        .where(select(Case.id).where(Case.village_code == Village.code).exists())
        .order_by(Village.district, Village.name)
    )
    return [
        (item.code, f"{item.title}, Kec. {item.district}") for item in db.session.scalars(query)
    ]


def numbered(text: str) -> int | None:
    """A cursor that is a number; anything else begins at the start."""
    fits = text.isascii() and text.isdigit() and len(text) <= 10
    return int(text) if fits and 0 < int(text) <= LAST_NUMBER else None


def cut(query: Query, key: InstrumentedAttribute[int], stretch: Stretch) -> Query:
    """One stretch of a list that runs by a numeric key, and one record more."""
    at = numbered(stretch.beyond)
    if at is not None:
        query = query.where(key < at if stretch.backward else key > at)
    ordered = query.order_by(key.desc() if stretch.backward else key)
    return ordered.limit(stretch.size + 1)


def rank(query: Query, key: InstrumentedAttribute[int], cursor: str, *, backward: bool) -> int:
    """How many records lie before a page: the ordinal of its first line stands on this."""
    at = numbered(cursor)
    if at is not None:
        query = query.where(key < at if backward else key <= at)
    elif not backward:
        return 0
    return how_many(query)


def how_many(query: Query) -> int:
    """The number of records of a query."""
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def in_period(query: Query, column: Any, scope: Scope) -> Query:
    """Only what happened in the period asked for."""
    begin, end = scope.moments
    return query.where(column >= begin, column < end)


def last_before(query: Query, column: Any, scope: Scope) -> datetime | None:
    """The last moment of a query before the period asked for."""
    begin, _ = scope.moments
    found = query.where(column < begin).with_only_columns(func.max(column)).order_by(None)
    last: datetime | None = db.session.scalar(found)
    return last


def letters_of_cases(
    cases: Iterable[int], kinds: tuple[str, ...] = GOODS
) -> dict[int, list[tuple[LetterNumber, Letter]]]:
    """Every numbered letter of the cases with its number, the oldest first."""
    query = (
        select(LetterCase.case_id, LetterNumber, Letter)
        .join(Letter, Letter.id == LetterCase.letter_id)
        .join(LetterNumber, LetterNumber.letter_id == Letter.id)
        .where(LetterCase.case_id.in_(list(cases)), Letter.kind.in_(kinds))
        .order_by(LetterNumber.id)
        .options(*UNREAD, selectinload(Letter.copies))
    )
    found: dict[int, list[tuple[LetterNumber, Letter]]] = defaultdict(list)
    for case_id, number, letter in db.session.execute(query):
        found[case_id].append((number, letter))
    return found


def with_people() -> tuple[Any, ...]:
    """What a line needs of a case."""
    return joinedload(Case.village), selectinload(Case.members)


def editions(officer: Officer, book: str, period: str) -> list[BookPrint]:
    """The printed editions of a book for a period, the newest first, without their bytes."""
    query = (
        select(BookPrint)
        .where(BookPrint.office_id == officer.office.id, BookPrint.book == book)
        .where(BookPrint.period.in_((period, f"{period};nik")))
        .options(defer(BookPrint.body))
        .order_by(BookPrint.id.desc())
        .limit(EDITIONS_SHOWN)
    )
    return list(db.session.scalars(query))


def edition(officer: Officer, book: str, print_id: int) -> BookPrint | None:
    """One printed edition of the officer's own office."""
    if not officer.roles or print_id > LAST_NUMBER:
        return None
    query = select(BookPrint).where(
        BookPrint.id == print_id,
        BookPrint.office_id == officer.office.id,
        BookPrint.book == book,
    )
    return db.session.scalar(query)
