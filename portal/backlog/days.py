"""Reads a day as Indonesian clerks write it in a book. Pure."""

import re
from datetime import date, timedelta

from portal.dates import DAYS

# The first letters decide: Pebruari, Nop, Agt, Mrt, and the English of a foreign Excel.
_MONTHS = (
    ("jan",), ("feb", "peb"), ("mar", "mrt"), ("apr",), ("mei", "may"), ("jun",),
    ("jul",), ("agu", "agt", "ags", "aug"), ("sep",), ("okt", "oct"), ("nov", "nop"),
    ("des", "dec"),
)  # fmt: skip
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_WEEKDAY = re.compile(rf"^(?:{'|'.join(DAYS)}|jum'at|ahad)\s*,?\s*", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_WRITTEN = re.compile(
    r"(\d{1,2})[\s./\-]*([A-Za-z]+|(?<=[\s./\-])\d{1,2})\.?(?:[\s./\-,]*(\d{4}|\d{2}))?"
)
_EXCEL_ZERO = date(1899, 12, 30)
_EXCEL_DAYS = (20_000, 80_000)  # 1954 to 2119


def read_day(cell: object, year: int) -> date | None:
    """The day a cell tells, None when it tells none; without a year, the year of the book."""
    if isinstance(cell, int | float):
        low, high = _EXCEL_DAYS
        return _EXCEL_ZERO + timedelta(days=int(cell)) if low <= cell <= high else None
    text = _WEEKDAY.sub("", str(cell).strip().rstrip(".")).strip()
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = _WRITTEN.fullmatch(text)
    if not found:
        return None
    day, month, written = found.groups()
    return _day(_year(written, year), _month(month), int(day))


def _year(written: str | None, year: int) -> int:
    if written is None:
        return year
    return int(written) if len(written) == 4 else 2000 + int(written)


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    word = written.lower()
    if word in _ROMANS:
        return _ROMANS.index(word) + 1
    return next((n for n, starts in enumerate(_MONTHS, 1) if word.startswith(starts)), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
