"""The seal of a letter: what its QR code says, signed with Ed25519 so that anyone can check it.

A QR code reads `{check_url}/{CODE}#{statement}`. The statement is base64url of

    1 byte   version (1)
    4 bytes  key id: the first 4 bytes of SHA-256 of the public key
    16 bytes the first half of the SHA-256 of the letter's frozen payload
    2 bytes  the letter's date, in days since 1 January 2000, big-endian
    1 byte   the letter's kind (KINDS)
    n bytes  the letter's number, UTF-8
    64 bytes signature over TAG + everything before the `#` + NUL + all the bytes above

so that no character of the QR code can be changed. Nothing in it tells who the letter is about.
"""

import base64
import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import current_app
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db import db, write
from portal.letters.model import Kind, LetterKey

TAG = b"portal-dinas-sosial/surat/1\0"
VERSION = 1
KINDS = {
    Kind.REKOMENDASI: 1,
    Kind.PENGANTAR: 2,
    Kind.PENGEMBALIAN: 3,
    Kind.PENOLAKAN: 4,
}
KIND_OF = {number: kind for kind, number in KINDS.items()}
DAY_ONE = date(2000, 1, 1)
DIGEST = 16  # bytes of the payload's SHA-256 that the QR code has room for
HEAD = 1 + 4 + DIGEST + 2 + 1
SIGNATURE = 64
LONGEST_NUMBER = 120
FIRST_KEY_LOCK = 0x5EA1  # PostgreSQL's lock for making the first key


class BadSealError(Exception):
    """The text is no sealed QR code of ours: altered, incomplete, or signed by somebody else."""


@dataclass(frozen=True)
class PublicKey:
    """The half of a key that anyone may have, and the last day a letter under it may bear."""

    hex: str
    until: date | None = None  # None: still in use


@dataclass(frozen=True)
class Statement:
    """What a sealed QR code says of its letter."""

    code: str
    number: str
    on: date
    kind: Kind
    digest: str  # 32 hex digits: the first half of the payload's SHA-256
    key_id: str


class Keyring:
    """The private keys of this installation, in files that only its own account can read."""

    def __init__(self, folder: Path, check_url: str) -> None:
        self.folder, self.check_url = folder, check_url
        self._known: dict[str, Ed25519PrivateKey] = {}

    def private(self, key_id: str) -> Ed25519PrivateKey | None:
        """The private half of a key, or None when it is not kept on this machine."""
        if key_id not in self._known:
            path = self.folder / f"{key_id}.pem"
            if not path.exists():
                return None
            key = serialization.load_pem_private_key(path.read_bytes(), password=None)
            if not isinstance(key, Ed25519PrivateKey) or _id_of(key.public_key()) != key_id:
                raise RuntimeError(f"{path.name} is not the key that its name says")
            self._known[key_id] = key
        return self._known[key_id]

    def make(self) -> tuple[str, str]:
        """Make a key and keep its private half; gives its id and its public half in hex."""
        key = Ed25519PrivateKey.generate()
        key_id = _id_of(key.public_key())
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        body = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        # Whole or not at all: a half-written key would sign nothing and could not be replaced.
        beside = self.folder / f"{key_id}.{secrets.token_hex(4)}"
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(self.folder / f"{key_id}.pem")
        self._known[key_id] = key
        return key_id, _raw(key.public_key()).hex()


def keyring() -> Keyring:
    """The keyring of the running portal."""
    if "keyring" not in current_app.extensions:
        folder = Path(current_app.instance_path) / "kunci"
        check_url = f"{current_app.config['PUBLIC_URL']}/periksa"
        current_app.extensions.setdefault("keyring", Keyring(folder, check_url))
    found: Keyring = current_app.extensions["keyring"]
    return found


def check_url() -> str:
    """The address that stands before the code in a QR code: https://.../periksa."""
    return keyring().check_url


def seal_letter(
    *, code: str, number: str, on: date, kind: str, digest: str, address: str = ""
) -> str:
    """The statement for a letter's QR code; call it inside write(), the first one makes a key.

    `digest` is the payload's SHA-256 in hex; `address` the check_url frozen in the payload.
    """
    ring = keyring()
    key_id, key = _present(db.session(), ring)
    return sealed(
        Statement(code, number, on, Kind(kind), digest[: 2 * DIGEST], key_id),
        key,
        address or ring.check_url,
    )


def sealed(what: Statement, key: Ed25519PrivateKey, address: str) -> str:
    """A statement, signed."""
    if not what.number or len(what.number) > LONGEST_NUMBER:
        raise ValueError(f"a letter's number has 1 to {LONGEST_NUMBER} characters")
    body = b"".join(
        (
            bytes([VERSION]),
            bytes.fromhex(what.key_id),
            bytes.fromhex(what.digest),
            (what.on - DAY_ONE).days.to_bytes(2, "big"),
            bytes([KINDS[what.kind]]),
            what.number.encode(),
        )
    )
    return _text(body + key.sign(_message(f"{address}/{what.code}", body)))


def qr_text(address: str, code: str, statement: str) -> str:
    """What the QR code holds; address is the check_url frozen in the payload."""
    return f"{address}/{code}#{statement}"


def verify(text: str, keys: Mapping[str, PublicKey]) -> Statement:
    """What a QR code's whole text says. Raises BadSealError.

    `keys`: by key id, the retired ones too. A retired key vouches for no later letter, so that a
    stolen one is of no use once it was replaced.
    """
    place, mark, statement = text.partition("#")
    raw = _bytes(statement)
    if not mark or len(raw) <= HEAD + SIGNATURE or raw[0] != VERSION:
        raise BadSealError
    body, signature = raw[:-SIGNATURE], raw[-SIGNATURE:]
    key_id = body[1:5].hex()
    known = keys.get(key_id)
    if known is None:
        raise BadSealError
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(known.hex))
        key.verify(signature, _message(place, body))
        found = Statement(
            code=place.rpartition("/")[2],
            number=body[HEAD:].decode(),
            on=DAY_ONE + timedelta(days=int.from_bytes(body[5 + DIGEST : 7 + DIGEST], "big")),
            kind=KIND_OF[body[HEAD - 1]],
            digest=body[5 : 5 + DIGEST].hex(),
            key_id=key_id,
        )
    except (InvalidSignature, ValueError, KeyError):
        raise BadSealError from None
    if known.until and found.on > known.until:
        raise BadSealError
    return found


def all_keys() -> list[LetterKey]:
    """Every key that ever signed here, the newest first."""
    query = select(LetterKey).order_by(LetterKey.made_at.desc(), LetterKey.id)
    return list(db.session.scalars(query))


def public_keys() -> dict[str, PublicKey]:
    """Every public key by its id, retired ones too: old letters stay valid."""
    return {key.id: PublicKey(key.public_key, last_day(key)) for key in all_keys()}


def last_day(key: LetterKey) -> date | None:
    """The last day that a letter under this key may bear; None while it is in use."""
    # East of Greenwich the office's day may already be the next one.
    return key.retired_at.date() + timedelta(days=1) if key.retired_at else None


def renew() -> tuple[str, list[str]]:
    """Retire the keys in use on this machine and make a new one; gives its id and the old ids."""
    ring = keyring()
    with write() as session:
        old = [key for key in _live(session) if ring.private(key.id)]
        for key in old:
            key.retired_at = clock.now()
        retired = [key.id for key in old]
        return _make(session, ring), retired


def _present(session: Session, ring: Keyring) -> tuple[str, Ed25519PrivateKey]:
    found = _usable(session, ring)
    if found is None:
        # SQLite has one writer anyhow; on PostgreSQL two first letters must not make two keys.
        if session.get_bind().dialect.name == "postgresql":
            session.execute(select(func.pg_advisory_xact_lock(FIRST_KEY_LOCK)))
            found = _usable(session, ring)
        found = found or _make(session, ring)
    key = ring.private(found)
    if key is None:
        raise RuntimeError(f"key {found} is gone from {ring.folder.name}")
    return found, key


def _usable(session: Session, ring: Keyring) -> str | None:
    return next((key.id for key in _live(session) if ring.private(key.id)), None)


def _live(session: Session) -> list[LetterKey]:
    query = (
        select(LetterKey)
        .where(LetterKey.retired_at.is_(None))
        .order_by(LetterKey.made_at.desc(), LetterKey.id)
    )
    return list(session.scalars(query))


def _make(session: Session, ring: Keyring) -> str:
    key_id, public = ring.make()
    # A statement of its own: a flush would also write out the letter that is being frozen.
    session.execute(insert(LetterKey).values(id=key_id, public_key=public, made_at=clock.now()))
    return key_id


def _id_of(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(_raw(key)).hexdigest()[:8]


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _message(place: str, body: bytes) -> bytes:
    return TAG + place.encode() + b"\0" + body


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """The bytes of a statement; only the one spelling that _text() gives is taken."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        raise BadSealError from None
    # Python overlooks foreign characters, and the last one has bits to spare.
    if _text(raw) != text:
        raise BadSealError
    return raw
