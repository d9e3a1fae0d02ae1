"""What comes from a laptop, by network or in a file: each item is taken in once, or shown.

An entry becomes a draft with the number that was given out without a network, or it waits as a
conflict for a decision. PackageItem remembers which, so that the same item again answers the same.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock as time
from portal.cases.receipt import is_number
from portal.db import write
from portal.documents.operations import Ready
from portal.identity.digits import strip_separators
from portal.journal.operations import record
from portal.offices.model import Office
from portal.offline import blocks, queries
from portal.offline.queries import Clash
from portal.offline.sealing import ENTRY, PHOTO, Entry, UnopenedError
from portal.people.officer import Officer
from portal.registration.model import Device, Origin, PackageItem, Registration, State
from portal.registration.operations import fill, new_registration
from portal.registration.papers import TooManyFilesError, add_papers
from portal.registration.queries import CLASH, filed_here
from portal.registration.step import NoSuchRegistrationError, Step, author_of
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop

IN, REFUSED, WAITS = "masuk", "ditolak", "tunggu"
NETWORK, FILE = "jaringan", "berkas"

# Why an entry is not taken in by itself.
REVOKED, FOREIGN_NUMBER, USED_NUMBER = "perangkat", "nomor-asing", "nomor-terpakai"
TWIN, CHANGED = "nik", "diubah"
NUMBER_REASONS = frozenset({FOREIGN_NUMBER, USED_NUMBER})
WORDS = {
    REVOKED: "Perangkat ini sudah dicabut.",
    FOREIGN_NUMBER: "Nomornya bukan dari jatah perangkat ini.",
    USED_NUMBER: "Nomornya sudah dipakai pendaftaran lain.",
    TWIN: "NIK yang sama sudah didaftarkan untuk layanan ini",
    CHANGED: "Isian diubah di laptop sesudah terkirim.",
}
SENT_ALREADY = "Pendaftaran sudah dikirim ke Dinas Sosial, jadi foto ini tidak ikut."
TOO_MANY = "Foto untuk berkas ini sudah paling banyak (6)."
NO_SUCH_PAPER = "Berkas ini tidak diminta untuk pendaftaran itu."
THROWN_AWAY = "Dibuang oleh kantor nagari/kelurahan."


@dataclass(frozen=True)
class Came:
    """One opened item: from which laptop, by which way, and in whose name it is taken in."""

    device: Device
    officer: Officer  # who wrote it on the laptop
    item: str
    way: str


def take_entry(came: Came, entry: Entry, sop: Sop) -> PackageItem:
    """Make the entry a draft, or a conflict to decide. The same item again: what it was."""
    device_id, office_id, at = came.device.id, came.device.office_id, time.now()
    with write() as session:
        # Two laptops with the same NIK come one after the other, so that one of them sees it.
        session.execute(
            select(Office.id).where(Office.id == office_id).with_for_update(key_share=True)
        )
        device = session.get_one(Device, device_id)
        if came.way == NETWORK:
            device.seen_at = at
        if known := queries.item_named(device_id, came.item):
            if known.kind != ENTRY:
                raise UnopenedError
            return _again(session, known, entry, came, sop, at)
        kept = PackageItem(device_id=device_id, item=came.item, kind=ENTRY, way=came.way, at=at)
        session.add(kept)
        clash = clash_of(session, device, entry)
        if clash.reasons:
            kept.state, kept.why, kept.content = CLASH, told(clash), _whole(entry, clash)
            _note(session, came, at, "muncul", entry.number, clash.reasons)
        else:
            _admit(session, kept, entry, came, sop, at)
        session.flush()
        return kept


def begin(
    session: Session, registration: Registration, typed: dict[str, Any], came: Came, at: datetime
) -> int:
    """Store the draft of an entry and give its id."""
    registration.origin = Origin.LURING.value
    fill(registration, typed)
    session.add(registration)
    session.flush()
    key = key_of(came.device, came.item, "mulai", registration.number)
    Step(session, registration, author_of(came.officer), at, key).done(
        "pra_dibuat", "Draf tersimpan.", layanan=registration.sop_id, cara=Origin.LURING.value
    )
    return registration.id


def clash_of(session: Session, device: Device, entry: Entry) -> Clash:
    """What speaks against taking an entry in by itself."""
    reasons = [REVOKED] if device.revoked_at else []
    if not number_is_ours(device, entry.number):
        reasons.append(FOREIGN_NUMBER)
    elif queries.is_taken(entry.number):
        reasons.append(USED_NUMBER)
    niks = [strip_separators(person["nik"]) for person in entry.typed["persons"] if person["nik"]]
    found = filed_here(session, device.office_id, device.village_code, entry.sop_id, niks)
    others = dict.fromkeys(found.values())
    if others:
        reasons.append(TWIN)
    return Clash(tuple(reasons), tuple(others))


def number_is_ours(device: Device, number: str) -> bool:
    """Whether the number was set apart for this very laptop, in a block that is as signed."""
    block = queries.block_of_number(number) if is_number(number) else None
    return block is not None and block.device_id == device.id and blocks.is_genuine(block)


def take_photo(
    came: Came, sop: Sop, registration: Registration, field: str, ready: Ready
) -> PackageItem:
    """Hang a stored photo on the draft of its entry. The same item again: what it was."""
    registration_id, why = registration.id, ""
    key = key_of(came.device, came.item, "foto")
    try:
        add_papers(came.officer, registration.ref, sop, field, [ready], key=key)
    except TooManyFilesError:
        why = TOO_MANY
    except NoSuchRegistrationError:
        why = THROWN_AWAY
    except NotAllowedError:
        why = NO_SUCH_PAPER if registration.state == State.DRAF else SENT_ALREADY
    return keep_photo(came, registration_id, why)


def keep_photo(came: Came, registration_id: int | None, why: str = "") -> PackageItem:
    """Remember a photo that came; with a reason when it was refused for good."""
    device_id, at = came.device.id, time.now()
    with write() as session:
        if known := queries.item_named(device_id, came.item):
            return known
        kept = PackageItem(
            device_id=device_id, item=came.item, kind=PHOTO, state=REFUSED if why else IN,
            why=why[:300], way=came.way, at=at, registration_id=registration_id, content=None,
        )  # fmt: skip
        session.add(kept)
        session.flush()
        return kept


def key_of(device: Device, *parts: str) -> str:
    """The key of a change that is known by what came, so that it is made once."""
    return hashlib.sha256("|".join([device.ref, *parts]).encode()).hexdigest()[:32]


def told(clash: Clash) -> str:
    """The reasons of a conflict in words."""
    words = []
    for reason in clash.reasons:
        told = WORDS[reason]
        words.append(f"{told} ({_grouped(clash.others[:5])})." if reason == TWIN else told)
    return " ".join(words)[:300]


def _grouped(numbers: Sequence[str]) -> str:
    """Numbers as they stand on paper: 48217 30591 62034."""
    return ", ".join(f"{text[:5]} {text[5:10]} {text[10:]}" for text in numbers)


def _again(
    session: Session, known: PackageItem, entry: Entry, came: Came, sop: Sop, at: datetime
) -> PackageItem:
    """What came before answers as before, unless the laptop changed it since."""
    content = known.content or {}
    if known.state == REFUSED or content.get("digest") == entry.digest:
        return known
    if known.registration_id is not None:
        clash = Clash((CHANGED,))
    else:
        clash = clash_of(session, session.get_one(Device, known.device_id), entry)
    if clash.reasons:
        known.state, known.why, known.content = CLASH, told(clash), _whole(entry, clash)
        _note(session, came, at, "muncul", entry.number, clash.reasons)
    else:
        # Corrected on the laptop: what spoke against it is gone.
        _admit(session, known, entry, came, sop, at)
    session.flush()
    return known


def _admit(
    session: Session, kept: PackageItem, entry: Entry, came: Came, sop: Sop, at: datetime
) -> None:
    device = session.get_one(Device, kept.device_id)
    by = author_of(came.officer)
    registration = new_registration(device.office_id, device.village_code, sop, by, at)
    registration.number = entry.number
    kept.state, kept.why, kept.content = IN, "", _brief(entry)
    kept.registration_id = begin(session, registration, entry.typed, came, at)


def _brief(entry: Entry) -> dict[str, Any]:
    """What is kept of an entry that was taken in: nothing of the people in it."""
    photos = list(entry.photos)
    return {"digest": entry.digest, "photos": photos, "papers_later": entry.papers_later}


def _whole(entry: Entry, clash: Clash) -> dict[str, Any]:
    """What is kept of an entry until somebody decides about it."""
    return {
        **_brief(entry),
        "reasons": list(clash.reasons),
        "others": list(clash.others),
        "number": entry.number,
        "sop": entry.sop_id,
        "typed": entry.typed,
    }


def _note(
    session: Session, came: Came, at: datetime, act: str, number: str, reasons: tuple[str, ...]
) -> None:
    record(
        session, office_id=came.device.office_id, kind="luring_bentrok", at=at,
        by=author_of(came.officer),
        details={"tindakan": act, "nomor": number, "sebab": list(reasons), "cara": came.way},
    )  # fmt: skip
