"""'Diketahui Camat', ticked online by the kecamatan (N46)."""

from typing import Any

from portal.journal.operations import record
from portal.people.officer import Officer
from portal.registration.model import Registration, State
from portal.registration.step import Step, step_on
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop

STATEMENT = "sktm"  # what the Camat knows of (N14)


def asks_camat(sop: Sop) -> bool:
    """Whether this SOP wants the poverty statement to be known to the Camat (N14, not N15)."""
    need = sop.requirement(STATEMENT)
    return need is not None and any("camat" in words.lower() for words in need.subchecks)


def may_mark(registration: Registration, sop: Sop) -> bool:
    """Whether it can still be ticked: sent, not yet a case, not ticked before."""
    waits = registration.state == State.TERKIRIM
    return waits and registration.camat_at is None and asks_camat(sop)


def lift_camat(step: Step, typed: dict[str, Any] | None = None) -> None:
    """What the Camat knew of is no longer what is written: the mark falls.

    `typed`: the new words; without them a picture of the statement was changed.
    """
    registration = step.registration
    if registration.camat_at is None or (typed is not None and typed == registration.typed):
        return
    registration.camat_name, registration.camat_at = "", None
    details = {"nomor": registration.number, "sebab": "isian" if typed is not None else "foto"}
    record(
        step.session, office_id=registration.office_id, kind="pra_camat_gugur", at=step.at,
        by=step.by, case_id=registration.case_id, details=details,
    )  # fmt: skip


def mark_camat(officer: Officer, ref: str, sop: Sop, name: str, *, version: int, key: str) -> None:
    """Write down that this Camat knows of the statement; nothing else changes.

    Raises NoSuchRegistrationError, StaleRegistrationError, NotAllowedError.
    """
    with step_on(officer, ref, key=key, version=version) as step:
        if step is None:
            return
        registration = step.registration
        if not officer.person.district_code or not may_mark(registration, sop):
            raise NotAllowedError("diketahui Camat")
        registration.camat_name, registration.camat_at = name, step.at
        step.done("pra_camat", "Tercatat: diketahui Camat.", camat=name)
