"""Every question the settings pages ask that no room below answers yet."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.db import db
from portal.letters.model import LetterNumber, NumberCounter, NumberSeries, NumberState
from portal.letters.numbers import text_of
from portal.offices.model import Office, Ramadan, Village
from portal.offices.queries import has_decree
from portal.people.model import Person
from portal.people.officer import Officer
from portal.sop.vocabulary import Role

AHEAD = timedelta(days=90)  # no promise made today reaches further


def staff_of(office: Office) -> list[tuple[Person, Village | None]]:
    """Everyone with an account at this office, with posts; village and kecamatan operators last."""
    home = func.coalesce(Person.village_code, Person.district_code)
    query = (
        select(Person, Village)
        .outerjoin(Village, Village.code == home)
        .where(Person.office_id == office.id)
        .order_by(Village.code.is_not(None), Person.name)
        .options(selectinload(Person.assignments))
    )
    return [(person, village) for person, village in db.session.execute(query)]


def orders_numbers(officer: Officer) -> bool:
    """Whether this person may set numbers apart or slip one in: the Sekretaris, or the admin."""
    return officer.person.admin or Role.SEKRETARIS in officer.roles


@dataclass(frozen=True)
class BookState:
    """A book of numbers with its last serial this year and the number that would come next."""

    series: NumberSeries
    last: int
    example: str


def books_of(officer: Officer, today: date) -> list[BookState]:
    """The office's books of numbers, the first one first."""
    query = (
        select(NumberSeries, NumberCounter.n)
        .outerjoin(
            NumberCounter,
            and_(NumberCounter.series_id == NumberSeries.id, NumberCounter.year == today.year),
        )
        .where(NumberSeries.office_id == officer.office.id)
        .order_by(NumberSeries.id)
    )
    return [
        BookState(series, last or 0, text_of(series, (last or 0) + 1, today))
        for series, last in db.session.execute(query)
    ]


def series_for(officer: Officer, series_id: int) -> NumberSeries | None:
    """One book of the officer's own office."""
    query = select(NumberSeries).where(
        NumberSeries.id == series_id, NumberSeries.office_id == officer.office.id
    )
    return db.session.scalar(query)


def set_apart(series: NumberSeries, *, free: bool = False) -> list[LetterNumber]:
    """Numbers that were set apart or slipped in, the newest first; only the free ones.

    A number that the portal gave to a letter at once was never set apart: it has no reason.
    """
    query = select(LetterNumber).where(LetterNumber.series_id == series.id)
    query = query.where(LetterNumber.state == NumberState.CADANGAN.value if free else _ever_apart())
    order = (LetterNumber.year, LetterNumber.serial, LetterNumber.suffix)
    if not free:
        return list(db.session.scalars(query.order_by(*(part.desc() for part in order)).limit(300)))
    return list(db.session.scalars(query.order_by(*order)))


def free_number(officer: Officer, number_id: int) -> LetterNumber | None:
    """A reserved number of the officer's own office that is still free."""
    query = (
        select(LetterNumber)
        .join(LetterNumber.series)
        .where(
            LetterNumber.id == number_id,
            LetterNumber.state == NumberState.CADANGAN.value,
            NumberSeries.office_id == officer.office.id,
        )
        .options(contains_eager(LetterNumber.series))
    )
    return db.session.scalar(query)


def years_of(series: NumberSeries, this_year: int) -> list[int]:
    """The years in which a book has numbers, and this one; the newest first."""
    query = select(NumberCounter.year).where(NumberCounter.series_id == series.id)
    return sorted({this_year, *db.session.scalars(query)}, reverse=True)


def ramadans() -> list[Ramadan]:
    """The Ramadans entered, the newest first."""
    return list(db.session.scalars(select(Ramadan).order_by(Ramadan.first.desc())))


def years_without_decree(office: Office, today: date) -> list[int]:
    """Years that promises made today may reach, but whose days off were never entered."""
    years = sorted({today.year, (today + AHEAD).year})
    return [year for year in years if not has_decree(office, year)]


def _ever_apart() -> Any:
    voided_free = and_(
        LetterNumber.state == NumberState.BATAL.value, LetterNumber.letter_id.is_(None)
    )
    used_by_hand = and_(LetterNumber.state == NumberState.KERTAS.value, LetterNumber.reason != "")
    return or_(
        LetterNumber.state == NumberState.CADANGAN.value,
        LetterNumber.suffix != "",
        voided_free,
        used_by_hand,
    )
