"""What may be typed to sign in."""

from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired

from portal.web.forms import PortalForm


class SignInForm(PortalForm):
    """Account name and password."""

    username = StringField("Nama akun", [DataRequired("Tulis nama akun Anda.")])
    password = PasswordField("Kata sandi", [InputRequired("Tulis kata sandi Anda.")])
