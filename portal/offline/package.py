"""The same items as a file, when the network never comes: checked whole, then taken in.

One line of JSON each. The first holds the sealed list of all the others, so that nothing can be
left out, added, exchanged or put back from an older file.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import IO, Any

from portal import clock as time
from portal.db import write
from portal.journal.model import Command
from portal.journal.operations import command_done, record
from portal.offline import queries
from portal.offline.arriving import NO_SERVICE, Answer, Desk, NoServiceError, arrive, check, settle
from portal.offline.laptop import device_key
from portal.offline.sealing import (
    ENTRY,
    KINDS,
    NAME,
    Sealed,
    UnopenedError,
    from_base64,
    open_sealed,
)
from portal.offline.work import FILE, REFUSED, Came
from portal.people.officer import Officer, officer_on
from portal.registration.model import Device
from portal.registration.step import author_of

FORMAT = "portal-luring"
HEAD_ITEM, HEAD_KIND = "kepala", "paket"
LONGEST_HEAD = 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
MOST_ITEMS = 2000
PATIENCE = 45  # seconds of one request; the same file again goes on from there

NOT_OURS = (
    "Berkas ini bukan paket pendaftaran tanpa jaringan. Pilih berkas yang namanya berakhir "
    "dengan .paket."
)
FOREIGN = "Paket ini bukan dari laptop kantor ini. Belum ada yang masuk."
TORN = (
    "Paket ini terpotong: {there} dari {all} butir ada. Simpan ulang dari laptopnya, lalu unggah "
    "lagi. Belum ada yang masuk."
)
ALTERED = (
    "Paket ini rusak atau diubah (baris {line}). Simpan ulang dari laptopnya, lalu unggah lagi. "
    "Belum ada yang masuk."
)
MOVED = (
    "Pembuat paket ini tidak bekerja lagi untuk nagari atau kelurahan itu. Minta kantornya sendiri "
    "mengunggah paket ini. Belum ada yang masuk."
)
TOO_LONG = "Satu butir di paket ini lebih dari 16 MB. Belum ada yang masuk."


class PackageError(Exception):
    """The package is refused whole; the sentence says why and what to do."""


@dataclass(frozen=True)
class Result:
    """What became of one entry of a package."""

    answer: Answer
    photos_refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """What became of a package."""

    results: tuple[Result, ...]
    done: int  # items
    all: int

    @property
    def whole(self) -> bool:
        """Whether every item was looked at."""
        return self.done == self.all


@dataclass(frozen=True)
class Listed:
    """What the head says of one item."""

    item: str
    kind: str
    sha256: str


def bring(desk: Desk, bringer: Officer, file: IO[bytes], *, key: str) -> Report:
    """Take a package in, item by item; refused ones leave nothing. Raises PackageError."""
    device, listed = _head(file, lambda ref: queries.device_in_reach(bringer, ref))
    device_id, by, person_id = device.id, author_of(bringer), bringer.id
    owner = _writer(device, bringer)
    for line, sealed in enumerate(_items(file, listed), 2):
        try:
            check(desk, Came(device, owner, sealed.item, FILE), sealed)
        except UnopenedError:
            raise PackageError(ALTERED.format(line=line)) from None
        except NoServiceError:
            raise PackageError(NO_SERVICE) from None
    file.seek(0)
    file.readline(LONGEST_HEAD)
    report = _take_in(desk, device, owner, file, listed)
    with write() as session:
        if command_done(session, key) is None:
            office_id = bringer.office.id
            details = {
                "perangkat": session.get_one(Device, device_id).ref[:8],
                "butir": report.all,
                "selesai": report.done,
                "keadaan": [result.answer.state for result in report.results],
            }
            record(
                session, office_id=office_id, kind="paket_luring", at=time.now(), by=by,
                details=details,
            )  # fmt: skip
            session.add(Command(key=key, person_id=person_id, at=time.now(), message="", target=""))
    return report


def _writer(device: Device, bringer: Officer) -> Officer:
    """In whose name it is taken in: of who wrote it, or of a colleague who brings it."""
    owner = officer_on(queries.person_of(device), time.now().date())
    for officer in (owner, bringer):
        mine = officer.person.village_code == device.village_code
        if mine and officer.person.active:
            return officer
    raise PackageError(MOVED)


def _take_in(
    desk: Desk, device: Device, owner: Officer, file: IO[bytes], listed: list[Listed]
) -> Report:
    until, done = monotonic() + PATIENCE, 0
    refused: dict[str, list[str]] = {}
    last = ""
    for sealed in _items(file, listed):
        if monotonic() > until:
            break
        answer = arrive(desk, Came(device, owner, sealed.item, FILE), sealed)
        if sealed.kind == ENTRY:
            last = sealed.item
        elif answer.state == REFUSED:
            refused.setdefault(last, []).append(answer.why)
        done += 1
    results = []
    for one in listed:
        kept = queries.item_named(device.id, one.item) if one.kind == ENTRY else None
        if kept:
            answer = settle(desk, Came(device, owner, one.item, FILE), kept)
            results.append(Result(answer, tuple(dict.fromkeys(refused.get(one.item, ())))))
    return Report(tuple(results), done, len(listed))


def _head(file: IO[bytes], find: Callable[[str], Device | None]) -> tuple[Device, list[Listed]]:
    said = _json(file.readline(LONGEST_HEAD))
    if said is None or said.get("paket") != FORMAT:
        raise PackageError(NOT_OURS)
    ref = said.get("device")
    device = find(ref) if isinstance(ref, str) and NAME.fullmatch(ref) else None
    if device is None:
        raise PackageError(FOREIGN)
    try:
        sealed = Sealed(
            HEAD_ITEM, HEAD_KIND, from_base64(said.get("iv")), from_base64(said.get("data"))
        )
        items = (_json(open_sealed(device_key(device), device.ref, sealed)) or {}).get("items")
        return device, [_listed(one) for one in _list(items)]
    except UnopenedError:
        raise PackageError(ALTERED.format(line=1)) from None


def _items(file: IO[bytes], listed: list[Listed]) -> Iterator[Sealed]:
    """The items after the head, each compared with the list. Raises PackageError."""
    for n, wanted in enumerate(listed):
        raw = file.readline(LONGEST_LINE + 1)
        if len(raw) > LONGEST_LINE:
            raise PackageError(TOO_LONG)
        if not raw.endswith(b"\n"):
            raise PackageError(TORN.format(there=n, all=len(listed)))
        said = _json(raw) or {}
        try:
            iv, data = from_base64(said.get("iv")), from_base64(said.get("data"))
        except UnopenedError:
            raise PackageError(ALTERED.format(line=n + 2)) from None
        sha256 = hashlib.sha256(data).hexdigest()
        found = Listed(str(said.get("item")), str(said.get("kind")), sha256)
        if found != wanted:
            raise PackageError(ALTERED.format(line=n + 2))
        yield Sealed(wanted.item, wanted.kind, iv, data)
    if file.read(1):
        raise PackageError(ALTERED.format(line=len(listed) + 2))


def _listed(one: object) -> Listed:
    if not isinstance(one, list) or len(one) != 3 or not all(isinstance(x, str) for x in one):
        raise UnopenedError
    found = Listed(*one)
    if not NAME.fullmatch(found.item) or found.kind not in KINDS:
        raise UnopenedError
    return found


def _list(items: object) -> list[object]:
    if not isinstance(items, list) or not 1 <= len(items) <= MOST_ITEMS:
        raise UnopenedError
    return items


def _json(raw: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None
