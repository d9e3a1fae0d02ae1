"""The persons of one family card, as the counter and the village office type them."""

from datetime import date
from typing import Any

from wtforms import Field, FieldList, SelectField, StringField
from wtforms.fields import DateField
from wtforms.validators import Length
from wtforms.validators import Optional as Maybe

from portal.cases.incoming import PersonIn
from portal.identity import card, kk, name, nik, phone
from portal.web.forms import PortalForm, options

MOST_PERSONS = 12
RELATIONS = (
    "Kepala keluarga", "Suami", "Istri", "Anak", "Menantu", "Cucu", "Orang tua", "Mertua",
    "Famili lain", "Lainnya",
)  # fmt: skip


class PersonForm(PortalForm):
    """One person of the family card."""

    name = StringField("Nama lengkap", description="Seperti di KTP")
    nik = StringField("NIK", description="16 angka")
    born = DateField(
        "Tanggal lahir", [Maybe()], format=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
    )  # fmt: skip
    birth_place = StringField("Tempat lahir (boleh kosong)", [Length(max=60)])
    sex = SelectField(
        "Jenis kelamin",
        choices=options([("", "Pilih"), ("P", "Perempuan"), ("L", "Laki-laki")]),
    )
    relation = SelectField("Hubungan dalam KK", choices=options((r, r) for r in RELATIONS))
    card_no = StringField("Nomor kartu BPJS/KIS", description="13 angka, kosongkan bila tidak ada")

    warnings: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing typed: an extra row that was not used."""
        return not (self["name"].data or self.nik.data or self.born.data or self.card_no.data)

    def check(self, today: date, *, needs_card: bool) -> None:
        """Check every field by the rules of identity; doubtful things only warn."""
        self._check_name()
        self._check_nik(today)
        if self.born.data is None and not self.born.errors:
            self.born.errors = ["Isi tanggal lahir seperti di KTP atau KK."]
        elif self.born.data and self.born.data > today:
            self.born.errors = ["Tanggal lahir belum tiba. Periksa lagi."]
        if not self.sex.data:
            self.sex.errors = ["Pilih jenis kelamin."]
        self._check_card(needed=needs_card)

    def _check_name(self) -> None:
        verdict = name.read_name(self["name"].data or "")
        if not verdict.ok:
            self["name"].errors = [name.MESSAGES[verdict.error]]
        else:
            self["name"].data = verdict.value

    def _check_nik(self, today: date) -> None:
        verdict, reading = nik.read_nik(self.nik.data or "", today=today)
        if not verdict.ok:
            told = nik.MESSAGES[verdict.error]
            if verdict.error == "format" and verdict.value:
                told += f" Yang diisi {len(verdict.value)} angka atau huruf."
            self.nik.errors = [told]
            return
        self.nik.data = verdict.value
        found = list(verdict.warnings)
        if reading:
            found += nik.compare(reading, born=self.born.data, sex=self.sex.data or "")
        self.warnings = tuple(nik.WARNINGS[code] for code in found)

    def _check_card(self, *, needed: bool) -> None:
        if not self.card_no.data:
            if needed:
                self.card_no.errors = ["Layanan ini memerlukan nomor kartu KIS (13 angka)."]
            return
        verdict = card.read_card(self.card_no.data)
        if not verdict.ok:
            self.card_no.errors = [card.MESSAGES[verdict.error]]
        else:
            self.card_no.data = verdict.value

    def person(self) -> PersonIn:
        """The checked person."""
        return PersonIn(
            name=self["name"].data or "",
            nik=self.nik.data or "",
            born=self.born.data,
            sex=self.sex.data,
            relation=self.relation.data,
            birth_place=self.birth_place.data or "",
            card_no=self.card_no.data or "",
        )


def used_of(persons: FieldList) -> list[PersonForm]:
    """The persons' forms that were filled in; the first one always counts."""
    entries = [entry.form for entry in persons]
    return [form for form in entries if not form.is_blank] or entries[:1]


def check_family(kk_no: Field, used: list[PersonForm]) -> None:
    """Check the card's number against the first person, and that nobody stands there twice."""
    verdict = kk.read_kk(kk_no.data or "", nik=used[0].nik.data or "")
    if not verdict.ok:
        kk_no.errors = [kk.MESSAGES[verdict.error]]
    else:
        kk_no.data = verdict.value
    seen: set[str] = set()
    for form in used:
        if form.nik.data and form.nik.data in seen and not form.nik.errors:
            form.nik.errors = ["NIK ini sudah ditulis untuk orang lain di berkas ini."]
        seen.add(form.nik.data or "")


def check_phone(field: Field) -> None:
    """A telephone number may be missing (edge case 33), but not be wrong."""
    if field.data:
        found = phone.read_phone(field.data)
        if not found.ok:
            field.errors = [phone.MESSAGES[found.error]]


def phone_of(field: Field) -> str:
    """The checked number as it is stored, '' when there is none."""
    return phone.read_phone(field.data).value if field.data else ""


def warnings_of(used: list[PersonForm]) -> tuple[str, ...]:
    """What is doubtful but allowed, each once."""
    return tuple(dict.fromkeys(text for form in used for text in form.warnings))


def complaints_of(form: Any, persons: FieldList) -> list[tuple[str, Any]]:
    """Every complaint with the id of its field, persons included, for the summary."""
    found = [(f.id, _named(f)) for f in form if f.errors and f.name != "persons"]
    for place, entry in enumerate((item.form for item in persons), 1):
        who = "Pemohon" if place == 1 else f"Anggota {place}"
        found += [(f.id, f"{who}, {_named(f)}") for f in entry if f.errors]
    return found


def _named(field: Any) -> str:
    """A complaint with the name of its field, for those who read only the summary."""
    return f"{field.label.text.split(' (')[0]}: {field.errors[0]}"
