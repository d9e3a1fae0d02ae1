"""A laptop is made ready by its village, with numbers that the office signed; or is revoked."""

import base64
import json
import secrets
from collections.abc import Callable
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from sqlalchemy import func, select

from portal.cases.receipt import is_number
from portal.db import db, write
from portal.journal.model import Event
from portal.offline import blocks, operations
from portal.people.model import Person
from portal.people.passwords import hash_password
from portal.registration.model import AllottedNumber, Device, NumberBlock
from tests.browser import Browser
from tests.cast import Cast
from tests.conftest import FAST_HASH
from tests.engines import usually_sqlite
from tests.offline.laptop import Laptop

SignIn = Callable[[str], Browser]
engine_name = usually_sqlite


@pytest.fixture
def laptop(sign_in: SignIn, cast: Cast) -> Laptop:
    """A laptop of Nagari Painan."""
    return Laptop(sign_in("nagari.pessel"), cast)


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_it_takes_along_key_numbers_services_and_no_person(laptop: Laptop) -> None:
    said = laptop.answer
    assert len(base64.b64decode(laptop.key)) == 32
    assert len(set(laptop.numbers)) == blocks.SIZE
    assert all(is_number(number) for number in laptop.numbers)
    pack = said["pack"]
    assert (pack["village"]["title"], pack["village"]["head"]) == ("Nagari Painan", "Wali Nagari")
    assert [service["name"] for service in pack["services"]] == [
        "Rekomendasi BPJS (darurat)", "Reaktivasi KIS PBI",
    ]  # fmt: skip
    assert count(Event) == 1


@pytest.mark.battery
def test_every_number_has_a_qr_code_that_a_telephone_reads(laptop: Laptop) -> None:
    block = laptop.answer["blocks"][0]
    for number, code in list(zip(block["numbers"], block["codes"], strict=True))[:3]:
        found = zxingcpp.read_barcodes(drawn(code))
        assert [one.text for one in found] == [f"HTTP://127.0.0.1:8000/L/{number}"]


def drawn(code: str) -> Image.Image:
    """The squares as the page draws them, each eight dots wide."""
    words = code.split()
    side, squares = int(words[0]), base64.b64decode(words[1])
    picture = Image.new("L", ((side + 8) * 8,) * 2, 255)
    pen = ImageDraw.Draw(picture)
    for at in range(side * side):
        if squares[at // 8] >> (7 - at % 8) & 1:
            left, top = (at % side + 4) * 8, (at // side + 4) * 8
            pen.rectangle((left, top, left + 7, top + 7), fill=0)
    return picture


def test_a_block_is_signed_for_this_laptop_and_village(laptop: Laptop) -> None:
    assert genuine()
    changes = ({"village_code": "13.01.05.2002"}, {"signature": "AAAA"}, {"key_id": "00000000"})
    for change in changes:
        before = set_on_block(change)
        assert not genuine(), change
        set_on_block(before)
    with write() as session:
        block = session.scalars(select(NumberBlock)).one()
        session.add(AllottedNumber(number="100000000000008", block_id=block.id, place=51))
    assert not genuine(), "one number more"


def genuine() -> bool:
    db.session.rollback()
    db.session.expire_all()
    return blocks.is_genuine(db.session.scalars(select(NumberBlock)).one())


def set_on_block(change: dict[str, str]) -> dict[str, str]:
    """Alter the stored block; gives what stood there."""
    with write() as session:
        block = session.scalars(select(NumberBlock)).one()
        before = {name: getattr(block, name) for name in change}
        for name, value in change.items():
            setattr(block, name, value)
        return before


@pytest.mark.battery
def test_a_wrong_password_prepares_nothing(sign_in: SignIn, cast: Cast, laptop: Laptop) -> None:
    for _ in range(10):
        assert "belum benar" in laptop.prepare(expect=422, secret="salah salah salah")["why"]
    assert "Terlalu sering" in laptop.prepare(expect=429)["why"]
    assert count(Device) == 1


@pytest.mark.battery
def test_a_new_password_gets_the_same_key(laptop: Laptop) -> None:
    with write() as session:
        person = session.scalars(select(Person).where(Person.username == "nagari.pessel")).one()
        person.password_hash = hash_password("kata sandi baru", FAST_HASH)
    laptop.prepare(expect=422, device=laptop.ref)
    again = laptop.prepare(device=laptop.ref, secret="kata sandi baru")
    assert again["device"]["key"] == laptop.key
    assert count(Device) == 1


@pytest.mark.battery
def test_more_numbers_come_when_asked_and_a_lost_answer_comes_again(laptop: Laptop) -> None:
    known = laptop.answer["blocks"][0]["ref"]
    fields = {"device": laptop.ref, "known": known}
    first = laptop.ask("nomor", fields)["blocks"]
    assert [len(block["numbers"]) for block in first] == [blocks.SIZE]
    assert laptop.ask("nomor", fields)["blocks"] == first, "the answer got lost"
    assert count(AllottedNumber) == 2 * blocks.SIZE


@pytest.mark.battery
def test_numbers_are_not_heaped_up(laptop: Laptop) -> None:
    known = [laptop.answer["blocks"][0]["ref"]]
    for _ in range(operations.MOST_UNUSED // blocks.SIZE - 1):
        said = laptop.ask("nomor", {"device": laptop.ref, "known": " ".join(known)})
        known.append(said["blocks"][0]["ref"])
    refused = laptop.ask("nomor", {"device": laptop.ref, "known": " ".join(known)}, expect=409)
    assert refused["why"].startswith("Ratusan nomor")


def test_a_revoked_laptop_gets_neither_key_nor_numbers(laptop: Laptop, sign_in: SignIn) -> None:
    colleague = sign_in("nagari.pessel")
    colleague.get("/nagari/luring/perangkat")
    assert "Nomor belum dipakai 50" in colleague.text
    colleague.submit("form[action$='/cabut']")
    assert "Dicabut" in colleague.text
    assert not colleague.page.select("form[action$='/cabut']")
    known = laptop.answer["blocks"][0]["ref"]
    laptop.ask("nomor", {"device": laptop.ref, "known": known}, expect=409)
    laptop.prepare(expect=409, device=laptop.ref)
    laptop.browser.get(f"/nagari/luring/token?perangkat={laptop.ref}")
    assert json.loads(laptop.browser.body)["revoked"]


@pytest.mark.battery
def test_another_village_neither_sees_nor_revokes_it(laptop: Laptop, sign_in: SignIn) -> None:
    other = Laptop(sign_in("nagari2.pessel"), laptop.village.cast, "nagari2.pessel")
    other.browser.get("/nagari/luring/perangkat")
    assert len(other.browser.page.select("form[action$='/cabut']")) == 1
    other.prepare(expect=404, device=laptop.ref)
    other.ask("nomor", {"device": laptop.ref, "known": ""}, expect=404)
    other.ask("nomor", {"device": secrets.token_hex(16), "known": ""}, expect=404)


@pytest.mark.battery
def test_only_a_village_office_has_laptops(sign_in: SignIn) -> None:
    for account in ("staf.pessel", "admin.pessel", "kecamatan.pessel"):
        browser = sign_in(account)
        for address in ("token", "perangkat", "bentrok", "berkas"):
            browser.get(f"/nagari/luring/{address}", expect=403)


def test_the_shell_is_the_same_for_everybody_and_sets_no_cookie(
    visitor: Browser, sign_in: SignIn
) -> None:
    visitor.get("/nagari/luring")
    village = sign_in("nagari.pessel")
    village.get("/nagari/luring")
    assert visitor.body == village.body
    assert visitor.client.get_cookie("sesi") is None
    for word in (b"nagari.pessel", b"Painan", b"_token"):
        assert word not in visitor.body


def test_the_worker_keeps_exactly_the_files_that_are_there(visitor: Browser) -> None:
    visitor.get("/nagari/pekerja.js")
    script = visitor.body.decode()
    files = json.loads(script.split("const FILES = ")[1].split(";\n")[0])
    assert files[0] == "/nagari/luring"
    for file in files:
        with visitor.client.get(file) as answer:
            assert answer.status_code == 200, file
    answer = visitor.client.get("/nagari/pekerja.js")
    assert answer.headers["Service-Worker-Allowed"] == "/nagari"
    policy = answer.headers["Content-Security-Policy"]
    assert "worker-src 'self'; manifest-src 'self'" in policy
    visitor.get("/nagari/manifes.webmanifest")
    icons = json.loads(visitor.body)["icons"]
    for icon in icons:
        with visitor.client.get(icon["src"]) as picture:
            assert picture.content_type == "image/png"
