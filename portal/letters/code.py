"""The verification code on a letter: random, easy to read out, and proof against a slip.

17 symbols (16 random + 1 check, 77.7 bits), printed XXXX-XXXX-XXXX-XXXXX (security D17, D18).
"""

import secrets
import unicodedata

# No 0 and 1, no vowels: no words, and nothing that looks like something else.
ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXYZ"
LENGTH = 17
VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
# Powers of 2 modulo the prime 29: no two places weigh the same, and no two neighbours or
# next-neighbours weigh 29 together. So every single slip, every swap of two symbols and every
# doubled pair typed wrong (BB for CC) is noticed. Weights 1..17 would miss one such pair: 14 + 15.
WEIGHTS = tuple(pow(2, place, len(ALPHABET)) for place in range(LENGTH))
DASHES = "-‐‑‒–—−"


def new_code() -> str:
    """A fresh code, 17 symbols without dashes."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return symbols + next(last for last in ALPHABET if _sum(symbols + last) == 0)


def is_code(text: str) -> bool:
    """Whether a text, as typed() gives it, can be a code: the right symbols, the check agrees."""
    return len(text) == LENGTH and all(char in VALUES for char in text) and _sum(text) == 0


def typed(text: str) -> str:
    """What a person typed or pasted, as a code is stored: capitals, no spaces, no dashes."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in plain if not char.isspace() and char not in DASHES)


def grouped(code: str) -> str:
    """BCDF-GHJK-LMNP-QRSTV: three groups of four and one of five, as it is printed."""
    return "-".join((code[:4], code[4:8], code[8:12], code[12:]))


def strange_symbols(text: str) -> str:
    """The symbols of a typed text that no code holds, each once: 0, 1, A, E, I, O, U and signs."""
    return "".join(dict.fromkeys(char for char in text if char not in VALUES))


def _sum(code: str) -> int:
    total = sum(weight * VALUES[symbol] for weight, symbol in zip(WEIGHTS, code, strict=True))
    return total % len(ALPHABET)
