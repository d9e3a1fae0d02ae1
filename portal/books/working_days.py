"""How many working days something has been waiting, on the office's calendar."""

from bisect import bisect_right
from datetime import date, datetime, timedelta

from portal.offices.office_clock import OfficeClock

FAR = 366 * 2  # days back: what waits longer is told as that long


class WorkingDays:
    """The working days up to today, counted once for a whole list."""

    def __init__(self, clock: OfficeClock, now: datetime) -> None:
        self._clock, self._today = clock, clock.day(now)
        first = self._today - timedelta(days=FAR)
        days = (first + timedelta(days=ahead) for ahead in range(FAR + 1))
        self._days = [day for day in days if clock.calendar.is_working_day(day)]

    def since(self, moment: datetime) -> int:
        """Working days after the day of a moment, up to today."""
        return self.since_day(self._clock.day(moment))

    def since_day(self, day: date) -> int:
        """Working days after a day, up to today."""
        return len(self._days) - bisect_right(self._days, day)
