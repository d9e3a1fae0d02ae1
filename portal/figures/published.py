"""What may be published of an office's month, and why nothing more can be worked out. Pure.

A count of one to four is told as "<5"; nought stays nought, for it is about nobody. A median or
an index stands on at least five files or answers. The argument that a hidden cell stays hidden:

1. No sum is published anywhere: no total of a service, a month, a year or an office, on the page,
   in the table to take along, or elsewhere in the portal. So nothing can be subtracted from.
2. The cells of a line are no parts of one another: a file is received in one month and finished,
   returned or refused in any later one, and may be returned twice; cancelled and closed files are
   in no column. So no line adds up either.
3. A cell is worked out once, after its month is over, from moments that are past, and page and
   table show that same cell. What is corrected later (a replaced letter reopens a finished file)
   changes no figure while the portal runs. After a restart the month is worked out again from
   the record as it stands then; whoever compares learns at most that a file was reopened.
4. Months and services are the only ways to cut, and they do not overlap.
5. Survey answers are told in whole sets (portal.survey.sets): a month has an index only if it is
   a set by itself, so neither the office's reports nor other months give a smaller rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median

FEWEST = 5


@dataclass(frozen=True)
class Cell:
    """A count as it may be told; n is None for one to four."""

    n: int | None

    @property
    def words(self) -> str:
        """7, 0 or <5."""
        return f"<{FEWEST}" if self.n is None else str(self.n)


@dataclass(frozen=True)
class Line:
    """One service in one month."""

    received: Cell
    finished: Cell
    returned: Cell
    refused: Cell
    days: Fraction | None  # median calendar days from received to ready
    ikm: Decimal | None
    answers: int | None  # how many the index stands on


@dataclass(frozen=True)
class Month:
    """One finished month of an office; exact small counts are not in it."""

    month: date
    services: Mapping[str, Line]
    complaints: Mapping[str, Cell]  # by kind; of the whole office


def cell(count: int) -> Cell:
    """The count as it may be told."""
    return Cell(None if 0 < count < FEWEST else count)


def middle(days: Iterable[int]) -> Fraction | None:
    """The median, in halves of days; None for fewer than five files."""
    found = [Fraction(value) for value in days]
    return median(found) if len(found) >= FEWEST else None
