"""The PDF of a letter: a KONSEP until it is issued, then always the same bytes."""

import hashlib
import logging
from datetime import date
from typing import Any

from jinja2 import Environment
from sqlalchemy import select

from portal.db import db, insert_into, write
from portal.letters import pades, seals
from portal.letters.lifecycle import printed
from portal.letters.machine import PressError
from portal.letters.model import Letter, LetterFile
from portal.letters.pades import CertificateError
from portal.letters.press import letter_pdf
from portal.offices.model import Office

log = logging.getLogger(__name__)


class TamperedFileError(Exception):
    """The kept PDF of a letter is no longer what was filed; it is not handed out (LV-04)."""


def filed_pdf(
    letter: Letter, jinja_env: Environment, *, today: date, expected: dict[str, Any] | None
) -> bytes:
    """The letter as it stands; only an issued one (signed and numbered) lacks the KONSEP.

    An issued letter that was not filed (a crash, a certificate that could not sign) is filed
    now. Raises PressError, CertificateError and TamperedFileError.
    """
    if not letter.issued or letter.payload is None:
        draft = printed(letter, today, expected)
        return letter_pdf(draft, draft=True, jinja_env=jinja_env)
    return _kept(letter.id) or _filed(letter, jinja_env)


def file_issued(letter_id: int, jinja_env: Environment) -> str:
    """Print an issued letter once and keep its bytes; what is kept is never replaced.

    Gives "", or the sentence that says why it must wait: the letter stays issued and keeps its
    number, and reading it files it.
    """
    letter = db.session.get(Letter, letter_id)
    if letter is None or letter.payload is None:
        return ""
    try:
        if _kept(letter_id) is None:
            _filed(letter, jinja_env)
    except CertificateError as error:
        log.warning("surat %s belum dapat disegel", letter_id)
        return str(error)
    except PressError as error:
        log.error("surat %s belum dapat dicetak", letter_id, exc_info=error)
        return "PDF surat belum dapat dicetak. Nomor surat tetap; buka lagi suratnya nanti."
    return ""


def file_what_was_left(jinja_env: Environment) -> int:
    """File every issued letter that has no file yet; gives how many there were (crash repair)."""
    filed = select(LetterFile.letter_id)
    query = select(Letter.id).where(Letter.code.is_not(None), Letter.id.not_in(filed))
    left = list(db.session.scalars(query))
    for letter_id in left:
        file_issued(letter_id, jinja_env)
    return len(left)


def archive_pdf(letter: Letter, jinja_env: Environment) -> bytes:
    """The office's own copy of an issued letter, with the parafs; pressed anew, never filed."""
    if letter.payload is None:
        raise ValueError("only an issued letter has an archive copy")
    return _pressed(letter, jinja_env, archive=True)


def qr_of(letter: Letter) -> str:
    """What the QR code of an issued letter holds; "" for one from before there were codes."""
    if letter.payload is None or not letter.code:
        return ""
    return seals.qr_text(letter.payload["check_url"], letter.code, letter.statement)


def _kept(letter_id: int) -> bytes | None:
    """The filed bytes, if they are still what was filed. Raises TamperedFileError."""
    found = db.session.get(LetterFile, letter_id)
    if found is None:
        return None
    if hashlib.sha256(found.body).hexdigest() != found.sha256:
        log.error("berkas surat %s berubah sejak disimpan", letter_id)
        raise TamperedFileError
    return found.body


def _filed(letter: Letter, jinja_env: Environment) -> bytes:
    # Neither the pressing nor the signing may hold a lock on the database.
    letter_id, body = letter.id, _pressed(letter, jinja_env, archive=False)
    seal = (letter.payload or {}).get("seal")
    if seal:
        office = db.session.get_one(Office, letter.office_id)
        body = pades.signed(body, seal, office.code)
    with write() as session:
        insert = insert_into(session, LetterFile)
        session.execute(
            insert.values(
                letter_id=letter_id, sha256=hashlib.sha256(body).hexdigest(), body=body
            ).on_conflict_do_nothing()
        )
    # Two may have filed at once, with two signatures: whoever was first has made the letter.
    return _kept(letter_id) or body


def _pressed(letter: Letter, jinja_env: Environment, *, archive: bool) -> bytes:
    return letter_pdf(
        letter.payload or {},
        draft=False,
        jinja_env=jinja_env,
        qr=qr_of(letter),
        archive=archive,
    )
