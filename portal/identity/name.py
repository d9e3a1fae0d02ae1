"""Names (domain 3.5): one word may be a whole name; kept as typed, folded only for searching."""

import re
import unicodedata

from portal.identity.digits import Verdict

MESSAGES = {
    "kosong": "Isi namanya.",
    "panjang": "Nama terdiri dari 2 sampai 100 huruf.",
    "huruf": "Nama hanya berisi huruf, spasi, dan tanda ' . , - / ( ).",
}
_TITLES = frozenset(
    ("h", "hj", "dr", "dra", "drs", "dt", "prof", "ir", "st", "sh", "se", "mm", "ss", "sos", "spd",
     "mpd", "kh")
)  # fmt: skip
_OLD_SPELLING = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"), ("nj", "ny"))


def read_name(text: str) -> Verdict:
    """Check a name as on the KTP; blanks are collapsed, nothing else is changed."""
    value = " ".join(unicodedata.normalize("NFC", text).split())
    if not value:
        return Verdict(value, "kosong")
    if not 2 <= len(value) <= 100:
        return Verdict(value, "panjang")
    if not all(char.isalpha() or char in " '’.,-/()" for char in value):
        return Verdict(value, "huruf")
    return Verdict(value)


def search_key(text: str) -> str:
    """The folded form that names are searched by: 'Hj. Soekarni' and 'SUKARNI' meet."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = [word for word in re.sub(r"[^a-z0-9]+", " ", plain).split() if word not in _TITLES]
    key = " ".join(words)
    for old, new in _OLD_SPELLING:
        key = key.replace(old, new)
    return key
