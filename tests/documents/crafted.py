"""Photos and PDFs written by hand, byte by byte, where no ordinary program would."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any

from PIL import Image

PNG = b"\x89PNG\r\n\x1a\n"
HTML = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"
PHP = b"<?php system($_GET['c']); ?>"
SHELL = b"#!/bin/sh\nrm -rf /\n"
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 57
EXE = b"MZ" + b"\0" * 58 + struct.pack("<I", 128) + b"\0" * 64 + b"PE\0\0" + b"\0" * 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def photo(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture with something on it."""
    return Image.linear_gradient("L").resize(size).convert("RGB")


def saved(picture: Image.Image, kind: str, **how: Any) -> bytes:
    """The picture as a file of this kind."""
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def jpeg(**how: Any) -> bytes:
    """An ordinary photo."""
    return saved(photo(), "JPEG", **how)


def zipped(*names: str) -> bytes:
    """A packet with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packet:
        for name in names:
            packet.writestr(name, "isi")
    return out.getvalue()


def with_segment(kind: int, body: bytes) -> bytes:
    """A photo with one segment more, right after its start."""
    whole = jpeg()
    return whole[:2] + bytes([0xFF, kind]) + struct.pack(">H", len(body) + 2) + body + whole[2:]


def claiming(width: int, height: int) -> bytes:
    """A small JPEG whose head says that it is this large."""
    whole = jpeg()
    at = whole.index(b"\xff\xc0") + 5
    return whole[:at] + struct.pack(">HH", height, width) + whole[at + 4 :]


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def packed_rows(high: int, row: bytes) -> bytes:
    """The same row over and over, packed without holding them all."""
    packer = zlib.compressobj(9)
    many = row * max(1, 1_000_000 // len(row))
    rows = len(many) // len(row)
    parts = [packer.compress(many) for _ in range(high // rows)]
    return b"".join([*parts, packer.compress(row * (high % rows)), packer.flush()])


def png(wide: int, high: int, *more: bytes, head: bytes = b"\1\0\0\0\0", row: bytes = b"") -> bytes:
    """A white PNG of this size, by default of one bit, with chunks before its pixels."""
    row = row or b"\0" + b"\xff" * ((wide + 7) // 8)
    start = PNG + chunk(b"IHDR", struct.pack(">II", wide, high) + head)
    pixels = chunk(b"IDAT", packed_rows(high, row))
    return start + b"".join(more) + pixels + chunk(b"IEND", b"")


def interlaced(picture: Image.Image) -> bytes:
    """A grey PNG that comes in seven passes (Adam7), which Pillow reads but does not write."""
    wide, high = picture.size
    grey = picture.convert("L").tobytes()
    rows = [grey[y * wide : (y + 1) * wide] for y in range(high)]
    # column, row, and the steps across and down, of each pass
    steps = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    passes = b"".join(
        b"\0" + row[x::across] for x, y, across, down in steps for row in rows[y::down] if row[x:]
    )
    head = struct.pack(">II", wide, high) + b"\x08\0\0\0\1"
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(passes)) + chunk(b"IEND", b"")
    return PNG + body


def animated_png(frames: int) -> bytes:
    """A PNG that says it moves."""
    frame = chunk(b"fcTL", b"\0" * 26) + chunk(b"fdAT", b"\0" * 20)
    moves = chunk(b"acTL", struct.pack(">II", frames, 0)), frame * frames
    return png(64, 64, *moves)


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """A WEBP made of these chunks."""
    body = b"WEBP"
    for kind, part in chunks:
        body += kind + struct.pack("<I", len(part)) + part + b"\0" * (len(part) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp(*more: tuple[bytes, bytes], size: tuple[int, int] = (64, 48)) -> bytes:
    """A WEBP with chunks of words behind its pixels."""
    plain = saved(photo(size), "WEBP", lossless=True)
    head = b"\x0c\0\0\0" + (size[0] - 1).to_bytes(3, "little") + (size[1] - 1).to_bytes(3, "little")
    return riff((b"VP8X", head), (plain[12:16], plain[20:]), *more)


def pdf(*objects: str | bytes, root: str = "", trailer: str = "", pages: int = 1) -> bytes:
    """A PDF of empty pages and these objects, numbered from 10 on."""
    kids = " ".join(f"{100 + n} 0 R" for n in range(pages))
    numbered: list[tuple[int, str | bytes]] = [
        (1, f"<</Type/Catalog/Pages 2 0 R {root}>>"),
        (2, f"<</Type/Pages/Count {pages}/Kids[{kids}]>>"),
    ]
    numbered += enumerate(objects, 10)
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[10 0 R]/Contents 11 0 R>>"
    numbered += [(100 + n, page) for n in range(pages)]
    return assembled(numbered, trailer)


def assembled(numbered: Iterable[tuple[int, str | bytes]], trailer: str = "") -> bytes:
    """Objects with their table; a later object with the same number replaces the earlier."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in numbered:
        places[number] = len(out)
        words = body if isinstance(body, bytes) else body.encode("latin-1")
        out += b"%d 0 obj\n%b\nendobj\n" % (number, words)
    table = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(places) + 1
    out += b"trailer\n<</Size %d/Root 1 0 R %b>>\n" % (size, trailer.encode())
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


def stream(body: bytes, words: str = "", *, packed: bool = True) -> bytes:
    """A stream object."""
    if packed:
        body, words = zlib.compress(body, 9), words + "/Filter/FlateDecode"
    return f"<</Length {len(body)}{words}>>\nstream\n".encode() + body + b"\nendstream"
