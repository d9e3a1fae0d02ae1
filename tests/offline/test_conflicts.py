"""A conflict is shown and decided by a person, never resolved by itself."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from flask import g
from sqlalchemy import select

from portal.cases.receipt import new_number
from portal.db import db, write
from portal.journal.model import Event
from portal.registration.model import AllottedNumber, PackageItem, Registration, State
from portal.web.tokens import form_token
from tests.browser import Browser
from tests.cast import P22, Cast
from tests.engines import usually_sqlite
from tests.offline.laptop import Family, Laptop
from tests.walks.people import grouped

SignIn = Callable[[str], Browser]
engine_name = usually_sqlite
PAGE = "/nagari/luring/bentrok"


@pytest.fixture
def laptop(sign_in: SignIn, cast: Cast) -> Laptop:
    """A laptop of Nagari Painan."""
    return Laptop(sign_in("nagari.pessel"), cast)


@pytest.fixture
def village(sign_in: SignIn) -> Browser:
    """Its village office at another browser."""
    return sign_in("nagari.pessel")


def numbers() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Registration.number)))


def item() -> PackageItem:
    db.session.rollback()
    return db.session.scalars(select(PackageItem).where(PackageItem.kind == "entri")).all()[-1]


def twin_of(laptop: Laptop, family: Family) -> Family:
    return laptop.family(typed={**family.typed, "address": "Jorong Kedua"})


def decide(village: Browser, choice: str, expect: int = 200) -> None:
    village.get(PAGE)
    village.submit(
        "form[action^='/nagari/luring/bentrok/']", button=f"aksi={choice}", expect=expect
    )


def events(kind: str) -> list[dict[str, Any]]:
    db.session.rollback()
    query = select(Event).where(Event.kind == kind).order_by(Event.id)
    return [event.details for event in db.session.scalars(query)]


@pytest.mark.battery
def test_the_same_nik_waits_for_a_decision_and_names_the_other(
    laptop: Laptop, village: Browser
) -> None:
    first = laptop.family()
    laptop.send(first)
    second = twin_of(laptop, first)
    answer = laptop.send(second)
    assert answer["state"] == "bentrok"
    assert grouped(first.number) in answer["why"]
    assert numbers() == {first.number}
    village.get(PAGE)
    assert second.typed["persons"][0]["name"] in village.text
    assert grouped(first.number) in village.text


@pytest.mark.battery
@pytest.mark.parametrize("way", ["kasus", "pra"])
def test_the_same_nik_of_another_village_is_never_told(
    laptop: Laptop, sign_in: SignIn, cast: Cast, way: str
) -> None:
    family = laptop.family()
    other = Laptop(sign_in("nagari2.pessel"), cast, "nagari2.pessel")
    if way == "pra":
        other.send(other.family(typed=family.typed))
    else:
        cast.receive(P22)
        typed = laptop.village.typed()
        family.typed = typed
    assert laptop.send(family)["sent"]


def test_it_can_be_registered_all_the_same(laptop: Laptop, village: Browser) -> None:
    first = laptop.family()
    laptop.send(first)
    second = twin_of(laptop, first)
    second.shoot("kk")
    assert laptop.send(second)["state"] == "tunggu", "its photo waits on the laptop"
    decide(village, "tetap")
    assert numbers() == {first.number, second.number}
    assert laptop.send(second)["sent"]
    assert [said["tindakan"] for said in events("luring_bentrok")] == ["muncul", "putus"]


@pytest.mark.battery
def test_it_can_be_thrown_away(laptop: Laptop, village: Browser) -> None:
    first = laptop.family()
    laptop.send(first)
    second = twin_of(laptop, first)
    laptop.send(second)
    decide(village, "buang")
    assert numbers() == {first.number}
    assert laptop.send(second)["state"] == "ditolak"
    assert item().content is None, "nothing of the people is kept"


@pytest.mark.battery
def test_corrected_on_the_laptop_it_goes_in(laptop: Laptop) -> None:
    first = laptop.family()
    laptop.send(first)
    second = twin_of(laptop, first)
    laptop.send(second)
    second.typed = laptop.village.typed()
    assert laptop.send(second)["sent"]
    assert numbers() == {first.number, second.number}


def test_a_used_number_is_replaced_by_a_new_one(laptop: Laptop, village: Browser) -> None:
    first = laptop.family()
    laptop.send(first)
    second = laptop.family()
    second.number = first.number
    answer = laptop.send(second)
    assert (answer["state"], answer["why"]) == (
        "bentrok",
        "Nomornya sudah dipakai pendaftaran lain.",
    )
    decide(village, "nomor")
    given = numbers() - {first.number}
    assert len(given) == 1
    assert laptop.send(second)["number"] in given


@pytest.mark.battery
def test_another_laptop_s_number_is_not_ours(laptop: Laptop, sign_in: SignIn, cast: Cast) -> None:
    other = Laptop(sign_in("nagari2.pessel"), cast, "nagari2.pessel")
    for number in (other.numbers[0], "123456789012345", "", "x"):
        family = laptop.family()
        family.number = number
        assert laptop.send(family)["why"] == "Nomornya bukan dari jatah perangkat ini."


@pytest.mark.battery
def test_a_number_smuggled_into_a_block_is_not_ours(laptop: Laptop) -> None:
    family = laptop.family()
    known, smuggled = laptop.numbers[0], new_number()
    with write() as session:
        block = session.get_one(AllottedNumber, known).block
        session.add(AllottedNumber(number=smuggled, block_id=block.id, place=99))
    family.number = smuggled
    assert laptop.send(family)["why"] == "Nomornya bukan dari jatah perangkat ini."


@pytest.mark.battery
def test_a_change_after_sending_is_taken_or_thrown_away(laptop: Laptop, village: Browser) -> None:
    family = laptop.family(papers_later=False)
    laptop.send(family)
    family.typed["address"] = "Jorong Baru"
    assert laptop.send(family)["state"] == "bentrok"
    decide(village, "ganti")
    assert laptop.send(family)["state"] == "masuk"
    db.session.rollback()
    assert db.session.scalars(select(Registration)).one().typed["address"] == "Jorong Baru"
    family.typed["address"] = "Jorong Lain Lagi"
    laptop.send(family)
    decide(village, "buang")
    assert laptop.send(family)["state"] == "masuk"
    db.session.rollback()
    assert db.session.scalars(select(Registration)).one().typed["address"] == "Jorong Baru"


@pytest.mark.battery
def test_what_is_at_the_dinas_is_not_changed_from_a_laptop(
    laptop: Laptop, village: Browser
) -> None:
    family = laptop.family()
    laptop.send(family)
    family.typed["address"] = "Jorong Baru"
    laptop.send(family)
    decide(village, "ganti", expect=409)
    assert "sudah dikirim ke Dinas Sosial" in village.text
    db.session.rollback()
    found = db.session.scalars(select(Registration)).one()
    assert (found.state, found.typed["address"]) == (State.TERKIRIM, "Jorong Contoh, RT 01")


def test_a_revoked_laptop_decides_nothing_by_itself(laptop: Laptop, village: Browser) -> None:
    village.get("/nagari/luring/perangkat")
    village.submit("form[action$='/cabut']")
    assert "dicabut" in village.text
    family = laptop.family()
    answer = laptop.send(family)
    assert (answer["state"], answer["why"]) == ("bentrok", "Perangkat ini sudah dicabut.")
    assert numbers() == set()
    decide(village, "tetap")
    assert numbers() == {family.number}


def test_another_village_sees_and_decides_nothing(
    laptop: Laptop, village: Browser, sign_in: SignIn
) -> None:
    first = laptop.family()
    laptop.send(first)
    laptop.send(twin_of(laptop, first))
    village.get(PAGE)
    form = village.page.select_one("form[action^='/nagari/luring/bentrok/']")
    assert form is not None
    address = str(form["action"])
    for stranger in ("nagari2.pessel", "nagari.solok"):
        other = sign_in(stranger)
        other.get(PAGE)
        assert "Tidak ada yang bentrok" in other.text
        token = _token(other, address)
        other.post(address, {"_token": token, "aksi": "tetap"}, expect=404)
        gone = "/nagari/luring/bentrok/999999"
        known = other.text
        other.post(gone, {"_token": _token(other, gone), "aksi": "tetap"}, expect=404)
        assert other.text == known
    sign_in("staf.pessel").get(PAGE, expect=403)


def _token(browser: Browser, address: str) -> str:
    """A valid token of this visitor for an address that no page gave them."""
    cookie = browser.client.get_cookie("sesi")
    assert cookie is not None
    with browser.app.test_request_context():
        g.session_mark = hashlib.sha256(f"formulir{cookie.value}".encode()).hexdigest()[:32]
        return form_token(address)
