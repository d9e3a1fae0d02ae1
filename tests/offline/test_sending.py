"""What a laptop kept without a network comes in once, with the number that was given out."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.cases.model import Case
from portal.db import db
from portal.documents.model import Document
from portal.journal.queries import faults_in_chains
from portal.offline.operations import revoke
from portal.offline.sealing import ENTRY
from portal.offline.work import CHANGED
from portal.registration.model import PackageItem, Registration, State
from portal.registration.operations import discard
from tests.browser import Browser
from tests.cast import P17, T22, Cast
from tests.house.together import at_once
from tests.offline.laptop import Laptop

SignIn = Callable[[str], Browser]
BOTH = pytest.mark.parametrize(
    "engine_name",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.battery)],
    indirect=True,
)
pytestmark = BOTH


@pytest.fixture
def laptop(sign_in: SignIn, cast: Cast) -> Laptop:
    """A laptop of Nagari Painan."""
    return Laptop(sign_in("nagari.pessel"), cast)


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def only() -> Registration:
    db.session.rollback()
    return db.session.scalars(select(Registration)).one()


def test_a_whole_family_goes_on_to_the_dinas_with_its_number(laptop: Laptop) -> None:
    family = laptop.family(size=2, papers_later=True)
    family.shoot("kk", "ktp-1")
    answer = laptop.send(family)
    assert (answer["state"], answer["sent"], answer["number"]) == ("masuk", True, family.number)
    found = only()
    assert (found.number, found.state, found.origin) == (family.number, State.TERKIRIM, "luring")
    assert found.applicant_name == family.typed["persons"][0]["name"]
    assert count(Document) == 2
    assert list(faults_in_chains()) == []


@pytest.mark.battery
def test_the_same_again_makes_nothing_new(laptop: Laptop) -> None:
    family = laptop.family()
    family.shoot("kk", "kis-1")
    answers = [laptop.send(family) for _ in range(3)]
    assert answers[1:] == answers[:1] * 2
    assert (count(Registration), count(Document), count(PackageItem)) == (1, 2, 3)


def test_an_interrupted_sending_goes_on_where_it_stopped(laptop: Laptop) -> None:
    family = laptop.family()
    family.shoot("kk", "kis-1", "foto_rumah")
    entry, *photos = laptop.sealed(family)
    assert laptop.post(entry)["waiting"] == 3
    assert laptop.post(photos[0])["waiting"] == 2
    assert only().state == State.DRAF, "it goes to the Dinas whole, or waits"
    assert laptop.post(entry)["waiting"] == 2
    assert laptop.post(photos[1])["waiting"] == 1
    assert laptop.post(photos[2])["sent"]
    assert only().state == State.TERKIRIM


@pytest.mark.battery
def test_a_photo_that_comes_before_its_family_waits(laptop: Laptop) -> None:
    family = laptop.family()
    family.shoot("kk")
    entry, photo = laptop.sealed(family)
    assert laptop.post(photo)["state"] == "tunggu"
    assert count(PackageItem) == 0
    laptop.post(entry)
    assert laptop.post(photo)["sent"]


def test_what_is_lacking_stays_a_draft_and_says_what_lacks(laptop: Laptop) -> None:
    family = laptop.family(papers_later=False)
    family.shoot("kk")
    answer = laptop.send(family)
    assert (answer["state"], answer["sent"]) == ("masuk", False)
    assert "belum ada foto Kartu Indonesia Sehat" in answer["why"]
    assert only().state == State.DRAF


@pytest.mark.battery
def test_a_faulty_entry_stays_a_draft(laptop: Laptop) -> None:
    family = laptop.family()
    family.typed["persons"][0]["nik"] = "123"
    answer = laptop.send(family)
    assert answer["why"] == "Belum dikirim ke Dinas Sosial: ada 1 isian yang perlu diperbaiki."
    assert only().typed["persons"][0]["nik"] == "123"


@pytest.mark.battery
def test_a_file_that_is_no_photo_is_named_and_the_family_still_comes(laptop: Laptop) -> None:
    family = laptop.family()
    family.photos[secrets.token_hex(16)] = ("kk", b"MZ\x90\0 bukan foto")
    answer = laptop.send(family)
    assert (answer["state"], answer["sent"]) == ("ditolak", True)
    assert answer["why"].endswith(".")
    assert count(Document) == 0
    assert laptop.send(family) == answer


@pytest.mark.battery
def test_a_paper_that_is_not_asked_is_refused(laptop: Laptop) -> None:
    family = laptop.family()
    family.shoot("formulir_permohonan")
    assert laptop.send(family)["why"] == "Berkas ini tidak diminta untuk pendaftaran itu."


@pytest.mark.battery
def test_another_office_s_service_is_refused(laptop: Laptop) -> None:
    family = laptop.family(sop=T22)
    assert "tidak ada lagi" in laptop.post(laptop.sealed(family)[0], expect=422)["why"]
    assert count(PackageItem) == 0


def test_an_altered_or_moved_item_is_refused(laptop: Laptop) -> None:
    entry = laptop.sealed(laptop.family())[0]
    altered = [
        {"data": entry.data[:-1] + bytes([entry.data[-1] ^ 1])},
        {"data": entry.data[:-1]},
        {"iv": bytes(12)},
        {"iv": b""},
        {"item": secrets.token_hex(16)},
        {"kind": "foto"},
        {"data": b""},
    ]
    for change in altered:
        laptop.post(type(entry)(**{**vars(entry), **change}), expect=422)
    bodies = (b"[]", b"{}", b"bukan", b'{"photos":[],"typed":{"persons":[]}}', b"[" * 200_000)
    for body in bodies:
        laptop.post(laptop.seal(secrets.token_hex(16), ENTRY, body), expect=422)
    assert count(PackageItem) == count(Registration) == 0


def test_a_changed_entry_is_shown_not_overwritten(laptop: Laptop) -> None:
    family = laptop.family(size=2)
    laptop.send(family)
    family.typed["address"] = "Jorong Lain"
    answer = laptop.send(family)
    assert (answer["state"], answer["why"]) == (
        "bentrok",
        "Isian diubah di laptop sesudah terkirim.",
    )
    assert only().typed["address"] == "Jorong Contoh, RT 01"
    db.session.rollback()
    kept = db.session.scalars(select(PackageItem)).one()
    assert (kept.content or {})["reasons"] == [CHANGED]


@pytest.mark.battery
def test_the_same_item_at_the_same_moment_is_one(laptop: Laptop, cast: Cast) -> None:
    family = laptop.family()
    entry = laptop.sealed(family)[0]
    clients = [Browser(cast.app) for _ in range(4)]
    for client in clients:
        client.client.set_cookie("sesi", laptop.browser.client.get_cookie("sesi").value)  # type: ignore[union-attr]
    at_once(cast.app, [_sender(laptop, client, entry) for client in clients])
    assert (count(Registration), count(PackageItem)) == (1, 1)


def _sender(laptop: Laptop, client: Browser, entry: Any) -> Callable[[], object]:
    def send() -> object:
        mine = object.__new__(Laptop)
        mine.__dict__.update(vars(laptop), browser=client)
        return mine.post(entry)

    return send


def test_another_village_cannot_send_for_this_laptop(laptop: Laptop, sign_in: SignIn) -> None:
    entry = laptop.sealed(laptop.family())[0]
    for stranger in ("nagari2.pessel", "nagari.solok"):
        other = object.__new__(Laptop)
        other.__dict__.update(vars(laptop), browser=sign_in(stranger))
        known = other.post(entry, expect=404)
        other.ref = secrets.token_hex(16)
        assert other.post(entry, expect=404) == known, "as if there were no such laptop"
    assert count(Registration) == 0


@pytest.mark.battery
def test_without_a_session_it_says_to_sign_in(laptop: Laptop, visitor: Browser) -> None:
    visitor.get("/nagari/luring/token", expect=303)
    visitor.post("/nagari/luring/kirim", {"device": laptop.ref}, expect=401)


@pytest.mark.battery
def test_an_emergency_service_goes_with_its_reason(laptop: Laptop) -> None:
    answer = laptop.send(laptop.family(sop=P17))
    assert answer["sent"]
    assert only().sop_id == P17


@pytest.mark.battery
def test_a_draft_that_was_thrown_away_does_not_come_back(laptop: Laptop) -> None:
    family = laptop.family(papers_later=False)
    laptop.send(family)
    found = only()
    discard(laptop.village.officer, found.ref, version=found.version, key=secrets.token_hex(16))
    family.shoot("kk")
    photo = laptop.sealed(family)[1]
    assert laptop.post(photo)["state"] == "ditolak"
    family.photos.clear()
    answer = laptop.send(family)
    assert (answer["state"], answer["why"]) == ("ditolak", "Draf ini sudah dihapus di portal.")


@pytest.mark.battery
def test_no_case_is_made_by_a_laptop(laptop: Laptop) -> None:
    before = count(Case)
    laptop.send(laptop.family())
    assert count(Case) == before


def test_half_a_letter_never_reaches_the_record(laptop: Laptop) -> None:
    family = laptop.family()
    family.typed["address"] = "Jorong \ud800"
    (sealed,) = laptop.sealed(family)
    laptop.post(sealed, expect=422)
    assert count(Registration) == 0


def test_a_family_cannot_take_the_name_of_a_photo(laptop: Laptop) -> None:
    family, other = laptop.family(), laptop.family()
    family.shoot("kk")
    laptop.send(family)
    other.item = next(iter(family.photos))
    laptop.post(laptop.sealed(other)[0], expect=422)
    assert count(Registration) == 1


def test_what_a_revoked_laptop_still_sends_for_a_draft_is_nobodys_decision(
    laptop: Laptop, cast: Cast
) -> None:
    family = laptop.family(papers_later=True)
    family.shoot("kk")
    entry, photo_of = laptop.sealed(family)
    laptop.post(entry)
    revoke(cast.officer("nagari.pessel"), laptop.ref, key=secrets.token_hex(16))
    answer = laptop.post(photo_of)
    db.session.rollback()
    assert answer["state"] == "ditolak"
    assert "sudah dicabut" in answer["why"]
    assert db.session.scalars(select(Registration.state)).one() == State.DRAF
