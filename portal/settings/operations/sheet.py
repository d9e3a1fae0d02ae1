"""The sheet that an office prints its letters on."""

from dataclasses import asdict, dataclass
from typing import Any

from portal.db import write
from portal.offices.model import Office
from portal.people.officer import Officer
from portal.settings.operations.change import Change, ChangedError


@dataclass(frozen=True)
class SheetIn:
    """Paper, font with its size in points, and the margins in millimetres."""

    paper: str
    font: str
    font_points: float
    top: int
    right: int
    bottom: int
    left: int

    @property
    def mark(self) -> str:
        """What the sheet is, in one word, to notice that someone else changed it."""
        return "-".join(str(value) for value in asdict(self).values())


def sheet_of(office: Office) -> SheetIn:
    """The sheet as it is set."""
    margins: dict[str, Any] = office.margins
    sides = {side: int(margins[side]) for side in ("top", "right", "bottom", "left")}
    return SheetIn(office.paper, office.font, float(office.font_points), **sides)


def set_sheet(officer: Officer, sheet: SheetIn, *, seen: str, key: str) -> None:
    """Set the sheet for letters from now on; issued ones keep theirs. Raises ChangedError."""
    change = Change(officer, key)
    with write() as session:
        if change.done_before(session):
            return
        office = session.get_one(Office, change.office_id)
        before = sheet_of(office)
        if before.mark != seen:
            raise ChangedError
        office.paper, office.font, office.font_points = sheet.paper, sheet.font, sheet.font_points
        office.margins = {side: getattr(sheet, side) for side in ("top", "right", "bottom", "left")}
        details = {"semula": asdict(before), "menjadi": asdict(sheet)}
        change.write_down(session, "lembar_surat", "Lembar surat disimpan.", details)
