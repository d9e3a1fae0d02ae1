"""A file that somebody sends, made safe before anything of it is kept (UP-01..UP-10, UP-15)."""

import re
import unicodedata
from base64 import b64decode
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from portal.documents.antivirus import refuse_infected
from portal.documents.refusal import RefusedFileError
from portal.sandbox import CrowdedError, TooHeavyError, UnreadableError, run_limited

__all__ = ["MOST_BYTES", "RefusedFileError", "SafeDocument", "make_safe", "shown_name"]

MOST_BYTES = 10 * 1024 * 1024  # a phone without JavaScript sends its photo whole
SECONDS = 8
MEGABYTES = 512
LONGEST_NAME = 80
EMPTY = "Berkas ini kosong. Pilih lagi foto atau PDF suratnya."
LARGE = "Berkas ini lebih dari 10 MB. Foto ulang dengan ukuran lebih kecil, lalu unggah lagi."
BROKEN = "Berkas ini rusak atau terpotong. Foto ulang suratnya, lalu unggah foto baru itu."
HEAVY = "Berkas ini terlalu berat untuk dibuka. Foto lembarnya satu per satu, lalu unggah fotonya."
BAD_NAME = (
    "Nama berkas ini tidak wajar, jadi ditolak. "
    "Ganti namanya dengan huruf dan angka saja, lalu unggah lagi."
)
_READER = "portal.documents.foreign:rebuild"
_RUNS = (
    r"php\d?|phtml|phar|exe|scr|bat|cmd|hta|jar|jspx?|aspx?|html?|xhtml|svg|msi|lnk|apk|vbs"
)  # fmt: skip
_LAST = r"js|ps1|sh|py|pl|cgi|dll"
_PROGRAM = re.compile(
    rf"\.(?:{_RUNS})(?=[.:;])|\.(?:{_RUNS}|{_LAST})$|\.(?:jpe?g|png|webp|pdf)\.com$"
)
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)\d)(?=$|[.:])", re.IGNORECASE)


@dataclass(frozen=True)
class SafeDocument:
    """A photo or PDF as the portal keeps it; the pages and the thumb are JPEG of our own making."""

    kind: Literal["foto", "pdf"]
    pages: tuple[bytes, ...]
    thumb: bytes
    original: bytes | None  # only of a PDF: a signature may stand on its very bytes
    width: int  # of the first page
    height: int


def make_safe(body: bytes, *, name: str = "", antivirus: str = "") -> SafeDocument:
    """The file rebuilt from what can be seen of it, by a child that can reach nothing.

    Raises RefusedFileError with a sentence for the sender.
    """
    if not body:
        raise RefusedFileError(EMPTY)
    if len(body) > MOST_BYTES:
        raise RefusedFileError(LARGE)
    _refuse_name(name)
    refuse_infected(body, antivirus)
    try:
        made = run_limited(_READER, body, seconds=SECONDS, megabytes=MEGABYTES)
    except UnreadableError as refusal:
        raise RefusedFileError(str(refusal) or BROKEN) from None
    except CrowdedError as crowded:
        raise RefusedFileError(str(crowded)) from None
    except TooHeavyError:
        raise RefusedFileError(HEAVY) from None
    return SafeDocument(
        kind=made["kind"],
        pages=tuple(b64decode(page) for page in made["pages"]),
        thumb=b64decode(made["thumb"]),
        original=body if made["kind"] == "pdf" else None,
        width=made["width"],
        height=made["height"],
    )


def shown_name(name: str) -> str:
    """The name to show beside the file, never to open anything by (UP-07)."""
    text = unicodedata.normalize("NFKC", name.encode("utf-8", "ignore").decode())
    text = re.split(r"[/\\]", text)[-1]
    # Signs that move or hide letters have categories of their own (C*).
    text = "".join(
        " " if letter.isspace() else letter
        for letter in text
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    text = " ".join(re.sub(r"[<>:\"|?*]", "-", text).split()).strip(". ")
    if _DEVICE.match(text):
        text = f"berkas-{text}"
    if len(text) > LONGEST_NAME:
        stem, dot, ending = text.rpartition(".")
        kept = f"…{dot}{ending}" if dot and len(ending) <= 5 else "…"
        text = (stem if dot else text)[: LONGEST_NAME - len(kept)] + kept
    return text or "berkas"


def _refuse_name(name: str) -> None:
    """A name made to climb out of a folder, or to be run, tells what its sender wants."""
    text = unicodedata.normalize("NFKC", unquote(unquote(name))).lower().rstrip(". ")
    climbs = re.search(r"\.\.\s*[/\\]", text)
    if "\0" in text or climbs or _PROGRAM.search(text.removesuffix("::$data")):
        raise RefusedFileError(BAD_NAME)
