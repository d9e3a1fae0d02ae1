"""What a copy may be made for."""

from typing import Any

from wtforms import SelectField

from portal.web.forms import PortalForm, options

PURPOSES = {
    "pemeriksaan": "pemeriksaan berkas",
    "bpjs": "BPJS Kesehatan",
    "arsip": "arsip",
    "auditor": "pemeriksa atau auditor",
}


class CopyForm(PortalForm):
    """A copy always says for what it was made (security group UP)."""

    purpose = SelectField(
        "Untuk keperluan",
        description="Keperluan, nama Anda, dan tanggal hari ini tercetak di setiap halaman.",
    )

    @property
    def words(self) -> str:
        """The purpose as the copy says it."""
        return PURPOSES[self.purpose.data]


def copy_form(sent: Any = None) -> CopyForm:
    """The form, empty or as sent."""
    form = CopyForm(sent)
    form.purpose.choices = options(
        [
            ("", "Pilih…"),
            *((code, words[0].upper() + words[1:]) for code, words in PURPOSES.items()),
        ]
    )
    return form
