"""The code that stands on a letter, and what is said of a slip before anything is looked up."""

from wtforms import StringField
from wtforms.validators import DataRequired, ValidationError

from portal.letters.code import LENGTH, is_code, strange_symbols, typed
from portal.web.forms import PortalForm


class CheckForm(PortalForm):
    """The verification code."""

    kode = StringField("Kode periksa", [DataRequired("Isi kode periksa yang tercetak pada surat.")])

    def validate_kode(self, field: StringField) -> None:
        """Symbols, length and check symbol: a slip of the finger is answered at once."""
        code = typed(field.data or "")
        if strange := strange_symbols(code):
            raise ValidationError(
                f"Kode tidak pernah memuat “{strange[0]}”. Periksa lagi: angka 0 dan 1 serta "
                "huruf A, E, I, O, U tidak dipakai."
            )
        if len(code) != LENGTH:
            raise ValidationError(f"Kode harus {LENGTH} huruf dan angka. Yang diisi {len(code)}.")
        if not is_code(code):
            raise ValidationError(
                "Ada huruf atau angka yang salah ketik. Periksa lagi kode pada suratnya."
            )
