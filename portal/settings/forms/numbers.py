"""What may be typed about books of numbers."""

from datetime import date
from typing import Any

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from portal.letters.glyphs import undrawable
from portal.letters.model import KIND_WORDS, GivenBy, NumberSeries
from portal.letters.numbering import check_pattern, letter_number
from portal.letters.numbers import MOST_RESERVED
from portal.settings.operations.numbers import BookIn
from portal.web.forms import PortalForm, TickListField, options

MODE_WORDS = {
    GivenBy.PORTAL: "Portal memberi nomor berikutnya",
    GivenBy.SEKRETARIAT: "Nomor diambil dari buku Sekretariat, lalu diketik",
}
LONGEST = 120  # of a full number
LAST_SERIAL = 999_999


class BookForm(PortalForm):
    """How a book numbers."""

    today: date

    title = StringField(
        "Nama buku",
        [DataRequired("Isi nama buku."), Length(max=80, message="Paling banyak 80 huruf.")],
    )
    kinds = TickListField(
        "Macam surat yang dinomori",
        choices=options((kind.value, words) for kind, words in KIND_WORDS.items()),
        description="Kosongkan semua bila buku ini untuk semua macam surat yang lain.",
    )
    mode = SelectField(
        "Pemberi nomor", choices=options((mode.value, words) for mode, words in MODE_WORDS.items())
    )
    pattern = StringField(
        "Pola nomor",
        [DataRequired("Isi pola nomor."), Length(max=LONGEST, message="Paling banyak 120 huruf.")],
        description="Bagian yang dikenal: {kode} {urut} {unit} {bulan_romawi} {tahun}",
    )
    classification = StringField(
        "Kode klasifikasi", [Length(max=30, message="Paling banyak 30 huruf.")]
    )
    unit = StringField("Unit", [Length(max=60, message="Paling banyak 60 huruf.")])
    width = IntegerField(
        "Jumlah angka nomor urut",
        [
            InputRequired("Isi 0 bila tanpa nol di depan."),
            NumberRange(0, 6, message="Antara 0 dan 6."),
        ],
        description="0: 7 tetap 7. 3: 7 menjadi 007.",
    )

    def validate_pattern(self, field: StringField) -> None:
        """It must number letters that restart at 1 every January, and fit on the letter."""
        try:
            check_pattern(field.data)
        except ValueError as wrong:
            raise ValidationError(_sentence(str(wrong))) from None
        for slot, part in (("{kode}", self.classification), ("{unit}", self.unit)):
            if slot in field.data and not part.data:
                raise ValidationError(
                    f"Pola memakai {slot}, tetapi {part.label.text} masih kosong."
                )
        if lost := undrawable(self._number(LAST_SERIAL)):
            raise ValidationError(f"Huruf {', '.join(lost)} tidak dapat dicetak pada surat.")
        if len(self._number(LAST_SERIAL)) > LONGEST:
            raise ValidationError("Nomor dengan pola ini terlalu panjang.")

    @property
    def example(self) -> str:
        """A number as it would look today; '' while the pattern cannot number."""
        try:
            check_pattern(self.pattern.data or "")
        except ValueError:
            return ""
        return self._number(7)

    def book(self) -> BookIn:
        """What was typed, once it is valid."""
        return BookIn(
            title=self.title.data,
            pattern=self.pattern.data,
            classification=self.classification.data or "",
            unit=self.unit.data or "",
            width=self.width.data,
            kinds=tuple(self.kinds.data),
            mode=GivenBy(self.mode.data),
        )

    def _number(self, serial: int) -> str:
        width = self.width.data
        return letter_number(
            self.pattern.data,
            code=self.classification.data or "",
            serial=serial,
            unit=self.unit.data or "",
            on=self.today,
            width=width if isinstance(width, int) and 0 <= width <= 6 else 0,
        )


class BlockForm(PortalForm):
    """Numbers to be set apart."""

    count = IntegerField(
        "Berapa nomor",
        [
            InputRequired("Isi jumlahnya."),
            NumberRange(1, MOST_RESERVED, message=f"Antara 1 dan {MOST_RESERVED}."),
        ],
    )
    reason = StringField(
        "Alasan",
        [DataRequired("Isi alasannya."), Length(max=300, message="Paling banyak 300 huruf.")],
        description="Misalnya: persediaan untuk saat listrik padam",
    )


class InsertForm(PortalForm):
    """A number to be slipped in behind another."""

    year = SelectField("Tahun", coerce=int)
    serial = IntegerField(
        "Sesudah nomor urut",
        [
            InputRequired("Isi nomor urutnya."),
            NumberRange(1, LAST_SERIAL, message="Isi nomor urut."),
        ],
        description="Nomor sisip memakai tanggal nomor ini: 123 menjadi 123A.",
    )
    reason = StringField(
        "Alasan",
        [
            DataRequired("Isi alasannya."),
            Length(10, 300, message="Tulis alasan 10 sampai 300 huruf."),
        ],
    )


class VoidForm(PortalForm):
    """Why a reserved number will not be used."""

    reason = StringField(
        "Alasan",
        [DataRequired("Isi alasannya."), Length(max=300, message="Paling banyak 300 huruf.")],
        description="Misalnya: lembarnya rusak",
    )


def book_form(today: date, sent: Any, known: NumberSeries | None = None) -> BookForm:
    """The form of a book, filled with what it has."""
    form = BookForm(sent, obj=known) if known else BookForm(sent, data={"width": 0})
    form.today = today
    return form


def insert_form(sent: Any, prefix: str, years: list[int]) -> InsertForm:
    """The form of a nomor sisip."""
    form = InsertForm(sent, prefix=prefix)
    form.year.choices = options((str(year), str(year)) for year in years)
    return form


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
