"""A case's passage from desk to desk: the one place that changes where it stands.

Each arrival opens a stint with its two clocks; each departure closes it. The promise runs
in working days from a complete file and stands still while the file is with the applicant.
"""

from dataclasses import dataclass
from datetime import datetime

from portal.cases.model import Case, Stint
from portal.cases.outbox import announce
from portal.journal.operations import Author
from portal.offices.office_clock import OfficeClock
from portal.sop.rules import Hold, Standing, closed_unfinished, desk_of, is_ready
from portal.sop.table import Sop
from portal.sop.vocabulary import Move

WITH_APPLICANT = "pemohon"
BY_TIME = "tutup"  # how a stint ended that no officer ended


@dataclass(frozen=True)
class Departure:
    """Who ends a stint, when, by which move, and since when they had the case open."""

    move: Move | None  # None: nobody's move, the time was over
    by: Author
    at: datetime
    opened_at: datetime


def begin(case: Case, sop: Sop, standing: Standing, at: datetime, clock: OfficeClock) -> None:
    """Put a new case on its first desk and start its promise."""
    case.touched_at = at
    _restart_promise(case, sop, at, clock)
    _stand(case, standing)
    _arrive(case, sop, at, clock)
    announce(case, sop, at)


def move_on(
    case: Case, sop: Sop, landing: Standing, departure: Departure, clock: OfficeClock
) -> None:
    """Close the present stint and let the case stand where the move leads."""
    was_away = case.hold == Hold.PEMOHON or case.outcome is not None
    case.touched_at = departure.at
    _depart(case, departure, clock)
    _stand(case, landing)
    if landing.outcome:
        case.desk, case.ended_at = "", departure.at
        announce(case, sop, departure.at)
        return
    if was_away:
        _restart_promise(case, sop, departure.at, clock)
        case.complete_by = case.ended_at = None
    if landing.hold is Hold.PEMOHON:
        deadline = clock.end_of_day(departure.at, case.office.completion_days)
        case.complete_by, case.returns = clock.day(deadline), case.returns + 1
    _arrive(case, sop, departure.at, clock)
    announce(case, sop, departure.at)


def close_unfinished(case: Case, sop: Sop, by: Author, at: datetime, clock: OfficeClock) -> None:
    """End a file that was not completed in time; what the rules allow, nothing else.

    Raises NotAllowedError. Whether the time has come is the caller's question.
    """
    landing = closed_unfinished(case.here)
    case.reasons = []
    move_on(case, sop, landing, Departure(None, by, at, at), clock)


def open_stint(case: Case, by: Author, at: datetime) -> bool:
    """Note who opened the case first at this desk; False when that is known already."""
    stint = case.stint
    if stint is None or stint.opened_at is not None:
        return False
    stint.opened_at, stint.opened_by = at, by.name
    return True


def row_due(case: Case, sop: Sop, row: int, clock: OfficeClock) -> datetime:
    """When a row should be done: its share of the promise, by the printed times.

    The printed minutes are working time, not waiting time; as dates they would be red by
    lunch. So the promised time is divided over the rows in proportion to them.
    """
    total = clock.minutes(case.clock_from, case.promised_at)
    share = sop.minutes_through(row) / sop.total_minutes if sop.total_minutes else 1
    return clock.after_minutes(case.clock_from, total * share)


def _restart_promise(case: Case, sop: Sop, at: datetime, clock: OfficeClock) -> None:
    case.clock_from = at
    case.promised_at = clock.end_of_day(at, sop.promise.working_days)


def _stand(case: Case, standing: Standing) -> None:
    case.row, case.task = standing.row, standing.task
    case.hold = standing.hold.value if standing.hold else None
    case.outcome = standing.outcome.value if standing.outcome else None
    case.signed, case.corrected = standing.signed, standing.corrected


def _arrive(case: Case, sop: Sop, at: datetime, clock: OfficeClock) -> None:
    case.desk = (
        WITH_APPLICANT if case.hold == Hold.PEMOHON else "+".join(sorted(desk_of(case.here, sop)))
    )
    case.arrived_at = at
    case.due_at = row_due(case, sop, case.row, clock)
    if case.ready_at is None and is_ready(case.here, sop):
        case.ready_at, case.ready_minutes = at, clock.minutes(case.clock_from, at)
    case.stints.append(Stint(row=case.row, task=case.task, desk=case.desk, arrived_at=at))


def _depart(case: Case, departure: Departure, clock: OfficeClock) -> None:
    stint = case.stint
    if stint is None:
        return
    if stint.opened_at is None:
        # The form's own time stamp: when the page was opened, but not before the arrival.
        stint.opened_at = max(stint.arrived_at, min(departure.opened_at, departure.at))
        stint.opened_by = departure.by.name
    stint.done_at, stint.move = departure.at, departure.move.value if departure.move else BY_TIME
    stint.done_by, stint.done_as = departure.by.name, departure.by.post
    stint.done_by_id = departure.by.person_id
    stint.waited = clock.minutes(stint.arrived_at, stint.opened_at)
    stint.worked = clock.minutes(stint.opened_at, stint.done_at)
