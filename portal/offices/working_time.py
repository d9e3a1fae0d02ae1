"""Working time of an office (domain 3.10): minutes and days that count. Pure.

All times here are naive wall-clock times of the office; callers convert from UTC.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Span = tuple[time, time]
DAY_LIMIT = 3660  # ten years: a calendar without a working day in it is a fault, not a wait


@dataclass(frozen=True)
class Hours:
    """The working spans of an ordinary day and of a Friday."""

    ordinary: tuple[Span, ...]
    friday: tuple[Span, ...]


@dataclass(frozen=True)
class Calendar:
    """When an office works: weekly hours, Ramadan hours, and days off by date."""

    hours: Hours
    ramadan_hours: Hours
    ramadan: tuple[tuple[date, date], ...] = ()  # first and last day, each year's
    days_off: Mapping[date, str] | None = None
    working_weekdays: frozenset[int] = frozenset(range(5))

    def spans(self, day: date) -> tuple[Span, ...]:
        """The working spans of a day; empty on a day off."""
        if day.weekday() not in self.working_weekdays or day in (self.days_off or {}):
            return ()
        fasting = any(first <= day <= last for first, last in self.ramadan)
        hours = self.ramadan_hours if fasting else self.hours
        return hours.friday if day.weekday() == 4 else hours.ordinary

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on this day."""
        return bool(self.spans(day))

    def _days(self, first: date) -> Iterator[date]:
        for ahead in range(DAY_LIMIT):
            day = first + timedelta(days=ahead)
            if self.spans(day):
                yield day
        raise ValueError("the calendar has no working day")

    def add_minutes(self, start: datetime, minutes: float) -> datetime:
        """The moment when so many working minutes have passed since start."""
        left = timedelta(minutes=minutes)
        for day in self._days(start.date()):
            for opening, closing in self.spans(day):
                begin = max(datetime.combine(day, opening), start)
                end = datetime.combine(day, closing)
                if begin >= end:
                    continue
                if left <= end - begin:
                    return begin + left
                left -= end - begin
        raise AssertionError  # pragma: no cover - _days raises first

    def minutes_between(self, start: datetime, end: datetime) -> float:
        """Working minutes from start to end; 0 when end is not later."""
        total = timedelta()
        day = start.date()
        while day <= end.date():
            for opening, closing in self.spans(day):
                begin = max(datetime.combine(day, opening), start)
                until = min(datetime.combine(day, closing), end)
                total += max(until - begin, timedelta())
            day += timedelta(days=1)
        return total.total_seconds() / 60

    def end_of_working_day(self, start: datetime, days: int) -> datetime:
        """The close of the n-th working day after receipt.

        A file received on a day off or after hours counts as received on the next working day.
        """
        received = self._day_of_receipt(start)
        following = self._days(received + timedelta(days=1))
        for _ in range(days):
            day = next(following)
        return datetime.combine(day, self.spans(day)[-1][1])

    def _day_of_receipt(self, start: datetime) -> date:
        spans = self.spans(start.date())
        if spans and start.time() <= spans[-1][1]:
            return start.date()
        return next(self._days(start.date() + timedelta(days=1)))
