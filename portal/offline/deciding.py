"""What a village office decides about an entry that did not go in by itself."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock as time
from portal.db import write
from portal.journal.model import Command
from portal.journal.operations import command_done, record
from portal.offices.model import Office
from portal.offline import queries
from portal.offline.work import (
    CHANGED,
    IN,
    NUMBER_REASONS,
    REFUSED,
    THROWN_AWAY,
    Came,
    begin,
    number_is_ours,
)
from portal.people.officer import Officer, officer_on
from portal.registration.model import Device, PackageItem, Registration, State
from portal.registration.operations import fill, new_registration
from portal.registration.step import author_of
from portal.sop.catalogue import Catalogue

TAKE, RENUMBER, REPLACE, DROP = "tetap", "nomor", "ganti", "buang"
WORDS = {
    TAKE: "Tetap daftarkan",
    RENUMBER: "Beri nomor baru dan daftarkan",
    REPLACE: "Pakai isian yang baru",
    DROP: "Buang, sudah ada",
}
WRITABLE = (State.DRAF, State.DIKEMBALIKAN)


class ChangedError(Exception):
    """It stands differently than the page showed; the sentence says how."""


@dataclass(frozen=True)
class Decision:
    """What was decided, for the page that comes next."""

    device_ref: str
    item: str


def choices_of(item: PackageItem) -> list[str]:
    """What may be decided about a conflict."""
    reasons = set((item.content or {}).get("reasons", ()))
    if CHANGED in reasons:
        return [REPLACE, DROP]
    return [RENUMBER if reasons & NUMBER_REASONS else TAKE, DROP]


def decide(
    officer: Officer, item_id: int, choice: str, catalogue: Catalogue, *, key: str
) -> Decision | None:
    """Settle a conflict by a person's choice, with its event; None when there is none.

    Raises ChangedError.
    """
    at, by, office_id, person_id = time.now(), author_of(officer), officer.office.id, officer.id
    with write() as session:
        session.execute(
            select(Office.id).where(Office.id == office_id).with_for_update(key_share=True)
        )
        if done := command_done(session, key):
            device_ref, _, name = done.target.partition("/")
            return Decision(device_ref, name)
        item = queries.clash_for(officer, item_id)
        if item is None:
            return None
        if choice not in choices_of(item):
            raise ChangedError("Pilih salah satu keputusan yang ada di halaman ini.")
        device = session.get_one(Device, item.device_id)
        owner = officer_on(queries.person_of(device), at.date())
        came = Came(device, owner, item.item, item.way)
        message = _ACTS[choice](session, item, came, catalogue)
        record(
            session, office_id=office_id, kind="luring_bentrok", at=at, by=by,
            details={"tindakan": "putus", "pilihan": choice, "perangkat": device.ref[:8],
                     "butir": item.item[:8]},
        )  # fmt: skip
        target = f"{device.ref}/{item.item}"
        session.add(Command(key=key, person_id=person_id, at=at, message=message, target=target))
        return Decision(device.ref, item.item)


def _take(session: Session, item: PackageItem, came: Came, catalogue: Catalogue) -> str:
    number = str((item.content or {}).get("number", ""))
    if not number_is_ours(came.device, number) or queries.is_taken(number):
        raise ChangedError("Nomor itu sudah dipakai. Kirim lagi dari laptop, lalu beri nomor baru.")
    _begin(session, item, came, catalogue, number)
    return f"Pendaftaran {number} masuk."


def _renumber(session: Session, item: PackageItem, came: Came, catalogue: Catalogue) -> str:
    number = _begin(session, item, came, catalogue, "")
    return f"Nomor baru: {number}. Tulis di lembar pemohon; nomor yang lama tidak berlaku."


def _replace(session: Session, item: PackageItem, came: Came, catalogue: Catalogue) -> str:
    registration = session.get_one(Registration, item.registration_id)
    if registration.state not in WRITABLE:
        raise ChangedError("Pendaftaran ini sudah dikirim ke Dinas Sosial, jadi tidak diubah lagi.")
    content = item.content or {}
    registration.saved_at = time.now()
    fill(registration, content["typed"])
    _settled(item)
    return f"Isian {registration.number} diganti dengan yang baru."


def _drop(session: Session, item: PackageItem, came: Came, catalogue: Catalogue) -> str:
    if item.registration_id is not None:
        _settled(item, closed=True)
        return "Perubahan dibuang. Pendaftaran yang sudah terkirim tetap berlaku."
    number = (item.content or {}).get("number", "")
    item.state, item.why, item.content = REFUSED, THROWN_AWAY, None
    return f"Isian {number} dibuang."


def _begin(
    session: Session, item: PackageItem, came: Came, catalogue: Catalogue, number: str
) -> str:
    content, device = item.content or {}, came.device
    sop = catalogue.in_force(str(content.get("sop", "")))
    if sop is None:
        raise ChangedError("Layanan ini tidak ada lagi. Daftarkan untuk layanan yang berlaku.")
    at, by = time.now(), author_of(came.officer)
    registration = new_registration(device.office_id, device.village_code, sop, by, at)
    registration.number = number or registration.number
    item.registration_id = begin(session, registration, content["typed"], came, at)
    _settled(item)
    return registration.number


def _settled(item: PackageItem, *, closed: bool = False) -> None:
    content = item.content or {}
    kept = {name: content.get(name) for name in ("digest", "photos", "papers_later")}
    item.state, item.why, item.content = IN, "", {**kept, "closed": closed}


_ACTS = {TAKE: _take, RENUMBER: _renumber, REPLACE: _replace, DROP: _drop}
