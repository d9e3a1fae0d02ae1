"""The intake form: service, bringer, 1..n persons of one family card, address, emergency."""

from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import DateField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.validators import Optional as Maybe

from portal.identity import card, kk, name, nik, phone
from portal.intake.operations import FileIn, PersonIn
from portal.web.forms import PortalForm, TickListField, options

MOST_PERSONS = 12
RELATIONS = (
    "Kepala keluarga", "Suami", "Istri", "Anak", "Menantu", "Cucu", "Orang tua", "Mertua",
    "Famili lain", "Lainnya",
)  # fmt: skip
BRINGERS = (
    "Yang bersangkutan", "Suami", "Istri", "Anak", "Orang tua", "Saudara", "Wali", "Tetangga",
    "Perangkat nagari/kelurahan", "Pendamping sosial", "Lainnya",
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


class IntakeForm(PortalForm):
    """The whole file."""

    sop = RadioField("Layanan", [InputRequired("Pilih layanan.")])
    bringer_name = StringField("Nama pembawa berkas", description="Yang datang ke loket")
    bringer_relation = SelectField(
        "Hubungan dengan pemohon", choices=options((item, item) for item in BRINGERS)
    )
    bringer_phone = StringField("Nomor HP (boleh kosong)", description="Contoh: 0812 3456 7890")
    kk_no = StringField("Nomor KK", description="16 angka, di bagian atas Kartu Keluarga")
    persons = FieldList(FormField(PersonForm), min_entries=1, max_entries=MOST_PERSONS)
    village_code = SelectField("Nagari/kelurahan", [InputRequired("Pilih nagari/kelurahan.")])
    address = StringField(
        "Alamat",
        [DataRequired("Isi alamat."), Length(max=200)],
        description="Jorong, kampung, jalan, RT/RW",
    )
    emergency = BooleanField("Keadaan darurat")
    emergency_reason = TextAreaField(
        "Alasan darurat",
        [Length(max=300, message="Paling banyak 300 huruf.")],
        description="Misalnya: sedang dirawat di RSUD sejak 21 November 2026.",
    )
    papers = TickListField("Berkas yang dibawa")
    from_ref = HiddenField()  # the ended case that this one goes on from
    twins_known = BooleanField("Sudah saya periksa. Tetap terima sebagai permohonan baru.")

    def entries(self) -> list[PersonForm]:
        """The persons' forms."""
        return [entry.form for entry in self.persons]

    def check(self, today: date, *, needs_card: bool, emergency_only: bool) -> bool:
        """Validate all; every complaint stands at its own field."""
        good = self.validate()
        self._check_bringer()
        used = [form for form in self.entries() if not form.is_blank] or self.entries()[:1]
        for form in used:
            form.check(today, needs_card=needs_card)
        self._check_family(used)
        if emergency_only:
            self.emergency.data = True
        if self.emergency.data and not self.emergency_reason.data:
            self.emergency_reason.errors = ["Tulis alasan darurat, misalnya dirawat di mana."]
        return good and not self._complaints(used)

    def _check_bringer(self) -> None:
        verdict = name.read_name(self.bringer_name.data or "")
        if not verdict.ok:
            self.bringer_name.errors = [name.MESSAGES[verdict.error]]
        if self.bringer_phone.data:
            found = phone.read_phone(self.bringer_phone.data)
            if not found.ok:
                self.bringer_phone.errors = [phone.MESSAGES[found.error]]

    def _check_family(self, used: list[PersonForm]) -> None:
        first = used[0].nik.data or ""
        verdict = kk.read_kk(self.kk_no.data or "", nik=first)
        if not verdict.ok:
            self.kk_no.errors = [kk.MESSAGES[verdict.error]]
        else:
            self.kk_no.data = verdict.value
        seen: set[str] = set()
        for form in used:
            if form.nik.data and form.nik.data in seen and not form.nik.errors:
                form.nik.errors = ["NIK ini sudah ditulis untuk orang lain di berkas ini."]
            seen.add(form.nik.data or "")

    def _complaints(self, used: list[PersonForm]) -> bool:
        own = [field.errors for field in self if field.name != "persons"]
        return any(own) or any(field.errors for form in used for field in form)

    def file(self) -> FileIn:
        """The checked file."""
        used = [form for form in self.entries() if not form.is_blank]
        number = phone.read_phone(self.bringer_phone.data).value if self.bringer_phone.data else ""
        return FileIn(
            bringer_name=name.read_name(self.bringer_name.data or "").value,
            bringer_relation=self.bringer_relation.data,
            bringer_phone=number,
            kk_no=self.kk_no.data or "",
            address=self.address.data or "",
            village_code=self.village_code.data,
            persons=tuple(form.person() for form in used),
            emergency_reason=(self.emergency_reason.data or "") if self.emergency.data else "",
            present_papers=tuple(self.papers.data or ()),
            twins_known=bool(self.twins_known.data),
            from_ref=self.from_ref.data or "",
            warnings=tuple(dict.fromkeys(text for form in used for text in form.warnings)),
        )


def complaints_of(form: Form) -> list[tuple[str, Any]]:
    """Every complaint with the id of its field, persons included, for the summary."""
    found = [(f.id, _named(f)) for f in form if f.errors and f.name != "persons"]
    if isinstance(form, IntakeForm):
        for place, entry in enumerate(form.entries(), 1):
            who = "Pemohon" if place == 1 else f"Anggota {place}"
            found += [(f.id, f"{who}, {_named(f)}") for f in entry if f.errors]
    return found


def _named(field: Any) -> str:
    """A complaint with the name of its field, for those who read only the summary."""
    return f"{field.label.text.split(' (')[0]}: {field.errors[0]}"
