"""What may be typed into the back-entry: a table to check, a handwritten letter."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import DateField, FileField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.backlog.operations import Handwritten
from portal.identity.name import MESSAGES as NAME_MESSAGES
from portal.identity.name import read_name
from portal.identity.nik import MESSAGES as NIK_MESSAGES
from portal.identity.nik import read_nik
from portal.letters.model import KIND_WORDS, Kind, LetterNumber, NumberSeries
from portal.offices.model import Village
from portal.web.forms import PortalForm, options

FIRST_YEAR = 2000
DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
NOT_YET = "Tanggal ini belum tiba. Periksa lagi."


class SheetForm(PortalForm):
    """The table of an old book: as a file, or pasted."""

    series_id = SelectField("Buku nomor", coerce=int)
    year = SelectField("Tahun buku", coerce=int)
    file = FileField("Berkas XLSX atau CSV", description="Paling besar 5 MB dan 20.000 baris.")
    pasted = TextAreaField(
        "Atau tempel barisnya di sini",
        description="Salin dari Excel bersama baris judulnya, lalu tempel.",
    )


class LaterForm(PortalForm):
    """A letter that was written by hand on a reserved number."""

    today: date

    number_id = SelectField("Nomor cadangan yang dipakai", coerce=int)
    on = DateField(
        "Tanggal surat",
        [InputRequired("Isi tanggal yang tertulis di surat.")],
        format=list(DATE_FORMATS),
        description="Tanggal yang sebenarnya tertulis di surat.",
    )
    name = StringField("Nama", [DataRequired("Isi nama di surat.")])
    nik = StringField("NIK", [DataRequired("Isi NIK.")], description="16 angka")
    village = SelectField("Nagari/Kelurahan")
    kind = SelectField("Macam surat", choices=options((k.value, w) for k, w in KIND_WORDS.items()))
    service = StringField(
        "Jenis rekomendasi", [DataRequired("Isi jenis rekomendasi."), Length(max=200)]
    )
    signer = StringField(
        "Penandatangan", [DataRequired("Isi nama penandatangan."), Length(max=120)]
    )
    addressee = StringField("Tujuan (boleh kosong)", [Length(max=120)])
    handed_on = DateField(
        "Tanggal diserahkan (boleh kosong)", [Optional()], format=list(DATE_FORMATS)
    )
    receiver = StringField("Penerima (boleh kosong)", [Length(max=100)])
    remark = StringField(
        "Keterangan (boleh kosong)",
        [Length(max=300)],
        description="Misalnya: listrik padam 10.00 sampai 14.00",
    )

    def validate_on(self, field: DateField) -> None:
        """A letter cannot bear a day to come."""
        if field.data and field.data > self.today:
            raise ValidationError(NOT_YET)

    def validate_handed_on(self, field: DateField) -> None:
        """Handed over on or after the day of the letter."""
        if field.data and field.data > self.today:
            raise ValidationError(NOT_YET)
        if field.data and self.on.data and field.data < self.on.data:
            raise ValidationError("Tanggal diserahkan mendahului tanggal surat.")

    def validate_name(self, field: StringField) -> None:
        """As on the KTP."""
        verdict = read_name(field.data or "")
        if not verdict.ok:
            raise ValidationError(NAME_MESSAGES[verdict.error])

    def validate_nik(self, field: StringField) -> None:
        """16 digits with a possible date."""
        verdict, _ = read_nik(field.data or "", today=self.today)
        if not verdict.ok:
            raise ValidationError(NIK_MESSAGES[verdict.error])

    def letter(self) -> Handwritten:
        """What was typed, once it is valid."""
        texts = ("service", "signer", "addressee", "receiver", "remark", "village")
        return Handwritten(
            on=self.on.data,
            name=read_name(self["name"].data).value,
            nik=read_nik(self.nik.data, today=self.today)[0].value,
            kind=Kind(self.kind.data),
            handed_on=self.handed_on.data,
            **{name: self[name].data or "" for name in texts},
        )


def sheet_form(sent: Any, books: Iterable[NumberSeries], this_year: int) -> SheetForm:
    """The form of a table; the years go back from this one."""
    form = SheetForm(sent)
    form.series_id.choices = options((str(book.id), book.title) for book in books)
    years = range(this_year, FIRST_YEAR - 1, -1)
    form.year.choices = options((str(year), str(year)) for year in years)
    return form


def later_form(
    sent: Any, reserved: Iterable[LetterNumber], villages: Iterable[Village], today: date
) -> LaterForm:
    """The form of a handwritten letter."""
    form = LaterForm(sent)
    form.today = today
    form.number_id.choices = options((str(item.id), item.text) for item in reserved)
    names = (f"{item.title}, Kec. {item.district}" for item in villages)
    form.village.choices = options([("", "Tidak tertulis"), *((name, name) for name in names)])
    return form
