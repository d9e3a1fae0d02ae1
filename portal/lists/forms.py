"""What may be sent as a list: a file or pasted rows, for one service."""

from collections.abc import Iterable
from typing import Any

from wtforms import FileField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.lists.operations import Upload
from portal.sop.table import Sop
from portal.web.forms import PortalForm, options
from portal.web.tables import sent_table


class ListForm(PortalForm):
    """The table of a meeting."""

    sop = SelectField("Layanan", [InputRequired("Pilih layanan.")])
    emergency_reason = TextAreaField(
        "Alasan darurat",
        [Length(max=300, message="Paling banyak 300 huruf.")],
    )
    file = FileField("Berkas XLSX atau CSV", description="Paling besar 5 MB dan 20.000 baris.")
    pasted = TextAreaField(
        "Atau tempel barisnya di sini",
        description="Salin dari Excel bersama baris judulnya, lalu tempel.",
    )

    def upload(self, sop: Sop) -> Upload | None:
        """The table that was sent; None with the reason in the form."""
        table = sent_table(self.file, self.pasted)
        if not self._has_reason(sop) or table is None:
            return None
        return Upload(*table, self.emergency_reason.data if sop.emergency else "")

    def _has_reason(self, sop: Sop) -> bool:
        """One for the whole list, where the service is for emergencies only."""
        if sop.emergency and not self.emergency_reason.data:
            self.emergency_reason.errors = ["Tulis alasan darurat untuk semua orang di daftar ini."]
            return False
        return True


def list_form(sent: Any, sops: Iterable[Sop]) -> ListForm:
    """The form with the services of the village's office."""
    form, sops = ListForm(sent), list(sops)
    form.sop.choices = options([("", "Pilih"), *((sop.id, sop.short_name) for sop in sops)])
    urgent = ", ".join(sop.short_name for sop in sops if sop.emergency)
    if urgent:
        form.emergency_reason.description = f"Hanya untuk {urgent}."
    else:
        del form.emergency_reason
    return form
