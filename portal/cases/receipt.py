"""The application number on the receipt: 14 random digits and a Damm check digit.

Random, so that nobody can list the poor by counting up; 15 digits in three groups of five,
so that it never looks like a card (13) or a NIK (16). The check digit catches every single
wrong digit and every swap of neighbours.
"""

import re
import secrets

LENGTH = 15
SPACE = 9 * 10 ** (LENGTH - 2)  # numbers with a right check digit that new_number can give
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def new_number() -> str:
    """A fresh application number of 15 digits."""
    # A first digit of 1-9 keeps its 15 digits through spreadsheets and telephone keypads.
    body = secrets.choice("123456789") + "".join(secrets.choice("0123456789") for _ in range(13))
    return body + _check_digit(body)


def typed(text: str) -> str:
    """What a citizen typed, without the blanks and marks between groups."""
    return re.sub(r"[\s.\-]", "", text)


def is_number(text: str) -> bool:
    """Whether the text is 15 digits with a right check digit."""
    return (
        len(text) == LENGTH
        and re.fullmatch(r"[0-9]+", text) is not None
        and _check_digit(text[:-1]) == text[-1]
    )


def _check_digit(body: str) -> str:
    interim = "0"
    for digit in body:
        interim = _DAMM[int(interim)][int(digit)]
    return interim
