"""What may be typed about days off, Ramadan and decrees."""

from datetime import date
from typing import Any

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from portal.settings.operations import DayKind
from portal.web.forms import PortalForm, options

DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_RAMADAN = 30
KIND_WORDS = {
    DayKind.DAERAH: "Libur daerah",
    DayKind.LIBUR_NASIONAL: "Libur nasional",
    DayKind.CUTI_BERSAMA: "Cuti bersama",
}
NO_DAY = "Isi tanggalnya."


class SettingDayField(DateField):
    """A day, as a date picker sends it or as a person types it; no slip of a century."""

    def __init__(self, label: str, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, format=list(DATE_FORMATS), **more)

    def pre_validate(self, form: Any) -> None:
        """A year nobody plans for is a typing mistake."""
        if self.data and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            raise ValidationError(f"Tahun harus {FIRST_YEAR} sampai {LAST_YEAR}. Periksa lagi.")


class DayOffForm(PortalForm):
    """One day on which this office does not work."""

    day = SettingDayField("Tanggal", [InputRequired(NO_DAY)])
    name = StringField(
        "Nama hari libur",
        [
            DataRequired("Isi nama hari libur."),
            Length(max=150, message="Paling banyak 150 huruf."),
        ],
        description="Misalnya: hari jadi daerah",
    )
    kind = SelectField(
        "Jenis", choices=options((kind.value, words) for kind, words in KIND_WORDS.items())
    )


class RamadanForm(PortalForm):
    """First and last day of a Ramadan."""

    first = SettingDayField("Hari pertama puasa", [InputRequired(NO_DAY)])
    last = SettingDayField("Hari terakhir puasa", [InputRequired(NO_DAY)])

    def validate_last(self, field: SettingDayField) -> None:
        """In order, and no longer than a month can be."""
        first, last = self.first.data, field.data
        if not first or not last:
            return
        if last < first:
            raise ValidationError("Hari terakhir mendahului hari pertama. Periksa lagi.")
        if (last - first).days >= LONGEST_RAMADAN:
            raise ValidationError(f"Ramadan paling lama {LONGEST_RAMADAN} hari. Periksa lagi.")


class DecreeDatesForm(PortalForm):
    """The two days of a decree."""

    today: date

    issued = SettingDayField(
        "Tanggal penetapan",
        [InputRequired(NO_DAY)],
        description="Tanggal di atas tanda tangan Menteri. Batas reaktivasi dihitung dari sini.",
    )
    in_force = SettingDayField("Mulai berlaku (boleh kosong)", [Optional()])

    def validate_issued(self, field: SettingDayField) -> None:
        """A decree that is yet to be issued is not one."""
        if field.data and field.data > self.today:
            raise ValidationError("Tanggal ini belum tiba. Periksa lagi.")


class DecreeForm(DecreeDatesForm):
    """A decree that removed PBI members."""

    number = StringField(
        "Nomor SK",
        [DataRequired("Isi nomor SK."), Length(max=60, message="Paling banyak 60 huruf.")],
        description="Persis seperti di SK, misalnya 3/HUK/2026",
    )
    months = IntegerField(
        "Batas reaktivasi (bulan)",
        [
            InputRequired("Isi batas bulan."),
            NumberRange(1, 60, message="Batas antara 1 dan 60 bulan."),
        ],
        default=6,
    )


def decree_form(today: date, sent: Any) -> DecreeForm:
    """The form of a new decree."""
    form = DecreeForm(sent)
    form.today = today
    return form


def decree_dates_form(today: date, sent: Any, known: Any = None) -> DecreeDatesForm:
    """The form that corrects a decree's days, filled with those it has."""
    form = DecreeDatesForm(sent, obj=known)
    form.today = today
    return form
