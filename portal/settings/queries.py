"""Every question the settings pages ask that no room below answers yet."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.db import db
from portal.letters.model import NumberCounter, NumberSeries
from portal.offices.model import Office, Ramadan, Village
from portal.offices.queries import has_decree
from portal.people.model import Person

AHEAD = timedelta(days=90)  # no promise made today reaches further


def staff_of(office: Office) -> list[tuple[Person, Village | None]]:
    """Everyone with an account at this office, with posts; village operators last."""
    query = (
        select(Person, Village)
        .outerjoin(Village, Village.code == Person.village_code)
        .where(Person.office_id == office.id)
        .order_by(Person.village_code.is_not(None), Person.name)
        .options(selectinload(Person.assignments))
    )
    return [(person, village) for person, village in db.session.execute(query)]


def last_serial(series: NumberSeries, year: int) -> int:
    """The last number given out of a series in a year; 0 before the first."""
    query = select(NumberCounter.n).where(
        NumberCounter.series_id == series.id, NumberCounter.year == year
    )
    return db.session.scalar(query) or 0


def ramadans() -> list[Ramadan]:
    """The Ramadans entered, the newest first."""
    return list(db.session.scalars(select(Ramadan).order_by(Ramadan.first.desc())))


def years_without_decree(office: Office, today: date) -> list[int]:
    """Years that promises made today may reach, but whose days off were never entered."""
    years = sorted({today.year, (today + AHEAD).year})
    return [year for year in years if not has_decree(office, year)]
