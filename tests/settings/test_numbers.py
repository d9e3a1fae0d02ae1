"""Books of numbers: how they number, numbers set apart, nomor sisip, void ones that stay."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from portal import clock
from portal.dates import day_of
from portal.db import db, write
from portal.journal.model import Event
from portal.journal.queries import faults_in_chains
from portal.letters import numbers
from portal.letters.model import LetterNumber, NumberCounter, NumberSeries
from portal.letters.numbering import roman_month
from portal.letters.numbers import Giving
from portal.settings.operations.numbers import insert_number, reserve_block
from tests.browser import Browser, filled
from tests.cast import Cast
from tests.settings import test_calendar

SignIn = Callable[[str], Browser]
PAGE, FORM = "/pengaturan/nomor", "#buku"
ONE_ENGINE = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
PATTERN = "{kode}/{urut}/{unit}/{bulan_romawi}/{tahun}"
COVERS = {
    "title": "Surat pengantar", "kinds": "pengantar", "mode": "portal", "pattern": PATTERN,
    "classification": "400.9", "unit": "DINSOS-P", "width": "3",
}  # fmt: skip


def series_of(cast: Cast, account: str = "admin.pessel") -> NumberSeries:
    db.session.rollback()
    office_id = cast.officer(account).office.id
    query = select(NumberSeries).where(NumberSeries.office_id == office_id)
    found = db.session.scalars(query.order_by(NumberSeries.id)).first()
    assert found is not None
    return found


def given() -> list[tuple[str, str]]:
    """Every number with its state, in the order of the book."""
    db.session.rollback()
    query = select(LetterNumber).order_by(LetterNumber.serial, LetterNumber.suffix)
    return [(f"{item.serial}{item.suffix}", item.state) for item in db.session.scalars(query)]


def changes(kind: str = "nomor") -> list[Event]:
    db.session.rollback()  # a fresh look, not the snapshot of before
    return test_calendar.changes(kind)


def told(browser: Browser) -> str:
    return browser.page.select_one("[role=alert]").text


def test_a_book_of_its_own_for_one_kind_of_letter(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(f"{PAGE}/baru")

    admin.submit(FORM, COVERS, button="aksi=simpan")

    assert "Buku nomor Surat pengantar ditambahkan." in admin.text
    today = day_of(clock.now())
    assert f"400.9/001/DINSOS-P/{roman_month(today)}/{today.year}" in admin.text
    office_id = cast.officer("admin.pessel").office.id
    assert numbers.series_for(db.session(), office_id, "pengantar").title == "Surat pengantar"
    assert numbers.series_for(db.session(), office_id, "rekomendasi").title == "Surat keluar"
    (event,) = changes()
    assert event.details["menjadi"]["pola"] == PATTERN


@ONE_ENGINE
def test_an_example_shows_before_anything_is_saved(cast: Cast, sign_in: SignIn) -> None:
    admin, series = sign_in("admin.pessel"), series_of(cast)
    admin.get(f"{PAGE}/{series.id}/pola")

    admin.submit(FORM, {"pattern": "B.{urut}/{unit}/{tahun}", "width": "4"}, button="aksi=contoh")

    assert f"Contoh nomor: B.0007/{series.unit}/{day_of(clock.now()).year}" in admin.text
    assert admin.field("pattern") == "B.{urut}/{unit}/{tahun}"
    assert series_of(cast).pattern == PATTERN
    assert changes() == []


@ONE_ENGINE
def test_a_pattern_that_cannot_number_is_refused_and_stays_typed(
    cast: Cast, sign_in: SignIn
) -> None:
    admin, series = sign_in("admin.pessel"), series_of(cast)
    admin.get(f"{PAGE}/{series.id}/pola")
    for wrong, words in (
        ({"pattern": "{kode}/{urut}/DINSOS"}, "Pola nomor harus memuat {urut} satu kali"),
        ({"pattern": "{urut}/{urut}/{tahun}"}, "Pola nomor harus memuat {urut} satu kali"),
        ({"pattern": "{urut}/{bulan}/{tahun}"}, "Bagian {bulan} tidak dikenal"),
        ({"pattern": "{urut/{tahun}"}, ""),
        ({"pattern": ""}, "Isi pola nomor."),
        ({"pattern": "{urut}{tahun}" + "x" * 108}, "Paling banyak 120 huruf."),
        ({"pattern": "{urut}{tahun}" + "x" * 107, "width": "6"}, ""),
        ({"classification": ""}, "Pola memakai {kode}, tetapi Kode klasifikasi masih kosong."),
        ({"width": "7"}, "Antara 0 dan 6."),
        ({"title": ""}, "Isi nama buku."),
    ):
        typed = {"title": "Surat keluar", "pattern": PATTERN, "classification": "460"} | wrong
        if not words and "width" in wrong:
            continue
        admin.submit(FORM, typed, button="aksi=simpan", expect=422)
        assert words in told(admin)
        assert {name: admin.field(name) for name in typed} == typed
    assert changes() == []


def test_a_changed_pattern_leaves_given_numbers_as_they_are(cast: Cast, sign_in: SignIn) -> None:
    series = series_of(cast)
    assert reserve_block(
        cast.officer("admin.pessel"), series.id, count=1, reason="laci", key="a" * 32
    )
    before = db.session.scalars(select(LetterNumber.text)).one()
    admin = sign_in("admin.pessel")
    admin.get(f"{PAGE}/{series.id}/pola")

    admin.submit(FORM, {"pattern": "BARU-{urut}/{tahun}"}, button="aksi=simpan")

    year = day_of(clock.now()).year
    assert f"BARU-2/{year}" in admin.text
    db.session.rollback()
    assert db.session.scalars(select(LetterNumber.text)).one() == before
    details = changes()[-1].details
    assert (details["semula"]["pola"], details["menjadi"]["pola"]) == (
        PATTERN, "BARU-{urut}/{tahun}",
    )  # fmt: skip


@ONE_ENGINE
def test_a_form_opened_before_another_change_overwrites_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    one, other, series = sign_in("admin.pessel"), sign_in("admin.pessel"), series_of(cast)
    for admin in (one, other):
        admin.get(f"{PAGE}/{series.id}/pola")
    one.submit(FORM, {"unit": "SATU"}, button="aksi=simpan")

    other.submit(FORM, {"unit": "DUA"}, button="aksi=simpan", expect=409)

    assert "Orang lain baru saja mengubah buku ini." in told(other)
    assert other.field("unit") == "DUA"
    assert series_of(cast).unit == "SATU"
    other.submit(FORM, button="aksi=simpan")
    assert series_of(cast).unit == "DUA"


@ONE_ENGINE
def test_each_kind_of_letter_has_exactly_one_book(cast: Cast, sign_in: SignIn) -> None:
    admin, series = sign_in("admin.pessel"), series_of(cast)
    admin.get(f"{PAGE}/baru")
    sent = filled(admin.page.select_one(FORM), admin.page) | COVERS | {"aksi": "simpan"}
    admin.post(f"{PAGE}/baru", sent)
    admin.post(f"{PAGE}/baru", sent)  # the same form again is not a second book
    assert len(changes()) == 1

    for wrong, words in (
        ({"title": "Lain"}, "Macam surat ini sudah dinomori buku Surat pengantar."),
        ({"kinds": "penolakan"}, "Buku Surat pengantar sudah ada."),
        ({"title": "Lain", "kinds": None}, "Buku Surat keluar sudah untuk semua macam surat lain."),
    ):
        admin.get(f"{PAGE}/baru")
        admin.submit(FORM, COVERS | wrong, button="aksi=simpan", expect=422)
        assert words in told(admin)
    admin.get(f"{PAGE}/{series.id}/pola")
    admin.submit(FORM, {"kinds": "penolakan"}, button="aksi=simpan", expect=422)
    assert "Harus ada satu buku untuk semua macam surat lain" in told(admin)


def test_a_block_is_set_apart_listed_and_printed(cast: Cast, sign_in: SignIn) -> None:
    series = series_of(cast)
    secretary = sign_in("sekretaris.pessel")
    secretary.get(f"{PAGE}/{series.id}")

    secretary.submit("#cadangkan", {"cadangan-count": "3", "cadangan-reason": "laci"})

    assert given() == [("1", "cadangan"), ("2", "cadangan"), ("3", "cadangan")]
    assert len(secretary.page.select("tbody tr")) == 3
    secretary.get(f"{PAGE}/{series.id}/laci")
    first = secretary.page.select("tbody th")[0].text
    assert first.startswith("460/1/")
    with write() as session:
        series = session.get_one(NumberSeries, series.id)
        on = day_of(clock.now())
        after = numbers.next_number(session, series, Giving("Staf", clock.now(), on))
        assert after.serial == 4
    assert list(faults_in_chains()) == []


def test_a_void_reserved_number_stays_in_the_book(cast: Cast, sign_in: SignIn) -> None:
    series, admin = series_of(cast), sign_in("admin.pessel")
    assert reserve_block(
        cast.officer("admin.pessel"), series.id, count=2, reason="laci", key="a" * 32
    )
    admin.get(f"{PAGE}/{series.id}")
    (link,) = [a for a in admin.page.select("tbody a") if "/1/" in a.text]
    admin.get(str(link["href"]))
    admin.submit("main form", {"reason": ""}, expect=422)

    admin.submit("main form", {"reason": "lembarnya rusak"})

    assert "dibatalkan dan tetap tercatat di buku" in admin.text
    assert given() == [("1", "batal"), ("2", "cadangan")]
    (line,) = [row.text for row in admin.page.select("tbody tr") if "lembarnya rusak" in row.text]
    assert "BATAL" in line
    admin.get(str(link["href"]), expect=404)
    assert changes()[-1].details["alasan"] == "lembarnya rusak"


def test_a_nomor_sisip_stands_behind_its_neighbour_with_its_reason(
    cast: Cast, sign_in: SignIn
) -> None:
    series, secretary = series_of(cast), sign_in("sekretaris.pessel")
    officer = cast.officer("sekretaris.pessel")
    assert reserve_block(officer, series.id, count=2, reason="laci", key="a" * 32)
    secretary.get(f"{PAGE}/{series.id}")

    sent = {"sisip-serial": "1", "sisip-reason": "undangan bertanggal kemarin"}
    secretary.submit("#sisipkan", sent)
    secretary.submit("#sisipkan", sent)

    assert given() == [
        ("1", "cadangan"), ("1A", "cadangan"), ("1B", "cadangan"), ("2", "cadangan"),
    ]  # fmt: skip
    assert "undangan bertanggal kemarin" in secretary.text
    last = db.session.scalars(select(NumberCounter.n)).one()
    assert last == 2, "a nomor sisip takes no serial"


@ONE_ENGINE
def test_a_nomor_sisip_needs_a_neighbour_and_a_real_reason(cast: Cast, sign_in: SignIn) -> None:
    series, admin = series_of(cast), sign_in("admin.pessel")
    admin.get(f"{PAGE}/{series.id}")
    for wrong, words in (
        ({"sisip-serial": "9"}, "Nomor urut 9 tidak ada di buku tahun"),
        ({"sisip-reason": "lupa"}, "Tulis alasan 10 sampai 300 huruf."),
        ({"sisip-serial": "satu"}, "Isi dengan angka."),
    ):
        typed = {"sisip-serial": "1", "sisip-reason": "surat tertinggal kemarin"} | wrong
        admin.submit("#sisipkan", typed, expect=422)
        assert words in told(admin)
        assert {name: admin.field(name) for name in typed} == typed
    admin.submit("#cadangkan", {"cadangan-count": "201", "cadangan-reason": "laci"}, expect=422)
    assert "Antara 1 dan 200." in told(admin)
    assert given() == []


@ONE_ENGINE
def test_a_clerk_orders_no_numbers(cast: Cast, sign_in: SignIn) -> None:
    series = series_of(cast)
    for account in ("staf.pessel", "kasi.pessel", "kabid.pessel", "kadis.pessel"):
        person = sign_in(account)
        person.get(PAGE, expect=403)
        person.get(f"{PAGE}/{series.id}", expect=403)
    secretary, clerk = sign_in("sekretaris.pessel"), sign_in("staf.pessel")
    secretary.get(f"{PAGE}/{series.id}")
    for form in ("#sisipkan", "#cadangkan"):
        tag = secretary.page.select_one(form)
        clerk.post(str(tag["action"]), filled(tag, secretary.page), expect=403)
    secretary.get(f"{PAGE}/{series.id}/pola", expect=403)
    secretary.get(f"{PAGE}/baru", expect=403)
    assert given() == []


@ONE_ENGINE
def test_another_offices_book_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    series, other = series_of(cast), sign_in("admin.solok")
    for path in ("", "/pola", "/laci"):
        other.get(f"{PAGE}/{series.id}{path}", expect=404)
    stranger = cast.officer("admin.solok")
    assert not reserve_block(stranger, series.id, count=1, reason="laci", key="a" * 32)
    assert not insert_number(
        stranger, series.id, year=2026, serial=1, reason="alasan panjang", key="b" * 32
    )
    assert reserve_block(
        cast.officer("admin.pessel"), series.id, count=1, reason="laci", key="c" * 32
    )
    db.session.rollback()
    number = db.session.scalars(select(LetterNumber)).one()
    other.get(f"{PAGE}/cadangan/{number.id}/pembatalan", expect=404)


@ONE_ENGINE
def test_a_book_of_the_secretariat_sets_nothing_apart(cast: Cast, sign_in: SignIn) -> None:
    series, admin = series_of(cast), sign_in("admin.pessel")
    admin.get(f"{PAGE}/{series.id}/pola")
    admin.submit(FORM, {"mode": "sekretariat"}, button="aksi=simpan")

    admin.get(f"{PAGE}/{series.id}")

    assert "Nomor buku ini diberikan Sekretariat." in admin.text
    assert admin.page.select_one("#cadangkan") is None


@ONE_ENGINE
def test_no_number_is_set_apart_while_the_servers_clock_is_wrong(
    cast: Cast, sign_in: SignIn
) -> None:
    series, admin = series_of(cast), sign_in("admin.pessel")
    series_id, year = series.id, day_of(clock.now()).year
    with write() as session:
        ahead = date(year, 12, 31)
        session.add(NumberCounter(series_id=series_id, year=year, n=5, last_day=ahead))
    admin.get(f"{PAGE}/{series_id}")

    admin.submit("#cadangkan", {"cadangan-count": "1", "cadangan-reason": "laci"}, expect=422)

    assert "Betulkan jam server dulu." in told(admin)
