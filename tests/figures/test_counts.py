"""The open figures count what they say, on both databases."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from portal import clock
from portal.figures.published import Month
from portal.figures.queries import months_of
from tests.cast import P17, P22, S24
from tests.figures.conftest import NOW, Past

OCT = date(2026, 10, 1)
MIDDLE = datetime(2026, 10, 14, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 23 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


def october(past: Past, sop_ids: tuple[str, ...] = (P17, P22)) -> Month:
    return months_of(past.cast.office_of(P17), sop_ids, [OCT])[0]


def test_each_column_counts_what_it_says(past: Past) -> None:
    past.files(3, MIDDLE)
    past.ended(6, MIDDLE, days=2)
    past.ended(7, MIDDLE, outcome="ditolak", days=20)
    past.ended(2, MIDDLE, outcome="ditolak_bpjs", days=20)
    past.ended(50, MIDDLE, outcome="dibatalkan", days=60)
    past.returned(8, MIDDLE)
    past.complained(5, MIDDLE)
    past.complained(2, MIDDLE, "perbaikan_data")
    past.complained(3, MIDDLE, "riwayat_akses")
    past.judged(5, OCT, 4)
    found = october(past)
    line = found.services[P17]
    assert [c.n for c in (line.received, line.finished, line.returned, line.refused)] == [
        3 + 6 + 1, 6, 8, 9,
    ]  # fmt: skip
    assert (line.days, line.ikm, line.answers) == (2, Decimal("100.00"), 5)
    assert {kind: c.n for kind, c in found.complaints.items()} == {
        "pengaduan": 5, "keberatan": 0, "data": 5,
    }  # fmt: skip
    quiet = found.services[P22]
    assert {c.n for c in (quiet.received, quiet.finished, quiet.returned, quiet.refused)} == {0}
    assert (quiet.days, quiet.ikm) == (None, None)


def test_a_month_is_the_offices_month(past: Past) -> None:
    """30 September 23.59 and 1 October 00.01, in Painan."""
    past.files(5, datetime(2026, 9, 30, 16, 59, tzinfo=UTC))
    past.files(6, datetime(2026, 9, 30, 17, 1, tzinfo=UTC))
    past.files(7, datetime(2026, 10, 31, 16, 59, tzinfo=UTC))
    past.files(9, datetime(2026, 10, 31, 17, 1, tzinfo=UTC))
    assert october(past).services[P17].received.n == 13


def test_another_office_counts_for_itself(past: Past) -> None:
    past.files(9, MIDDLE, S24)
    past.ended(9, MIDDLE, S24, days=1)
    past.returned(9, MIDDLE, S24)
    past.judged(9, OCT, 3, S24)
    line = october(past).services[P17]
    cells = (line.received, line.finished, line.returned, line.refused)
    assert ({cell.n for cell in cells}, line.days, line.ikm) == ({0}, None, None)
    solok = months_of(past.cast.office_of(S24), (S24,), [OCT])[0].services[S24]
    assert (solok.received.n, solok.finished.n, solok.returned.n) == (19, 9, 9)
    assert solok.ikm == Decimal("75.00")


def test_the_same_service_elsewhere_is_not_ours(past: Past) -> None:
    """Two offices may work by one SOP; each counts its own files and answers."""
    elsewhere = past.cast.office_of(S24).id
    ended = {"outcome": "selesai", "ended_at": MIDDLE, "ready_at": MIDDLE}
    past.files(9, MIDDLE, office_id=elsewhere, **ended)
    past.judged(9, OCT, office_id=elsewhere)
    line = october(past).services[P17]
    cells = (line.received, line.finished, line.returned, line.refused)
    assert ({cell.n for cell in cells}, line.days, line.ikm) == ({0}, None, None)


def test_a_median_and_an_index_stand_on_five(past: Past) -> None:
    past.ended(4, MIDDLE, days=3)
    past.judged(4, OCT, 1)
    line = october(past).services[P17]
    assert (line.finished.n, line.days, line.ikm, line.answers) == (None, None, None, None)
    past.ended(2, MIDDLE, days=8)
    past.ended(2, MIDDLE, days=9)
    assert october(past).services[P17].days == Fraction(11, 2)


def test_answers_of_a_small_month_are_not_told_by_the_next_one(past: Past) -> None:
    """Three in September wait; the six of October are told alone, not with them."""
    past.judged(3, date(2026, 9, 1), 1)
    past.judged(6, OCT, 4)
    assert (october(past).services[P17].ikm, october(past).services[P17].answers) == (100, 6)
    past.judged(2, date(2026, 8, 1), 2)
    months = [date(2026, month, 1) for month in (10, 9, 8)]
    found = months_of(past.cast.office_of(P17), (P17,), months)
    assert [month.services[P17].ikm for month in found] == [100, None, None]


def test_months_read_together_are_those_read_one_by_one(past: Past) -> None:
    months = [date(2026, month, 1) for month in (10, 9, 8)]
    for month in (8, 9, 10):
        past.ended(month, datetime(2026, month, 3, tzinfo=UTC), days=month)
        past.judged(month - 4, date(2026, month, 1))
    office = past.cast.office_of(P17)
    together = months_of(office, (P17, P22), months)
    assert together == [months_of(office, (P17, P22), [month])[0] for month in months]
