"""The parts of a JPEG, PNG or WEBP that are not its pixels, for them to be looked into.

The coded pixels themselves are never searched: any word may stand there by chance.
"""

import re
import zlib
from collections.abc import Iterator

from portal.sandbox import UnreadableError

MOST_PARTS = 2_000
MOST_SCANS = 200  # a progressive photo has about ten; thousands are made to take time
MOST_UNPACKED = 4 * 1024 * 1024
BROKEN = "Foto ini rusak atau terpotong. Foto ulang, atau pilih berkas aslinya, lalu unggah lagi."
BEHIND = (
    "Di belakang gambar ini menempel data lain, jadi berkasnya ditolak. "
    "Foto ulang suratnya, lalu unggah foto baru itu."
)
SCRIPT = (
    "Berkas ini foto sekaligus skrip, jadi ditolak. Foto ulang suratnya, lalu unggah foto baru itu."
)
MOVING = "Gambar ini bergerak. Unggah foto biasa yang diam."
HEAVY = "Keterangan di dalam foto ini terlalu besar. Foto ulang suratnya, lalu unggah lagi."

_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SOS, _EOI = 0xDA, 0xD9
_PIXELS_PNG = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS")
_PIXELS_WEBP = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH")


def parts_of_jpeg(body: bytes) -> Iterator[bytes]:
    """Its segments and what follows its end. Raises UnreadableError."""
    if body[4:6] == b"/*" and b"*/" in body[: 2 + int.from_bytes(b"/*", "big")]:
        raise UnreadableError(SCRIPT)
    at, scans, coded = 2, 0, False
    for _ in range(MOST_PARTS):
        found = _MARKER.search(body, at)
        if not found:
            raise UnreadableError(BROKEN)
        if not coded:
            yield body[at : found.start()]
        kind, at = body[found.start() + 1], found.end()
        if kind == _EOI:
            yield body[at:]
            return
        length = int.from_bytes(body[at : at + 2], "big")
        if length < 2:
            raise UnreadableError(BROKEN)
        yield body[at + 2 : at + length]
        at, coded = at + length, kind == _SOS
        scans += coded
        if scans > MOST_SCANS:
            break
    raise UnreadableError(HEAVY)


def parts_of_png(body: bytes) -> Iterator[bytes]:
    """Its chunks of words and profiles, unpacked. Raises UnreadableError."""
    at = 8
    for _ in range(20 * MOST_PARTS):
        length = int.from_bytes(body[at : at + 4], "big")
        kind, chunk = body[at + 4 : at + 8], body[at + 8 : at + 8 + length]
        at += 12 + length
        if at > len(body):
            raise UnreadableError(BROKEN)
        if kind == b"acTL":
            raise UnreadableError(MOVING)
        if kind not in _PIXELS_PNG:
            yield chunk
            yield _unpacked(kind, chunk)
        if kind == b"IEND":
            if at != len(body):
                raise UnreadableError(BEHIND)
            return
    raise UnreadableError(HEAVY)


def _unpacked(kind: bytes, chunk: bytes) -> bytes:
    """The packed words of a chunk that has some; a bomb is refused."""
    if kind not in (b"zTXt", b"iTXt", b"iCCP"):
        return b""
    packed = chunk.partition(b"\0")[2][1:]  # after the keyword: the method, then the words
    if kind == b"iTXt":
        if not chunk.partition(b"\0")[2].startswith(b"\1"):
            return b""
        packed = packed[1:].partition(b"\0")[2].partition(b"\0")[2]
    try:
        words = zlib.decompressobj().decompress(packed, MOST_UNPACKED)
    except zlib.error:
        raise UnreadableError(BROKEN) from None
    if len(words) >= MOST_UNPACKED:
        raise UnreadableError(HEAVY)
    return words


def parts_of_webp(body: bytes) -> Iterator[bytes]:
    """Its chunks of words and profiles. Raises UnreadableError."""
    whole = 8 + int.from_bytes(body[4:8], "little")
    if whole > len(body):
        raise UnreadableError(BROKEN)
    if whole + whole % 2 < len(body):
        raise UnreadableError(BEHIND)
    at, parts = 12, 0
    while at + 8 <= whole:
        kind, length = body[at : at + 4], int.from_bytes(body[at + 4 : at + 8], "little")
        if kind in (b"ANIM", b"ANMF"):
            raise UnreadableError(MOVING)
        if kind not in _PIXELS_WEBP:
            yield body[at + 8 : at + 8 + length]
        at, parts = at + 8 + length + length % 2, parts + 1
        if parts > MOST_PARTS:
            raise UnreadableError(HEAVY)
