"""What a village office and a kecamatan write, besides the family itself."""

from datetime import date
from typing import Any

from wtforms import BooleanField, StringField
from wtforms.validators import Length

from portal import dates
from portal.identity import name, nik
from portal.registration.forms import FamilyForm, PersonForm, family_form, used_of
from portal.registration.sketch import born_by_nik
from portal.sop.table import Sop
from portal.web.forms import PortalForm

SEX_WORDS = {"P": "perempuan", "L": "laki-laki"}


class SendForm(PortalForm):
    """The one thing said when sending."""

    papers_later = BooleanField("Berkas asli dibawa pemohon ke Dinas Sosial")


class CamatForm(PortalForm):
    """Which Camat knows of the statement."""

    camat_name = StringField(
        "Nama Camat", [Length(max=120)], description="Lengkap dengan gelar, seperti di surat"
    )

    def check(self) -> bool:
        """A name that can be a name."""
        verdict = name.read_name(self.camat_name.data or "")
        if self.validate() and verdict.ok:
            return True
        if not self.camat_name.errors:
            self.camat_name.errors = [name.MESSAGES[verdict.error]]
        return False


def draft_form(typed: dict[str, Any], *, persons: int = 0) -> FamilyForm:
    """The form with what was typed, and room for so many persons."""
    people = [dict(item) for item in typed.get("persons") or [{}] if isinstance(item, dict)]
    for place, item in enumerate(people):
        # What a browser shows chosen in an untouched list.
        item["relation"] = item.get("relation") or ("Anak" if place else "Kepala keluarga")
    form = family_form({**typed, "persons": people})
    while len(form.persons.entries) < min(persons, form.persons.max_entries):
        form.persons.append_entry({"relation": "Anak"})
    return form


def typed_of(form: FamilyForm) -> dict[str, Any]:
    """What was typed. A blank person between others keeps the place: papers hang on it."""
    typed, used = form.typed(), used_of(form.persons)
    filled = iter(typed["persons"])
    entries = form.entries()
    last = max(n for n, entry in enumerate(entries) if entry is used[-1])
    people = [next(filled) if _among(entry, used) else {} for entry in entries[: last + 1]]
    return {**typed, "persons": people}


def check_draft(form: FamilyForm, today: date, sop: Sop) -> bool:
    """All rules of the counter, and no gap among the persons; complaints stand at their fields."""
    used = used_of(form.persons)
    good = form.check(today, sop)
    gap = False
    for place, entry in enumerate(form.entries(), 1):
        if entry is used[-1]:
            break
        if not _among(entry, used):
            gap = True
            for field in entry:
                field.errors = []
            entry["name"].errors = [
                f"Isi nama anggota keluarga ke-{place}, seperti di KK, atau hapus isian ini."
            ]
    return good and not gap


def fill_from_nik(form: FamilyForm, today: date) -> None:
    """Birth date and sex by the digits, where nothing was typed; the page says to compare."""
    for entry in form.entries():
        text = entry.nik.data or ""
        if entry.born.data is None and not any(entry.born.raw_data or ()):
            entry.born.data = born_by_nik(text, today)
            entry.born.raw_data = None
        if not entry.sex.data:
            _, reading = nik.read_nik(text, today=today)
            entry.sex.data = reading.sex if reading else ""


def nik_words(entry: PersonForm, today: date) -> str:
    """What a NIK says of its owner, to be compared with the KTP; '' when it says nothing."""
    verdict, reading = nik.read_nik(entry.nik.data or "", today=today)
    if not verdict.ok or reading is None:
        return ""
    # Of two centuries that fit, the one that was typed.
    births = [day for day in reading.births if day == entry.born.data] or reading.births
    born = " atau ".join(dates.long_date(day) for day in births)
    told = f"Dari NIK: {SEX_WORDS[reading.sex]}, lahir {born}."
    return f"{told} Jika berbeda dengan KTP, periksa lagi NIK."


def _among(entry: PersonForm, used: list[PersonForm]) -> bool:
    return any(entry is item for item in used)
