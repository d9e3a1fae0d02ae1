"""Working minutes and working days agree with the vectors of the domain pack."""

import csv
from datetime import date, datetime, time
from pathlib import Path

import pytest

from portal.offices import working_time
from portal.offices.working_time import Calendar, Hours
from tests.vectors import rows

HOLIDAYS = Path(working_time.__file__).parent / "data" / "holidays.csv"


def _spans(*pairs: str) -> tuple[tuple[time, time], ...]:
    return tuple((time.fromisoformat(pair[:5]), time.fromisoformat(pair[6:])) for pair in pairs)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    with HOLIDAYS.open(encoding="utf-8", newline="") as file:
        off = {date.fromisoformat(row["tanggal"]): row["nama"] for row in csv.DictReader(file)}
    return Calendar(
        hours=Hours(_spans("07:30-12:00", "13:00-16:00"), _spans("07:30-12:00", "13:30-16:30")),
        ramadan_hours=Hours(
            _spans("08:00-12:00", "12:30-15:00"), _spans("08:00-12:00", "13:00-15:30")
        ),
        ramadan=((date(2026, 2, 19), date(2026, 3, 20)),),
        days_off=off,
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("row", rows("menit-kerja"), ids=lambda row: row["mulai"])
def test_minutes_skip_breaks_nights_weekends_and_holidays(
    calendar: Calendar, row: dict[str, str]
) -> None:
    start, due = _moment(row["mulai"]), _moment(row["jatuh_tempo"])
    minutes = int(row["menit_baku"])
    assert calendar.add_minutes(start, minutes) == due
    assert calendar.minutes_between(start, due) == minutes


@pytest.mark.parametrize("row", rows("hari-kerja"), ids=lambda row: row["mulai"])
def test_a_working_day_promise_ends_at_the_close_of_that_day(
    calendar: Calendar, row: dict[str, str]
) -> None:
    due = calendar.end_of_working_day(_moment(row["mulai"]), int(row["hari_kerja"]))
    assert due == _moment(row["jatuh_tempo"])


def test_a_calendar_without_any_working_day_is_a_fault_not_an_endless_wait() -> None:
    never = Calendar(Hours((), ()), Hours((), ()))
    with pytest.raises(ValueError, match="no working day"):
        never.add_minutes(_moment("2026-11-23 09:00"), 1)
