"""Phone numbers (domain 3.4): stored as +62..., optional, shared by a family, no identity."""

import re

from portal.identity.digits import Verdict

MESSAGES = {
    "awalan": "Nomor telepon dimulai dengan 0, 62, atau 8. Contoh: 0812 3456 7890.",
    "panjang": "Panjang nomor telepon tidak sesuai. Contoh: 0812 3456 7890.",
    "bukan_angka": "Nomor telepon hanya berisi angka. Contoh: 0812 3456 7890.",
}


def read_phone(text: str) -> Verdict:
    """Check a phone number as typed and give it as E.164."""
    bare = re.sub(r"[\s().\-]", "", text)
    digits = bare.removeprefix("+")
    if not re.fullmatch(r"[0-9]+", digits):
        return Verdict("", "bukan_angka")
    national = _national(digits, plus=bare.startswith("+"))
    if national is None:
        return Verdict("", "awalan")
    # Mobile 10-13 digits with the leading 0; fixed lines 7-11 after their area code's 0.
    low, high = (9, 12) if national.startswith("8") else (7, 11)
    if not low <= len(national) <= high:
        return Verdict("", "panjang")
    return Verdict(f"+62{national}")


def _national(digits: str, *, plus: bool) -> str | None:
    for prefix in ("0062", "62") if not plus else ("62",):
        if digits.startswith(prefix):
            return digits.removeprefix(prefix).removeprefix("0")
    if plus:
        return None
    if digits.startswith("0"):
        return digits[1:]
    return digits if digits.startswith("8") else None
