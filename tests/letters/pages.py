"""A printed PDF as a reader sees it: its words, and where on the sheet each of them stands."""

import re
from dataclasses import dataclass

import pypdfium2
import zxingcpp

POINT = 25.4 / 72  # mm
Box = tuple[float, float, float, float]  # left, bottom, right, top in mm from the lower left


@dataclass(frozen=True)
class Page:
    """One page: its size in mm, its text, and the boxes of its runs of text."""

    width: float
    height: float
    text: str
    runs: tuple[tuple[Box, str], ...]


def pages_of(pdf: bytes) -> list[Page]:
    """Every page of a PDF."""
    return [_page(page) for page in pypdfium2.PdfDocument(pdf)]


def codes_in(pdf: bytes, page: int = 0) -> list[str]:
    """The QR codes that a scanner finds on a page printed at 200 dpi."""
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=200 / 72).to_pil()
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def plain(text: str) -> str:
    """Text without what a line break changes: blanks and hyphens."""
    return re.sub(r"[\s\ufffe\x02\-]+", "", text)


def overlaps(page: Page) -> list[tuple[str, str]]:
    """Pairs of runs that are printed over each other by more than a hair."""
    found = []
    for place, (one, said) in enumerate(page.runs):
        for other, words in page.runs[place + 1 :]:
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            if wide > 0.3 and high > 0.3:
                found.append((said, words))
    return found


def outside(page: Page, left: float, right: float, top: float) -> list[str]:
    """The runs that leave the margins; below the text stands the footer, 5 mm from the edge."""
    return [
        said
        for (x0, y0, x1, y1), said in page.runs
        if x0 < left - 0.5
        or x1 > page.width - right + 0.5
        or y1 > page.height - top + 0.5
        or y0 < 5
    ]


def lines_above(page: Page, words: str) -> int:
    """How many lines of text stand above the first run that begins with these words."""
    (_, _, _, top) = next(box for box, said in page.runs if plain(said).startswith(plain(words)))
    return len({round(box[1]) for box, _ in page.runs if box[1] > top - 0.5})


def _page(page: pypdfium2.PdfPage) -> Page:
    text = page.get_textpage()
    boxes = [text.get_rect(index) for index in range(text.count_rects())]
    runs = tuple(
        (
            (box[0] * POINT, box[1] * POINT, box[2] * POINT, box[3] * POINT),
            text.get_text_bounded(*box).strip(),
        )
        for box in boxes
    )
    width, height = page.get_size()
    return Page(width * POINT, height * POINT, text.get_text_range(), runs)
