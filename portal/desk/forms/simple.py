"""The short forms: letter, routing, hand-over."""

from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.cases.model import Case
from portal.desk.forms.base import DayField, WorkForm, class_of, earlier_than
from portal.desk.work.handing import Cards, Receiving, Sending
from portal.desk.work.letter import Drafting, Reading, Stamping
from portal.desk.work.routing import INSTRUCTIONS, URGENCIES, Disposing, Passing
from portal.identity.name import MESSAGES, read_name
from portal.web.forms import TickListField, options

RELATIONS = (
    "Yang bersangkutan", "Suami", "Istri", "Anak", "Orang tua", "Saudara", "Wali", "Kuasa",
    "Perangkat nagari/kelurahan",
)  # fmt: skip


class DraftForm(WorkForm):
    """The letter writes itself; the drafter may add a sentence."""

    remark = TextAreaField(
        "Kalimat tambahan (boleh kosong)",
        [Length(max=1000, message="Paling banyak 1.000 huruf.")],
        description="Dicetak di surat sebelum kalimat penutup. Kosongkan bila tidak perlu.",
    )

    def work_data(self) -> Drafting:
        """The sentence."""
        return Drafting(self.remark.data or "")


class ReadForm(WorkForm):
    """Paraf: on the version that was read."""

    draft_version = IntegerField("Versi konsep", [InputRequired()])

    def work_data(self) -> Reading:
        """The version read."""
        return Reading(self.draft_version.data or 0)


class SignForm(ReadForm):
    """Signature: asks for the officer's own password at this moment (D12)."""

    secret = PasswordField(
        "Kata sandi Anda",
        [InputRequired("Tulis kata sandi Anda untuk menandatangani.")],
        description="Diminta setiap kali menandatangani, agar hanya Anda yang dapat melakukannya.",
    )


class EmptyForm(WorkForm):
    """Nothing to fill in: the button says it all."""


class StampForm(WorkForm):
    """The rubber stamp on the paper."""

    done = BooleanField("Cap dinas sudah dibubuhkan pada surat yang dicetak")

    def work_data(self) -> Stamping:
        """Whether it was stamped."""
        return Stamping(bool(self.done.data))


class PassForm(WorkForm):
    """A note that goes up with the file."""

    note = TextAreaField(
        "Catatan untuk pimpinan (boleh kosong)",
        [Length(max=500, message="Paling banyak 500 huruf.")],
    )

    def work_data(self) -> Passing:
        """The note."""
        return Passing(self.note.data or "")


class DisposeForm(WorkForm):
    """The disposition slip."""

    urgency = SelectField("Sifat", choices=options(URGENCIES.items()), default="biasa")
    instructions = TickListField("Dengan hormat harap", choices=options(INSTRUCTIONS.items()))
    note = TextAreaField("Catatan", [Length(max=500, message="Paling banyak 500 huruf.")])

    def work_data(self) -> Disposing:
        """The slip."""
        return Disposing(
            self.urgency.data, tuple(self.instructions.data or ()), self.note.data or ""
        )


class HandForm(WorkForm):
    """Who receives the letter or the card."""

    receiver = StringField("Nama penerima", [DataRequired("Tulis nama penerima.")])
    relation = SelectField(
        "Hubungan dengan pemohon", choices=options((item, item) for item in RELATIONS)
    )

    def validate_receiver(self, field: StringField) -> None:
        """A name as on the identity card."""
        verdict = read_name(field.data or "")
        if not verdict.ok:
            raise ValidationError(MESSAGES[verdict.error])
        field.data = verdict.value

    def work_data(self) -> Receiving:
        """The receiver."""
        return Receiving(self.receiver.data or "", self.relation.data)


class SendForm(WorkForm):
    """How the file went out."""

    way = StringField(
        "Cara pengiriman",
        [DataRequired("Tulis cara pengiriman."), Length(max=60)],
        description="Misalnya diantar sendiri, pos, atau surel",
        default="Diantar sendiri",
    )

    def work_data(self) -> Sending:
        """The way."""
        return Sending(self.way.data or "")


class CardForm(WorkForm):
    """The insurer's answer: a card for each person in the letter."""

    case: Case

    def rows(self) -> list[dict[str, Any]]:
        """Each person with the fields of the card."""
        return [
            {
                "member": member,
                "fields": [self[f"card-{member.place}"], self[f"issued-{member.place}"]],
            }
            for member in self.case.members
            if member.included
        ]

    def work_data(self) -> Cards:
        """Number and day of issue, by person's place."""
        return Cards(
            {
                row["member"].place: (row["fields"][0].data or "", row["fields"][1].data)
                for row in self.rows()
            }
        )


def card_form(case: Case, today: date, sent: Any) -> CardForm:
    """The cards of this case's people."""
    fields: dict[str, Any] = {"case": case}
    data: dict[str, Any] = {}
    for member in case.members:
        if member.included:
            fields[f"card-{member.place}"] = StringField(
                f"Nomor kartu KIS: {member.name}", description="13 angka, seperti pada kartu"
            )
            fields[f"issued-{member.place}"] = DayField(
                "Tanggal terbit", [Optional(), earlier_than(today)]
            )
            data[f"card-{member.place}"] = member.card_no
    return class_of("CardForm", CardForm, fields)(sent, data=data)
