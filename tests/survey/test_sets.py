"""No report, and no difference of reports, tells fewer than five answers (anonymity)."""

from datetime import date
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from portal.survey.index import Sums
from portal.survey.sets import FEWEST, full_sets, shown_counts, told_in

MONTHS = [date(2025 + place // 12, place % 12 + 1, 1) for place in range(18)]
COUNTS = st.lists(st.integers(0, 9), min_size=18, max_size=18)


def months(counts: list[int]) -> dict[date, Sums]:
    return {month: Sums(n, (n,) * 9) for month, n in zip(MONTHS, counts, strict=True)}


@given(COUNTS)
def test_any_two_periods_differ_by_no_answer_or_by_five(counts: list[int]) -> None:
    sets = full_sets(months(counts))
    seen = []
    for first, last in combinations(range(18), 2):
        told = told_in(sets, MONTHS[first], MONTHS[last])
        seen.append({month for item in told for month in item.months})
    for mine, theirs in combinations(seen[::7], 2):
        apart = sum(counts[MONTHS.index(month)] for month in mine - theirs)
        assert apart == 0 or apart >= FEWEST


@given(COUNTS, st.integers(0, 17))
def test_a_set_that_was_told_never_changes(counts: list[int], until: int) -> None:
    whole = months(counts)
    before = {month: sums for month, sums in whole.items() if month < MONTHS[until]}
    assert all(item in full_sets(whole) for item in full_sets(before))


@given(COUNTS)
def test_each_answer_is_in_one_set_and_fewer_than_five_wait(counts: list[int]) -> None:
    sets = full_sets(months(counts))
    listed = [month for item in sets for month in item.months]
    assert len(listed) == len(set(listed))
    assert sum(counts) - sum(item.sums.n for item in sets) < FEWEST
    assert all(item.sums.n >= FEWEST for item in sets)


def test_a_month_with_five_answers_stands_alone_and_small_ones_are_gathered() -> None:
    counts = [2, 7, 0, 1, 2, 4, 5, *([0] * 11)]
    sets = full_sets(months(counts))
    assert [(sorted(m.month for m in item.months), item.sums.n) for item in sets] == [
        ([2], 7), ([1, 4, 5], 5), ([7], 5),
    ]  # fmt: skip


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 12), max_size=8))
def test_a_small_group_cannot_be_had_from_the_whole(counts: dict[str, int]) -> None:
    shown = shown_counts(counts)
    hidden = [n for key, n in counts.items() if shown[key] is None]
    assert all(n is None or n == 0 or n >= FEWEST for n in shown.values())
    assert all(shown[key] in (None, n) for key, n in counts.items())
    if hidden and sum(1 for n in counts.values() if n) > 1:
        # The whole less what is shown: at least two groups, together at least five.
        assert len(hidden) >= 2
        assert sum(hidden) >= FEWEST or all(shown[key] is None for key, n in counts.items() if n)
