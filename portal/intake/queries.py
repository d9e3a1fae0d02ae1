"""Every question about what village offices have sent."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from portal.cases.model import Case
from portal.db import db
from portal.offices.model import Village
from portal.people.officer import Officer
from portal.registration.model import RegisteredPerson, Registration, State
from portal.registration.queries import registrations_of
from portal.sop.rules import Hold

PAGE_SIZE = 25
MOST_COMPLETED = 50
BIGGEST = 2**31  # no id is larger; databases refuse to compare with more


@dataclass(frozen=True)
class Inbox:
    """One page of the inbox, and the cursor of the next one."""

    waiting: list[Registration]
    following: str = ""


def inbox_of(officer: Officer, *, village: str = "", sop: str = "", after: str = "") -> Inbox:
    """What waits for the Dinas: emergencies first, then the oldest (keyset paging)."""
    query = _waiting(officer)
    if village:
        query = query.where(Registration.village_code == village)
    if sop:
        query = query.where(Registration.sop_id == sop)
    order = (_calm(), Registration.sent_at, Registration.id)
    if key := _read_cursor(after):
        query = query.where(tuple_(*order) > key)
    query = query.order_by(*order).limit(PAGE_SIZE + 1).options(joinedload(Registration.village))
    found = list(db.session.scalars(query))
    more = len(found) > PAGE_SIZE
    return Inbox(found[:PAGE_SIZE], _cursor(found[PAGE_SIZE - 1]) if more else "")


def villages_waiting(officer: Officer) -> list[Village]:
    """The villages of which something waits."""
    codes = _waiting(officer).with_only_columns(Registration.village_code).distinct()
    query = select(Village).where(Village.code.in_(codes.scalar_subquery()))
    return list(db.session.scalars(query.order_by(Village.district, Village.name)))


def completed_of(officer: Officer) -> list[Registration]:
    """Those whose returned case the village office has completed, the oldest first."""
    query = (
        registrations_of(officer)
        .join(Case, Case.id == Registration.case_id)
        .where(
            Registration.completed_at.is_not(None),
            Case.outcome.is_(None),
            Case.hold == Hold.PEMOHON.value,
        )
        .order_by(Registration.completed_at, Registration.id)
        .limit(MOST_COMPLETED)
        .options(
            joinedload(Registration.village),
            joinedload(Registration.case).selectinload(Case.members),
        )
    )
    return list(db.session.scalars(query))


def chosen_of(officer: Officer, refs: list[str]) -> list[Registration]:
    """These pre-registrations, in this order; what the officer may not see is left out."""
    query = (
        registrations_of(officer)
        .where(Registration.ref.in_(refs), Registration.state != State.DIHAPUS.value)
        .options(
            joinedload(Registration.village),
            joinedload(Registration.office),
            joinedload(Registration.case),
            selectinload(Registration.persons),
        )
    )
    found = {item.ref: item for item in db.session.scalars(query)}
    return [found[ref] for ref in dict.fromkeys(refs) if ref in found]


def doubles_of(officer: Officer, registration: Registration) -> list[Registration]:
    """Other pre-registrations that wait for the same service and name the same NIK (case 25)."""
    niks = [person.nik for person in registration.persons]
    named = select(RegisteredPerson.registration_id).where(
        RegisteredPerson.office_id == registration.office_id, RegisteredPerson.nik.in_(niks)
    )
    query = _waiting(officer).where(
        Registration.sop_id == registration.sop_id,
        Registration.id != registration.id,
        Registration.id.in_(named),
    )
    return list(db.session.scalars(query.order_by(Registration.sent_at).limit(PAGE_SIZE)))


def _waiting(officer: Officer) -> Select[Registration]:
    return registrations_of(officer).where(Registration.state == State.TERKIRIM.value)


def _calm() -> ColumnElement[int]:
    """0 for an emergency, 1 for the rest."""
    reason = Registration.typed["emergency_reason"].as_string()
    return case((reason != "", 0), else_=1)


def _cursor(registration: Registration) -> str:
    calm = 0 if registration.typed.get("emergency_reason") else 1
    sent = registration.sent_at.timestamp() if registration.sent_at else 0
    return base64.urlsafe_b64encode(json.dumps([calm, sent, registration.id]).encode()).decode()


def _read_cursor(text: str) -> tuple[int, datetime, int] | None:
    """The place in the list a cursor names; a mangled one starts at the top."""
    try:
        calm, sent, last = json.loads(base64.urlsafe_b64decode(text.encode()))
        if max(abs(int(calm)), abs(int(last))) >= BIGGEST:
            return None
        return int(calm), datetime.fromtimestamp(float(sent)).astimezone(), int(last)
    except (ValueError, TypeError, OverflowError, OSError, RecursionError):
        return None
