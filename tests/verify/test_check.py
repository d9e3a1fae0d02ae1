"""What anyone reads who holds a letter: a verdict and bare facts, by the code alone."""

import json
from collections.abc import Callable

import pytest
from flask import Flask

from portal.db import db
from portal.letters import seals
from portal.letters.code import grouped, new_code
from portal.letters.model import KIND_WORDS, Kind, Letter
from portal.letters.pdf import qr_of
from portal.web.guesses import PER_ADDRESS
from tests.browser import Browser
from tests.cast import P17, P22, S24, T22, Cast
from tests.held import held_clock  # noqa: F401 - a fixture
from tests.verify.issuing import ask, filed, headline, issued


@pytest.fixture(scope="module")
def app(shared: Flask) -> Flask:
    """One portal: nothing here changes it but the count of wrong guesses."""
    return shared


@pytest.fixture(scope="module")
def letter_id(shared: Flask) -> int:
    """A letter that was issued and filed."""
    with shared.app_context():
        cast = Cast(shared)
        letter = issued(cast, P22)
        found = letter.id
        filed(cast, letter)
        db.session.remove()
    return found


@pytest.fixture
def letter(cast: Cast, letter_id: int) -> Letter:
    """That letter, in the session of the test."""
    return db.session.get_one(Letter, letter_id)


@pytest.mark.parametrize("sop_id", [P17, T22, S24])
def test_a_letter_of_each_office_is_told_to_be_valid(
    cast: Cast, visitor: Browser, sop_id: str
) -> None:
    letter = issued(cast, sop_id)
    payload, code = letter.payload or {}, letter.code or ""
    words = ask(visitor, code)
    assert headline(visitor) == "Surat ini sah dan masih berlaku"
    for fact in (
        letter.number,
        payload["date"],
        KIND_WORDS[Kind(letter.kind)],
        cast.office_of(sop_id).full_name,
        payload["signer"]["post"],
        grouped(code),
    ):
        assert fact in words


def test_only_the_code_opens_a_letter_however_it_is_typed(letter: Letter, visitor: Browser) -> None:
    number, code = letter.number, grouped(letter.code or "").lower()
    for typed in (code, f"  {letter.code} "):
        assert number in ask(visitor, typed)
    visitor.get(f"/periksa/{code}")
    assert number in visitor.text
    for key in (number.replace("/", "-"), letter.ref, str(letter.id)):
        visitor.get(f"/periksa/{key}", expect=404)
        assert number not in visitor.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Isi kode periksa"),
        ("BCDF", "Yang diisi 4"),
        ("1301995408900001", "Kode tidak pernah memuat “1”"),
        ("BCDFGHJKLMNPQRSTO", "Kode tidak pernah memuat “O”"),
    ],
)
def test_a_slip_of_the_finger_is_answered_without_the_database(
    visitor: Browser, questions: Callable[..., int], typed: str, words: str
) -> None:
    assert questions(lambda: ask(visitor, typed, 422)) == 0
    assert words in visitor.text
    assert visitor.field("kode") == typed


def test_one_wrong_symbol_is_noticed_without_the_database(
    visitor: Browser, questions: Callable[..., int]
) -> None:
    code = new_code()
    wrong = ("C" if code[0] == "B" else "B") + code[1:]
    assert questions(lambda: ask(visitor, wrong, 422)) == 0
    assert "salah ketik" in visitor.text
    assert questions(lambda: visitor.get(f"/periksa/{wrong}", expect=404)) == 0


def test_unknown_codes_look_all_alike(visitor: Browser) -> None:
    pages = []
    for code in (new_code(), new_code()):
        visitor.get(f"/periksa/{code}", expect=404)
        assert headline(visitor) == "Kode ini tidak dikenal"
        assert "jangan terima suratnya" in visitor.text
        pages.append(visitor.body.decode().replace(grouped(code), "KODE"))
    assert pages[0] == pages[1]


@pytest.mark.usefixtures("held")
def test_whoever_guesses_is_stopped_while_others_are_served(
    letter: Letter, visitor: Browser
) -> None:
    def status(code: str | None, address: str) -> int:
        return visitor.client.get(
            f"/periksa/{code}", environ_overrides={"REMOTE_ADDR": address}
        ).status_code

    for _ in range(PER_ADDRESS):
        assert status(letter.code, "10.1.1.1") == 200  # right ones cost nothing
        assert status(new_code(), "10.1.1.1") == 404
    assert status(letter.code, "10.1.1.1") == 429
    assert status(letter.code, "10.2.2.2") == 200


def test_the_public_keys_are_published_in_three_shapes_and_check_a_letter(
    letter: Letter, visitor: Browser
) -> None:
    published = json.loads(visitor.client.get("/periksa/kunci.json").get_data())
    known = {key["id"]: seals.PublicKey(key["public_key"]) for key in published["keys"]}
    found = seals.verify(qr_of(letter), known)
    assert (found.number, found.on, found.code) == (letter.number, letter.numbered_on, letter.code)
    assert found.digest == letter.payload_digest[:32]
    visitor.get("/periksa/kunci")
    kept = visitor.client.get("/periksa/mandiri.html")
    for key in known.values():
        assert key.hex in visitor.text
        assert key.hex in kept.get_data(as_text=True)
    assert kept.headers["Content-Disposition"] == "attachment; filename=periksa-surat.html"
    assert "Set-Cookie" not in kept.headers


def test_the_key_page_tells_what_to_do_with_each_answer(visitor: Browser) -> None:
    visitor.get("/periksa/kunci")
    for word in ("Sah", "Sudah diganti", "BATAL", "Tidak dikenal", "Segel palsu", "PDF tidak sama"):
        assert word in visitor.text
