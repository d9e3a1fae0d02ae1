"""Registering people where there is no network: numbers at once, and each case once."""

import csv
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright
from sqlalchemy import make_url

from portal import clock
from portal.config import HOUSE
from portal.demo.persons import Family
from portal.identity import card, kk, nik, phone
from portal.people.passwords import hash_password
from tests.chromium import QUIET, context, executable
from tests.conftest import FAST_HASH
from tests.engines import fresh_database
from tests.server import served
from tests.walks.laptop_pages import HOME, Laptop, families, laptop
from tests.walks.people import Person

pytestmark = pytest.mark.browser
VECTORS = {"nik": "nik", "kk": "kk", "phone": "telepon", "card": "bpjs"}
VILLAGE, COLLEAGUE, CLERK = "nagari.pessel", "nagari2.pessel", "staf.pessel"


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """For browsers whose profile outlives them."""
    with sync_playwright() as found:
        yield found


@pytest.fixture
def database(templates: Callable[[str], str]) -> Iterator[str]:
    """A portal with three offices, their people, and no file yet."""
    with fresh_database(templates("sqlite")) as url:
        yield url


@pytest.fixture
def address(database: str, tmp_path: Path) -> Iterator[str]:
    """The portal, served."""
    with served(tmp_path, database) as found:
        yield found


def asked(database: str, query: str) -> list[tuple[object, ...]]:
    """What the portal's own database says."""
    with closing(sqlite3.connect(str(make_url(database).database))) as connection:
        return connection.execute(query).fetchall()


def accept_all(playwright: Playwright, address: str, package: bytes = b"") -> str:
    """The counter brings a package in if there is one, and takes everything in with one press."""
    browser = playwright.chromium.launch(executable_path=executable(), args=[*QUIET])
    try:
        with context(browser) as visit:
            clerk, words = Person(visit, address), ""
            clerk.sign_in(CLERK)
            if package:
                clerk.open("/pra-pendaftaran/paket")
                file = {"name": "luring.paket", "mimeType": "", "buffer": package}
                clerk.page.set_input_files("#file", [file])  # type: ignore[list-item]
                clerk.press("Unggah paket")
                words = clerk.text
            clerk.open("/pra-pendaftaran")
            if boxes := clerk.page.locator("tbody [name=pilih]").all():
                for box in boxes:
                    box.check()
                clerk.press("Terima yang dipilih")
            return words
    finally:
        browser.close()


def nothing_told(words: str, people: list[Family]) -> None:
    """Not one name, NIK, KK or card number stands in these words."""
    for family in people:
        secrets = [family.kk_no]
        for person in family.persons:
            secrets += [person.name, person.nik, person.card_no]
        assert not [secret for secret in secrets if secret in words]


def test_three_families_without_a_network(
    playwright: Playwright, address: str, database: str, tmp_path: Path
) -> None:
    people, profile = families(1, 2, 1), tmp_path / "profil"
    with laptop(playwright, profile, address) as mine:
        numbers = written_down(mine, people)
        assert mine.code(tmp_path) == f"{address}/L/{numbers[-1]}".upper()
        assert "Belum sampai di Dinas Sosial" in mine.page.inner_text("#lembar")
        mine.list()
        assert mine.states() == {"menunggu": 3}
    assert asked(database, "SELECT count(*) FROM registration") == [(0,)]
    nothing_told(on_disk(profile), people)

    with laptop(playwright, profile, address, offline=True) as mine:
        mine.open("/nagari/pra/baru")
        assert mine.page.is_visible("text=Jaringan terputus.")
        assert "3 pendaftaran di laptop ini menunggu" in mine.page.inner_text("#mulai")
        nothing_told(mine.page.content() + mine.kept(), people)
        assert "belum disiapkan" in mine.unlock(COLLEAGUE)
        sent(mine)
        nothing_told(mine.kept(), people)
    accept_all(playwright, address)
    found = [number for (number,) in asked(database, "SELECT number FROM case_file")]
    assert sorted(found) == sorted(numbers)
    assert asked(database, "SELECT count(*), sum(state = 'diterima') FROM registration") == [(3, 3)]
    assert asked(database, "SELECT count(*) FROM document WHERE case_id IS NOT NULL") == [(5,)]


def written_down(mine: Laptop, people: list[Family]) -> list[str]:
    """The families on a laptop made ready just before its network was cut; gives their numbers."""
    mine.open()
    assert mine.page.is_visible("text=Masuk dengan akun nagari atau kelurahan")
    mine.sign_in(VILLAGE)
    mine.prepare()
    mine.cut()
    mine.open()
    assert "belum benar" in mine.unlock(VILLAGE, "bukan kata sandinya")
    assert mine.unlock(VILLAGE) == ""
    return [mine.register(family, photos=2 if n else 1) for n, family in enumerate(people)]


def sent(mine: Laptop) -> None:
    """What waits on a reopened laptop goes out when the network and the session are back."""
    mine.open()
    assert mine.unlock(VILLAGE) == ""
    assert mine.states() == {"menunggu": 3}
    mine.restore()
    mine.page.wait_for_selector("#masuk-lagi:visible")
    assert "Masuk lagi untuk mengirim" in mine.page.inner_text("#daftar")
    mine.sign_in(VILLAGE)
    mine.unlock(VILLAGE)
    mine.wait_for("terkirim", 3)


@pytest.mark.battery
def test_the_same_by_file(
    playwright: Playwright, address: str, database: str, tmp_path: Path
) -> None:
    people = families(2, 1, 1)
    with laptop(playwright, tmp_path / "profil", address) as mine:
        mine.open()
        mine.sign_in(VILLAGE)
        mine.prepare()
        mine.cut()
        numbers = [mine.register(family, photos=1) for family in people]
        mine.list()
        with mine.page.expect_download() as coming:
            mine.page.click("#ke-berkas")
        body = Path(coming.value.path()).read_bytes()
        assert coming.value.suggested_filename.endswith(".paket")
        nothing_told(body.decode("latin1"), people)
        words = accept_all(playwright, address, body)
        assert words.count("Terkirim ke Dinas Sosial") == 3
        # The network comes after all: what went by file is not taken in again.
        mine.restore()
        mine.wait_for("terkirim", 3)
    found = [number for (number,) in asked(database, "SELECT number FROM case_file")]
    assert sorted(found) == sorted(numbers)
    assert asked(database, "SELECT count(*) FROM document") == [(3,)]


@pytest.mark.battery
def test_every_view_serves_everyone(playwright: Playwright, address: str, tmp_path: Path) -> None:
    (family,) = families(2)
    with laptop(playwright, tmp_path / "profil", address) as mine:
        mine.open()
        mine.serves_everyone("belum masuk")
        mine.sign_in(VILLAGE)
        mine.serves_everyone("siapkan")
        mine.prepare()
        mine.serves_everyone("daftar kosong")
        mine.cut()
        mine.page.click("#baru")
        mine.page.click("#isian-simpan")
        mine.page.wait_for_selector("#isian-salah:not([hidden])")
        mine.serves_everyone("isian salah")
        mine.page.click("#isian-batal")
        mine.page.wait_for_selector("#daftar:not([hidden])")
        mine.register(family, photos=1)
        mine.serves_everyone("lembar")
        mine.list()
        mine.serves_everyone("daftar")
        mine.restore()
        mine.wait_for("terkirim", 1)
        for name in ("perangkat", "bentrok", "berkas"):
            mine.page.goto(f"{address}{HOME}/{name}")
            mine.serves_everyone(name)
        mine.open()
        mine.serves_everyone("buka kunci")


@pytest.mark.battery
def test_a_changed_password_loses_nothing(
    playwright: Playwright, address: str, database: str, tmp_path: Path
) -> None:
    (family,), fresh = families(1), "kata sandi yang baru"
    with laptop(playwright, tmp_path / "profil", address) as mine:
        mine.open()
        mine.sign_in(VILLAGE)
        mine.prepare()
        mine.cut()
        mine.register(family, photos=0)
        change = "UPDATE person SET password_hash = ? WHERE username = ?"
        with closing(sqlite3.connect(str(make_url(database).database))) as connection:
            connection.execute(change, (hash_password(fresh, FAST_HASH), VILLAGE))
            connection.commit()
        mine.open()
        assert "belum benar" in mine.unlock(VILLAGE, fresh), "the portal has to be asked once"
        mine.restore()
        mine.sign_in(VILLAGE, fresh)
        mine.cut()
        mine.open()
        mine.restore()
        assert mine.unlock(VILLAGE, fresh) == ""
        mine.wait_for("terkirim", 1)
        mine.cut()
        mine.open()
        assert "belum benar" in mine.unlock(VILLAGE), "the old one opens nothing any more"
        assert mine.unlock(VILLAGE, fresh) == ""


@pytest.mark.battery
def test_where_it_cannot_work_it_says_so_kindly(
    playwright: Playwright, address: str, tmp_path: Path
) -> None:
    port = address.rsplit(":", 1)[1]
    rules = "--host-resolver-rules=MAP nagari.contoh 127.0.0.1"
    browser = playwright.chromium.launch(executable_path=executable(), args=[*QUIET, rules])
    try:
        with context(browser) as visit:
            page = visit.new_page()
            page.goto(f"http://nagari.contoh:{port}{HOME}")
            assert page.is_visible("text=diawali https")
            assert not page.is_visible("input")
        with context(browser, javascript=False) as visit:
            page = visit.new_page()
            page.goto(address + HOME)
            assert page.is_visible("text=Halaman ini memerlukan JavaScript")
            assert not page.is_visible("input")
    finally:
        browser.close()


@pytest.mark.battery
def test_two_tabs_never_give_the_same_number(
    playwright: Playwright, address: str, tmp_path: Path
) -> None:
    with laptop(playwright, tmp_path / "profil", address) as mine:
        mine.open()
        mine.sign_in(VILLAGE)
        mine.prepare()
        other = Laptop(mine.visit, address)
        other.page = mine.visit.new_page()
        other.open()
        begin = """async () => {
          const { accounts, takePlace } = await import("/static/offline/simpanan.js");
          const [{ id }] = await accounts();
          window.taken = Promise.all([...Array(30)].map(() => takePlace(id)));
        }"""
        for tab in (mine, other):
            tab.page.evaluate(begin)
        taken = [tuple(one.values()) for tab in (mine, other) for one in tab.page.evaluate("taken")]
        given = [one for one in taken if one[0]]
        assert len(taken) == 60
        assert len(given) == len(set(given)) == 50, "a block has fifty, each given once"
        mine.cut()
        mine.write(families(1)[0])
        mine.page.click("#isian-simpan")
        mine.page.wait_for_selector("#isian-nomor:not([hidden])")
        mine.page.click("#isian-batal")
        mine.page.wait_for_selector("#nomor-tipis:not([hidden])")
        assert mine.states() == {"draf": 1}, "what was written is kept"
        mine.restore()
        mine.page.wait_for_selector("#jumlah-nomor:text-is('50')")


@pytest.mark.battery
def test_another_account_sees_only_that_something_waits(
    playwright: Playwright, address: str, tmp_path: Path
) -> None:
    (family,) = families(1)
    with laptop(playwright, tmp_path / "profil", address) as mine:
        mine.open()
        mine.sign_in(VILLAGE)
        mine.prepare()
        mine.cut()
        mine.register(family, photos=1)
        mine.restore()
        mine.visit.clear_cookies()
        mine.sign_in(COLLEAGUE)
        mine.prepare()
        assert "1 pendaftaran milik akun lain juga menunggu" in mine.page.inner_text("#daftar")
        assert mine.states() == {}
        nothing_told(mine.page.content() + mine.kept(), [family])


@pytest.mark.battery
def test_light_checks_agree_with_those_of_the_portal(
    playwright: Playwright, address: str, tmp_path: Path
) -> None:
    typed = {name: typed_in(f"{file}.csv") for name, file in VECTORS.items()}
    words = {"name": {}, "nik": nik.MESSAGES, "kk": kk.MESSAGES, "card": card.MESSAGES,
             "phone": phone.MESSAGES}  # fmt: skip
    ask = """async ([typed, words]) => {
      const { faultsOf } = await import("/static/offline/syarat.js");
      const person = { name: "SITI", nik: "", born: "1990-08-14", sex: "P", card_no: "" };
      const good = (field, id) => typed[field].map((text) => {
        const said = { kk: "1301990102070001", nik: "1301995408900001", phone: "", card: "" };
        said[field] = text;
        const family = { kk_no: said.kk, address: "Jorong", phone: said.phone,
          persons: [{ ...person, nik: said.nik, card_no: said.card }] };
        const found = faultsOf(family, { emergency: false, card: false, needs: [] }, words);
        return !found.some(([where]) => where === id);
      });
      return { nik: good("nik", "nik-1"), kk: good("kk", "kk_no"),
        phone: good("phone", "phone"), card: good("card", "card_no-1") };
    }"""
    with laptop(playwright, tmp_path / "profil", address) as mine:
        mine.open()
        found = mine.page.evaluate(ask, [typed, words])
    today = clock.now().date()
    assert found == {
        "nik": [nik.read_nik(text, today=today)[0].ok for text in typed["nik"]],
        "kk": [kk.read_kk(text, nik="1301995408900001").ok for text in typed["kk"]],
        "phone": [phone.read_phone(text).ok if text else True for text in typed["phone"]],
        "card": [card.read_card(text).ok if text else True for text in typed["card"]],
    }


def typed_in(name: str) -> list[str]:
    """What people type, from the vectors of the rules."""
    with (HOUSE / "tests/vectors" / name).open(encoding="utf-8", newline="") as file:
        return [line["masukan"] for line in csv.DictReader(file)]


def on_disk(profile: Path) -> str:
    """Every file of the browser's profile."""
    files = [path for path in profile.rglob("*") if path.is_file()]
    assert any("IndexedDB" in str(path) for path in files)
    return "\n".join(path.read_bytes().decode("latin1") for path in files)
