"""Which answers may be told together, so that no table or difference shows a single form. Pure.

An office's people know whom they served. With few answers a mean is a person's opinion, and the
difference of two reports (January to June, January to May) is one too. Therefore answers are
told only in fixed sets: the months of one service with at least FEWEST answers each stand alone,
smaller months are gathered in order until they hold that many together. A set, once full, never
changes, and every report, period and open figure is a union of whole sets: whatever is
subtracted from whatever, at least FEWEST answers stay together. Only finished months count;
otherwise whoever looks before and after a hand-over reads the difference.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.survey.index import NOTHING, Sums

FEWEST = 5


@dataclass(frozen=True)
class AnswerSet:
    """Months of one service whose answers are told together."""

    months: frozenset[date]
    sums: Sums


def full_sets(by_month: Mapping[date, Sums]) -> list[AnswerSet]:
    """The sets of one service; what is not enough for a set yet is in none."""
    sets: list[AnswerSet] = []
    months: list[date] = []
    gathered = NOTHING
    for month, sums in sorted(by_month.items()):
        if sums.n >= FEWEST:
            sets.append(AnswerSet(frozenset({month}), sums))
        elif sums.n:
            months.append(month)
            gathered += sums
            if gathered.n >= FEWEST:
                sets.append(AnswerSet(frozenset(months), gathered))
                months, gathered = [], NOTHING
    return sets


def told_in(sets: Iterable[AnswerSet], first: date, last: date) -> list[AnswerSet]:
    """The sets that lie in a period whole, from its first month to its last."""
    return [item for item in sets if all(first <= month <= last for month in item.months)]


def shown_counts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The sizes of groups, None for those too small to tell.

    A single hidden group could be had from the whole, so hidden groups are at least two and hold
    at least FEWEST together; the next smallest is hidden with them until they do.
    """
    in_order = sorted((n, key) for key, n in counts.items() if n)
    hidden: set[str] = set()
    held = 0
    for n, key in in_order:
        few = n < FEWEST or (hidden and (held < FEWEST or len(hidden) < 2))
        if few:
            hidden.add(key)
            held += n
    return {key: None if key in hidden else n for key, n in counts.items()}


def shown_together(groups: Iterable[Mapping[str, int]]) -> tuple[dict[str, int | None], int]:
    """The groups of several sets told together, and how many answers stay hidden in all.

    Each set hides its own small groups, whatever is told beside it: else a longer period less a
    shorter one would show the groups that the set between them hides.
    """
    told, dark = Counter[str](), Counter[str]()
    for counts in groups:
        for key, n in shown_counts(counts).items():
            told[key] += n or 0
            dark[key] += counts[key] if n is None else 0
    shown = {key: None if dark[key] and not n else n for key, n in told.items()}
    return shown, dark.total()
