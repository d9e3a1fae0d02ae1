"""What becomes of a sent pre-registration at the Dinas: taken in as a case, or sent back.

The returns of the case that it became are noted here too: the village office completes those.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases.model import Case
from portal.cases.needs import Need
from portal.cases.reasons import faults_of
from portal.db import db
from portal.people.officer import Officer
from portal.registration.model import Registration, ReturnedFault, State
from portal.registration.step import step_on
from portal.sop.rules import NotAllowedError
from portal.sop.vocabulary import Party

OTHER = "lainnya"  # the fault that only the note explains
LONGEST_NOTE = 300


class NoReasonError(Exception):
    """Nothing of the fixed list was chosen."""


class NoNoteError(Exception):
    """ "Lainnya" was chosen and not explained."""


Faults = Iterable[tuple[Need, str]]


def send_back(
    officer: Officer, ref: str, faults: Faults, *, note: str, version: int, key: str
) -> None:
    """Return it to the village office with a reason for each paper; nothing else changes.

    Raises NoSuchRegistrationError, StaleRegistrationError, NotAllowedError unless it waits for
    the Dinas, NoReasonError, NoNoteError (domain 5.1).
    """
    chosen = [
        (need, fault)
        for need, fault in faults
        if fault in {item.code for item in faults_of(need.requirement)}
    ]
    if not officer.roles:
        raise NotAllowedError("kembalikan")
    if not chosen:
        raise NoReasonError
    if not note and any(fault == OTHER for _, fault in chosen):
        raise NoNoteError
    codes = [(need.requirement.code, fault) for need, fault in chosen]
    places = [need.member.place if need.member else 0 for need, _ in chosen]
    stored = [
        {"paper": paper, "place": place, "fault": fault}
        for (paper, fault), place in zip(codes, places, strict=True)
    ]
    with step_on(officer, ref, key=key, version=version) as step:
        if step is None:
            return
        registration = step.registration
        if registration.state != State.TERKIRIM:
            raise NotAllowedError("kembalikan")
        registration.state, registration.returned_at = State.DIKEMBALIKAN.value, step.at
        registration.turn_to(Party.NAGARI, step.at)
        registration.returns += 1
        registration.faults, registration.note = stored, note[:LONGEST_NOTE]
        _note_faults(step.session, registration, codes, step.at)
        step.done(
            "pra_dikembalikan",
            f"{registration.applicant_name}: dikembalikan ke kantor nagari/kelurahan.",
            berkas=[f"{need.field}:{fault}" for need, fault in chosen],
            catatan=registration.note,
        )


def accepted(registration: Registration, case: Case) -> None:
    """It has become this case."""
    registration.state, registration.case = State.DITERIMA.value, case
    registration.faults, registration.note, registration.completed_at = [], "", None


def registration_of(case: Case) -> Registration | None:
    """The pre-registration that a case came from."""
    return db.session.scalar(select(Registration).where(Registration.case_id == case.id))


def note_case_return(
    session: Session, case: Case, faults: Iterable[tuple[str, str]], note: str, at: datetime
) -> bool:
    """A case went back: its village office, if one sent it, completes it (edge cases 15, 16)."""
    registration = registration_of(case)
    if registration is None:
        return False
    registration.returns += 1
    registration.returned_at, registration.completed_at = at, None
    registration.turn_to(Party.NAGARI, at)
    registration.note = note[:LONGEST_NOTE]
    _note_faults(session, registration, faults, at)
    return True


def note_case_taken_back(case: Case) -> bool:
    """The Dinas has the case again; the village office is done."""
    registration = registration_of(case)
    if registration is None:
        return False
    registration.completed_at, registration.note = None, ""
    return True


def _note_faults(
    session: Session,
    registration: Registration,
    faults: Iterable[tuple[str, str]],
    at: datetime,
) -> None:
    session.add_all(
        ReturnedFault(registration_id=registration.id, village_code=registration.village_code,
                      paper=paper, fault=fault, at=at)
        for paper, fault in faults
    )  # fmt: skip
