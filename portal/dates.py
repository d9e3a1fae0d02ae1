"""Dates and times in the words that Indonesian officials and citizens use. Pure."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
SHORT_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
)  # fmt: skip
ZONE_WORDS = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def local(moment: datetime, zone: str) -> datetime:
    """The aware moment on the wall clock of an IANA zone."""
    return moment.astimezone(ZoneInfo(zone))


def day_of(value: date | datetime, zone: str = "Asia/Jakarta") -> date:
    """The calendar day of a moment in the zone; a plain date is its own day."""
    return local(value, zone).date() if isinstance(value, datetime) else value


def long_date(value: date | datetime, zone: str = "Asia/Jakarta") -> str:
    """23 November 2026."""
    day = day_of(value, zone)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def weekday_date(value: date | datetime, zone: str = "Asia/Jakarta") -> str:
    """Senin, 23 November 2026."""
    day = day_of(value, zone)
    return f"{DAYS[day.weekday()]}, {long_date(day)}"


def clock_time(moment: datetime, zone: str = "Asia/Jakarta") -> str:
    """09.05: hours and minutes with a dot."""
    return f"{local(moment, zone):%H.%M}"


def full_moment(moment: datetime, zone: str = "Asia/Jakarta") -> str:
    """Senin, 23 November 2026, pukul 09.05 WIB."""
    word = ZONE_WORDS.get(zone, "")
    return f"{weekday_date(moment, zone)}, pukul {clock_time(moment, zone)} {word}".rstrip()


def short_moment(moment: datetime, zone: str = "Asia/Jakarta") -> str:
    """23 Nov, 09.05."""
    there = local(moment, zone)
    return f"{there.day} {SHORT_MONTHS[there.month - 1]}, {there:%H.%M}"


def short_date(value: date | datetime, zone: str = "Asia/Jakarta") -> str:
    """23-11-2026."""
    return f"{day_of(value, zone):%d-%m-%Y}"
