"""What may be chosen for the sheet that letters are printed on."""

from typing import Any

from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from portal.settings.operations.sheet import SheetIn
from portal.web.forms import PortalForm, options

POINTS = ("10", "10.5", "11", "11.5", "12")


def _margin(label: str, least: int, most: int) -> IntegerField:
    words = f"Antara {least} dan {most} mm."
    return IntegerField(
        label, [InputRequired(words), NumberRange(least, most, message=words)], description=words
    )


class SheetForm(PortalForm):
    """Paper, font and margins, within what a letter still looks right on."""

    paper = SelectField(
        "Kertas", choices=options([("f4", "F4 (215 × 330 mm)"), ("a4", "A4 (210 × 297 mm)")])
    )
    font = SelectField("Huruf", choices=options([("sans", "Tanpa kait"), ("serif", "Berkait")]))
    font_points = SelectField(
        "Ukuran huruf", choices=options((size, size.replace(".", ",")) for size in POINTS)
    )
    top = _margin("Tepi atas (mm)", 8, 30)
    right = _margin("Tepi kanan (mm)", 10, 30)
    bottom = _margin("Tepi bawah (mm)", 18, 30)
    left = _margin("Tepi kiri (mm)", 15, 40)

    def sheet(self) -> SheetIn:
        """What was chosen, once it is valid."""
        sides = {side: self[side].data for side in ("top", "right", "bottom", "left")}
        return SheetIn(self.paper.data, self.font.data, float(self.font_points.data), **sides)


def sheet_form(sent: Any, known: SheetIn) -> SheetForm:
    """The form, filled with what is set."""
    form = SheetForm(sent, obj=known)
    if sent is None:
        form.font_points.data = f"{known.font_points:g}"
    return form
