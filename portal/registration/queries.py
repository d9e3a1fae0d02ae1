"""Every question about pre-registrations, asked through the person who asks."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.cases.model import Case
from portal.db import db
from portal.people.officer import Officer
from portal.registration.model import Device, PackageItem, RegisteredPerson, Registration, State

WAITING = (State.DRAF, State.TERKIRIM, State.DIKEMBALIKAN)  # not yet a case
AT_ONCE = 500  # values of one question
CLASH = "bentrok"  # the state of what somebody has to decide about


def registrations_of(officer: Officer) -> Select[Registration]:
    """The pre-registrations this person may see; for everybody else there are none.

    A village office its own, a kecamatan those of its villages once sent, an officer those of
    the own office once sent. A draft belongs to its village office alone.
    """
    query = select(Registration)
    person = officer.person
    sent = Registration.first_sent_at.is_not(None)
    if person.village_code:
        return query.where(Registration.village_code == person.village_code)
    if person.district_code:
        inside = Registration.village_code.startswith(person.district_code + ".")
        return query.where(inside, sent)
    if officer.roles:
        return query.where(Registration.office_id == officer.office.id, sent)
    return query.where(Registration.id.is_(None))


def registration_for(officer: Officer, ref: str) -> Registration | None:
    """One pre-registration, or None: another village's is like none at all."""
    query = (
        registrations_of(officer)
        .where(Registration.ref == ref, Registration.state != State.DIHAPUS.value)
        .options(
            joinedload(Registration.office),
            joinedload(Registration.village),
            selectinload(Registration.persons),
        )
    )
    return db.session.scalar(query)


def clashes(officer: Officer) -> Select[PackageItem]:
    """What a laptop of this village brought and somebody has to decide about."""
    return (
        select(PackageItem)
        .join(Device, Device.id == PackageItem.device_id)
        .where(
            Device.village_code == officer.person.village_code,
            PackageItem.state == CLASH,
        )
    )


def count_clashes(officer: Officer) -> int:
    """How many of them there are."""
    waiting = clashes(officer).with_only_columns(func.count())
    return db.session.scalar(waiting) or 0


def unfinished() -> ColumnElement[bool]:
    """Not over: with the village office, waiting for the Dinas, or an open case."""
    before = Registration.state.in_([state.value for state in WAITING])
    case = select(Case.id).where(Case.id == Registration.case_id, Case.outcome.is_(None))
    return or_(before, case.exists())


def filed_here(
    session: Session, office_id: int, village_code: str, sop_id: str, niks: Iterable[str]
) -> dict[str, str]:
    """The number under which this village office already filed each of these NIKs (edge case 25).

    For the same service and not over. What others filed is never told.
    """
    wanted, found = sorted(set(niks)), dict[str, str]()
    for at in range(0, len(wanted), AT_ONCE):
        query = (
            select(RegisteredPerson.nik, Registration.number)
            .join(Registration, Registration.id == RegisteredPerson.registration_id)
            .where(
                RegisteredPerson.office_id == office_id,
                RegisteredPerson.nik.in_(wanted[at : at + AT_ONCE]),
                Registration.village_code == village_code,
                Registration.sop_id == sop_id,
                unfinished(),
            )
            .order_by(Registration.id.desc())
        )
        found |= {nik: number for nik, number in session.execute(query)}
    return found
