"""The period of a book: a year, one month or one day on the office's calendar. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal import dates


@dataclass(frozen=True)
class Period:
    """A year, narrowed to a month or to one day of it."""

    year: int
    month: int | None = None
    day: date | None = None

    @property
    def first(self) -> date:
        """The first day."""
        return self.day or date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        """The last day, included."""
        month = self.month or 12
        return self.day or date(self.year, month, monthrange(self.year, month)[1])

    @property
    def is_whole_year(self) -> bool:
        """Whether nothing narrows the year."""
        return self.month is None and self.day is None

    @property
    def words(self) -> str:
        """2026, November 2026, or 23 November 2026."""
        if self.day:
            return dates.long_date(self.day)
        return f"{dates.MONTHS[self.month - 1]} {self.year}" if self.month else str(self.year)

    @property
    def phrase(self) -> str:
        """The words with their noun: tahun 2026, bulan November 2026."""
        noun = "tanggal" if self.day else "bulan" if self.month else "tahun"
        return f"{noun} {self.words}"

    @property
    def key(self) -> str:
        """2026, 2026-11 or 2026-11-23, as a printed edition is filed."""
        if self.day:
            return self.day.isoformat()
        return f"{self.year}-{self.month:02}" if self.month else str(self.year)

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    def moments(self, zone: str) -> tuple[datetime, datetime]:
        """Its beginning and its end (not included) as stored moments."""
        wall = ZoneInfo(zone)
        begin, after = self.first, self.last + timedelta(days=1)
        return (
            datetime.combine(begin, time.min, wall).astimezone(UTC),
            datetime.combine(after, time.min, wall).astimezone(UTC),
        )
