"""The sheet an office prints on: paper, margins, font, and how close its lines stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PAPERS: Mapping[str, tuple[int, int]] = {"f4": (215, 330), "a4": (210, 297)}  # mm
FONTS: Mapping[str, str] = {"sans": "Surat Sans", "serif": "Surat Serif"}
MARGINS: Mapping[str, int] = {"top": 12, "right": 20, "bottom": 18, "left": 25}  # mm
NORMAL, CLOSE = 0, 1  # a letter that does not fit on one page is tried once more, closer
SMALLEST = 9.0  # points; nothing of a letter's body is set smaller
ANNEX_SIDE = 20  # mm left and right of the annex, which lies on its side


@dataclass(frozen=True)
class Sheet:
    """Sizes in millimetres, letters in points; `gap` multiplies the space between parts."""

    width: int
    height: int
    top: float
    right: float
    bottom: float
    left: float
    family: str
    face: str
    points: float
    gap: float
    signing: float  # room for the signature and the rubber stamp

    @property
    def body(self) -> float:
        """The width of a line of text."""
        return self.width - self.left - self.right

    @property
    def annex(self) -> float:
        """The width of the annex's table."""
        return self.height - 2 * ANNEX_SIDE


def sheet_of(office: Mapping[str, Any], density: int = NORMAL) -> Sheet:
    """The sheet of a payload's office. One frozen before there was a choice is A4, sans, 11."""
    width, height = PAPERS[office.get("paper", "a4")]
    font = office.get("font", "sans")
    margins = {**MARGINS, **office.get("margins", {})}
    points = float(office.get("font_points", 11))
    return Sheet(
        width=width,
        height=height,
        top=margins["top"],
        right=margins["right"],
        bottom=max(margins["bottom"], MARGINS["bottom"]),  # the footer stands there
        left=margins["left"],
        family=FONTS[font],
        face=f"surat-{font}",
        points=points if density == NORMAL else max(SMALLEST, points - 1),
        gap=1.0 if density == NORMAL else 0.6,
        signing=16 if density == NORMAL else 15,
    )
