"""The clocks of a case: the promise pauses with the applicant; waiting and working are counted."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.cases.model import Case, Stint
from portal.desk.operations import open_case
from portal.desk.work.ways_out import Leaving
from portal.offices.office_clock import clock_of
from portal.sop.vocabulary import Move
from tests.cast import MONDAY, P17, P22, Cast

MISSING = Leaving(papers=(("kk", "tidak_ada"),))
MINUTE = timedelta(minutes=1)


def move(cast: Cast, case: Case, what: Move, leaving: Leaving, at: datetime) -> Case:
    cast.move("staf.pessel", case.ref, what, leaving, at=at)
    return cast.case(case.ref)


def stint(case: Case, place: int) -> Stint:
    return case.stints[place]


def test_while_the_file_is_with_the_applicant_the_promise_stands_still(cast: Cast) -> None:
    case = cast.case(cast.receive(P17, at=MONDAY))
    promised = case.promised_at
    clock = clock_of(case.office)

    case = move(cast, case, Move.KEMBALIKAN, MISSING, MONDAY + 10 * MINUTE)
    assert case.desk == "pemohon"
    assert case.complete_by == clock.day(clock.end_of_day(MONDAY, case.office.completion_days))

    back = MONDAY + timedelta(days=7)
    case = move(cast, case, Move.TERIMA_KEMBALI, Leaving(), back)
    assert case.clock_from == back
    assert case.promised_at == promised + timedelta(days=7)
    assert case.complete_by is None
    assert case.desk == "staf"
    assert case.returns == 1


def test_what_the_applicant_takes_is_not_counted_to_any_desk(cast: Cast) -> None:
    case = cast.case(cast.receive(P17, at=MONDAY))
    case = move(cast, case, Move.KEMBALIKAN, MISSING, MONDAY + 10 * MINUTE)
    case = move(cast, case, Move.TERIMA_KEMBALI, Leaving(), MONDAY + timedelta(days=7))

    assert [item.desk for item in case.stints] == ["staf", "pemohon", "staf"]
    assert [item.move for item in case.stints] == ["kembalikan", "terima-kembali", ""]


def test_waiting_ends_when_the_desk_opens_the_file_and_working_begins(cast: Cast) -> None:
    case = cast.case(cast.receive(P17, at=MONDAY))
    arrived = stint(case, 0).arrived_at

    cast.move("staf.pessel", case.ref, Move.BATALKAN, Leaving(("permintaan",)),
              at=arrived + 30 * MINUTE)  # fmt: skip

    done = stint(cast.case(case.ref), 0)
    assert done.waited is not None
    assert done.worked is not None
    assert done.waited + done.worked == pytest.approx(30)
    assert done.done_by == "Rina Marlina"


def test_nights_and_weekends_are_not_working_minutes(cast: Cast) -> None:
    friday = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # Jumat, 15.00 WIB
    case = cast.case(cast.receive(P17, at=friday))
    case = cast.step(case.ref, at=MONDAY)

    first = stint(case, 0)
    clock = clock_of(case.office)
    total = (first.waited or 0) + (first.worked or 0)
    assert total == pytest.approx(clock.minutes(friday, MONDAY))
    assert total < 300, "three calendar days, but a few working hours"
    assert first.worked == pytest.approx(1)


def test_only_the_desk_whose_turn_it_is_starts_the_working_clock(cast: Cast) -> None:
    case = cast.case_at(P17, 4, 0)
    ref, version = case.ref, case.version

    open_case(cast.officer("staf.pessel"), ref, version, cast.catalogue)
    assert stint(cast.case(ref), -1).opened_at is None
    open_case(cast.officer("kasi.pessel"), ref, version - 1, cast.catalogue)
    assert stint(cast.case(ref), -1).opened_at is None

    open_case(cast.officer("kasi.pessel"), ref, version, cast.catalogue)
    opened = stint(cast.case(ref), -1)
    assert opened.opened_by == "Hendri Putra, S.Sos."
    first = opened.opened_at
    open_case(cast.officer("kasi.pessel"), ref, cast.case(ref).version, cast.catalogue)
    assert stint(cast.case(ref), -1).opened_at == first


def test_each_row_is_due_its_share_of_the_promise_in_order(cast: Cast) -> None:
    case = cast.case(cast.receive(P22, at=MONDAY))
    dues, at = [], MONDAY
    while case.outcome is None:
        dues.append(case.due_at)
        at += MINUTE
        case = cast.step(case.ref, at=at)
    assert dues == sorted(dues)
    assert dues[-1] <= case.promised_at
