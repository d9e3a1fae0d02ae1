"""BPJS/KIS card number (domain 3.3): 13 digits as text; no checksum is publicly known."""

from portal.identity.digits import Verdict, is_digits, strip_separators

MESSAGES = {
    "format": "Nomor kartu BPJS/KIS harus 13 angka.",
    "angka_seragam": "Nomor kartu tidak boleh satu angka yang diulang.",
}


def read_card(text: str) -> Verdict:
    """Check a card number as typed; leading zeros are kept."""
    value = strip_separators(text)
    if not is_digits(value, 13):
        return Verdict(value, "format")
    return Verdict(value, "angka_seragam" if len(set(value)) == 1 else "")
