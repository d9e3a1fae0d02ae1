"""The short forms: letter, routing, hand-over."""

from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    Regexp,
    ValidationError,
)

from portal.cases.dispositions import INSTRUCTIONS, URGENCIES
from portal.cases.model import Case
from portal.dates import long_date
from portal.desk.forms.base import DayField, WorkForm, class_of, earlier_than
from portal.desk.work.handing import BadStrokesError, Cards, Receiving, Sending, read_strokes
from portal.desk.work.letter import Drafting, Numbering, Reading, Stamping
from portal.desk.work.routing import Disposing, Passing
from portal.identity.name import MESSAGES, read_name
from portal.letters.model import GivenBy, LetterNumber, NumberSeries
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


class NumberForm(WorkForm):
    """The number of the letter: given by the portal, or typed from the Secretariat's book."""

    def work_data(self) -> Numbering:
        """Which number."""
        typed = (self["typed"].data or "") if "typed" in self else ""
        chosen = (self["inserted"].data or "") if "inserted" in self else ""
        return Numbering(typed=" ".join(typed.split()), inserted=int(chosen) if chosen else None)


def number_form(book: NumberSeries | None, inserted: list[LetterNumber], sent: Any) -> NumberForm:
    """The form for a book: nothing to fill in when the portal numbers by itself."""
    fields: dict[str, Any] = {}
    if book and book.mode == GivenBy.SEKRETARIAT:
        fields["typed"] = StringField(
            "Nomor dari buku Sekretariat",
            [
                DataRequired("Tulis nomor surat dari buku Sekretariat."),
                Length(max=120, message="Paling banyak 120 huruf."),
            ],
            description="Tulis lengkap seperti di buku, misalnya 460/123/DINSOS/XI/2026",
        )
    elif inserted:
        choices = [("", "Nomor berikutnya, tanggal hari ini")]
        choices += [
            (str(item.id), f"Nomor sisip {item.text}, {long_date(item.on)}: {item.reason}")
            for item in inserted
        ]
        fields["inserted"] = SelectField("Nomor surat", choices=options(choices), default="")
    return class_of("NumberForm", NumberForm, fields)(sent)


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
    """Who receives the letter or the card, and where the receipt is signed (N35)."""

    receiver = StringField("Nama penerima", [DataRequired("Tulis nama penerima.")])
    relation = SelectField(
        "Hubungan dengan pemohon", choices=options((item, item) for item in RELATIONS)
    )
    identity_last4 = StringField(
        "4 angka akhir nomor identitas (boleh kosong)",
        [Regexp(r"([0-9]{4})?\Z", message="Tulis 4 angka akhir saja, atau kosongkan.")],
        description="Dari KTP penerima. Nomor lengkapnya tidak dicatat.",
    )
    sign_on = RadioField(
        "Tanda tangan penerima",
        choices=options((("lembar", "Di lembar cetak Buku Tanda Terima"), ("layar", "Di layar"))),
        default="lembar",
    )
    strokes = HiddenField("Tanda tangan di layar", default="")

    def validate_receiver(self, field: StringField) -> None:
        """A name as on the identity card."""
        verdict = read_name(field.data or "")
        if not verdict.ok:
            raise ValidationError(MESSAGES[verdict.error])
        field.data = verdict.value

    def validate_sign_on(self, field: RadioField) -> None:
        """A signature on the screen must have been drawn."""
        if field.data != "layar":
            self.strokes.data = ""
            return
        try:
            drawn = read_strokes(self.strokes.data or "")
        except BadStrokesError:
            self.strokes.data = ""
            raise ValidationError("Tanda tangan tidak terbaca. Ulangi di layar.") from None
        if drawn is None:
            raise ValidationError(
                "Belum ada tanda tangan di layar. Ulangi, atau pakai lembar cetak."
            )

    def work_data(self) -> Receiving:
        """The receiver."""
        return Receiving(
            self.receiver.data or "",
            self.relation.data,
            self.identity_last4.data or "",
            read_strokes(self.strokes.data or ""),
        )


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
