"""What a book is: columns, filters, and how its records become lines. Screen, PDF, XLSX and CSV
are made from this one definition (books.reading, books.sheet, books.paper)."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from portal.books.period import Period
from portal.offices.office_clock import OfficeClock
from portal.people.officer import Officer
from portal.sop.catalogue import Catalogue

UNKNOWN = "–"


class Shape(StrEnum):
    """What a column holds, which decides how each output writes it."""

    TEXT = "text"
    NAME = "name"  # leads to the file
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    NIK = "nik"  # masked, unless asked for in full by who keeps the paper book
    CASE = "case"  # the 15 digits of an application
    REMARK = "remark"  # empty stays empty
    SIGNATURE = "signature"
    ORDINAL = "ordinal"  # counted by the reader: 1, 2, 3 in the period


class Mark(StrEnum):
    """How a line stands out."""

    PLAIN = ""
    VOID = "batal"
    MISSING = "hilang"  # a number that should be there
    ALERT = "perhatian"


@dataclass(frozen=True)
class Column:
    """One column; `mm` is its share of the printed width."""

    key: str
    label: str
    mm: int
    shape: Shape = Shape.TEXT


@dataclass(frozen=True)
class Drawn:
    """A signature drawn on the screen, as strokes of points in a 600 x 200 box."""

    strokes: tuple[tuple[tuple[int, int], ...], ...]


Value = str | int | date | Drawn | None  # a datetime is a date


@dataclass(frozen=True)
class Line:
    """One line of a book. `tally` says what it counts as in the total, '' for nothing."""

    values: Mapping[str, Value]
    ref: str = ""
    mark: Mark = Mark.PLAIN
    tally: str = ""
    counts: int = 1
    others: int = 0  # further persons, told behind the name


@dataclass(frozen=True)
class Scope:
    """What is asked of a book: by whom, when, for which period, narrowed how."""

    officer: Officer
    catalogue: Catalogue
    clock: OfficeClock
    now: datetime
    period: Period
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> str:
        """The office's time zone."""
        return str(self.clock.zone)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The period as stored moments: from, and up to but not at."""
        return self.period.moments(self.zone)

    def asked(self, name: str) -> str:
        """What was chosen in a filter, '' for nothing."""
        return self.chosen.get(name, "")


@dataclass(frozen=True)
class Stretch:
    """Which records to fetch: beyond a cursor, in book order or backward from the newest."""

    beyond: str = ""
    size: int = 50
    backward: bool = False


class Timing(StrEnum):
    """Which periods a book knows."""

    YEAR = "tahun"  # a year, perhaps one month or one day of it
    MONTH = "bulan"  # always one month
    DAY = "hari"  # one day, or one month
    ONE_DAY = "sehari"  # one day only
    NOW = "kini"  # as things stand


@dataclass(frozen=True)
class Book:
    """One book of the office."""

    key: str
    title: str
    summary: str
    columns: tuple[Column, ...]
    fetch: Callable[[Scope, Stretch], list[Any]]  # one more than `size` when there is more
    lines: Callable[[Scope, Sequence[Any], bool], list[Line]]  # True: a line for each person
    cursor: Callable[[Any], str]
    tallies: Callable[[Scope], Counter[str]]
    noun: str  # of one line, for the total: surat, permohonan
    empty: str
    timing: Timing = Timing.YEAR
    filters: tuple[str, ...] = ()
    newest_first: bool = True
    before_words: str = "halaman ini"  # what a cursor names: nomor agenda
    rank: Callable[[Scope, str], int] | None = None  # records before the page, for ORDINAL
    ending: Callable[[Scope], list[Line]] | None = None  # lines behind the last record
    latest: Callable[[Scope], datetime | None] | None = None  # the last record before the period
    words: Mapping[str, str] = field(default_factory=dict)  # of the tallies, in order

    @property
    def shows_nik(self) -> bool:
        """Whether it has a NIK that may be asked for in full."""
        return any(column.shape is Shape.NIK for column in self.columns)

    def total(self, counted: Mapping[str, int]) -> str:
        """The total line: 'Jumlah 12 surat: 9 dipakai, 3 batal.'"""
        parts = [f"{_figure(counted[k])} {w}" for k, w in self.words.items() if counted.get(k)]
        detail = f": {', '.join(parts)}" if parts else ""
        # A book without a noun sums unlike things: only the parts mean something.
        whole = f" {_figure(sum(counted.values()))} {self.noun}" if self.noun else ""
        return f"Jumlah{whole}{detail}."


def _figure(number: int) -> str:
    """3000 as 3.000."""
    return f"{number:,}".replace(",", ".")
