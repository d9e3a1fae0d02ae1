"""In a real browser: the check shows how far it is, goes on by itself, and after a broken line."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.chromium import DESK, PHONE, axe, chromium, context, sideways, told
from tests.engines import fresh_database
from tests.lists.tables import PAGE, as_xlsx, person
from tests.lists.test_lists import BAD, forty
from tests.server import served
from tests.walks.people import Person

pytestmark = pytest.mark.browser
PART = "**/pemeriksaan"


@pytest.fixture
def office(templates: Callable[[str], str], tmp_path: Path) -> Iterator[Person]:
    """A village office at a browser, before a portal served for real."""
    url = templates("sqlite")
    with (
        fresh_database(url) as fresh,
        served(tmp_path, fresh) as address,
        chromium() as browser,
        context(browser) as visit,
    ):
        found = Person(visit, address)
        found.sign_in("nagari.pessel")
        yield found


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A list of 600 rows, six of them without a name."""
    rows = [person(n, **({"name": ""} if n % 100 == 7 else {})) for n in range(1, 601)]
    path = tmp_path / "rapat-jorong.xlsx"
    path.write_bytes(as_xlsx(rows))
    return path


def test_the_check_goes_on_by_itself_and_after_a_broken_line(office: Person, table: Path) -> None:
    page, cut = office.page, list[Route]()

    def weak_line(route: Route) -> None:
        cut.append(route)
        route.abort()

    page.route(PART, weak_line, times=1)
    office.open(PAGE)
    page.clock.install()
    _hand_in(page, table)
    expect(page.locator("progress")).to_have_attribute("value", "250")
    expect(page.locator("#kabar")).to_contain_text("Jaringan terputus")
    page.clock.run_for(10_500)

    expect(page.get_by_role("button", name="Masukkan 594 pendaftaran")).to_be_visible()
    assert len(cut) == 1
    assert page.locator("#kabar").inner_text() == "", "the line is back"
    assert page.title().startswith("Daftar rapat-jorong.xlsx")
    assert page.evaluate("document.activeElement.tagName") == "H1", "the reader is told"


def test_a_list_of_forty_with_six_bad_rows_is_taken_in(office: Person, tmp_path: Path) -> None:
    page, table = office.page, tmp_path / "rapat.xlsx"
    table.write_bytes(forty())
    office.open(PAGE)
    _hand_in(page, table)

    faults = page.locator("table").first
    expect(faults.locator("tbody tr th, tbody tr td:first-child").first).to_be_visible()
    for line in BAD:
        expect(faults).to_contain_text(str(line + 1))
    page.get_by_role("button", name="Masukkan 34 pendaftaran").click()
    expect(page.get_by_role("button", name="Kirim semua ke Dinas")).to_be_visible()
    numbers = set(re.findall(r"\b[1-9]\d{4} \d{5} \d{5}\b", page.locator("main").inner_text()))
    assert len(numbers) == 34


@pytest.mark.battery
def test_the_pages_of_a_list_serve_everyone(office: Person, table: Path) -> None:
    page, held = office.page, list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    page.route(PART, hold, times=1)
    office.open(PAGE)
    _looks_well(page, "start")
    _hand_in(page, table)
    expect(page.locator("progress")).to_have_attribute("value", "250")
    _looks_well(page, "progress")
    held[0].continue_()
    button = page.get_by_role("button", name="Masukkan 594 pendaftaran")
    expect(button).to_be_visible()
    _looks_well(page, "report")
    button.click()
    expect(page.get_by_role("button", name="Kirim semua ke Dinas")).to_be_visible()
    _looks_well(page, "numbers")


def _hand_in(page: Page, table: Path) -> None:
    page.get_by_label("Layanan", exact=True).select_option(label="Reaktivasi KIS PBI")
    page.get_by_label("Berkas XLSX atau CSV").set_input_files(table)
    page.get_by_role("button", name="Periksa", exact=True).click()


def _looks_well(page: Page, name: str) -> None:
    for width, size in ((390, PHONE), (1366, DESK)):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        violations = axe(page)
        assert not violations, f"{name} at {width}:\n{told(violations)}"
        assert sideways(page) == 0, f"{name} scrolls sideways at {width}"
