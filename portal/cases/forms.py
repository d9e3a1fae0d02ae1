"""The application number a citizen types, and what is said of a wrong one before any look-up."""

from typing import Any

from wtforms import StringField
from wtforms.validators import ValidationError

from portal.cases.receipt import LENGTH, is_number, typed
from portal.web.forms import PortalForm
from portal.web.tongue import tongue


class NumberForm(PortalForm):
    """The application number; spoken in the language of the page."""

    nomor = StringField()

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.nomor.label.text = tongue().say("Nomor tanda terima")

    def validate_nomor(self, field: StringField) -> None:
        """Length and check digit: a slip of the finger is answered at once."""
        number, say = self.number, tongue().say
        if not number:
            raise ValidationError(say("Isi nomor tanda terima."))
        if not (number.isascii() and number.isdigit()):
            raise ValidationError(say("Nomor hanya berisi angka, {n} angka.", n=LENGTH))
        if len(number) != LENGTH:
            wrong = "Nomor harus {n} angka. Yang diisi {isi} angka."
            raise ValidationError(say(wrong, n=LENGTH, isi=len(number)))
        if not is_number(number):
            slip = "Ada angka yang salah ketik. Periksa lagi {n} angka di tanda terima."
            raise ValidationError(say(slip, n=LENGTH))

    @property
    def number(self) -> str:
        """The digits alone."""
        return typed(self.nomor.data or "")
