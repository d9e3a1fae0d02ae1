"""A village's laptops: made ready, given numbers, revoked; each in one transaction."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock as time
from portal.db import write
from portal.journal.model import Command
from portal.journal.operations import Author, command_done, record
from portal.offices.model import Office
from portal.offline import blocks, queries
from portal.offline.sealing import new_key
from portal.people.officer import Officer
from portal.people.operations import confirm_secret
from portal.registration.model import AllottedNumber, Device, NumberBlock
from portal.registration.step import author_of

MOST_DEVICES = 10  # of one village at a time
MOST_UNUSED = 300  # numbers of one laptop that were given out but never came
LABEL = "Laptop kantor"


class TooManyDevicesError(Exception):
    """The village has as many laptops ready as it may have."""


class TooManyNumbersError(Exception):
    """The laptop has hundreds of numbers of which nothing ever came."""


class RevokedError(Exception):
    """This laptop was revoked."""


def prepare(officer: Officer, secret: str, label: str, *, key: str) -> Device:
    """Make a laptop ready: its key and its first block of numbers (idea 3).

    Raises WrongSecretError, TooManyAttemptsError, TooManyDevicesError.
    """
    confirm_secret(officer.person, secret)
    signer, at, by = blocks.signer(), time.now(), author_of(officer)
    office_id, village, person_id = officer.office.id, _village(officer), officer.id
    with write() as session:
        _queue_up(session, office_id)
        if done := command_done(session, key):
            return session.scalars(select(Device).where(Device.ref == done.target)).one()
        if queries.live_devices(session, village) >= MOST_DEVICES:
            raise TooManyDevicesError
        device = Device(
            ref=secrets.token_hex(16), office_id=office_id, village_code=village,
            person_id=person_id, label=(label.strip() or LABEL)[:60], key=new_key(),
            made_at=at, seen_at=at,
        )  # fmt: skip
        session.add(device)
        session.flush()
        _allot(session, device, signer, at)
        _note(session, device, by, at, "siap", nomor=blocks.SIZE)
        session.add(Command(key=key, person_id=person_id, at=at, message="", target=device.ref))
        return device


def reopen(officer: Officer, secret: str, ref: str) -> Device | None:
    """The laptop's key once more, as after a change of the password; None when it is not theirs.

    Raises WrongSecretError, TooManyAttemptsError, RevokedError.
    """
    confirm_secret(officer.person, secret)
    device = queries.own_device(officer, ref)
    if device and device.revoked_at:
        raise RevokedError
    return device


def more_numbers(officer: Officer, ref: str, known: tuple[str, ...]) -> list[str] | None:
    """Blocks that the laptop does not have, one made if there is none; None when not theirs.

    An answer that was lost on the way is simply given again. Raises RevokedError,
    TooManyNumbersError.
    """
    signer, at, by = blocks.signer(), time.now(), author_of(officer)
    office_id = officer.office.id
    with write() as session:
        _queue_up(session, office_id)
        device = queries.own_device(officer, ref)
        if device is None:
            return None
        if device.revoked_at:
            raise RevokedError
        device.seen_at = at
        lost = queries.other_blocks(device, known)
        if not lost:
            if queries.unused_numbers(device) >= MOST_UNUSED:
                raise TooManyNumbersError
            lost = [_allot(session, device, signer, at)]
            _note(session, device, by, at, "nomor", nomor=blocks.SIZE)
        return [block.ref for block in lost]


def revoke(officer: Officer, ref: str, *, key: str) -> bool:
    """Revoke a laptop of the village, as when it was lost; False when there is none.

    What it still sends is shown as a conflict and taken in only by somebody's decision.
    """
    at, by, person_id = time.now(), author_of(officer), officer.id
    with write() as session:
        if command_done(session, key):
            return True
        device = queries.village_device(officer, ref)
        if device is None:
            return False
        if device.revoked_at is None:
            device.revoked_at = at
            _note(session, device, by, at, "cabut")
        message = f"{device.label} dicabut. Nomor yang belum dipakai di sana tidak berlaku lagi."
        session.add(Command(key=key, person_id=person_id, at=at, message=message, target=ref))
        return True


def _allot(session: Session, device: Device, signer: blocks.Signer, at: datetime) -> NumberBlock:
    ref, numbers = secrets.token_hex(16), blocks.free_numbers(session)
    message = blocks.message_of(ref, device.ref, device.village_code, numbers)
    block = NumberBlock(
        ref=ref, device_id=device.id, village_code=device.village_code, at=at,
        key_id=signer.key_id, signature=signer.sign(message),
        numbers=[AllottedNumber(number=text, place=n) for n, text in enumerate(numbers, 1)],
    )  # fmt: skip
    session.add(block)
    session.flush()
    return block


def _note(
    session: Session, device: Device, by: Author, at: datetime, act: str, **details: Any
) -> None:
    said = {"tindakan": act, "perangkat": device.ref[:8], "nama": device.label, **details}
    record(session, office_id=device.office_id, kind="luring_perangkat", at=at, by=by, details=said)


def _queue_up(session: Session, office_id: int) -> None:
    """The second of two clicks waits for the first one's answer."""
    session.execute(select(Office.id).where(Office.id == office_id).with_for_update(key_share=True))


def _village(officer: Officer) -> str:
    village = officer.person.village_code
    if not village:
        raise ValueError("a laptop belongs to a village")
    return village
