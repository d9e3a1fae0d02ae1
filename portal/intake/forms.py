"""The intake form: service, bringer, 1..n persons of one family card, address, emergency."""

from datetime import date

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from portal.cases.incoming import FileIn
from portal.identity import name
from portal.registration.forms import (
    MOST_PERSONS,
    PersonForm,
    check_family,
    check_phone,
    phone_of,
    used_of,
    warnings_of,
)
from portal.web.forms import PortalForm, TickListField, options

BRINGERS = (
    "Yang bersangkutan", "Suami", "Istri", "Anak", "Orang tua", "Saudara", "Wali", "Tetangga",
    "Perangkat nagari/kelurahan", "Pendamping sosial", "Lainnya",
)  # fmt: skip


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
        used = used_of(self.persons)
        for form in used:
            form.check(today, needs_card=needs_card)
        check_family(self.kk_no, used)
        if emergency_only:
            self.emergency.data = True
        if self.emergency.data and not self.emergency_reason.data:
            self.emergency_reason.errors = ["Tulis alasan darurat, misalnya dirawat di mana."]
        return good and not self._complaints(used)

    def _check_bringer(self) -> None:
        verdict = name.read_name(self.bringer_name.data or "")
        if not verdict.ok:
            self.bringer_name.errors = [name.MESSAGES[verdict.error]]
        check_phone(self.bringer_phone)

    def _complaints(self, used: list[PersonForm]) -> bool:
        own = [field.errors for field in self if field.name != "persons"]
        return any(own) or any(field.errors for form in used for field in form)

    def file(self) -> FileIn:
        """The checked file."""
        used = [form for form in self.entries() if not form.is_blank]
        return FileIn(
            bringer_name=name.read_name(self.bringer_name.data or "").value,
            bringer_relation=self.bringer_relation.data,
            bringer_phone=phone_of(self.bringer_phone),
            kk_no=self.kk_no.data or "",
            address=self.address.data or "",
            village_code=self.village_code.data,
            persons=tuple(form.person() for form in used),
            emergency_reason=(self.emergency_reason.data or "") if self.emergency.data else "",
            present_papers=tuple(self.papers.data or ()),
            twins_known=bool(self.twins_known.data),
            from_ref=self.from_ref.data or "",
            warnings=warnings_of(used),
        )
