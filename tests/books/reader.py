"""How a test asks a book: the scope of an officer, this year or any other period."""

from datetime import datetime
from typing import Any

from portal import clock
from portal.books.book import Scope
from portal.books.period import Period
from portal.offices.office_clock import clock_of
from tests.cast import Cast


def scope_for(
    cast: Cast,
    username: str,
    period: Period | None = None,
    now: datetime | None = None,
    **chosen: Any,
) -> Scope:
    """What this officer asks of a book, for this year unless a period is named."""
    officer, moment = cast.officer(username), now or clock.now()
    wall = clock_of(officer.office)
    return Scope(
        officer, cast.catalogue, wall, moment, period or Period(wall.day(moment).year), chosen
    )
