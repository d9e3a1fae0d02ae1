"""With which templates and fonts a letter was set: their digests are frozen into its payload."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from portal.config import HOUSE
from portal.letters.glyphs import FONT_DIR

TEMPLATES = HOUSE / "templates" / "letters"


@cache
def edition() -> dict[str, str]:
    """SHA-256, in hex, of the letter templates and of the fonts, each over all files by name."""
    return {
        "templates": _digest(TEMPLATES.glob("*.html")),
        "fonts": _digest(FONT_DIR.glob("*.ttf")),
    }


def _digest(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
