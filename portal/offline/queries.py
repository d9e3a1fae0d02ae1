"""Every question about laptops without a network, asked through the person who asks."""

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from portal.cases.model import Case
from portal.db import db
from portal.offices.model import Village
from portal.people.model import Person
from portal.people.officer import Officer
from portal.registration.model import (
    AllottedNumber,
    Device,
    NumberBlock,
    PackageItem,
    Registration,
)
from portal.registration.queries import clashes
from portal.sop.catalogue import Catalogue


@dataclass(frozen=True)
class DeviceLine:
    """One laptop of a village, as its page lists it."""

    device: Device
    owner: str
    unused: int  # numbers that nothing bears yet


@dataclass(frozen=True)
class Clash:
    """Why an entry is not taken in by itself; empty when nothing speaks against it."""

    reasons: tuple[str, ...] = ()
    others: tuple[str, ...] = field(default=())  # numbers of the village's own other files


def own_device(officer: Officer, ref: str) -> Device | None:
    """A laptop that this very person made ready for the village they work for now."""
    query = select(Device).where(
        Device.ref == ref,
        Device.person_id == officer.id,
        Device.village_code == officer.person.village_code,
    )
    return db.session.scalar(query)


def village_device(officer: Officer, ref: str) -> Device | None:
    """A laptop of the village, whoever made it ready."""
    query = select(Device).where(
        Device.ref == ref, Device.village_code == officer.person.village_code
    )
    return db.session.scalar(query)


def device_in_reach(officer: Officer, ref: str) -> Device | None:
    """The laptop whose package this person may bring: the village's, or any of the own office."""
    if officer.person.village_code:
        return village_device(officer, ref)
    query = select(Device).where(Device.ref == ref, Device.office_id == officer.office.id)
    return db.session.scalar(query)


def devices_of(officer: Officer) -> list[DeviceLine]:
    """The laptops of the village, those in use first."""
    query = (
        select(Device, Person.name)
        .join(Person, Person.id == Device.person_id)
        .where(Device.village_code == officer.person.village_code)
        .order_by(Device.revoked_at.is_not(None), Device.id.desc())
    )
    found = db.session.execute(query).all()
    unused = _unused([device.id for device, _ in found])
    return [DeviceLine(device, name, unused.get(device.id, 0)) for device, name in found]


def live_devices(session: Session, village_code: str) -> int:
    """How many laptops of a village are ready."""
    query = select(func.count()).where(
        Device.village_code == village_code, Device.revoked_at.is_(None)
    )
    return int(session.scalar(query) or 0)


def unused_numbers(device: Device) -> int:
    """Numbers of a laptop's blocks that nothing bears yet."""
    return _unused([device.id]).get(device.id, 0)


def _unused(device_ids: list[int]) -> dict[int, int]:
    used = select(Registration.number).where(Registration.number == AllottedNumber.number)
    query = (
        select(NumberBlock.device_id, func.count())
        .join(AllottedNumber, AllottedNumber.block_id == NumberBlock.id)
        .where(NumberBlock.device_id.in_(device_ids), ~used.exists())
        .group_by(NumberBlock.device_id)
    )
    return {device_id: count for device_id, count in db.session.execute(query)}


def block_with(ref: str) -> NumberBlock | None:
    """A block with its numbers."""
    query = select(NumberBlock).where(NumberBlock.ref == ref)
    return db.session.scalar(query.options(selectinload(NumberBlock.numbers)))


def block_of_number(number: str) -> NumberBlock | None:
    """The block that a number was set apart in."""
    query = (
        select(NumberBlock)
        .join(AllottedNumber, AllottedNumber.block_id == NumberBlock.id)
        .where(AllottedNumber.number == number)
        .options(selectinload(NumberBlock.numbers))
    )
    return db.session.scalar(query)


def item_named(device_id: int, item: str) -> PackageItem | None:
    """What became of an item that came before."""
    query = select(PackageItem).where(PackageItem.device_id == device_id, PackageItem.item == item)
    return db.session.scalar(query)


def items_among(device_id: int, names: tuple[str, ...]) -> dict[str, PackageItem]:
    """Those of these items that came already, by name."""
    query = select(PackageItem).where(
        PackageItem.device_id == device_id, PackageItem.item.in_(names)
    )
    return {found.item: found for found in db.session.scalars(query)}


def clashes_of(officer: Officer) -> list[PackageItem]:
    """The entries of the village that wait for a decision, the oldest first."""
    return list(db.session.scalars(clashes(officer).order_by(PackageItem.id)))


def clash_for(officer: Officer, item_id: int) -> PackageItem | None:
    """One of them; another village's is like none at all."""
    return db.session.scalar(clashes(officer).where(PackageItem.id == item_id))


def is_taken(number: str) -> bool:
    """Whether a file bears this number already."""
    asked = (
        select(Registration.id).where(Registration.number == number),
        select(Case.id).where(Case.number == number),
    )
    return any(db.session.scalar(query) is not None for query in asked)


def works_a_counter(officer: Officer, catalogue: Catalogue) -> bool:
    """Whether this officer takes files in for some service of the office."""
    sops = catalogue.of_region(officer.office.region)
    return any(officer.roles & sop.counter for sop in sops)


def person_of(device: Device) -> Person:
    """Who made a laptop ready."""
    return db.session.get_one(Person, device.person_id)


def other_blocks(device: Device, known: tuple[str, ...]) -> list[NumberBlock]:
    """The blocks of a laptop that it does not have, as when an answer was lost on the way."""
    query = (
        select(NumberBlock)
        .where(NumberBlock.device_id == device.id, NumberBlock.ref.not_in(known))
        .options(selectinload(NumberBlock.numbers))
        .order_by(NumberBlock.id)
    )
    return list(db.session.scalars(query))


def registration_of(item: PackageItem) -> Registration | None:
    """The pre-registration that an entry became, as it stands now."""
    if item.registration_id is None:
        return None
    query = select(Registration).where(Registration.id == item.registration_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def own_village(officer: Officer) -> Village:
    """The village that a village office works for."""
    return db.session.get_one(Village, officer.person.village_code)
