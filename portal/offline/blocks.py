"""Blocks of application numbers for one laptop, signed with the office's seal (idea 3)."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases.model import Case
from portal.cases.receipt import new_number
from portal.letters import seals
from portal.registration.model import AllottedNumber, NumberBlock, Registration

TAG = b"portal-dinas-sosial/nomor/1\0"
SIZE = 50  # numbers of one block


@dataclass(frozen=True)
class Signer:
    """The key that signs, by its id."""

    key_id: str
    private: Any

    def sign(self, message: bytes) -> str:
        """The signature in base64."""
        return base64.b64encode(self.private.sign(message)).decode()


def signer() -> Signer:
    """The seal in use on this machine; the first time one is made. Call it outside write()."""
    ring = seals.keyring()
    for key in seals.all_keys():
        private = ring.private(key.id) if key.retired_at is None else None
        if private:
            return Signer(key.id, private)
    made, _ = seals.renew()
    return Signer(made, ring.private(made))


def message_of(ref: str, device: str, village: str, numbers: Sequence[str]) -> bytes:
    """What is signed of a block."""
    said = json.dumps([ref, device, village, list(numbers)], separators=(",", ":"))
    return TAG + said.encode()


def is_genuine(block: NumberBlock) -> bool:
    """Whether the block is as it was signed: not one number more, no other device or village."""
    known = seals.public_keys().get(block.key_id)
    if known is None:
        return False
    numbers = [item.number for item in block.numbers]
    message = message_of(block.ref, block.device.ref, block.village_code, numbers)
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(known.hex))
        key.verify(base64.b64decode(block.signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def free_numbers(session: Session, count: int = SIZE) -> list[str]:
    """Numbers that nothing bears yet."""
    found: dict[str, None] = {}
    while len(found) < count:
        fresh = {new_number() for _ in range(count - len(found))}
        for column in (Case.number, Registration.number, AllottedNumber.number):
            fresh -= set(session.scalars(select(column).where(column.in_(fresh))))
        found |= dict.fromkeys(fresh)
    return list(found)


def on_laptop(block: NumberBlock, public_url: str) -> dict[str, Any]:
    """The block as the laptop keeps it, with the QR code of every number."""
    numbers = [item.number for item in block.numbers]
    return {
        "ref": block.ref,
        "village": block.village_code,
        "numbers": numbers,
        "key": block.key_id,
        "signature": block.signature,
        "codes": [qr_bits(f"{public_url}/L/{number}".upper()) for number in numbers],
    }


def qr_bits(text: str) -> str:
    """A QR code as `<side> <its squares in base64>`: the page draws it, and the line is weak."""
    rows = segno.make(text, error="m", micro=False).matrix
    bits = "".join(str(square) for row in rows for square in row)
    whole = int(bits.ljust((len(bits) + 7) // 8 * 8, "0"), 2)
    body = whole.to_bytes((len(bits) + 7) // 8, "big")
    return f"{len(rows)} {base64.b64encode(body).decode()}"
