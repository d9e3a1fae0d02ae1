"""Finding an issued letter by its code: never by its number, never by a name."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.letters.model import Letter, LetterFile
from portal.letters.queries import letter_with_code
from portal.offices.model import Office


@dataclass(frozen=True)
class Found:
    """An issued letter, its office, and the SHA-256 of its filed PDF ("" while there is none)."""

    letter: Letter
    office: Office
    sha256: str


def letter_by_code(code: str) -> Found | None:
    """The issued letter that bears this code."""
    letter = letter_with_code(code)
    if letter is None:
        return None
    # Only the digest: the page has no use for the whole file.
    sha256 = db.session.scalar(select(LetterFile.sha256).where(LetterFile.letter_id == letter.id))
    return Found(letter, db.session.get_one(Office, letter.office_id), sha256 or "")
