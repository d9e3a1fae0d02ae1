"""How an office numbers its letters: one pattern, as 460/123/DINSOS/XI/2026. Pure."""

from datetime import date

from portal.letters.wording import fill, slots_in

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
PATTERN_SLOTS = frozenset({"kode", "urut", "unit", "bulan_romawi", "tahun"})
BLANK = " " * 6


def roman_month(on: date) -> str:
    return ROMAN_MONTHS[on.month - 1]


def check_pattern(pattern: str) -> None:
    """ValueError unless the pattern can number letters that restart at 1 every January."""
    used = slots_in(pattern)
    if used - PATTERN_SLOTS:
        raise ValueError(f"bagian {{{min(used - PATTERN_SLOTS)}}} tidak dikenal dalam pola nomor")
    if pattern.count("{urut}") != 1 or "tahun" not in used:
        raise ValueError("pola nomor harus memuat {urut} satu kali dan {tahun}")


def letter_number(
    pattern: str,
    *,
    code: str,
    serial: int,
    unit: str,
    on: date,
    width: int = 0,
    inserted: str = "",
) -> str:
    """The number of a letter; `inserted` is the letter of a number slipped in after its serial."""
    return _number(pattern, code, f"{serial:0{width}d}{inserted}", unit, on)


def blank_number(pattern: str, *, code: str, unit: str, on: date) -> str:
    """The number of a draft: room for the serial, which a letter gets only when it is numbered."""
    return _number(pattern, code, BLANK, unit, on)


def _number(pattern: str, code: str, serial: str, unit: str, on: date) -> str:
    check_pattern(pattern)
    parts = {
        "kode": code,
        "urut": serial,
        "unit": unit,
        "bulan_romawi": roman_month(on),
        "tahun": f"{on.year}",
    }
    return fill(pattern, parts)
