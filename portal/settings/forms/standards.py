"""What may be written for the public page of standards."""

import re
from typing import Any

from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from portal.letters.glyphs import undrawable
from portal.offices.standards import Topic
from portal.settings.operations.standards import StandardsIn
from portal.web.forms import PortalForm

LONGEST = 600
COMPLETION = (5, 60)  # working days
CLOSING = (14, 365)  # calendar days; the least of edge case 17
# A NIK, or a NIP as it is written or typed: the page is read by everyone.
PERSON_NUMBER = re.compile(r"\d{16}|\d{8} \d{6} \d \d{3}")


def _unix_lines(value: Any) -> Any:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def _printable(_form: PortalForm, field: TextAreaField) -> None:
    """The page may be printed like a letter, and names no person by number."""
    text = field.data or ""
    if lost := undrawable(text):
        shown = ", ".join(repr(char) if not char.isprintable() else char for char in lost[:5])
        raise ValidationError(f"Huruf {shown} tidak dapat ditampilkan. Hapus huruf itu.")
    if PERSON_NUMBER.search(text):
        raise ValidationError("Jangan menulis NIK atau NIP. Halaman ini dibaca semua orang.")


def _text(label: str, description: str) -> TextAreaField:
    return TextAreaField(
        label,
        [Length(max=LONGEST, message=f"Paling banyak {LONGEST} huruf."), _printable],
        filters=[_unix_lines],
        description=description,
    )


def _days(label: str, limits: tuple[int, int], description: str) -> IntegerField:
    least, most = limits
    words = f"Antara {least} dan {most} hari."
    return IntegerField(
        label,
        [InputRequired(words), NumberRange(least, most, message=words)],
        description=f"{description} {words}",
    )


class StandardsForm(PortalForm):
    """The texts of the office by topic, and its two periods."""

    completion_days = _days(
        "Waktu melengkapi berkas (hari kerja)", COMPLETION,
        "Dihitung sejak berkas dikembalikan kepada pemohon.",
    )  # fmt: skip
    closing_days = _days(
        "Berkas ditutup setelah (hari kalender)", CLOSING,
        "Hanya bila waktu melengkapi juga sudah lewat. Berkas darurat tidak ditutup.",
    )  # fmt: skip
    sarana = _text(
        "Sarana, prasarana, dan fasilitas",
        "Misalnya: ruang tunggu, kursi roda, toilet, meja bantuan.",
    )
    pengawasan = _text(
        "Pengawasan internal", "Siapa yang mengawasi dan seberapa sering, menurut jabatannya."
    )
    jaminan = _text("Jaminan pelayanan", "Yang dijanjikan kantor kepada pemohon.")
    keamanan = _text(
        "Jaminan keamanan dan keselamatan", "Keamanan surat dan data, keselamatan di loket."
    )
    evaluasi = _text("Evaluasi kinerja", "Kapan kantor menilai layanan dan mengumumkan hasilnya.")
    jalur_pengaduan = _text(
        "Jalur pengaduan lain", "Misalnya: kotak saran, SP4N-LAPOR!, nomor telepon khusus."
    )
    petugas_data = _text(
        "Petugas pelindungan data", "Jabatan dan cara menghubungi, tanpa nama orang."
    )

    def standards(self) -> StandardsIn:
        """What was written, once it is valid."""
        texts = {topic.value: self[topic.value].data or "" for topic in Topic}
        return StandardsIn(self.completion_days.data, self.closing_days.data, texts)


def standards_form(sent: Any, known: StandardsIn) -> StandardsForm:
    """The form, filled with what is set."""
    days = {"completion_days": known.completion_days, "closing_days": known.closing_days}
    return StandardsForm(sent, data={**days, **known.texts})
