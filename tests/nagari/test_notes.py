"""How a village office learns from what came back, and what a kecamatan may do: almost nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal import clock as time
from portal.db import db, write
from portal.journal.model import Event
from portal.registration.camat import mark_camat, may_mark
from portal.registration.firsttry import commonest, months_of
from portal.registration.model import Registration, ReturnedFault
from portal.sop.rules import NotAllowedError
from tests.cast import P17, P22, T22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.nagari.filing import Office, SignIn, family
from tests.nagari.test_coming_back import returned, taken_in
from tests.registration.families import Village


@pytest.fixture
def village(cast: Cast) -> Village:
    """The village office of Nagari Painan."""
    return Village(cast)


def test_the_share_counts_what_was_accepted_without_coming_back(
    village: Village, cast: Cast
) -> None:
    code = village.officer.person.village_code
    good, bad, waiting = (village.sent(P22) for _ in range(3))
    taken_in(cast, good)
    returned(cast, bad, {"kk": "kedaluwarsa"})
    assert village.of(waiting).state == "terkirim"
    village.draft(P22)
    Village(cast, "nagari2.pessel").sent(P22)

    months = months_of(code, time.now(), "Asia/Jakarta")

    assert len(months) == 12
    now = months[-1]
    assert (now.sent, now.accepted, now.returned, now.first_try) == (3, 1, 1, 1)
    assert (now.judged, now.share) == (2, 50)
    assert all(month.sent == 0 and month.share is None for month in months[:-1])


@pytest.mark.battery
def test_a_month_begins_on_the_offices_wall(village: Village) -> None:
    ref, code = village.sent(P22), village.officer.person.village_code
    # 31 October, 17.30 UTC is 1 November in Padang.
    moment = datetime(2026, 10, 31, 17, 30, tzinfo=UTC)
    with write() as session:
        found = session.scalars(select(Registration).where(Registration.ref == ref)).one()
        found.first_sent_at = moment

    months = months_of(code, moment + timedelta(days=60), "Asia/Jakarta")

    assert [(month.month, month.sent) for month in months if month.sent] == [(11, 1)]
    assert months[-1].words == "Desember 2026"
    assert months[0].words == "Januari 2026"


def test_the_five_commonest_reasons_are_this_villages_own(village: Village, cast: Cast) -> None:
    registration = village.of(village.sent(P22))
    other = Village(cast, "nagari2.pessel")
    elsewhere = other.of(other.sent(P22))
    now, ids = time.now(), (registration.id, elsewhere.id)
    codes = (registration.village_code, elsewhere.village_code)
    faults = [("sptjm", "tanpa_meterai")] * 4 + [("sktm", "belum_camat")] * 3
    faults += [("kk", "kedaluwarsa"), ("kk", "tidak_terbaca"), ("ktp", "beda_data")]
    faults += [("foto_rumah", "tidak_jelas")]
    with write() as session:
        for paper, fault in faults:
            session.add(ReturnedFault(registration_id=ids[0], village_code=codes[0],
                                      paper=paper, fault=fault, at=now))  # fmt: skip
        for n in range(9):
            session.add(ReturnedFault(registration_id=ids[1], village_code=codes[1],
                                      paper="kis", fault="nomor_salah",
                                      at=now - timedelta(days=n)))  # fmt: skip
        session.add(ReturnedFault(registration_id=ids[0], village_code=codes[0], paper="kis",
                                  fault="nomor_salah", at=now - timedelta(days=400)))  # fmt: skip

    found = commonest(codes[0], cast.catalogue.of_region("13.01"), now)

    assert [(item.paper, item.count) for item in found][:2] == [("sptjm", 4), ("sktm", 3)]
    assert len(found) == 5
    assert "kis" not in {item.paper for item in found}
    assert found[0].todo.startswith("Tempelkan meterai di kantor Wali Nagari")


def test_the_hint_stands_beside_the_paper_it_belongs_to(
    village: Village, cast: Cast, sign_in: SignIn
) -> None:
    for _ in range(2):
        returned(cast, village.sent(P22), {"sptjm": "tanpa_meterai"})
    painan = Office(sign_in("nagari.pessel"))
    painan.begin(P22)
    painan.write(family())

    painan.papers()
    row = painan.browser.page.select_one("#dok-sptjm").text
    painan.browser.get("/nagari/catatan")

    assert "Sering dikembalikan (2 kali): Belum ada meterai Rp10.000." in row
    assert "(2 kali)" in painan.browser.text
    assert "0 dari 2" in painan.browser.text


def test_a_kecamatan_reads_its_villages_and_ticks_once(
    village: Village, cast: Cast, sign_in: SignIn
) -> None:
    ref, draft = village.sent(P22), village.draft(P22)
    browser = sign_in("kecamatan.pessel")

    browser.get("/kecamatan")
    assert browser.page.select(f"a[href='/kecamatan/{ref}']")
    assert draft not in browser.body.decode()
    browser.get(f"/kecamatan/{draft}", expect=404)
    browser.get(f"/kecamatan/{ref}")
    nik = village.of(ref).typed["persons"][0]["nik"]
    assert nik not in browser.body.decode()
    browser.submit("main form", {"camat_name": "1"}, expect=422)
    browser.submit("main form", {"camat_name": "Drs. Contoh Camat, M.Si."})

    found = village.of(ref)
    assert found.camat_name == "Drs. Contoh Camat, M.Si."
    assert found.camat_at is not None
    assert "Tercatat: diketahui Camat." in browser.text
    assert not browser.page.select("main form")
    db.session.rollback()
    event = db.session.scalars(select(Event).where(Event.kind == "pra_camat")).one()
    assert event.person_name == "Operator Kecamatan"


@pytest.mark.battery
def test_a_kecamatan_can_do_nothing_else(village: Village, cast: Cast, sign_in: SignIn) -> None:
    emergency = village.sent(P17)
    case = village.sent(P22)
    taken_in(cast, case)
    browser = sign_in("kecamatan.pessel")

    browser.get(f"/kecamatan/{case}")
    assert not browser.page.select("main form")
    for path in ("/nagari", f"/nagari/pra/{emergency}", "/berkas"):
        browser.get(path, expect=403)
    browser.get("/antrean")
    assert browser.path == "/kecamatan", "signed in, it is shown to its own page"
    officer, sop = cast.officer("kecamatan.pessel"), cast.sop(P22)
    version = village.of(case).version
    with pytest.raises(NotAllowedError):
        mark_camat(officer, case, sop, "Drs. Contoh", version=version, key="a" * 32)
    with pytest.raises(NotAllowedError):
        mark_camat(
            village.officer, emergency, cast.sop(P17), "Drs. Contoh",
            version=village.of(emergency).version, key="b" * 32,
        )  # fmt: skip


@pytest.mark.battery
def test_where_the_sop_asks_no_camat_there_is_nothing_to_tick(cast: Cast) -> None:
    town = Village(cast, "nagari.tanjungpinang")
    registration = town.of(town.sent(T22))

    assert not may_mark(registration, cast.sop(T22))
    assert may_mark(registration, cast.sop(P22))
