"""NIK (domain 3.1): format, an impossible date and serial 0000 block; all else only warns.

A NIK is kept for life and its region is the place of first registration, so neither a moved
home nor a corrected birth date makes it wrong.
"""

from dataclasses import dataclass
from datetime import date

from portal.identity.digits import Verdict, is_digits, strip_separators

PROVINCES = frozenset(
    (
        "11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "31", "32", "33", "34", "35",
        "36", "51", "52", "53", "61", "62", "63", "64", "65", "71", "72", "73", "74", "75", "76",
        "81", "82", "91", "92", "93", "94", "95", "96",
    )
)  # fmt: skip

MESSAGES = {
    "format": "NIK harus 16 angka.",
    "tanggal": "Tanggal lahir di dalam NIK tidak ada di kalender. Periksa lagi angkanya di KTP.",
    "urut": "Empat angka terakhir NIK tidak boleh 0000. Periksa lagi angkanya di KTP.",
}
WARNINGS = {
    "provinsi_tidak_dikenal": "Kode provinsi NIK tidak dikenal.",
    "beda_tanggal_lahir": "Tanggal lahir berbeda dengan yang ada di NIK. Cocokkan dengan KK.",
    "beda_jenis_kelamin": "Jenis kelamin berbeda dengan yang ada di NIK. Cocokkan dengan KK.",
}


@dataclass(frozen=True)
class Reading:
    """What the digits say: sex (L or P) and the birth dates that fit (one or two centuries)."""

    sex: str
    births: tuple[date, ...]


def read_nik(text: str, *, today: date) -> tuple[Verdict, Reading | None]:
    """Check a NIK as typed. The reading is None when the digits hold no possible date."""
    value = strip_separators(text)
    if not is_digits(value, 16):
        return Verdict(value, "format"), None
    day, month, year = int(value[6:8]), int(value[8:10]), int(value[10:12])
    sex = "P" if day > 40 else "L"
    births = tuple(
        born
        for century in (1900, 2000)
        if (born := _date(century + year, month, day - 40 if day > 40 else day))
        and born <= today
        and born.year >= today.year - 120
    )
    if not births:
        return Verdict(value, "tanggal"), None
    reading = Reading(sex, births)
    if value.endswith("0000"):
        return Verdict(value, "urut"), reading
    return Verdict(value, warnings=_region_warning(value)), reading


def compare(reading: Reading, *, born: date | None, sex: str) -> tuple[str, ...]:
    """Warnings when the document differs from the digits; never an error."""
    warnings = []
    if born and born not in reading.births:
        warnings.append("beda_tanggal_lahir")
    if sex and sex != reading.sex:
        warnings.append("beda_jenis_kelamin")
    return tuple(warnings)


def masked(value: str) -> str:
    """Region only: 130199**********. The rest would give away the birth date (3.20)."""
    return value[:6] + "*" * (len(value) - 6)


def _region_warning(value: str) -> tuple[str, ...]:
    return () if value[:2] in PROVINCES else ("provinsi_tidak_dikenal",)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
