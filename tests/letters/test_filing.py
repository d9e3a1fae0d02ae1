"""The letter as it is filed: signed with the office's certificate, kept, and never changed."""

import pytest
from flask import Flask
from sqlalchemy import text

from portal.db import db
from portal.letters import pades
from portal.letters.lifecycle import digest_of
from portal.letters.model import Letter, LetterFile
from portal.letters.pdf import TamperedFileError, file_issued, file_what_was_left, filed_pdf
from portal.letters.queries import letter_of
from tests.cast import P17, S24, Cast
from tests.letters.test_pades import accepted, root_of, status


def issued(cast: Cast, sop_id: str, row: int) -> Letter:
    letter = letter_of(cast.case_at(sop_id, row, 2))
    assert letter is not None
    assert letter.payload is not None
    return letter


def body_of(app: Flask, letter: Letter) -> bytes:
    assert letter.numbered_on is not None
    return filed_pdf(letter, app.jinja_env, today=letter.numbered_on, expected=None)


def test_the_issued_demo_letter_is_signed_and_one_flipped_byte_is_noticed(
    app: Flask, cast: Cast
) -> None:
    folder = pades.cabinet().folder
    pades.make_demo_certificate(folder, "pessel")
    letter = issued(cast, P17, 6)
    assert letter.payload is not None
    assert letter.payload["seal"]["certified"] is False

    body = body_of(app, letter)

    found = status(body, root_of(folder))
    assert found.bottom_line
    assert found.trusted
    middle = len(body) // 2
    flipped = body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]
    assert accepted(body, root_of(folder))
    assert not accepted(flipped, root_of(folder))


def test_an_office_without_a_certificate_files_plain_paper(app: Flask, cast: Cast) -> None:
    letter = issued(cast, S24, 6)
    assert letter.payload is not None
    assert letter.payload["seal"] is None

    body = body_of(app, letter)

    assert b"/ByteRange" not in body
    assert digest_of(letter.payload) == letter.payload_digest


def test_what_is_filed_is_read_again_byte_for_byte_and_a_crash_is_made_up_for(
    app: Flask, cast: Cast
) -> None:
    letter_id = issued(cast, P17, 6).id
    assert db.session.get(LetterFile, letter_id) is None

    assert file_what_was_left(app.jinja_env) == 1

    assert file_what_was_left(app.jinja_env) == 0
    letter = db.session.get_one(Letter, letter_id)
    assert body_of(app, letter) == body_of(app, letter)
    assert file_issued(letter_id, app.jinja_env) == ""


def test_a_file_changed_behind_our_back_is_not_handed_out(app: Flask, cast: Cast) -> None:
    letter_id = issued(cast, P17, 6).id
    file_issued(letter_id, app.jinja_env)
    db.session.rollback()
    drop = "DROP TRIGGER letter_file_stays" + (
        " ON letter_file" if db.engine.dialect.name == "postgresql" else ""
    )
    with db.engine.connect().execution_options(write=True) as connection:
        connection.execute(text(drop))
        connection.execute(text("UPDATE letter_file SET body = :body"), {"body": b"%PDF-palsu"})
        connection.commit()
    db.session.rollback()

    with pytest.raises(TamperedFileError):
        body_of(app, db.session.get_one(Letter, letter_id))
