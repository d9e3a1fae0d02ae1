"""One value of a line in words, as paper and CSV write it. Pure."""

from datetime import date, datetime

from portal import dates
from portal.books.book import UNKNOWN, Column, Drawn, Line, Shape, Value

SIGNED_ON_SCREEN = "ditandatangani di layar"


def masked(nik: str) -> str:
    """Where the person is registered, and nothing about the person: 130199**********."""
    return f"{nik[:6]}{'*' * 10}" if nik else ""


def words_of(column: Column, line: Line, *, zone: str, full: bool) -> str:
    """A value in words; `full` shows the whole NIK."""
    value = line.values.get(column.key)
    match column.shape, value:
        case _, None | "":
            return "" if column.shape in (Shape.REMARK, Shape.SIGNATURE) else UNKNOWN
        case Shape.NIK, str(nik):
            return nik if full else masked(nik)
        case Shape.CASE, str(number):
            return " ".join(number[at : at + 5] for at in range(0, len(number), 5))
        case Shape.NAME, str(name):
            return f"{name} dan {line.others} orang lain" if line.others > 0 else name
        case Shape.SIGNATURE, Drawn():
            return SIGNED_ON_SCREEN
    return _plain(value, zone)


def _plain(value: Value, zone: str) -> str:
    match value:
        case datetime():
            return f"{dates.short_date(value, zone)} {dates.clock_time(value, zone)}"
        case date():
            return dates.short_date(value)
    return str(value)
