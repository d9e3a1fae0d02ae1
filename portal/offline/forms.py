"""The few fields of these pages that are forms."""

from wtforms import FileField, PasswordField, StringField
from wtforms.validators import Length

from portal.web.forms import PortalForm


class PrepareForm(PortalForm):
    """Making a laptop ready, or asking for its key again."""

    secret = PasswordField("Kata sandi Anda")
    label = StringField("Nama laptop ini", [Length(max=60)])
    device = StringField("Perangkat")


class PackageForm(PortalForm):
    """A package brought as a file."""

    file = FileField("Berkas paket", description="Namanya berakhir dengan .paket")
