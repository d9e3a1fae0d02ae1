"""A foreign photo or PDF told by its content and made safe; it runs only inside the sandbox (D13).

Everything it needs is loaded with it, before the sandbox shuts.
"""

import re
from base64 import b64encode
from typing import Any

from portal.documents.papers import drawn_pages
from portal.documents.photos import JPEG, PNG, WEBP, Kind, as_jpeg, rebuild_photo, thumbnail
from portal.sandbox import UnreadableError

HEIC = (
    "Foto ini HEIC dari iPhone, yang belum dapat dibaca. Setel kamera ke JPEG "
    "(Pengaturan, Kamera, Format, Paling Kompatibel), lalu foto ulang."
)
OTHER = (
    "Berkas ini {what}, bukan foto atau PDF. "
    "Unggah foto (JPEG, PNG, WEBP) atau PDF suratnya."
)  # fmt: skip
UNKNOWN = "Berkas ini bukan foto (JPEG, PNG, WEBP) atau PDF. Foto suratnya, lalu unggah foto itu."
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_OTHERS = {
    rb"GIF8[79]a": "gambar GIF",
    rb"BM.{12}[\x0c\x28\x6c\x7c]": "gambar BMP",
    rb"II\*\0|MM\0\*": "gambar TIFF",
    rb"PK(?:\x03\x04|\x05\x06)": "arsip ZIP atau dokumen Office",
    rb"\xd0\xcf\x11\xe0": "dokumen Office",
    rb"Rar!|7z\xbc\xaf|\x1f\x8b": "arsip",
    rb"MZ|\x7fELF|#!": "program",
    rb"\s*(?:<\?xml.*?)?<svg": "gambar SVG",
    rb"\s*<(?:!doctype|html|script|head|body|\?php)": "halaman web atau skrip",
}


def rebuild(body: bytes) -> dict[str, Any]:
    """{kind, pages and thumb as base64 JPEG, width, height of the first page}.

    Raises UnreadableError with a sentence that tells the sender what to do.
    """
    if body.startswith(b"%PDF-"):
        return _answer("pdf", drawn_pages(body))
    return _answer("foto", iter((rebuild_photo(body, _kind(body)),)))


def _answer(kind: str, pictures: Any) -> dict[str, Any]:
    """One page is in memory at a time."""
    first = next(pictures)
    pages = [as_jpeg(first), *map(as_jpeg, pictures)]
    return {
        "kind": kind,
        "pages": [b64encode(page).decode() for page in pages],
        "thumb": b64encode(thumbnail(first)).decode(),
        "width": first.width,
        "height": first.height,
    }


def _kind(body: bytes) -> Kind:
    if body.startswith(b"\xff\xd8\xff"):
        return JPEG
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return WEBP
    if body[4:8] == b"ftyp" and body[8:12] in _HEIC_BRANDS:
        raise UnreadableError(HEIC)
    head = body[:2000]
    for sign, what in _OTHERS.items():
        if re.match(sign, head, re.IGNORECASE | re.DOTALL):
            raise UnreadableError(OTHER.format(what=what))
    raise UnreadableError(UNKNOWN)
