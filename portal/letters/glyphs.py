"""Which characters the letters' own fonts can draw: a name must never lose one on paper."""

import unicodedata
from functools import cache
from pathlib import Path

FONT_DIR = Path(__file__).parents[2] / "static" / "font" / "pdf"
FAMILIES = ("sans", "serif")
FACES = ("regular", "bold", "italic")
WHITE_SPACE = frozenset(" \n\t\xa0")


def undrawable(text: str) -> list[str]:
    """The characters that would come out as a box or not at all, each once, in order."""
    # Letters are printed in composed form, so that an accent sits where its font puts it.
    composed = unicodedata.normalize("NFC", text)
    return [char for char in dict.fromkeys(composed) if char not in _drawable()]


@cache
def _drawable() -> frozenset[str]:
    # Imported late: a page that checks no text should not wait for the PDF machinery.
    from reportlab.pdfbase.ttfonts import TTFontFile  # noqa: PLC0415

    # Every family must draw it: an office that changes its font must not lose old names.
    fonts = [
        TTFontFile(str(FONT_DIR / f"surat-{family}-{face}.ttf"))
        for family in FAMILIES
        for face in FACES
    ]
    codes = set.intersection(*(set(font.charToGlyph) for font in fonts))
    return WHITE_SPACE | {chr(code) for code in codes if chr(code).isprintable()}
