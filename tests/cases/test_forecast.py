"""The forecast is honest: nine of ten complete files were ready by then, or nothing is said."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cases.forecast import FEWEST, forecast, ninth_of_ten
from portal.cases.model import Case
from portal.cases.queries import ready_minutes_like
from portal.db import db, write
from portal.desk.work.ways_out import Leaving
from portal.offices.office_clock import clock_of
from portal.sop.vocabulary import Move
from tests.cast import MONDAY, P17, P22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture

DAY = 450  # working minutes of Monday to Thursday, 07.30-16.00 without the rest


@pytest.mark.parametrize(
    ("minutes", "ninth"),
    [
        ([*range(1, 11)], 9),
        ([*range(1, 21)], 18),
        ([*range(1, 22)], 19),  # 18 of 21 are fewer than nine of ten
        ([5.0], 5.0),
        ([30, 10, 20], 30),
    ],
)
def test_the_ninth_of_ten_by_hand(minutes: list[float], ninth: float) -> None:
    assert ninth_of_ten(minutes) == ninth


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=200))
def test_nine_of_ten_were_ready_by_then_and_not_by_any_earlier(minutes: list[float]) -> None:
    ninth = ninth_of_ten(minutes)
    assert sum(m <= ninth for m in minutes) >= 0.9 * len(minutes)
    assert sum(m < ninth for m in minutes) < 0.9 * len(minutes)


def test_the_day_is_counted_in_working_time_from_the_complete_file(cast: Cast) -> None:
    case = cast.case(cast.receive(P22, at=MONDAY))  # 09.05: 355 minutes are left of Monday
    clock = clock_of(case.office)
    same_day, next_day = [354.0] * FEWEST, [356.0] * FEWEST

    today = forecast(case, same_day, MONDAY, clock)
    tomorrow = forecast(case, next_day, MONDAY, clock)

    assert today is not None
    assert tomorrow is not None
    assert (today.by, today.files) == (date(2026, 11, 23), 20)
    assert tomorrow.by == date(2026, 11, 24)


def test_with_fewer_than_twenty_files_or_once_later_than_nine_of_ten_nothing_is_forecast(
    cast: Cast,
) -> None:
    case = cast.case(cast.receive(P22, at=MONDAY))
    clock = clock_of(case.office)
    assert forecast(case, [60.0] * (FEWEST - 1), MONDAY, clock) is None
    assert forecast(case, [60.0] * FEWEST, MONDAY, clock) is not None
    assert forecast(case, [60.0] * FEWEST, MONDAY + timedelta(hours=2), clock) is None


def test_only_files_of_the_same_service_office_and_urgency_of_the_last_90_days_count(
    cast: Cast,
) -> None:
    ref = cast.receive(P22, at=MONDAY)
    mine, other = cast.case(ref).id, cast.case(cast.receive(P17, at=MONDAY)).id
    now = MONDAY + timedelta(days=100)
    days = {9: 10.0, 11: 20.0, 101: 30.0}
    refs = [cast.receive(P22, at=MONDAY) for _ in days]
    with write() as session:
        for ref_, (day, minutes) in zip(refs, days.items(), strict=True):
            case = session.query(Case).filter_by(ref=ref_).one()
            case.ready_at, case.ready_minutes = MONDAY + timedelta(days=day), minutes
        session.get_one(Case, other).ready_at = MONDAY + timedelta(days=20)
        session.get_one(Case, other).ready_minutes = 40.0

    # 9 days after the beginning lies 91 days back, 101 days after it is yet to come.
    assert ready_minutes_like(db.session.get_one(Case, mine), now) == [20.0]


def test_a_case_remembers_when_it_was_first_ready_since_the_file_was_complete(
    cast: Cast,
) -> None:
    case = cast.case_at(P22, 1, 0, at=MONDAY)
    later = MONDAY + timedelta(days=1)
    cast.move(
        "staf.pessel", case.ref, Move.KEMBALIKAN, Leaving(papers=(("kk", "tidak_ada"),)), at=MONDAY
    )
    cast.move("staf.pessel", case.ref, Move.TERIMA_KEMBALI, Leaving(), at=later)
    case = cast.case(case.ref)
    while case.ready_at is None:
        case = cast.step(case.ref, later + timedelta(minutes=30))
        assert case.outcome is None

    assert case.ready_at == later + timedelta(minutes=30)
    assert case.ready_minutes == 30
