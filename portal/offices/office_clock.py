"""An office's calendar on stored moments: UTC in, UTC out, counted on the office's wall."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from portal.offices.model import Office
from portal.offices.queries import calendar_of
from portal.offices.working_time import Calendar


class OfficeClock:
    """Working minutes and promised days of one office."""

    def __init__(self, zone: str, calendar: Calendar) -> None:
        self.zone = ZoneInfo(zone)
        self.calendar = calendar

    def day(self, at: datetime) -> date:
        """The office's calendar day at a moment."""
        return at.astimezone(self.zone).date()

    def after_minutes(self, start: datetime, minutes: float) -> datetime:
        """The moment so many working minutes later."""
        return self._stored(self.calendar.add_minutes(self._wall(start), minutes))

    def minutes(self, start: datetime, end: datetime) -> float:
        """Working minutes between two moments; negative when end is earlier."""
        if end < start:
            return -self.calendar.minutes_between(self._wall(end), self._wall(start))
        return self.calendar.minutes_between(self._wall(start), self._wall(end))

    def end_of_day(self, start: datetime, days: int) -> datetime:
        """The close of the n-th working day after receipt."""
        return self._stored(self.calendar.end_of_working_day(self._wall(start), days))

    def _wall(self, at: datetime) -> datetime:
        return at.astimezone(self.zone).replace(tzinfo=None)

    def _stored(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


def clock_of(office: Office) -> OfficeClock:
    """The clock of this office with its calendar as entered up to now."""
    return OfficeClock(office.zone, calendar_of(office))
