"""What a laptop seals with its device key, and how it is opened and read again.

AES-256-GCM. The device, the item's own random name and its kind are bound to the sealed bytes,
so nothing can be moved to another place. The same words stand in static/offline/kunci.js.
"""

import base64
import binascii
import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.registration.forms import FAMILY_FIELDS, MOST_PERSONS, PERSON_FIELDS

ENTRY, PHOTO = "entri", "foto"
KINDS = (ENTRY, PHOTO)
KEY, IV = 32, 12  # bytes
LONGEST = 300  # letters of one typed field
MOST_PHOTOS = 120
NAME = re.compile(r"[0-9a-f]{32}")
FIELD = re.compile(r"[a-z_]{1,40}(-[1-9][0-9]?)?")


class UnopenedError(Exception):
    """Not sealed by this device for this place, or not what our own page would have written."""


@dataclass(frozen=True)
class Sealed:
    """One sealed entry or photo as it travels."""

    item: str
    kind: str
    iv: bytes
    data: bytes


@dataclass(frozen=True)
class Entry:
    """One family as the laptop kept it."""

    number: str
    sop_id: str
    typed: dict[str, Any]
    photos: tuple[str, ...]  # the items of its photos
    papers_later: bool

    @property
    def digest(self) -> str:
        """What tells whether two sealed entries say the same."""
        parts = [self.number, self.sop_id, self.typed, self.photos, self.papers_later]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Photo:
    """One photographed paper of an entry."""

    entry: str
    field: str
    name: str
    body: bytes


def new_key() -> str:
    """A fresh device key, in base64."""
    return base64.b64encode(secrets.token_bytes(KEY)).decode()


def open_sealed(key: str, device: str, sealed: Sealed) -> bytes:
    """The bytes inside. Raises UnopenedError."""
    bound = f"{device}|{sealed.item}|{sealed.kind}".encode()
    if len(sealed.iv) != IV:
        raise UnopenedError
    try:
        return AESGCM(base64.b64decode(key)).decrypt(sealed.iv, sealed.data, bound)
    except (InvalidTag, ValueError, OverflowError):
        raise UnopenedError from None


def seal(key: str, device: str, item: str, kind: str, body: bytes) -> Sealed:
    """The same as the laptop does, for a package that is written here."""
    iv = secrets.token_bytes(IV)
    bound = f"{device}|{item}|{kind}".encode()
    return Sealed(item, kind, iv, AESGCM(base64.b64decode(key)).encrypt(iv, body, bound))


def read_entry(raw: bytes) -> Entry:
    """The entry that was sealed. Raises UnopenedError."""
    said = _object(raw)
    photos, typed = said.get("photos"), said.get("typed")
    if not isinstance(photos, list) or not isinstance(typed, dict) or len(photos) > MOST_PHOTOS:
        raise UnopenedError
    if not all(isinstance(item, str) and NAME.fullmatch(item) for item in photos):
        raise UnopenedError
    persons = typed.get("persons")
    if not isinstance(persons, list) or not 1 <= len(persons) <= MOST_PERSONS:
        raise UnopenedError
    return Entry(
        number=_text(said, "number", 15),
        sop_id=_text(said, "sop", 60),
        typed={
            **{name: _text(typed, name) for name in FAMILY_FIELDS},
            "persons": [
                {name: _text(person, name) for name in PERSON_FIELDS} for person in persons
            ],
        },
        photos=tuple(photos),
        papers_later=said.get("papers_later") is True,
    )


def read_photo(raw: bytes) -> Photo:
    """The photo that was sealed: length of the head, head, file. Raises UnopenedError."""
    length = int.from_bytes(raw[:4], "big")
    head, body = raw[4 : 4 + length], raw[4 + length :]
    if len(head) != length or not body:
        raise UnopenedError
    said = _object(head)
    entry, field = _text(said, "entry", 32), _text(said, "field", 45)
    if not NAME.fullmatch(entry) or not FIELD.fullmatch(field):
        raise UnopenedError
    return Photo(entry, field, _text(said, "name", 200), body)


def from_base64(text: object) -> bytes:
    """Bytes from strict base64. Raises UnopenedError."""
    if not isinstance(text, str):
        raise UnopenedError
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise UnopenedError from None


def _object(raw: bytes) -> dict[str, Any]:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        raise UnopenedError from None
    if not isinstance(said, dict):
        raise UnopenedError
    return said


def _text(said: object, name: str, longest: int = LONGEST) -> str:
    value = said.get(name, "") if isinstance(said, dict) else None
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise UnopenedError
    if any("\ud800" <= char <= "\udfff" for char in value):  # half a letter; no database takes it
        raise UnopenedError
    return value
