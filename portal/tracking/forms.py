"""The number a citizen types, and what is said of a wrong one before anything is looked up."""

from wtforms import StringField
from wtforms.validators import DataRequired, ValidationError

from portal.cases.receipt import LENGTH, is_number, typed
from portal.web.forms import PortalForm


class LookUpForm(PortalForm):
    """The application number."""

    nomor = StringField("Nomor tanda terima", [DataRequired("Isi nomor tanda terima.")])

    def validate_nomor(self, field: StringField) -> None:
        """Length and check digit: a slip of the finger is answered at once."""
        number = typed(field.data or "")
        if not (number.isascii() and number.isdigit()):
            raise ValidationError(f"Nomor hanya berisi angka, {LENGTH} angka.")
        if len(number) != LENGTH:
            raise ValidationError(f"Nomor harus {LENGTH} angka. Yang diisi {len(number)} angka.")
        if not is_number(number):
            raise ValidationError(
                f"Ada angka yang salah ketik. Periksa lagi {LENGTH} angka di tanda terima."
            )
