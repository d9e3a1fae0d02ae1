"""A foreign photo rebuilt from its pixels alone; it runs only inside the sandbox (D13)."""

import io
from collections.abc import Callable, Iterator
from math import ceil
from typing import NamedTuple

from PIL import Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from portal.documents import containers
from portal.documents.smuggled import smuggled
from portal.sandbox import UnreadableError

LONGEST = 1600  # pixels; a letter photographed whole can be read at this size
THUMB = 240
MOST_PIXELS = 40_000_000
QUALITIES = (82, 60, 40, 20)  # the first that is light enough is taken
MOST_PAGE = 800_000  # bytes; twenty such pages fit into one answer of the sandbox
TOO_LARGE = "Gambar ini lebih dari 40 megapiksel. Foto ulang dengan ukuran biasa, lalu unggah lagi."
HIDDEN = (
    "Di dalam foto ini tersembunyi {what}, jadi berkasnya ditolak. "
    "Foto ulang suratnya, lalu unggah foto baru itu."
)
_STRIP = 128  # rows of the smaller picture made at once
_TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
_ORIENTATION = 0x0112


class Kind(NamedTuple):
    """One kind of photo: who reads it, and what there is in it besides pixels."""

    reader: Callable[[io.BytesIO], ImageFile.ImageFile]
    parts: Callable[[bytes], Iterator[bytes]]


# Never Image.open: it would ask every reader it knows, and take a photo apart into frames.
JPEG = Kind(JpegImageFile, containers.parts_of_jpeg)
PNG = Kind(PngImageFile, containers.parts_of_png)
WEBP = Kind(WebPImageFile, containers.parts_of_webp)

Image.preinit()  # what saving would load later
Image.MAX_IMAGE_PIXELS = None  # our own limit is checked from the head, in our own words


def rebuild_photo(body: bytes, kind: Kind) -> Image.Image:
    """The photo upright, small, in RGB on white, and nothing else of the file.

    Raises UnreadableError with a sentence for the person who sent it.
    """
    if what := smuggled(b"\n".join(kind.parts(body))):
        raise UnreadableError(HIDDEN.format(what=what))
    try:
        picture = kind.reader(io.BytesIO(body))
        if picture.width * picture.height > MOST_PIXELS:
            raise UnreadableError(TOO_LARGE)
        turn = _orientation(picture)
        share = LONGEST / max(picture.size)
        picture.draft("RGB", (ceil(picture.width * share), ceil(picture.height * share)))
        picture.load()
    except (OSError, SyntaxError, ValueError, EOFError):  # what Pillow says of a broken one
        raise UnreadableError(containers.BROKEN) from None
    small = _small(picture)
    for way in _TURNS.get(turn, ()):
        small = small.transpose(way)
    return small


def as_jpeg(picture: Image.Image) -> bytes:
    """The pixels as a JPEG with no words in it, no heavier than a page may be."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    body = b""
    for quality in QUALITIES:
        out = io.BytesIO()
        bare.save(out, "JPEG", quality=quality, optimize=True)
        body = out.getvalue()
        if len(body) <= MOST_PAGE:
            break
    return body


def thumbnail(picture: Image.Image) -> bytes:
    """A small JPEG of it for lists."""
    small = picture.copy()
    small.thumbnail((THUMB, THUMB), Image.Resampling.LANCZOS)
    return as_jpeg(small)


def _orientation(picture: ImageFile.ImageFile) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError):
        return 1  # words that nobody can read turn nothing


def _small(picture: Image.Image) -> Image.Image:
    """At most LONGEST a side. A large one is done in strips, or three copies would be needed."""
    step = max(1, max(picture.size) // LONGEST)
    wide, high = ceil(picture.width / step), ceil(picture.height / step)
    small = Image.new("RGB", (wide, high), "white")
    for top in range(0, high, _STRIP):
        below = min(picture.height, (top + _STRIP) * step)
        strip = _on_white(picture.crop((0, top * step, picture.width, below)))
        small.paste(strip.reduce(step) if step > 1 else strip, (0, top))
    small.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return small


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):  # 16 bits of grey, which convert() would cut off
        picture = picture.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white
