"""Nomor KK (domain 3.2): 16 digits, not one digit repeated, not the applicant's own NIK."""

from datetime import date

from portal.identity.digits import Verdict, is_digits, strip_separators

MESSAGES = {
    "format": "Nomor KK harus 16 angka.",
    "angka_seragam": "Nomor KK tidak boleh satu angka yang diulang.",
    "sama_dengan_nik": "Nomor KK sama dengan NIK. Lihat nomor di bagian atas Kartu Keluarga.",
}
WARNINGS = {
    "tanggal_terbit_tidak_lazim": "Tanggal di dalam nomor KK tidak lazim. Cocokkan dengan kartunya."
}


def read_kk(text: str, *, nik: str = "") -> Verdict:
    """Check a family card number as typed, beside the NIK of a person on it."""
    value = strip_separators(text)
    if not is_digits(value, 16):
        return Verdict(value, "format")
    if len(set(value)) == 1:
        return Verdict(value, "angka_seragam")
    if nik and value == nik:
        return Verdict(value, "sama_dengan_nik")
    return Verdict(value, warnings=() if _has_date(value) else ("tanggal_terbit_tidak_lazim",))


def _has_date(value: str) -> bool:
    try:
        date(2000 + int(value[10:12]), int(value[8:10]), int(value[6:8]))
    except ValueError:
        return False
    return True
