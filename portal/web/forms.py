"""The base of every form: our words for the library's complaints, blanks trimmed."""

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import Form, PasswordField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.meta import DefaultMeta
from wtforms.widgets import CheckboxInput, ListWidget

COMPLAINTS = {
    "This field is required.": "Isian ini wajib diisi.",
    "Not a valid choice.": "Pilih salah satu dari daftar.",
    "Not a valid choice": "Pilih salah satu dari daftar.",
    "Not a valid date value.": "Tulis tanggal seperti 23-11-2026.",
    "Not a valid integer value.": "Isi dengan angka.",
    "Invalid Choice: could not coerce.": "Pilih salah satu dari daftar.",
    "Invalid input.": "Isian ini tidak dapat dibaca.",
}


class Complaints:
    """WTForms ships no Indonesian; these are the sentences it may need from us."""

    def gettext(self, string: str) -> str:
        """Our sentence for the library's, which must be known."""
        return COMPLAINTS.get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Indonesian has no plural forms."""
        return COMPLAINTS.get(singular if n == 1 else plural, singular if n == 1 else plural)


class PortalForm(Form):
    """The base form. CSRF is guarded globally by the token of every form (web.tokens)."""

    class Meta(DefaultMeta):
        def get_translations(self, form: object) -> Complaints:
            return Complaints()

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            # Blanks around a typed text are never meant; in a password they may be.
            text = issubclass(unbound_field.field_class, StringField)
            if text and not issubclass(unbound_field.field_class, PasswordField):
                filters = list(unbound_field.kwargs.get("filters", ()))
                options = {**options, "filters": [*filters, _trim]}
            return unbound_field.bind(form=form, **options)


def _trim(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class TickListField(SelectMultipleField):
    """Several of a list, each with its own box; works without a script."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def posted_version() -> int:
    """The version of the record that the posted form shows; 0, which none has, when mangled."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Choices from (value, label) pairs."""
    return [SelectChoice(value, label) for value, label in pairs]
