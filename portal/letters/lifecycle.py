"""What may happen to a letter, in order: drafted, initialled, signed, numbered, stamped, void.

Each function changes the letter inside the caller's unit of work. Signed and numbered in
either order, as the SOP has it; once both are done the letter is frozen as issued.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import dates
from portal.cases.model import Case
from portal.journal.model import Chain
from portal.journal.operations import Author
from portal.letters import pades, seals
from portal.letters.code import new_code
from portal.letters.content import UndrawableError, content_of, digest_of, refuse_undrawable
from portal.letters.edition import edition
from portal.letters.machine import PressError
from portal.letters.model import Kind, Letter, LetterCase, LetterCopy, LetterNumber, Paraf
from portal.letters.numbering import blank_number
from portal.letters.numbers import void_number
from portal.letters.printable import refuse_unprintable
from portal.letters.queries import book_for, letter_of
from portal.offices.model import Office
from portal.sop.table import Sop

NOBODY = {"lines": [""], "name": "", "rank": "", "nip": ""}
FINGERPRINT = 10  # symbols of the record's head that every letter carries (D7)


class StaleDraftError(Exception):
    """The draft changed since the officer read it."""


def draft(session: Session, cases: Sequence[Case], sop: Sop, remark: str) -> Letter:
    """Write the draft anew from its cases; every paraf on an older draft falls."""
    letter = letter_of(cases[0])
    if letter is None:
        letter = begin(session, cases, Kind(str(sop.letter["bentuk"])), sop.short_name)
    replaces = letter.content.get("replaces") if letter.content else None
    rewrite(letter, content_of(cases, sop, remark, replaces))
    letter.remark = remark
    return letter


def begin(session: Session, cases: Sequence[Case], kind: Kind, title: str) -> Letter:
    """A new letter for these cases, with nothing in it yet."""
    letter = Letter(
        ref=secrets.token_hex(16), office_id=cases[0].office_id, kind=kind.value, title=title
    )
    session.add(letter)
    session.flush()
    for case in cases:
        letter.cases.append(LetterCase(letter_id=letter.id, case_id=case.id))
    session.flush()
    return letter


def rewrite(letter: Letter, content: dict[str, Any]) -> None:
    """Give the letter new content; equal content keeps the version and its parafs."""
    digest = digest_of(content)
    if digest != letter.content_digest:
        letter.content, letter.content_digest = content, digest
        letter.draft_version = (letter.draft_version or 0) + 1


def take_out(letter: Letter, case: Case, others: Sequence[Case], sop: Sop) -> None:
    """A case leaves an unsigned letter, which is written anew for the others."""
    letter.cases = [item for item in letter.cases if item.case_id != case.id]
    rewrite(letter, content_of(others, sop, letter.remark, letter.content.get("replaces")))


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


def sign(
    session: Session, letter: Letter, signer: dict[str, Any], person_id: int, at: datetime
) -> None:
    """The signer confirms the act; from here on the content is fixed. Raises UndrawableError."""
    letter.signer, letter.signed_by_id, letter.signed_at = signer, person_id, at
    refuse_unprintable_letter(printed(letter))
    _freeze(session, letter)


def number(session: Session, letter: Letter, given: LetterNumber) -> None:
    """Give the letter its number; its date is the day that the number bears.

    Raises UndrawableError: a letter that cannot be printed is never issued.
    """
    letter.number, letter.numbered_on, letter.numbered_by = given.text, given.on, given.by_name
    letter.given = given
    _freeze(session, letter)


def stamp(letter: Letter, by: Author, at: datetime) -> None:
    """Note that the office's rubber stamp is on the printed letter."""
    letter.stamped_at, letter.stamped_by = at, by.name


def void(letter: Letter, by: Author, reason: str, at: datetime) -> None:
    """Void a signed or numbered letter: its number stays in the book as BATAL (edge case 19)."""
    letter.voided_at, letter.voided_by, letter.void_reason = at, by.name, reason
    if letter.given:
        void_number(letter.given, reason)


def replace_with_draft(
    session: Session, old: Letter, cases: Sequence[Case], sop: Sop, *, quoted: bool
) -> Letter:
    """A new draft in the place of a voided letter, linked to it.

    It quotes the old number when the old paper has left the office (edge case 20).
    """
    new = begin(session, cases, Kind(old.kind), old.title)
    new.replaces_id = old.id
    words = None
    if quoted and old.numbered_on:
        words = {"number": old.number, "date": dates.long_date(old.numbered_on)}
    rewrite(new, content_of(cases, sop, old.remark, words))
    new.remark = old.remark
    return new


def copy(letter: Letter, by: Author, reason: str, at: datetime) -> LetterCopy:
    """Note a reprint of an issued letter: salinan ke-n, the same bytes (edge case 18)."""
    made = LetterCopy(n=len(letter.copies) + 1, at=at, by_name=by.name, reason=reason)
    letter.copies.append(made)
    return made


def refuse_unprintable_letter(payload: Mapping[str, Any]) -> None:
    """Raise UndrawableError, in a sentence for the officer, when the press would refuse it."""
    refuse_undrawable(payload)
    try:
        refuse_unprintable(payload)
    except PressError as fault:
        raise UndrawableError(f"Surat ini tidak dapat dicetak: {fault}.") from fault


def _freeze(session: Session, letter: Letter) -> None:
    if letter.signed_at is None or letter.numbered_on is None:
        return
    code, address = new_code(), seals.check_url()
    office = session.get_one(Office, letter.office_id)
    payload = {
        **printed(letter),
        "parafs": [_paraf(item) for item in letter.live_parafs],
        "code": code,
        "check_url": address,
        "seal": pades.seal_of(office.code, office.full_name),
        "chain": _head_of(session, letter.office_id),
        "edition": edition(),
    }
    refuse_unprintable_letter(payload)
    digest = digest_of(payload)
    # All at once: from the first flush of the payload on, the database refuses to change it.
    statement = seals.seal_letter(
        code=code,
        number=letter.number,
        on=letter.numbered_on,
        kind=letter.kind,
        digest=digest,
        address=address,
    )
    letter.payload, letter.payload_digest = payload, digest
    letter.code, letter.statement = code, statement


def _paraf(item: Paraf) -> dict[str, str]:
    return {"name": item.person_name, "post": item.post_title, "at": item.at.isoformat()}


def _head_of(session: Session, office_id: int) -> str:
    """The record's head as it is now: a printed letter becomes its witness (D7)."""
    head = session.scalar(select(Chain.hash).where(Chain.office_id == office_id))
    return (head or "")[:FINGERPRINT]


def printed(
    letter: Letter, today: date | None = None, expected: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The payload as it would print now: an expected signer, room for the number."""
    book = book_for(letter.office_id, letter.kind)
    on = letter.numbered_on or today
    blank = (
        blank_number(book.pattern, code=book.classification, unit=book.unit, on=on)
        if book and on
        else ""
    )
    signer = letter.signer or expected or NOBODY
    words = letter.content["wording"]
    if words["signer_post"] and signer.get("acting"):
        # "Yang bertanda tangan di bawah ini" must name the post as it was really held.
        words = {**words, "signer_post": signer["post"]}
    return {
        **letter.content,
        "kind": letter.kind,
        "wording": words,
        "number": letter.number or None,
        "number_blank": blank,
        "date": dates.long_date(letter.numbered_on) if letter.numbered_on else None,
        "signer": signer,
    }
