"""Returned files that nobody completes: reminded at half time, closed in the end (edge case 17)."""

import logging
from datetime import datetime, timedelta
from datetime import time as wall_time
from enum import StrEnum

from sqlalchemy import select

from portal import clock as time
from portal.cases.model import Case
from portal.cases.outbox import REMINDER, remind
from portal.cases.passage import close_unfinished
from portal.db import write
from portal.journal.operations import Author, record
from portal.letters import lifecycle
from portal.letters.queries import cases_on, letter_of
from portal.letters.turn import hold
from portal.messages.words import phone_of
from portal.offices.office_clock import OfficeClock, clock_of
from portal.registration.returning import registration_of
from portal.sop.catalogue import Catalogue
from portal.sop.rules import Hold
from portal.sop.table import Sop
from portal.upkeep.queries import case_in_hand, returned_refs

BY = Author(None, "Portal", "")
CLOSED, MIDNIGHT = "ditutup_otomatis", wall_time()

log = logging.getLogger(__name__)


class Due(StrEnum):
    """What is due for a returned file."""

    PENGINGAT = "pengingat"
    PENUTUPAN = "penutupan"


def tend_returned(catalogue: Catalogue, *, at: datetime | None = None) -> dict[Due, int]:
    """Remind of and close what is due, each file in a transaction of its own; how many."""
    done = dict.fromkeys(Due, 0)
    for ref in returned_refs():
        try:
            due = tend(ref, catalogue, at or time.now())
        except Exception as fault:
            # One bad file must not keep the others waiting; its words are nobody's business.
            log.error("returned file: %s", type(fault).__name__)
            continue
        if due:
            done[due] += 1
    return done


def tend(ref: str, catalogue: Catalogue, at: datetime) -> Due | None:
    """Do for one returned file what is due, if anything.

    Everything is looked at behind the lock: an officer who takes the file back at this very
    moment comes before or after, never in between.
    """
    with write() as session:
        found = session.scalar(select(Case.office_id).where(Case.ref == ref))
        hold(session, frozenset({ref}), found or 0)
        case = case_in_hand(ref)
        if case is None or case.outcome or case.hold != Hold.PEMOHON:
            return None
        sop, clock = catalogue.pinned(case.sop_id, case.sop_version), clock_of(case.office)
        due = due_for(case, sop, clock, at)
        if due is Due.PENGINGAT:
            remind(case, at)
        elif due is Due.PENUTUPAN:
            row_number = sop.row(case.row).number
            _void_number(case, at)
            close_unfinished(case, sop, BY, at, clock)
            session.flush()
            record(
                session, office_id=case.office_id, kind=CLOSED, at=at, by=BY, case_id=case.id,
                row=row_number, details={"batas": str(case.complete_by)},
            )  # fmt: skip
        return due


def due_for(case: Case, sop: Sop, clock: OfficeClock, at: datetime) -> Due | None:
    """What is due for a file that is with its applicant.

    It closes once the promised day has passed and the office's days to close (default 30) are
    over, counted from the day of the return. Never an emergency, and never a file that the
    village office has completed and the Dinas has not yet looked at. The reminder goes out once
    per return, to families that can be written to; a village office needs none.
    """
    registration, today = registration_of(case), clock.day(at)
    if case.complete_by is None or (registration and registration.completed_at):
        return None
    last = clock.day(case.arrived_at) + timedelta(days=case.office.closing_days)
    if today > max(case.complete_by, last):
        return None if case.emergency or sop.emergency else Due.PENUTUPAN
    if registration or today > case.complete_by or not phone_of(case):
        return None
    # The day that the family was given, not the one that the office would give today.
    until = datetime.combine(case.complete_by + timedelta(days=1), MIDNIGHT, clock.zone)
    reminded = any(item.about == REMINDER and item.at >= case.arrived_at for item in case.messages)
    half = case.arrived_at + (until - case.arrived_at) / 2
    return Due.PENGINGAT if at >= half and not reminded else None


def _void_number(case: Case, at: datetime) -> None:
    """A number given before the signature is void when the letter is never signed."""
    letter = letter_of(case)
    if letter is None or not letter.number or letter.signed_at is not None:
        return
    if all(one.id == case.id or one.outcome for one in cases_on(letter, [case])):
        lifecycle.void(letter, BY, "permohonan berakhir sebelum surat ditandatangani", at)
