"""One sealed item from its bytes to its answer; the same for the network and for a file."""

from dataclasses import dataclass

from portal import clock as time
from portal.documents.operations import RefusedFileError, make_ready
from portal.documents.store import Store
from portal.offices.office_clock import clock_of
from portal.offline import queries
from portal.offline.laptop import device_key
from portal.offline.sealing import (
    ENTRY,
    PHOTO,
    Entry,
    Photo,
    Sealed,
    UnopenedError,
    open_sealed,
    read_entry,
    read_photo,
)
from portal.offline.work import (
    IN,
    REFUSED,
    THROWN_AWAY,
    WAITS,
    Came,
    keep_photo,
    key_of,
    take_entry,
    take_photo,
)
from portal.registration.forms import family_form
from portal.registration.model import PackageItem, Registration, State
from portal.registration.operations import NotReadyError, send
from portal.registration.queries import CLASH
from portal.registration.step import NoSuchRegistrationError, StaleRegistrationError
from portal.sop.catalogue import Catalogue
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop

NOT_YET = "Isian pendaftarannya belum sampai."
UNDECIDED = "Foto menunggu sampai bentroknya diputuskan."
FORM_FAULTY = "Belum dikirim ke Dinas Sosial: ada {n} isian yang perlu diperbaiki."
LACKS = "Belum dikirim ke Dinas Sosial: belum ada foto {papers}."
DELETED = "Draf ini sudah dihapus di portal."
BEING_CHANGED = "Belum dikirim ke Dinas Sosial: pendaftaran ini baru saja diubah."
REVOKED_SINCE = "Laptop ini sudah dicabut. Tambahkan fotonya di halaman pendaftaran ini."
NO_SERVICE = "Layanan ini tidak ada lagi di kantor Anda. Daftarkan untuk layanan yang berlaku."


class NoServiceError(Exception):
    """The entry is for a service that the office does not have."""


@dataclass(frozen=True)
class Desk:
    """What the portal works with."""

    catalogue: Catalogue
    store: Store
    clamd: str


@dataclass(frozen=True)
class Answer:
    """What became of an item, and of the entry that it belongs to."""

    state: str  # masuk | bentrok | ditolak | tunggu
    why: str = ""
    number: str = ""
    ref: str = ""  # of the pre-registration
    name: str = ""
    sent: bool = False  # to the Dinas
    waiting: int = 0  # photos that have not come yet


def arrive(desk: Desk, came: Came, sealed: Sealed) -> Answer:
    """Take one item in, once. Raises UnopenedError, NoServiceError."""
    raw = open_sealed(device_key(came.device), came.device.ref, sealed)
    if sealed.kind == ENTRY:
        entry = read_entry(raw)
        return settle(desk, came, take_entry(came, entry, _sop_of(desk, came, entry)))
    return _photo(desk, came, read_photo(raw))


def check(desk: Desk, came: Came, sealed: Sealed) -> None:
    """Whether an item could be taken in, changing nothing. Raises as `arrive` does."""
    raw = open_sealed(device_key(came.device), came.device.ref, sealed)
    if sealed.kind == PHOTO:
        read_photo(raw)
    else:
        _sop_of(desk, came, read_entry(raw))


def _sop_of(desk: Desk, came: Came, entry: Entry) -> Sop:
    sop = desk.catalogue.in_force(entry.sop_id)
    if sop is None or sop.region != came.officer.office.region:
        raise NoServiceError
    return sop


def settle(desk: Desk, came: Came, entry: PackageItem) -> Answer:
    """What became of an entry; it goes on to the Dinas once everything needed is there."""
    registration = queries.registration_of(entry)
    if entry.state != IN or registration is None:
        return Answer(entry.state, entry.why)
    if registration.state == State.DIHAPUS:
        return Answer(REFUSED, DELETED, number=registration.number)
    content = entry.content or {}
    photos = tuple(content.get("photos") or ())
    waiting = len(set(photos) - set(queries.items_among(entry.device_id, photos)))
    why = ""
    if not waiting and registration.state == State.DRAF and not _shut_out(came, entry):
        later = bool(content.get("papers_later"))
        why = _send(desk, came, entry.item, registration, papers_later=later)
    registration = queries.registration_of(entry) or registration
    return Answer(
        IN,
        why,
        number=registration.number,
        ref=registration.ref,
        name=registration.applicant_name,
        sent=registration.first_sent_at is not None,
        waiting=waiting,
    )


def _send(
    desk: Desk, came: Came, item: str, registration: Registration, *, papers_later: bool
) -> str:
    """Send a whole draft to the Dinas; gives what it lacks, '' when it went."""
    sop = desk.catalogue.in_force(registration.sop_id)
    if sop is None:
        return NO_SERVICE
    form = family_form(registration.typed)
    today = clock_of(registration.office).day(time.now())
    if not form.check(today, sop):
        faults = [field for field in form if field.errors and field.name != "persons"]
        faults += [field for person in form.entries() for field in person if field.errors]
        return FORM_FAULTY.format(n=len(faults))
    key = key_of(came.device, item, "kirim", str(registration.version))
    try:
        send(
            came.officer, registration.ref, sop, form.typed(), form.file(registration),
            papers_later=papers_later, version=registration.version, key=key,
        )  # fmt: skip
    except NotReadyError as lacking:
        return LACKS.format(papers=", ".join(state.need.name for state in lacking.states))[:300]
    except (StaleRegistrationError, NoSuchRegistrationError, NotAllowedError):
        return BEING_CHANGED
    return ""


def _photo(desk: Desk, came: Came, photo: Photo) -> Answer:
    parent = queries.item_named(came.device.id, photo.entry)
    if parent is None:
        return Answer(WAITS, NOT_YET)
    if parent.kind != ENTRY:
        raise UnopenedError
    if parent.state == CLASH:
        return Answer(WAITS, UNDECIDED)
    kept = queries.item_named(came.device.id, came.item) or _hang(desk, came, photo, parent)
    parent = queries.item_named(came.device.id, photo.entry) or parent
    answer = settle(desk, came, parent)
    if kept.state != REFUSED:
        return answer
    return Answer(**{**vars(answer), "state": REFUSED, "why": kept.why})


def _shut_out(came: Came, entry: PackageItem) -> bool:
    """Whether the laptop was shut out after this entry came in.

    What came later was a conflict, and somebody has decided that it counts.
    """
    revoked = came.device.revoked_at
    return revoked is not None and entry.at < revoked


def _hang(desk: Desk, came: Came, photo: Photo, parent: PackageItem) -> PackageItem:
    registration, content = queries.registration_of(parent), parent.content or {}
    if registration is None or content.get("closed"):
        return keep_photo(came, parent.registration_id, THROWN_AWAY)
    if _shut_out(came, parent):
        return keep_photo(came, registration.id, REVOKED_SINCE)
    sop = desk.catalogue.in_force(registration.sop_id)
    try:
        ready = make_ready(desk.store, desk.clamd, photo.name, photo.body)
    except RefusedFileError as refusal:
        return keep_photo(came, registration.id, str(refusal))
    if sop is None:
        return keep_photo(came, registration.id, NO_SERVICE)
    return take_photo(came, sop, registration, photo.field, ready)


__all__ = ["UnopenedError", "arrive", "check", "settle"]
