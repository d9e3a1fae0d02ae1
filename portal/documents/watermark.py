"""For what and for whom a picture is shown, drawn across it, and copies made of such pictures.

Only pictures that the portal made itself are opened here, so it needs no sandbox.
"""

import io
import math
from dataclasses import dataclass
from datetime import date
from functools import cache

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont
from PIL.JpegImagePlugin import JpegImageFile

from portal import dates
from portal.config import HOUSE

QUALITY = 74
GLIMPSE = 56  # pixels: of a card that fills the picture, a digit of the NIK is narrower than two
ANGLE = 28  # degrees, rising
SHARE = 54  # the letters are this part of the longer side high
DARK, LIGHT = (16, 32, 80), (255, 255, 255)
DARK_PART, LIGHT_PART = 84, 60  # of 255: to be read, and to be read through
A4 = (595.28, 841.89)  # points
MARGIN, FOOT = 28.0, 30.0
_FONT = HOUSE / "static" / "font" / "pdf" / "surat-sans-regular.ttf"
_REPORT_FONT = "SalinanSans"


@dataclass(frozen=True)
class Mark:
    """What a watermark says."""

    office: str
    purpose: str
    number: str
    viewer: str
    on: date

    @property
    def lines(self) -> tuple[str, str]:
        """It repeats, so it may take two lines each time."""
        return (
            f"{self.office} · {self.purpose}",
            f"{self.number} · {self.viewer} · {dates.short_date(self.on)}",
        )


def marked(body: bytes, mark: Mark) -> bytes:
    """Our own JPEG with the mark across all of it."""
    picture = JpegImageFile(io.BytesIO(body)).convert("RGB")
    text, rim, flat = _tile("\n".join(mark.lines), max(11, max(picture.size) // SHARE))
    for place in _places(picture.size, text.size, flat):
        picture.paste(LIGHT, place, rim)
        picture.paste(DARK, place, text)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def glimpse(body: bytes) -> bytes:
    """Our own JPEG so small that a card is known by its looks, but nothing on it can be read.

    It is shown in lists, without a mark and without being recorded.
    """
    picture = JpegImageFile(io.BytesIO(body)).convert("RGB")
    picture.thumbnail((GLIMPSE, GLIMPSE), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def copies(pages: list[bytes], mark: Mark, title: str) -> bytes:
    """A PDF of marked pages on A4, each with the purpose and the date as words at its foot."""
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - slow to load, seldom needed
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    if _REPORT_FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(_REPORT_FONT, str(_FONT)))
    out = io.BytesIO()
    paper = Canvas(out, pagesize=A4, lang="id")
    paper.setTitle(title)
    paper.setAuthor(mark.office)
    for page, body in enumerate(pages, 1):
        picture = ImageReader(io.BytesIO(marked(body, mark)))
        wide, high = picture.getSize()
        room = (A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN - FOOT)
        share = min(room[0] / wide, room[1] / high)
        wide, high = wide * share, high * share
        paper.drawImage(picture, (A4[0] - wide) / 2, A4[1] - MARGIN - high, wide, high)
        paper.setFont(_REPORT_FONT, 8)
        words = f"Salinan untuk {mark.purpose}, {dates.long_date(mark.on)}. Bukan untuk keperluan"
        paper.drawString(MARGIN, MARGIN + 10, f"{words} lain.")
        paper.drawString(MARGIN, MARGIN, f"{mark.lines[1]} · halaman {page} dari {len(pages)}")
        paper.showPage()
    paper.save()
    return out.getvalue()


def _tile(words: str, size: int) -> tuple[Image.Image, Image.Image, tuple[int, int]]:
    """The slanted words as two masks, and how large they are when they lie flat.

    The second is a rim that keeps the letters off dark grounds.
    """
    font, rim = _font(size), max(1, size // 12)
    drawing = ImageDraw.Draw(Image.new("L", (1, 1)))
    box = drawing.multiline_textbbox((0, 0), words, font, align="center", stroke_width=rim)
    flat = (int(box[2] - box[0]) + 2, int(box[3] - box[1]) + 2)
    at = (1 - box[0], 1 - box[1])
    masks = []
    for part, stroke in ((DARK_PART, 0), (LIGHT_PART, rim)):
        mask = Image.new("L", flat)
        ImageDraw.Draw(mask).multiline_text(
            at, words, part, font, align="center", stroke_width=stroke
        )
        masks.append(mask.rotate(ANGLE, Image.Resampling.BILINEAR, expand=True))
    return masks[0], masks[1], flat


def _places(
    picture: tuple[int, int], tile: tuple[int, int], flat: tuple[int, int]
) -> list[tuple[int, int]]:
    """Rows of slanted words over the whole picture, every other one shifted by half."""
    slant = math.radians(ANGLE)
    along, across = flat[0] * 1.12, flat[1] * 3
    reach = math.hypot(*picture) / 2
    rows, turns = math.ceil(reach / across), math.ceil(reach / along) + 1
    places = []
    for row in range(-rows, rows + 1):
        for turn in range(-turns, turns + 1):
            far, down = (turn + row % 2 / 2) * along, row * across
            x = picture[0] / 2 + far * math.cos(slant) + down * math.sin(slant) - tile[0] / 2
            y = picture[1] / 2 - far * math.sin(slant) + down * math.cos(slant) - tile[1] / 2
            if -tile[0] < x < picture[0] and -tile[1] < y < picture[1]:
                places.append((round(x), round(y)))
    return places


@cache
def _font(size: int) -> FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)
