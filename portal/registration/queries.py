"""Every question about pre-registrations, asked through the person who asks."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.db import db
from portal.people.officer import Officer
from portal.registration.model import Device, PackageItem, Registration, State

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
