"""Photos made to hurt: two things at once, far too large, or no photo at all."""

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image

from tests.documents.crafted import (
    ELF,
    EXE,
    HTML,
    OLE,
    PHP,
    SHELL,
    animated_png,
    chunk,
    claiming,
    jpeg,
    photo,
    png,
    riff,
    saved,
    webp,
    with_segment,
    zipped,
)

Make = Callable[[], bytes]
BOMB = zlib.compress(bytes(40_000_000), 9)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def behind(body: bytes) -> Make:
    """A photo with this after its end."""
    return lambda: jpeg() + body


def inside(kind: int, body: bytes) -> Make:
    """A photo with this in a segment."""
    return lambda: with_segment(kind, body)


def also_script() -> bytes:
    """The photo that is JavaScript too: its first segment is as long as a comment's beginning."""
    whole = jpeg()
    comment = b"JFIF\0" + whole[11:20] + b"*/=alert(1);/*"
    comment = comment.ljust(0x2F2A - 2, b"\0")
    return whole[:4] + b"/*" + comment + whole[20:]


def many_scans() -> bytes:
    whole = jpeg(progressive=True)
    first = whole.index(b"\xff\xda")
    second = whole.index(b"\xff\xda", first + 2)
    return whole[:first] + whole[first:second] * 5000 + whole[second:]


def many_segments() -> bytes:
    whole = jpeg()
    return whole[:2] + b"\xff\xfe\0\2" * 500_000 + whole[2:]


def moving(kind: str, frames: int) -> bytes:
    pictures = [Image.new("L", (16, 16), n % 250) for n in range(frames)]
    return saved(pictures[0], kind, save_all=True, append_images=pictures[1:])


def wrong_sums() -> bytes:
    whole = bytearray(png(640, 480))
    whole[30] ^= 0xFF  # in the sum of its head
    return bytes(whole)


def large_webp() -> bytes:
    """A lossless WEBP whose head says 16383 x 16383."""
    head = b"\x2f" + struct.pack("<I", 16382 | 16382 << 14)
    return riff((b"VP8L", head + bytes(60)))


TEXT = b"Comment\0"
EXIF = b"Exif\0\0II*\0\x08\0\0\0\1\0\x0e\1\2\0"
POLYGLOTS: dict[str, Make] = {
    "jpeg, html behind": behind(HTML),
    "jpeg, utf-16 html behind": behind(HTML.decode().encode("utf-16")),
    "jpeg, svg behind": behind(SVG),
    "jpeg, php behind": behind(PHP),
    "jpeg, short php behind": behind(b"<?= system('id') ?>"),
    "jpeg, zip behind": behind(zipped("halo.txt")),
    "jpeg, jar behind": behind(zipped("META-INF/MANIFEST.MF", "A.class")),
    "jpeg, pdf behind": behind(b"%PDF-1.7\n1 0 obj<<>>endobj"),
    "jpeg, exe behind": behind(EXE),
    "jpeg, elf behind": behind(ELF),
    "jpeg, shell behind": behind(SHELL),
    "jpeg, rar behind": behind(b"Rar!\x1a\x07\x01\0"),
    "jpeg, 7z behind": behind(b"7z\xbc\xaf\x27\x1c\0\4"),
    "jpeg, old word behind": behind(OLE),
    "jpeg, html in comment": inside(0xFE, HTML),
    "jpeg, php in comment": inside(0xFE, PHP),
    "jpeg, php in exif": inside(0xE1, EXIF + PHP),
    "jpeg, script in xmp": inside(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + HTML),
    "jpeg, html in profile": inside(0xE2, b"ICC_PROFILE\0\1\1" + HTML),
    "jpeg, php in iptc": inside(0xED, b"Photoshop 3.0\0" + PHP),
    "jpeg, pdf in comment": inside(0xFE, b"%PDF-1.4\n"),
    "jpeg, exe in app9": inside(0xE9, EXE),
    "jpeg, also script": also_script,
    "png, html behind": lambda: png(64, 48) + HTML,
    "png, zip behind": lambda: png(64, 48) + zipped("halo.txt"),
    "png, anything behind": lambda: png(64, 48) + b"\0sisa gambar lain",
    "png, html in text": lambda: png(64, 48, chunk(b"tEXt", TEXT + HTML)),
    "png, php in packed text": lambda: png(
        64, 48, chunk(b"zTXt", TEXT + b"\0" + zlib.compress(PHP))
    ),
    "png, script in long text": lambda: png(
        64, 48, chunk(b"iTXt", TEXT + b"\1\0id\0\0" + zlib.compress(HTML))
    ),
    "png, html in profile": lambda: png(64, 48, chunk(b"iCCP", TEXT + b"\0" + zlib.compress(HTML))),
    "png, exe in own chunk": lambda: png(64, 48, chunk(b"prVt", EXE)),
    "webp, html behind": lambda: webp() + HTML,
    "webp, zip behind": lambda: webp() + zipped("halo.txt"),
    "webp, php in exif": lambda: webp((b"EXIF", EXIF + PHP)),
    "webp, script in xmp": lambda: webp((b"XMP ", b"<x:xmpmeta>" + HTML)),
    "webp, html in own chunk": lambda: webp((b"JUNK", HTML)),
}
BOMBS: dict[str, Make] = {
    **{
        f"png {side}²": lambda side=side: png(side, side) for side in (9000, 13_000, 16_000, 20_000)
    },
    "png 2^31": lambda: png(8, 8).replace(
        struct.pack(">II", 8, 8), struct.pack(">II", *[2**31 - 1] * 2)
    ),
    "png 40.000.001 wide": lambda: png(40_000_001, 1),
    "jpeg 65000²": lambda: claiming(65_000, 65_000),
    "jpeg 20000²": lambda: claiming(20_000, 20_000),
    "jpeg of 5000 scans": many_scans,
    "jpeg of 500.000 segments": many_segments,
    "webp 16383²": large_webp,
    "png, bomb in profile": lambda: png(64, 48, chunk(b"iCCP", TEXT + b"\0" + BOMB)),
    "png, bomb in packed text": lambda: png(64, 48, chunk(b"zTXt", TEXT + b"\0" + BOMB)),
    "png, bomb in long text": lambda: png(64, 48, chunk(b"iTXt", TEXT + b"\1\0id\0\0" + BOMB)),
    "png of 10.000 frames": lambda: animated_png(10_000),
    "webp of 300 frames": lambda: moving("WEBP", 300),
    "gif of 2.000 frames": lambda: moving("GIF", 2000),
    "jpeg of 11 MB": lambda: jpeg() + b"\0" * 11_000_000,
}
TORN: dict[str, Make] = {
    "empty": lambda: b"",
    "jpeg, only its start": lambda: jpeg()[:3],
    "jpeg, half": lambda: jpeg()[: len(jpeg()) // 2],
    "jpeg, no pixels": lambda: jpeg()[: jpeg().index(b"\xff\xda")] + b"\xff\xd9",
    "png, half": lambda: png(640, 480)[:60],
    "png, wrong sums": wrong_sums,
    "webp, half": lambda: webp()[:50],
    "webp, longer than itself": lambda: webp()[:4] + b"\xff\xff\xff\x7f" + webp()[8:],
}
OTHERS: dict[str, Make] = {
    "gif": lambda: saved(photo(), "GIF"),
    "gif that is a jar": lambda: saved(photo(), "GIF") + zipped("META-INF/MANIFEST.MF"),
    "svg": lambda: SVG,
    "svg after its prolog": lambda: b'<?xml version="1.0"?>\n' + SVG,
    "html": lambda: HTML,
    "php": lambda: PHP,
    "exe": lambda: EXE,
    "elf": lambda: ELF,
    "shell": lambda: SHELL,
    "zip": lambda: zipped("foto.jpg"),
    "xlsx": lambda: zipped("[Content_Types].xml", "xl/workbook.xml"),
    "old word": lambda: OLE,
    "bmp": lambda: saved(photo(), "BMP"),
    "tiff": lambda: saved(photo(), "TIFF"),
    "heic": lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200),
    "film": lambda: b"\0\0\0\x18ftypisom\0\0\0\0isomavc1" + bytes(200),
    "words": lambda: io.BytesIO(b"Surat ini bukan foto. " * 50).getvalue(),
    "noise": lambda: bytes(range(256)) * 200,
}
