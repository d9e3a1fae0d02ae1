"""The citizen's number, what the citizen writes, and what the officer answers."""

from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.complaints.choices import ANSWERS, TOPICS
from portal.complaints.model import Kind
from portal.complaints.rules import DATA
from portal.identity.phone import MESSAGES, read_phone
from portal.web.forms import PortalForm, options
from portal.web.tongue import tongue

LONGEST, SHORTEST = 2000, 5
NO_TOPIC = "Pilih salah satu."
NO_TEXT = "Ceritakan apa yang terjadi, dengan kata Anda sendiri."
TOO_LONG = "Paling banyak {n} huruf. Yang ditulis {isi} huruf."


class WritingForm(PortalForm):
    """What it is about, in the citizen's words, and a telephone if there is one."""

    topik = RadioField("Tentang apa?")
    teks = TextAreaField("Ceritakan")
    telepon = StringField("Nomor HP (boleh kosong)")

    def __init__(self, kind: Kind, sent: Any = None) -> None:
        super().__init__(sent)
        say = tongue().say
        self.kind = kind
        self.topik.choices = options((choice.code, say(choice.citizen)) for choice in TOPICS[kind])
        self.topik.validate_choice = False  # said in our words, below
        self.topik.label.text = say("Tentang apa?")
        self.teks.label.text = say("Ceritakan (boleh kosong)" if kind in DATA else "Ceritakan")
        self.telepon.label.text = say("Nomor HP (boleh kosong)")

    def validate_topik(self, field: RadioField) -> None:
        """One of the kind's list."""
        if field.data not in {choice.code for choice in TOPICS[self.kind]}:
            raise ValidationError(tongue().say(NO_TOPIC))

    def validate_teks(self, field: TextAreaField) -> None:
        """Written where it has to be, and no longer than is kept."""
        length = len(self.text)
        if self.kind not in DATA and length < SHORTEST:
            raise ValidationError(tongue().say(NO_TEXT))
        if length > LONGEST:
            raise ValidationError(tongue().say(TOO_LONG, n=LONGEST, isi=length))

    def validate_telepon(self, field: StringField) -> None:
        """It may be missing (edge case 33), but not be wrong."""
        if field.data and not (found := read_phone(field.data)).ok:
            raise ValidationError(tongue().say(MESSAGES[found.error]))

    @property
    def text(self) -> str:
        """The words; a browser sends every end of a line as two characters."""
        return (self.teks.data or "").replace("\r\n", "\n").strip()

    @property
    def phone(self) -> str:
        """The checked number as it is stored, '' when there is none."""
        return read_phone(self.telepon.data).value if self.telepon.data else ""


class AnswerForm(PortalForm):
    """The sentence that the citizen will read, and a note that stays inside."""

    answer = RadioField(
        "Jawaban untuk warga",
        [InputRequired("Pilih jawaban yang akan dibaca warga.")],
    )
    note = TextAreaField(
        "Catatan untuk kantor (boleh kosong)",
        [Length(max=1000, message="Paling banyak 1000 huruf.")],
        description="Hanya dibaca di kantor. Warga tidak melihat catatan ini.",
    )

    def __init__(self, kind: Kind, sent: Any = None) -> None:
        super().__init__(sent)
        self.answer.choices = options((choice.code, choice.staff) for choice in ANSWERS[kind])
