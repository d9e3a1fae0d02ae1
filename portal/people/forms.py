"""What may be typed to sign in."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from portal.web.forms import PortalForm


class SignInForm(PortalForm):
    """Account name and password."""

    username = StringField("Nama akun", [InputRequired("Tulis nama akun Anda.")])
    password = PasswordField("Kata sandi", [InputRequired("Tulis kata sandi Anda.")])
