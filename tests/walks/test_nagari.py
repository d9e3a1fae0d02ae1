"""A village office registers a family of four with photos, in a real browser, on a weak line."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import DESK, PHONE, axe, sideways, told
from tests.walks import nagari_pages as nagari
from tests.walks.nagari_pages import VILLAGE
from tests.walks.people import House

pytestmark = pytest.mark.browser

MOST_BYTES = 60_000
# Without a script, on a telephone, on the other engine: the whole way once more.
WORLDS = [
    pytest.param((True, "sqlite"), id="js"),
    pytest.param((False, "postgresql"), id="no-js", marks=pytest.mark.battery),
]


@pytest.fixture(params=WORLDS)
def world(request: pytest.FixtureRequest) -> tuple[bool, str]:
    """JavaScript on at a desk, and off on a telephone."""
    return request.param


@pytest.fixture
def house(world: tuple[bool, str], browser: Browser, address: str) -> Iterator[House]:
    """The house as this village office meets it."""
    size = DESK if world[0] else PHONE
    with House(browser, address, javascript=world[0], size=size) as found:
        yield found


def test_a_family_of_four_is_registered_with_photos(house: House) -> None:
    office = house.person(VILLAGE)
    ref = nagari.begun(office)
    nagari.write_family(office, 4, seed=21)
    office.press("Lanjut ke foto")
    if house.javascript:
        _weigh_both(house, ref)
    fields = nagari.asked(office)
    assert len(fields) == 12, fields  # 4 KIS, 2 KTP, 2 akta, KK, SPTJM, SKTM, foto rumah

    for n, field in enumerate(fields, 1):
        nagari.choose_photo(office, field, seed=n)
        row = office.page.locator(f"#dok-{field}")
        if not house.javascript:
            with office.page.expect_navigation():
                row.get_by_role("button", name="Kirim foto yang dipilih").click()
        expect(row.locator(".lembar img")).to_have_count(1, timeout=20_000)
        expect(row).to_contain_text("1 foto")
        assert sideways(office.page) == 0
    expect(office.page.locator("#ket")).to_contain_text("Siap dikirim")
    expect(office.page.locator("#kirim")).to_contain_text("Semua dokumen sudah ada")
    office.press("Kirim ke Dinas Sosial")

    assert office.heading == "Terkirim ke Dinas Sosial"
    number = re.sub(r"\D", "", office.page.locator(".nomor-besar").inner_text())
    assert len(number) == 15
    slip = office.printed("Cetak tanda terima")
    assert slip.startswith(b"%PDF")
    assert house.citizen.types(number) == "Didaftarkan oleh kantor Wali Nagari"
    office.open("/nagari")
    assert office.page.locator(f"a[href='/nagari/pra/{ref}']").count() == 1


def _weigh_both(house: House, ref: str) -> None:
    page = house.person(VILLAGE).page
    for path in (f"/nagari/pra/{ref}", f"/nagari/pra/{ref}/dokumen"):
        weight, parts = weighed(page, house.address + path)
        print(f"{path.replace(ref, '...')}: {weight} bytes with an empty cache")  # noqa: T201
        assert weight < MOST_BYTES, parts


@pytest.fixture
def painan(browser: Browser, address: str) -> Iterator[House]:
    """The same office with JavaScript, at a desk."""
    with House(browser, address) as found:
        yield found


ONLY_JS = pytest.mark.parametrize("world", [(True, "sqlite")], ids=["js"])


@pytest.mark.battery
@ONLY_JS
def test_the_draft_saves_itself_and_survives_a_broken_line(painan: House) -> None:
    office = painan.person(VILLAGE)
    ref = nagari.begun(office)
    line = office.page.locator("#tersimpan")
    office.page.locator("[name=persons-0-nik]").fill("1301 9947 0884 0003")
    office.page.locator("[name=kk_no]").fill("1301990107150009")
    office.page.locator("[name=phone]").focus()
    expect(line).to_contain_text("Draf tersimpan pukul")
    expect(office.page.locator("[name=persons-0-born]")).to_have_value("1984-08-07")
    expect(office.page.locator("#kata-nik-0")).to_contain_text("perempuan, lahir 7 Agustus 1984")

    office.visit.set_offline(True)
    office.page.locator("[name=persons-0-name]").fill("SITI CONTOH")
    office.page.locator("[name=phone]").focus()
    expect(line).to_contain_text("Belum tersimpan. Jaringan terputus.")
    office.visit.set_offline(False)
    office.page.locator("[name=address]").fill("Jorong Contoh")
    office.page.locator("[name=phone]").focus()
    expect(line).to_contain_text("Draf tersimpan pukul")

    office.page.locator("[name=address]").fill("Jorong Contoh, RT 01")
    office.press("Simpan draf")  # before the draft has saved itself: no conflict with itself
    assert office.page.locator("[name=address]").input_value() == "Jorong Contoh, RT 01"
    assert office.page.locator("[name=persons-0-name]").input_value() == "SITI CONTOH"
    assert ref in office.page.url


@pytest.mark.battery
@ONLY_JS
def test_two_windows_of_one_draft_do_not_overwrite_each_other(painan: House) -> None:
    office = painan.person(VILLAGE)
    ref = nagari.begun(office)
    other = office.visit.new_page()
    other.goto(office.page.url)
    office.page.locator("[name=address]").fill("Jorong Pertama")
    office.page.locator("[name=phone]").focus()
    expect(office.page.locator("#tersimpan")).to_contain_text("Draf tersimpan")

    other.locator("[name=address]").fill("Jorong Kedua")
    other.locator("[name=phone]").focus()

    expect(other.locator("#kabar")).to_contain_text("sudah diubah di tempat lain")
    expect(other.locator("#tersimpan")).to_contain_text("Belum tersimpan")
    other.close(run_before_unload=False)
    office.open(f"/nagari/pra/{ref}")
    assert office.page.locator("[name=address]").input_value() == "Jorong Pertama"


def weighed(page: Page, address: str) -> tuple[int, dict[str, int]]:
    """What a browser with an empty cache transfers for a page."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    names: dict[str, str] = {}
    parts: dict[str, int] = {}

    def asked(event: dict[str, Any]) -> None:
        names[event["requestId"]] = urlsplit(event["request"]["url"]).path

    def came(event: dict[str, Any]) -> None:
        parts[names[event["requestId"]]] = int(event["encodedDataLength"])

    wire.on("Network.requestWillBeSent", asked)
    wire.on("Network.loadingFinished", came)
    page.goto(address, wait_until="networkidle")
    wire.detach()
    return sum(parts.values()), parts


@pytest.mark.battery
@ONLY_JS
def test_a_refused_photo_is_told_in_its_row_and_nowhere_else(painan: House) -> None:
    office = painan.person(VILLAGE)
    nagari.begun(office)
    nagari.write_family(office, 1, seed=23)
    office.press("Lanjut ke foto")
    bad = {"name": "kk.jpg", "mimeType": "image/jpeg", "buffer": b"bukan foto"}
    office.page.locator("#f-kk").set_input_files(bad)

    row = office.page.locator("#dok-kk")
    expect(row.locator(".pesan-salah")).to_be_visible(timeout=20_000)
    expect(office.page.locator("#dok-sktm .pesan-salah")).to_have_count(0)
    assert not (found := axe(office.page)), told(found)
    office.faults.clear()  # the refused request answers 422, on purpose
    nagari.choose_photo(office, "kk")
    expect(row.locator(".lembar img")).to_have_count(1, timeout=20_000)
