"""What may happen to a letter, in order: drafted, initialled, signed, numbered, stamped.

Each function changes the letter inside the caller's unit of work. Signed and numbered in
either order, as the SOP has it; once both are done the letter is frozen as issued.
"""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal import dates
from portal.cases.model import Case
from portal.journal.operations import Author
from portal.letters.content import content_of, digest_of
from portal.letters.model import Letter, LetterCase, Paraf
from portal.letters.numbering import blank_number
from portal.letters.numbers import Given
from portal.letters.queries import letter_of, series_of
from portal.sop.table import Sop


class StaleDraftError(Exception):
    """The draft changed since the officer read it."""


def draft(session: Session, case: Case, sop: Sop, remark: str) -> Letter:
    """Write the draft anew from the case; every paraf on an older draft falls."""
    letter = letter_of(case)
    if letter is None:
        letter = Letter(ref=secrets.token_hex(16), office_id=case.office_id, title=sop.short_name)
        session.add(letter)
        session.flush()
        session.add(LetterCase(letter_id=letter.id, case_id=case.id))
    content = content_of(case, sop, remark)
    digest = digest_of(content)
    letter.remark = remark
    if digest != letter.content_digest:
        letter.content, letter.content_digest = content, digest
        letter.draft_version += 1
    return letter


def void_parafs(letter: Letter, at: datetime) -> int:
    """Void the parafs: the draft goes back to be changed. Gives how many fell."""
    live = letter.live_parafs
    for paraf in live:
        paraf.voided_at = at
    return len(live)


def initial(session: Session, letter: Letter, by: Author, person_id: int, at: datetime) -> None:
    """Put a paraf on the present draft."""
    session.add(
        Paraf(
            letter_id=letter.id,
            draft_version=letter.draft_version,
            content_digest=letter.content_digest,
            person_id=person_id,
            person_name=by.name,
            post_title=by.post,
            at=at,
        )
    )


def sign(letter: Letter, signer: dict[str, Any], person_id: int, at: datetime) -> None:
    """The signer confirms the act; from here on the content is fixed."""
    letter.signer, letter.signed_by_id, letter.signed_at = signer, person_id, at
    _freeze(letter)


def number(letter: Letter, given: Given, by: Author, on: date) -> None:
    """Give the letter its number; its date is the day of numbering."""
    letter.series_id, letter.year, letter.serial = given.series_id, given.year, given.serial
    letter.number, letter.numbered_on, letter.numbered_by = given.text, on, by.name
    _freeze(letter)


def stamp(letter: Letter, by: Author, at: datetime) -> None:
    """Note that the office's rubber stamp is on the printed letter."""
    letter.stamped_at, letter.stamped_by = at, by.name


def _freeze(letter: Letter) -> None:
    if letter.signed_at is None or letter.numbered_on is None:
        return
    payload = printed(letter)
    letter.payload, letter.payload_digest = payload, digest_of(payload)


def printed(
    letter: Letter, today: date | None = None, expected: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The payload as it would print now: an expected signer, room for the number."""
    series = series_of(letter.office_id)
    on = letter.numbered_on or today
    blank = (
        blank_number(series.pattern, code=series.classification, unit=series.unit, on=on)
        if series and on
        else ""
    )
    signer = letter.signer or expected or {"lines": [""], "name": "", "rank": "", "nip": ""}
    words = letter.content["wording"]
    if words["signer_post"] and signer.get("acting"):
        # "Yang bertanda tangan di bawah ini" must name the post as it was really held.
        words = {**words, "signer_post": signer["post"]}
    return {
        **letter.content,
        "wording": words,
        "number": letter.number or None,
        "number_blank": blank,
        "date": dates.long_date(letter.numbered_on) if letter.numbered_on else None,
        "signer": signer,
    }
