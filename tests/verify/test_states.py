"""A letter's later life, as its holder reads it: void, replaced, unfiled, tampered with."""

import hashlib

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select, text

from portal.cases.model import Member
from portal.cases.reasons import REPLACEMENTS
from portal.db import db, write
from portal.desk.work.ways_out import Leaving
from portal.letters import pades
from portal.letters.model import Letter
from portal.letters.pades import CertificateError
from portal.letters.pdf import TamperedFileError, file_issued
from portal.letters.queries import letter_of
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, Cast
from tests.verify.issuing import ask, filed, headline, issued, voided


@pytest.fixture
def engine_name() -> str:
    """What is told here is the same on every database."""
    return "sqlite"


def personal(letter: Letter) -> list[str]:
    """What must stand nowhere on the page: names, numbers and dates of persons, reasons."""
    payload = letter.payload or {}
    signer = payload["signer"]
    people = [
        value
        for person in payload["persons"]
        for key, value in person.items()
        if key != "jenis_kelamin"  # an office has "Perempuan" in its name
    ]
    officers = [item["name"] for item in payload["parafs"]]
    words = [*people, *officers, signer["name"], signer["nip"], payload["case_number"]]
    members = db.session.scalars(select(Member))
    words += [value for member in members for value in (member.name, member.nik)]
    words += [letter.voided_by, letter.void_reason]
    return [word for word in words if len(word) > 4]


def leaks(visitor: Browser, letter: Letter) -> list[str]:
    """Personal words that stand on the page or in its headers, asked for in both ways."""
    found, secrets = [], personal(letter)
    assert len(secrets) > 10
    for answer in (
        visitor.client.get(f"/periksa/{letter.code}"),
        visitor.client.post("/periksa", data={"kode": letter.code}),
    ):
        carried = answer.get_data(as_text=True) + str(answer.headers)
        found += [word for word in secrets if word in carried]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers
    return found


def test_a_voided_and_a_replaced_letter_say_so_and_name_nobody(
    cast: Cast, visitor: Browser
) -> None:
    letter, ref = voided(cast)
    letter_id, code = letter.id, letter.code or ""
    words = ask(visitor, code)
    assert headline(visitor) == "Surat ini BATAL"
    assert "Jangan terima surat ini" in words
    assert letter.number in words
    assert leaks(visitor, letter) == []

    new = issued(cast, P17, ref)
    words = ask(visitor, code)
    assert headline(visitor) == "Surat ini sudah diganti"
    assert f"surat nomor {new.number} tanggal {new.payload['date']}" in words  # type: ignore[index]
    assert new.code is not None
    assert new.code not in visitor.body.decode()
    assert leaks(visitor, db.session.get_one(Letter, letter_id)) == []
    ask(visitor, new.code)
    assert headline(visitor) == "Surat ini sah dan masih berlaku"
    assert leaks(visitor, new) == []


def test_a_letter_that_a_crash_left_unfiled_is_filed_when_it_is_read(
    app: Flask, cast: Cast, visitor: Browser
) -> None:
    letter = issued(cast)
    letter_id, code = letter.id, letter.code
    visitor.get(f"/periksa/{code}")
    assert "belum tersimpan" in visitor.text

    body = filed(cast, letter)

    visitor.get(f"/periksa/{code}")
    assert hashlib.sha256(body).hexdigest() in visitor.text
    assert file_issued(letter_id, app.jinja_env) == ""
    assert filed(cast, db.session.get_one(Letter, letter_id)) == body


def test_a_filed_pdf_that_was_changed_is_not_handed_out(app: Flask, cast: Cast) -> None:
    letter = issued(cast)
    letter_id = letter.id
    filed(cast, letter)
    with write() as session:  # as somebody who owns the database would
        session.execute(text("DROP TRIGGER letter_file_stays"))
        session.execute(text("UPDATE letter_file SET body = :body"), {"body": b"%PDF-1.4 lain"})
    with pytest.raises(TamperedFileError):
        filed(cast, db.session.get_one(Letter, letter_id))


def test_a_draft_has_no_code_and_no_seal(cast: Cast) -> None:
    letter = letter_of(cast.case_at(P17, 4, 0))
    assert letter is not None
    assert (letter.code, letter.statement, letter.payload) == (None, "", None)


def test_a_certificate_that_cannot_sign_keeps_the_number_and_signs_once_it_can(
    app: Flask, cast: Cast
) -> None:
    folder = pades.cabinet().folder
    made = pades.make_demo_certificate(folder, "pessel")
    whole = made.read_bytes()
    made.write_bytes(whole[: len(whole) // 2])
    letter = issued(cast)
    letter_id, number = letter.id, letter.number
    assert "nomor surat tetap" in file_issued(letter_id, app.jinja_env)
    with pytest.raises(CertificateError, match="nomor surat tetap"):
        filed(cast, db.session.get_one(Letter, letter_id))

    made.write_bytes(whole)

    body = filed(cast, db.session.get_one(Letter, letter_id))
    assert b"/ETSI.CAdES.detached" in body
    assert filed(cast, db.session.get_one(Letter, letter_id)) == body
    assert db.session.get_one(Letter, letter_id).number == number


def test_the_seal_is_told_on_the_page_before_it_is_signed(cast: Cast) -> None:
    pades.make_demo_certificate(pades.cabinet().folder, "pessel")
    letter = issued(cast)
    seal = (letter.payload or {})["seal"]
    assert seal == {
        "provider": "contoh",
        "subject": "CONTOH, bukan sertifikat resmi (pessel)",
        "certified": False,
        "note": "Sertifikat contoh",
    }
    page = pypdfium2.PdfDocument(filed(cast, letter))[0].get_textpage().get_text_range()
    words = " ".join(page.split())
    assert "Sertifikat contoh" in words
    assert "BSrE" not in words


def test_a_letter_whose_replacement_is_void_is_told_to_be_void_until_there_is_a_live_one(
    cast: Cast, visitor: Browser
) -> None:
    first, ref = voided(cast)
    code = first.code or ""
    second = issued(cast, P17, ref).number
    reasons = (REPLACEMENTS[0].code,)
    cast.move("kadis.pessel", ref, Move.GANTI_SURAT, Leaving(reasons))

    words = ask(visitor, code)
    assert headline(visitor) == "Surat ini BATAL"
    assert second not in words

    third = issued(cast, P17, ref).number
    words = ask(visitor, code)
    assert headline(visitor) == "Surat ini sudah diganti"
    assert third in words
    assert second not in words
