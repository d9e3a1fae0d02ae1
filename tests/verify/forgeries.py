"""A genuine QR text, and a hundred ways in which somebody may have altered it."""

import base64
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portal.letters.code import new_code
from portal.letters.model import Kind
from portal.letters.seals import HEAD, SIGNATURE, PublicKey, Statement, qr_text, sealed

ADDRESS = "https://rekomendasi.dinsos.pesisirselatankab.go.id/periksa"
RETIRED_ON = date(2025, 6, 30)
FORGED = 120


@dataclass(frozen=True)
class Pair:
    """A key that a test holds both halves of."""

    private: Ed25519PrivateKey
    key_id: str
    public: PublicKey


def pair(until: date | None = None) -> Pair:
    """A fresh key; its id is not the usual one, which no reader may care about."""
    private = Ed25519PrivateKey.generate()
    raw = private.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    return Pair(private, raw[-4:].hex(), PublicKey(raw.hex(), until))


PRESENT, RETIRED, FOREIGN = pair(), pair(RETIRED_ON), pair()
KEYS = {PRESENT.key_id: PRESENT.public, RETIRED.key_id: RETIRED.public}
LETTER = Statement(
    code=new_code(),
    number="460/123/DINSOS/XI/2026",
    on=date(2026, 11, 23),
    kind=Kind.REKOMENDASI,
    digest="5f" * 16,
    key_id=PRESENT.key_id,
)
OTHER = replace(LETTER, code=new_code(), number="460/124/DINSOS/XI/2026", digest="a7" * 16)


def qr(what: Statement, by: Pair = PRESENT, address: str = ADDRESS) -> str:
    """The QR text of a letter."""
    return qr_text(address, what.code, sealed(what, by.private, address))


GENUINE = qr(LETTER)
OLD = qr(replace(LETTER, on=RETIRED_ON, key_id=RETIRED.key_id), RETIRED)


def forgeries(dice: random.Random) -> list[tuple[str, str]]:
    """FORGED altered texts, each with its name; none of them is GENUINE."""
    place, _, statement = GENUINE.partition("#")
    made = [*_flipped(place, statement), *_signed_by_others(), *_spelled(place, statement)]
    made += [*_swapped(place, statement)]
    while len(made) < FORGED:
        at = dice.randrange(len(GENUINE))
        char = dice.choice("ABCXYZabcxyz0189-_#/.%")
        if char != GENUINE[at]:
            made.append((f"huruf ke-{at} menjadi {char}", GENUINE[:at] + char + GENUINE[at + 1 :]))
    assert all(text != GENUINE for _, text in made)
    return made


def _flipped(place: str, statement: str) -> list[tuple[str, str]]:
    raw = _raw(statement)
    bits = [*range(0, HEAD * 8, 5), *range(HEAD * 8, len(raw) * 8, 23)]
    in_seal = [(f"bit {bit}", f"{place}#{_text(_flip(raw, bit))}") for bit in bits]
    in_place = [
        (f"huruf alamat {at}", f"{_other_char(place, at)}#{statement}")
        for at in range(0, len(place), 9)
    ]
    return in_seal + in_place


def _swapped(place: str, statement: str) -> list[tuple[str, str]]:
    theirs = qr(OTHER).partition("#")
    mine, other = _raw(statement), _raw(theirs[2])
    fields = {
        "kunci": slice(1, 5), "isi": slice(5, 21), "tanggal": slice(21, 23), "jenis": slice(23, 24),
        "nomor": slice(HEAD, -SIGNATURE), "segel": slice(-SIGNATURE, None),
    }  # fmt: skip
    changed = {**dict.fromkeys(fields, other), "tanggal": b"\0" * 200, "jenis": b"\2" * 200}
    changed["kunci"] = bytes.fromhex("00" + RETIRED.key_id + "00") * 40
    cut: list[tuple[str, str]] = []
    for name, where in fields.items():
        body = bytearray(mine)
        body[where] = changed[name][where]
        if bytes(body) != mine:
            cut.append((f"{name} milik surat lain", f"{place}#{_text(bytes(body))}"))
    return [
        *cut,
        ("segel surat lain di kode ini", f"{place}#{theirs[2]}"),
        ("kode surat lain dengan segel ini", f"{theirs[0]}#{statement}"),
        ("alamat tiruan", GENUINE.replace("dinsos.", "dinsos-", 1)),
        ("tanpa https", GENUINE.replace("https:", "http:", 1)),
    ]


def _signed_by_others() -> list[tuple[str, str]]:
    """Signed properly, but not by us, or by a key whose time is over."""
    posing = replace(LETTER, number="460/999/DINSOS/XI/2026")
    return [
        ("kunci asing", qr(replace(posing, key_id=FOREIGN.key_id), FOREIGN)),
        ("kunci asing yang mengaku kunci kami", qr(posing, FOREIGN)),
        ("isi asli disegel kunci asing", qr(LETTER, FOREIGN)),
        ("kunci lama untuk surat baru", qr(replace(LETTER, key_id=RETIRED.key_id), RETIRED)),
        ("kunci lama yang mengaku kunci baru", qr(LETTER, RETIRED)),
    ]


def _spelled(place: str, statement: str) -> list[tuple[str, str]]:
    """Cut short, drawn out, and the same bytes written in another way."""
    spare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = spare.index(statement[-1])
    ways: list[Callable[[str], str]] = [
        lambda s: s[:-1], lambda s: s[:-4], lambda s: s[: len(s) // 2], lambda s: s[4:],
        lambda _: "", lambda s: s + "A", lambda s: s + "AAAA", lambda s: s + "=",
        lambda s: s + s, lambda s: s.upper(), lambda s: s.swapcase(), lambda s: "A" + s,
        lambda s: s[:20] + "." + s[20:], lambda s: s[:20] + " " + s[20:],
        lambda s: s[:-1] + spare[last ^ 1], lambda s: s + "#" + s,
    ]  # fmt: skip
    found = [(f"ejaan {at}", f"{place}#{way(statement)}") for at, way in enumerate(ways)]
    return [
        *found,
        ("tanpa tanda #", place + statement),
        ("hanya segel", statement),
        ("kosong", ""),
        ("hanya tanda #", "#"),
        ("huruf kecil semua", GENUINE.lower()),
    ]


def _other_char(text: str, at: int) -> str:
    return text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]


def _flip(raw: bytes, bit: int) -> bytes:
    body = bytearray(raw)
    body[bit // 8] ^= 1 << bit % 8
    return bytes(body)


def _raw(statement: str) -> bytes:
    return base64.urlsafe_b64decode(statement + "=" * (-len(statement) % 4))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
