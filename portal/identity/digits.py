"""Numbers that people write with blanks, dots and dashes."""

import re
from dataclasses import dataclass

_SEPARATORS = re.compile(r"[\s.\-]")
_ASCII_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class Verdict:
    """What a check found: the cleaned value, the code of an error that blocks, warnings."""

    value: str
    error: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the value may be stored."""
        return not self.error


def strip_separators(text: str) -> str:
    """The text without blanks, dots and dashes."""
    return _SEPARATORS.sub("", text)


def is_digits(text: str, length: int) -> bool:
    """Whether the text is exactly so many ASCII digits."""
    return len(text) == length and _ASCII_DIGITS.fullmatch(text) is not None
