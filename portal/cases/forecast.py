"""When a file will be ready, said honestly: nine of ten complete files like it were, by then.

Counted over the newest files of the same service and office; with too few of them only the
SOP's own promise is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from portal.cases.model import Case
from portal.offices.office_clock import OfficeClock

FEWEST = 20  # with fewer comparable files there is nothing honest to say
LOOKS_BACK_DAYS, MOST = 90, 200


@dataclass(frozen=True)
class Forecast:
    """The day by which 9 of 10 files like this one were ready, and how many there were."""

    by: date
    files: int


def ninth_of_ten(minutes: Sequence[float]) -> float:
    """The smallest time within which at least nine of ten were ready (nearest rank)."""
    return sorted(minutes)[ceil(len(minutes) * 9 / 10) - 1]


def forecast(
    case: Case, minutes: Sequence[float], now: datetime, clock: OfficeClock
) -> Forecast | None:
    """The forecast from the working minutes of comparable files; None when none can be given.

    A file that is already later than nine of ten has no forecast: it is late, and told so.
    """
    if len(minutes) < FEWEST or case.ready_at or case.outcome:
        return None
    at = clock.after_minutes(case.clock_from, ninth_of_ten(minutes))
    if at < now:
        return None
    return Forecast(clock.day(at), len(minutes))
