"""The survey's result for a period: index, grade, sample, elements, and who answered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from portal import dates
from portal.offices.model import Office
from portal.sop.table import Sop
from portal.survey.elements import ELEMENTS, PROFILE, Element
from portal.survey.index import NOTHING, Index, Sums, half_up, index_of, sample_size
from portal.survey.queries import answers_in, month_after, month_before, profile_of, served, sets_of
from portal.survey.sets import shown_together, told_in

UNSAID = "Tidak diisi"
DARK = "Kelompok kecil, disamarkan"


@dataclass(frozen=True)
class ElementLine:
    """One element: its mean (NRR) and what this is on the scale of 25 to 100."""

    element: Element
    nrr: Decimal
    converted: Decimal


@dataclass(frozen=True)
class Report:
    """What the office reads and signs of one period."""

    first: date
    last: date
    service: str  # '' is all of the office
    index: Index | None  # None: too few answers to tell any
    elements: tuple[ElementLine, ...]
    lowest: tuple[ElementLine, ...]
    waiting: int  # answers of the period that are in no set that may be told
    served: int
    sample: int
    profile: tuple[tuple[str, tuple[tuple[str, int | None], ...]], ...]

    @property
    def words(self) -> str:
        """Januari 2026 sampai Juni 2026."""
        first, last = month_words(self.first), month_words(self.last)
        return first if first == last else f"{first} sampai {last}"


def month_words(month: date) -> str:
    """November 2026."""
    return f"{dates.MONTHS[month.month - 1]} {month.year}"


def finished_month(office: Office, now: datetime) -> date:
    """The last month that is over; answers of the running one are not told (sets)."""
    return month_before(dates.day_of(now, office.zone).replace(day=1))


def report_of(office: Office, sops: Sequence[Sop], first: date, last: date) -> Report:
    """The result of these services of the office, both months included."""
    sop_ids = [sop.id for sop in sops]
    sets = sets_of(office.id, sop_ids, month_after(last))
    told = {sop_id: told_in(found, first, last) for sop_id, found in sets.items()}
    whole = sum((item.sums for found in told.values() for item in found), NOTHING)
    index = index_of(whole)
    lines = _lines(whole, index)
    by_key = {line.element.key: line for line in lines}
    count = served(office, sop_ids, first, last)
    return Report(
        first=first,
        last=last,
        service=sops[0].short_name if len(sops) == 1 else "",
        index=index,
        elements=lines,
        lowest=tuple(by_key[key] for key in index.lowest) if index else (),
        waiting=answers_in(office.id, sop_ids, first, last) - whole.n,
        served=count,
        sample=sample_size(count),
        profile=_profile(profile_of(office.id, told, first, last)) if index else (),
    )


def _lines(whole: Sums, index: Index | None) -> tuple[ElementLine, ...]:
    if index is None:
        return ()
    return tuple(
        ElementLine(element, index.nrr[element.key], half_up(Fraction(total * 25, whole.n)))
        for element, total in zip(ELEMENTS, whole.totals, strict=True)
    )


def _profile(
    found: Sequence[Mapping[str, Counter[str]]],
) -> tuple[tuple[str, tuple[tuple[str, int | None], ...]], ...]:
    """Every trait with the sizes of its groups; of each set the small ones are hidden."""
    tables = []
    for trait in PROFILE:
        codes = (*trait.choices, ("", UNSAID))
        groups = [{code: one[trait.key][code] for code, _ in codes} for one in found]
        shown, dark = shown_together(groups)
        rows = [(words, shown[code]) for code, words in codes]
        rows += [(DARK, dark)] if dark else []
        tables.append((trait.name, tuple(rows)))
    return tuple(tables)
