"""A foreign PDF looked through and drawn page by page; it runs only inside the sandbox (D13).

Its bytes are kept as they came, for a signature may stand on them (e-meterai); so whatever in it
could do something, rather than show something, is a reason to refuse it (UP-08).
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
from PIL import Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from portal.documents.photos import LONGEST
from portal.documents.smuggled import smuggled
from portal.sandbox import UnreadableError

MOST_PAGES = 20
MOST_OBJECTS = 60_000
MOST_SCALE = 4.0  # a receipt is not blown up to the size of a letter
BROKEN = (
    "PDF ini rusak atau terpotong. Simpan ulang menjadi PDF baru, "
    "atau foto lembarnya, lalu unggah lagi."
)
LOCKED = (
    "PDF ini dikunci kata sandi. Simpan ulang tanpa kata sandi, "
    "atau foto lembarnya, lalu unggah lagi."
)
LONG = "PDF ini lebih dari 20 halaman. Unggah halaman yang diminta saja."
ACTIVE = (
    "PDF ini berisi {what}, jadi ditolak. Cetak ulang menjadi PDF biasa, "
    "atau foto lembarnya, lalu unggah lagi."
)
HIDDEN = (
    "Di dalam PDF ini tersembunyi {what}, jadi berkasnya ditolak. "
    "Foto lembarnya, lalu unggah foto itu."
)
INTRICATE = "Susunan PDF ini terlalu rumit. Foto lembarnya, lalu unggah foto itu."
_SCRIPT, _OTHER, _MEDIA, _SENDS, _OPENS = (
    "skrip", "lampiran berkas lain", "media yang dapat dijalankan",
    "formulir yang mengirim data", "perintah membuka berkas lain",
)  # fmt: skip
_KEYS = {
    "/JS": _SCRIPT, "/JavaScript": _SCRIPT, "/AA": _SCRIPT, "/XFA": _SENDS,
    "/EmbeddedFiles": _OTHER, "/EF": _OTHER, "/RichMedia": _MEDIA,
}  # fmt: skip
_VALUES = {
    "/JavaScript": _SCRIPT, "/Launch": _OPENS, "/GoToR": _OPENS, "/GoToE": _OPENS,
    "/EmbeddedFile": _OTHER, "/FileAttachment": _OTHER, "/RichMedia": _MEDIA,
    "/Rendition": _MEDIA, "/Movie": _MEDIA, "/Sound": _MEDIA, "/3D": _MEDIA, "/Screen": _MEDIA,
    "/SubmitForm": _SENDS, "/ImportData": _SENDS,
}  # fmt: skip
# Names too long to stand in coded pixels by chance, wherever they are hidden.
_RAW = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)\b")
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
# A font or picture may be called AA or JS by the program that made the file.
_DRAWN = ("/Font", "/XObject", "/ExtGState", "/Pattern")


def drawn_pages(body: bytes) -> Iterator[Image.Image]:
    """Every page as a picture. Raises UnreadableError with a sentence for the sender."""
    if what := smuggled(body, in_pdf=True):
        raise UnreadableError(HIDDEN.format(what=what))
    _refuse_raw(body)
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(LOCKED if "password" in str(error) else BROKEN) from None
    if len(document) > MOST_PAGES:
        raise UnreadableError(LONG)
    if not len(document):
        raise UnreadableError(BROKEN)
    try:
        _look_through(PdfReader(io.BytesIO(body)))
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, EOFError):
        raise UnreadableError(BROKEN) from None
    return _drawn(document)


def _drawn(document: pypdfium2.PdfDocument) -> Iterator[Image.Image]:
    document.init_forms()  # or the stamp of a signature would not be drawn
    for number in range(len(document)):
        page = document[number]
        scale = min(MOST_SCALE, LONGEST / max(1.0, *page.get_size()))
        picture = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
        picture.thumbnail((LONGEST, LONGEST))
        page.close()
        yield picture


def _refuse_raw(body: bytes) -> None:
    named = _RAW.search(_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), body))
    if named:
        name = named[0].decode()
        raise UnreadableError(ACTIVE.format(what=_VALUES.get(name) or _KEYS[name]))


def _look_through(reader: PdfReader) -> None:
    """Every object, also those that nothing points to."""
    if reader.is_encrypted:
        raise UnreadableError(LOCKED)
    if len(reader.pages) > MOST_PAGES:
        raise UnreadableError(LONG)
    todo: list[Any] = [reader.trailer]
    for generation, numbers in reader.xref.items():
        todo.extend(IndirectObject(number, generation, reader) for number in numbers)
    todo.extend(IndirectObject(number, 0, reader) for number in reader.xref_objStm)
    seen: set[tuple[int, int]] = set()
    while todo:
        found = todo.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
        found = _resolved(found)
        if len(todo) + len(seen) > MOST_OBJECTS:
            raise UnreadableError(INTRICATE)
        if isinstance(found, DictionaryObject):
            _refuse_active(found)
            todo.extend(found.values())
        elif isinstance(found, ArrayObject):
            todo.extend(found)


def _resolved(found: Any) -> Any:
    if not isinstance(found, IndirectObject):
        return found
    try:
        return found.get_object()
    except PyPdfError:
        return None  # a place in the table where nothing stands


def _refuse_active(entry: DictionaryObject) -> None:
    for key, value in entry.items():
        what = _KEYS.get(str(key), "")
        if what and not _is_drawn(value):
            raise UnreadableError(ACTIVE.format(what=what))
        if key in ("/S", "/Type", "/Subtype") and (what := _VALUES.get(str(_resolved(value)), "")):
            raise UnreadableError(ACTIVE.format(what=what))
    _refuse_opening(_resolved(entry.get("/OpenAction")))


def _refuse_opening(action: Any) -> None:
    """To open at a certain page is ordinary; to do anything else is not."""
    if isinstance(action, DictionaryObject) and _resolved(action.get("/S")) != "/GoTo":
        raise UnreadableError(ACTIVE.format(what=_SCRIPT))


def _is_drawn(value: Any) -> bool:
    thing = _resolved(value)
    if isinstance(thing, StreamObject):
        return thing.get("/Type") in _DRAWN or thing.get("/Subtype") in ("/Image", "/Form")
    return isinstance(thing, DictionaryObject) and thing.get("/Type") in _DRAWN
