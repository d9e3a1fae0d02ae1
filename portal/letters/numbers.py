"""Gives out letter numbers: one statement on a counter row, in the transaction of the letter.

Never a sequence and never max()+1: those leave gaps or duplicates (security M2-M6).
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.db import insert_into
from portal.letters.model import NumberCounter, NumberSeries
from portal.letters.numbering import letter_number


class BackwardDateError(Exception):
    """The server's date lies before the last number's: numbering refuses (D5)."""


class NoSeriesError(Exception):
    """The office has no number series; its admin must set one."""


@dataclass(frozen=True)
class Given:
    """A number given out."""

    series_id: int
    year: int
    serial: int
    text: str


def next_number(session: Session, office_id: int, on: date) -> Given:
    """The next number of the office's series on a day; call it inside write()."""
    series = session.scalar(select(NumberSeries).where(NumberSeries.office_id == office_id))
    if series is None:
        raise NoSeriesError
    key = (NumberCounter.series_id == series.id, NumberCounter.year == on.year)
    insert = insert_into(session, NumberCounter)
    session.execute(
        insert.values(series_id=series.id, year=on.year, n=0, last_day=on).on_conflict_do_nothing()
    )
    last_day = session.scalar(select(NumberCounter.last_day).where(*key).with_for_update())
    if last_day is None or on < last_day:
        raise BackwardDateError
    serial = session.execute(
        update(NumberCounter)
        .where(*key)
        .values(n=NumberCounter.n + 1, last_day=on)
        .returning(NumberCounter.n)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    text = letter_number(
        series.pattern,
        code=series.classification,
        serial=serial,
        unit=series.unit,
        on=on,
        width=series.width,
    )
    return Given(series.id, on.year, int(serial), text)
