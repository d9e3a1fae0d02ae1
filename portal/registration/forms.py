"""The persons of one family card, as the counter and the village office type them."""

from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms.fields import DateField
from wtforms.validators import DataRequired, Length
from wtforms.validators import Optional as Maybe

from portal.cases.incoming import FileIn, PersonIn
from portal.identity import card, kk, name, nik, phone
from portal.registration.model import Registration
from portal.sop.table import Sop
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


LONGEST = 1000  # letters of one field that a draft keeps; no right entry is so long
PERSON_FIELDS = ("name", "nik", "born", "birth_place", "sex", "relation", "card_no")
FAMILY_FIELDS = ("kk_no", "address", "phone", "emergency_reason")


class FamilyForm(PortalForm):
    """What a village office writes of one family card."""

    kk_no = StringField("Nomor KK", description="16 angka, di bagian atas Kartu Keluarga")
    persons = FieldList(FormField(PersonForm), min_entries=1, max_entries=MOST_PERSONS)
    address = StringField(
        "Jorong dan alamat",
        [DataRequired("Isi jorong dan alamat."), Length(max=200)],
        description="Jorong, kampung, jalan, RT/RW",
    )
    phone = StringField("Nomor HP (boleh kosong)", description="Untuk mengabari pemohon")
    emergency_reason = TextAreaField(
        "Alasan darurat",
        [Length(max=300, message="Paling banyak 300 huruf.")],
        description="Misalnya: sedang dirawat di RSUD sejak 21 November 2026.",
    )

    def entries(self) -> list[PersonForm]:
        """The persons' forms."""
        return [entry.form for entry in self.persons]

    def typed(self) -> dict[str, Any]:
        """Everything as it was typed, right or wrong; blank persons are left out."""
        used = used_of(self.persons)
        return {
            **{name: _typed(self[name]) for name in FAMILY_FIELDS},
            "persons": [{name: _typed(form[name]) for name in PERSON_FIELDS} for form in used],
        }

    def check(self, today: date, sop: Sop) -> bool:
        """Check all by the rules of the counter; every complaint stands at its own field."""
        good = self.validate()
        used = used_of(self.persons)
        for form in used:
            form.check(today, needs_card=sop.needs_card)
        check_family(self.kk_no, used)
        check_phone(self.phone)
        if sop.emergency and not self.emergency_reason.data:
            self.emergency_reason.errors = ["Tulis alasan darurat, misalnya dirawat di mana."]
        own = any(field.errors for field in self if field.name != "persons")
        return good and not own and not any(field.errors for form in used for field in form)

    def file(self, registration: Registration, present: tuple[str, ...] = ()) -> FileIn:
        """The checked file as the counter receives it; `present`: the papers sent as pictures."""
        used = used_of(self.persons)
        return FileIn(
            bringer_name=registration.made_by,
            bringer_relation="Perangkat nagari/kelurahan",
            bringer_phone=phone_of(self.phone),
            kk_no=self.kk_no.data or "",
            address=self.address.data or "",
            village_code=registration.village_code,
            persons=tuple(form.person() for form in used),
            emergency_reason=self.emergency_reason.data or "",
            present_papers=present,
            warnings=warnings_of(used),
            number=registration.number,
        )


def family_form(typed: dict[str, Any] | None = None, sent: Any = None) -> FamilyForm:
    """The form as sent, or with what was typed before, wrong entries included."""
    if sent is not None:
        return FamilyForm(sent)
    return FamilyForm(_as_sent(typed)) if typed else FamilyForm()


def _as_sent(typed: dict[str, Any]) -> MultiDict[str, str]:
    flat = {name: str(typed.get(name) or "") for name in FAMILY_FIELDS}
    for n, person in enumerate(typed.get("persons") or [{}]):
        flat |= {f"persons-{n}-{name}": str(person.get(name) or "") for name in PERSON_FIELDS}
    return MultiDict(flat)


def _typed(field: Field) -> str:
    """What stands in a field: a date in ISO where it could be read, else the letters typed."""
    if isinstance(field.data, date):
        return field.data.isoformat()
    if field.data is None and isinstance(field, DateField):
        return " ".join(str(text) for text in field.raw_data or ())
    return str(field.data or "")[:LONGEST]


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
