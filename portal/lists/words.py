"""Sex, relation and day of birth as people write them in a list; nothing is guessed. Pure."""

import re
from datetime import date

SEXES = {
    "l": "L", "lk": "L", "laki": "L", "laki laki": "L", "lelaki": "L", "pria": "L",
    "p": "P", "pr": "P", "perempuan": "P", "wanita": "P",
}  # fmt: skip
RELATIONS = {
    "kepala keluarga": "Kepala keluarga", "kepala kk": "Kepala keluarga", "kk": "Kepala keluarga",
    "kep keluarga": "Kepala keluarga", "suami": "Suami", "istri": "Istri", "isteri": "Istri",
    "anak": "Anak", "anak kandung": "Anak", "menantu": "Menantu", "cucu": "Cucu",
    "orang tua": "Orang tua", "orangtua": "Orang tua", "mertua": "Mertua",
    "famili lain": "Famili lain", "famili": "Famili lain", "lainnya": "Lainnya",
    "lain lain": "Lainnya",
}  # fmt: skip
_MONTHS = (
    ("januari", "jan", "january"),
    ("februari", "feb", "pebruari", "peb", "february"),
    ("maret", "mar", "mrt", "march"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("agustus", "agu", "agt", "ags", "agust", "aug", "august"),
    ("september", "sep", "sept"),
    ("oktober", "okt", "oct", "october"),
    ("november", "nov", "nopember", "nop"),
    ("desember", "des", "dec", "december"),
)
MONTHS = {word: n for n, words in enumerate(_MONTHS, 1) for word in words}
EXAMPLE = "Tulis seperti 7 Agustus 1984 atau 07-08-1984."
OLDEST = 120  # years
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_FIGURES = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d+)")
_WRITTEN = re.compile(r"(\d{1,2})[\s./-]*([A-Za-z]+)[\s./,-]*(\d+)")


class UnclearError(Exception):
    """It is not a day, or may be two; the message says what to write."""


def plain(text: object) -> str:
    """Small letters, one blank between words, no marks: 'Laki-laki.' as 'laki laki'."""
    return re.sub(r"[^a-z]+", " ", str(text).lower()).strip()


def read_born(cell: object, today: date) -> tuple[date, bool]:
    """The day of birth, and whether day and month could have been written the other way round.

    Days stand before months. Raises UnclearError for all that is not one exact day.
    """
    if isinstance(cell, int | float):
        raise UnclearError(f"Tersimpan sebagai angka, bukan tanggal. Ubah format selnya. {EXAMPLE}")
    year, month, day, in_words = _parts(str(cell).strip().rstrip("."))
    try:
        born = date(year, month, day)
    except ValueError:
        raise UnclearError(_impossible(day, month)) from None
    if born > today:
        raise UnclearError("Tanggal lahir belum tiba. Periksa lagi.")
    if born.year < today.year - OLDEST:
        raise UnclearError(f"Tahun lahir {born.year} lebih dari {OLDEST} tahun lalu. Periksa lagi.")
    return born, not in_words and day <= 12 and day != month


def swapped(born: date) -> date:
    """The same figures with day and month the other way round."""
    return date(born.year, born.day, born.month)


def _parts(text: str) -> tuple[int, int, int, bool]:
    """Year, month, day, and whether the month was a word."""
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3]), False
    if found := _FIGURES.fullmatch(text):
        return _year(found[3]), int(found[2]), int(found[1]), False
    if found := _WRITTEN.fullmatch(text):
        month = MONTHS.get(found[2].lower())
        if month is None:
            raise UnclearError(f"Bulan {found[2][:20]} tidak dikenal. {EXAMPLE}")
        return _year(found[3]), month, int(found[1]), True
    raise UnclearError(f"Tanggal tidak dapat dibaca. {EXAMPLE}")


def _year(text: str) -> int:
    if len(text) != 4:
        raise UnclearError("Tulis tahun dengan empat angka, misalnya 1984.")
    return int(text)


def _impossible(day: int, month: int) -> str:
    if not 1 <= month <= 12:
        return f"Bulan {month} tidak ada. Urutannya hari, bulan, tahun. {EXAMPLE}"
    return f"Tanggal {day} tidak ada di bulan itu. Periksa lagi."
