"""The PDF of a letter: a KONSEP until it is issued, then always the same bytes."""

import hashlib
from datetime import date
from typing import Any

from jinja2 import Environment

from portal.db import db, insert_into, write
from portal.letters.lifecycle import printed
from portal.letters.model import Letter, LetterFile
from portal.letters.press import letter_html, press


def filed_pdf(
    letter: Letter, jinja_env: Environment, *, today: date, expected: dict[str, Any] | None
) -> bytes:
    """The letter as it stands; only an issued one (signed and numbered) lacks the KONSEP."""
    if not letter.issued or letter.payload is None:
        draft = printed(letter, today, expected)
        return press(letter_html(draft, draft=True, jinja_env=jinja_env))
    filed = db.session.get(LetterFile, letter.id)
    if filed is not None:
        return filed.body
    return press(letter_html(letter.payload, draft=False, jinja_env=jinja_env))


def file_issued(letter_id: int, jinja_env: Environment) -> None:
    """Print an issued letter once and keep its bytes; what is kept is never replaced.

    Rendering takes no lock. If it fails the letter stays issued, and reading it prints it
    from the frozen payload.
    """
    letter = db.session.get(Letter, letter_id)
    if letter is None or letter.payload is None:
        return
    if db.session.get(LetterFile, letter_id) is not None:
        return
    body = press(letter_html(letter.payload, draft=False, jinja_env=jinja_env))
    with write() as session:
        insert = insert_into(session, LetterFile)
        session.execute(
            insert.values(
                letter_id=letter_id, sha256=hashlib.sha256(body).hexdigest(), body=body
            ).on_conflict_do_nothing()
        )
