"""When the network never comes, the same things travel as a file: whole, once, or not at all."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db import db, write
from portal.documents.model import Document
from portal.offline import package
from portal.people.model import Person
from portal.registration.model import PackageItem, Registration, State
from tests.browser import Browser
from tests.cast import T22, Cast
from tests.engines import usually_sqlite
from tests.offline.laptop import Family, Laptop, packed, upload

SignIn = Callable[[str], Browser]
engine_name = usually_sqlite
COUNTER, OWN = "/pra-pendaftaran/paket", "/nagari/luring/berkas"


@pytest.fixture
def laptop(sign_in: SignIn, cast: Cast) -> Laptop:
    """A laptop of Nagari Painan."""
    return Laptop(sign_in("nagari.pessel"), cast)


@pytest.fixture
def counter(sign_in: SignIn) -> Browser:
    """The counter of its Dinas."""
    return sign_in("staf.pessel")


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.battery
def test_three_families_come_in_at_the_counter_once(laptop: Laptop, counter: Browser) -> None:
    families = [laptop.family(size=n) for n in (1, 2, 1)]
    for family in families:
        family.shoot("kk")
    body = laptop.package(*families)
    words = upload(counter, COUNTER, body)
    assert words.count("Terkirim ke Dinas Sosial") == 3
    for _ in range(2):
        assert upload(counter, COUNTER, body) == words
    db.session.rollback()
    found = db.session.scalars(select(Registration)).all()
    assert {one.number for one in found} == {family.number for family in families}
    assert {one.state for one in found} == {State.TERKIRIM}
    assert {one.made_by for one in found} == {"Operator Nagari"}, "who wrote them, not who brought"
    assert count(Document) == 3


def test_by_network_and_by_file_it_is_one(laptop: Laptop, counter: Browser) -> None:
    family = laptop.family()
    family.shoot("kk", "kis-1")
    entry, photo, _ = laptop.sealed(family)
    laptop.post(entry)
    laptop.post(photo)
    upload(counter, COUNTER, laptop.package(family))
    laptop.send(family)
    assert (count(Registration), count(Document)) == (1, 2)


@pytest.mark.battery
def test_a_village_brings_its_own(laptop: Laptop, sign_in: SignIn) -> None:
    family = laptop.family(papers_later=False)
    words = upload(sign_in("nagari.pessel"), OWN, laptop.package(family))
    assert family.typed["persons"][0]["name"] in words
    assert "Masuk sebagai draf nagari" in words
    assert "belum ada foto" in words


@pytest.mark.battery
def test_the_counter_reads_no_draft_and_no_conflict(laptop: Laptop, counter: Browser) -> None:
    draft = laptop.family(papers_later=False)
    clash = laptop.family(typed=draft.typed)
    words = upload(counter, COUNTER, laptop.package(draft, clash))
    assert draft.typed["persons"][0]["name"] not in words
    assert "Masuk sebagai draf nagari" in words
    assert "Kantor nagari atau kelurahan memutuskannya lebih dulu." in words
    assert "NIK yang sama" not in words


def broken(body: bytes, laptop: Laptop, families: list[Family]) -> dict[str, tuple[bytes, str]]:
    lines = body.splitlines(keepends=True)
    byte = bytearray(body)
    byte[len(byte) * 2 // 3] ^= 1
    older = packed(laptop, laptop.sealed(families[0])).splitlines(keepends=True)[1]
    return {
        "kosong": (b"", "bukan paket"),
        "foto": (b"\xff\xd8\xff\xe0" + bytes(500), "bukan paket"),
        "tanpa akhir": (b"".join(lines[:-1]), "terpotong"),
        "setengah baris": (body[:-40], "terpotong"),
        "hanya kepala": (lines[0], "terpotong"),
        "satu huruf": (bytes(byte), "rusak atau diubah"),
        "dibuang satu": (b"".join([*lines[:2], *lines[3:]]), "rusak atau diubah"),
        "ditukar": (b"".join([lines[0], lines[2], lines[1], *lines[3:]]), "rusak atau diubah"),
        "ditambah": (body + lines[1], "rusak atau diubah"),
        "isi lama": (b"".join([lines[0], older, *lines[2:]]), "rusak atau diubah"),
        "kepala paket lain": (
            packed(laptop, laptop.sealed(laptop.family())).splitlines(keepends=True)[0]
            + b"".join(lines[1:]),
            "rusak atau diubah",
        ),
    }


def test_a_package_that_is_not_whole_leaves_nothing(laptop: Laptop, counter: Browser) -> None:
    families = [laptop.family(), laptop.family()]
    families[0].shoot("kk", "kis-1")
    for name, (body, told) in broken(laptop.package(*families), laptop, families).items():
        words = upload(counter, COUNTER, body, expect=422)
        assert told in words, name
        assert (count(PackageItem), count(Registration), count(Document)) == (0, 0, 0), name


def test_a_foreign_package_is_refused(laptop: Laptop, cast: Cast, sign_in: SignIn) -> None:
    body = laptop.package(laptop.family())
    strangers = (("nagari2.pessel", OWN), ("staf.tanjungpinang", COUNTER), ("nagari.solok", OWN))
    for account, address in strangers:
        assert "bukan dari laptop kantor ini" in upload(sign_in(account), address, body, expect=422)
    mine = sign_in("staf.pessel")
    forged = laptop.package(laptop.family()).replace(laptop.ref.encode(), b"0" * 32)
    assert "bukan dari laptop kantor ini" in upload(mine, COUNTER, forged, expect=422)
    other = Laptop(sign_in("nagari2.pessel"), cast, "nagari2.pessel")
    claimed = other.package(other.family()).replace(other.ref.encode(), laptop.ref.encode())
    assert "rusak atau diubah" in upload(mine, COUNTER, claimed, expect=422)
    assert count(PackageItem) == 0


@pytest.mark.battery
def test_who_left_the_village_office_is_not_the_writer_any_more(
    laptop: Laptop, counter: Browser, sign_in: SignIn, cast: Cast
) -> None:
    body, colleague = laptop.package(laptop.family()), sign_in("nagari2.pessel")
    home = cast.officer("nagari.pessel").person.village_code
    with write() as session:
        people = {person.username: person for person in session.scalars(select(Person))}
        people["nagari.pessel"].village_code = people["nagari2.pessel"].village_code
        people["nagari2.pessel"].village_code = home
    assert "tidak bekerja lagi" in upload(counter, COUNTER, body, expect=422)
    assert "Terkirim ke Dinas Sosial" in upload(colleague, OWN, body)
    db.session.rollback()
    found = db.session.scalars(select(Registration)).one()
    assert (found.village_code, found.made_by) == (home, "Operator Nagari Lumpo")


@pytest.mark.battery
def test_an_unreadable_item_refuses_the_whole_package(laptop: Laptop, counter: Browser) -> None:
    good = laptop.sealed(laptop.family())
    for body in (b"{}", b"bukan json"):
        bad = laptop.seal(secrets.token_hex(16), "entri", body)
        assert "baris 3" in upload(counter, COUNTER, packed(laptop, [*good, bad]), expect=422)
    wrong = laptop.family(sop=T22, typed=laptop.village.typed())
    upload(counter, COUNTER, laptop.package(wrong), expect=422)
    assert count(PackageItem) == 0


@pytest.mark.battery
def test_what_takes_too_long_goes_on_with_the_same_file(
    laptop: Laptop, counter: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    families = [laptop.family() for _ in range(3)]
    body = laptop.package(*families)
    ticks = iter(range(0, 10_000, 40))
    with monkeypatch.context() as slow:
        slow.setattr(package, "monotonic", lambda: next(ticks))
        assert "Belum selesai: 1 dari 3" in upload(counter, COUNTER, body)
        assert "Belum selesai" in upload(counter, COUNTER, body)
    assert "Belum selesai" not in upload(counter, COUNTER, body)
    assert count(Registration) == 3


@pytest.mark.battery
def test_who_works_no_counter_brings_nothing(sign_in: SignIn) -> None:
    sign_in("kadis.pessel").get(COUNTER, expect=403)
    sign_in("nagari.pessel").get(COUNTER, expect=403)
    sign_in("staf.pessel").get(OWN, expect=403)


@pytest.mark.battery
def test_nothing_chosen_says_so(counter: Browser) -> None:
    counter.get(COUNTER)
    counter.submit(f"form[action='{COUNTER}']", {"file": ""}, expect=422)
    assert "Pilih berkas paketnya." in counter.text


def test_in_a_closed_account_s_name_nothing_is_taken_in(laptop: Laptop, counter: Browser) -> None:
    body = laptop.package(laptop.family())
    with write() as session:
        session.scalars(
            select(Person).where(Person.username == "nagari.pessel")
        ).one().active = False
    upload(counter, COUNTER, body, expect=422)
    assert count(Registration) == 0
