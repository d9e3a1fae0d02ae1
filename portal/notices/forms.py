"""The signer's form: the own password, and the number where the Secretariat gives it."""

from typing import Any

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from portal.letters.model import GivenBy, NumberSeries
from portal.web.forms import PortalForm


class IssueForm(PortalForm):
    """Signing and numbering in one act asks who presses the button (D12)."""

    secret = PasswordField(
        "Kata sandi Anda",
        [InputRequired("Tulis kata sandi Anda untuk menandatangani.")],
        description="Diminta setiap kali menandatangani, agar hanya Anda yang dapat melakukannya.",
    )


class VoidForm(PortalForm):
    """Why the letter is void, and the own password."""

    reason = StringField(
        "Alasan membatalkan",
        [
            InputRequired("Tulis alasannya; alasan ini tercatat di buku."),
            Length(min=5, max=200, message="Tulis 5 sampai 200 huruf."),
        ],
    )
    secret = PasswordField("Kata sandi Anda", [InputRequired("Tulis kata sandi Anda.")])


class TypedIssueForm(IssueForm):
    """The same, with the number from the Secretariat's book."""

    typed = StringField(
        "Nomor dari buku Sekretariat",
        [
            InputRequired("Tulis nomor surat dari buku Sekretariat."),
            Length(max=120, message="Paling banyak 120 huruf."),
        ],
        description="Tulis lengkap seperti di buku, misalnya 460/123/DINSOS/XI/2026",
    )


def issue_form(book: NumberSeries | None, sent: Any) -> IssueForm:
    """The form for the book that numbers the letter."""
    by_hand = book is not None and book.mode == GivenBy.SEKRETARIAT
    return TypedIssueForm(sent) if by_hand else IssueForm(sent)
