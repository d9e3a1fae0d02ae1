"""Finished months, worked out once in this process and kept: a visitor cannot make it work."""

import threading
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from portal import dates
from portal.figures.published import Month
from portal.offices.model import Office
from portal.survey.queries import month_before

MONTHS = 12
# What began before midnight may still be written shortly after it.
GRACE = timedelta(hours=1)

Reader = Callable[[Office, Sequence[str], Sequence[date]], list[Month]]


def shown_months(office: Office, now: datetime) -> list[date]:
    """The last twelve finished months on the office's calendar, the newest first."""
    month = dates.day_of(now - GRACE, office.zone).replace(day=1)
    found = []
    for _ in range(MONTHS):
        month = month_before(month)
        found.append(month)
    return found


class Kept:
    """The months that were asked for; each is read once, whoever asks at the same time."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._known: dict[tuple[int, tuple[str, ...], date], Month] = {}

    def months(self, office: Office, sop_ids: Sequence[str], now: datetime) -> list[Month]:
        """The shown months, the newest first; older ones are forgotten."""
        wanted, ids = shown_months(office, now), tuple(sop_ids)
        with self._lock:
            new = [month for month in wanted if (office.id, ids, month) not in self._known]
            for found in self._read(office, ids, new) if new else ():
                self._known[office.id, ids, found.month] = found
            for key in [k for k in self._known if k[0] == office.id and k[2] not in wanted]:
                del self._known[key]
            return [self._known[office.id, ids, month] for month in wanted]
