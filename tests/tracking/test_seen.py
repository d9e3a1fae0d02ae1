"""The answer in a real browser: large text, read aloud, without a script, nothing kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.db import db
from portal.desk.work.ways_out import Leaving
from portal.sop.vocabulary import Move
from tests.cast import P17, P22, S24, Cast
from tests.chromium import DESK, PHONE, axe, chromium, context, sideways, told
from tests.server import served

pytestmark = [pytest.mark.battery, pytest.mark.browser]
SMALLEST = {"width": 320, "height": 640}
# Chromium on a server has the interface and no voices; what was asked of it is written down.
VOICE = """
window.said = [];
window.speechSynthesis.speak = (part) => { window.said.push([part.text, part.lang]); };
"""
KEPT = """async () => [localStorage.length, sessionStorage.length, document.cookie,
 (await indexedDB.databases()).length, (await caches.keys()).length]"""


@pytest.fixture
def engine_name() -> str:
    """What is seen depends on no database."""
    return "sqlite"


@pytest.fixture
def numbers(cast: Cast) -> dict[str, str]:
    """Files in four states."""
    returned = cast.receive(P22)
    papers = tuple((need.code, "beda_data") for need in cast.sop(P22).checked_requirements)
    cast.move("staf.pessel", returned, Move.KEMBALIKAN, Leaving(papers=papers))
    refs = {
        "berjalan": cast.receive(P17),
        "dikembalikan": returned,
        "siap": cast.case_at(P22, 6, 2).ref,
        "bpjs": cast.case_at(S24, 7).ref,
    }
    found = {name: cast.case(ref).number for name, ref in refs.items()}
    db.session.rollback()
    return found


@pytest.fixture
def address(numbers: dict[str, str], database_url: str, tmp_path: Path) -> Iterator[str]:
    with served(tmp_path, database_url) as found:
        yield found


def large(page: Any) -> None:
    page.check("#besar")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"


def test_every_answer_passes_axe_and_never_scrolls_sideways(
    numbers: dict[str, str], address: str
) -> None:
    paths = ["/lacak", *(f"/L/{number}" for number in numbers.values())]
    paths.append(f"/en/L/{numbers['dikembalikan']}")
    with chromium() as browser:
        for size in (SMALLEST, PHONE, DESK):
            with context(browser, size=size) as visit:
                page = visit.new_page()
                for path in paths:
                    page.goto(address + path)
                    for _ in range(2):
                        found = axe(page) if size is not SMALLEST else []
                        assert not found, f"{path} {size}: {told(found)}"
                        assert sideways(page) == 0, f"{path} at {size}"
                        large(page)


def test_the_text_of_200_percent_stays_on_the_screen(numbers: dict[str, str], address: str) -> None:
    with chromium() as browser, context(browser, size=PHONE) as visit:
        page = visit.new_page()
        for number in numbers.values():
            page.goto(f"{address}/L/{number}")
            # As a browser's own setting does; no sheet of ours may forbid it.
            page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
            assert sideways(page) == 0
            assert not axe(page)


def test_the_answer_is_read_aloud_in_its_own_language_and_stops(
    numbers: dict[str, str], address: str
) -> None:
    with chromium() as browser, context(browser, size=PHONE) as visit:
        visit.add_init_script(VOICE)
        page = visit.new_page()
        for path, code, headline, start, stop in (
            ("/L/", "id", "Berkas Anda sudah kami terima", "Bacakan", "Berhenti"),
            ("/en/L/", "en", "We have received your file", "Read aloud", "Stop"),
        ):
            page.goto(f"{address}{path}{numbers['berjalan']}")
            button = page.locator("#bacakan")
            assert button.inner_text().strip() == start
            button.click()
            said = page.evaluate("window.said")
            assert headline in [text.strip() for text, _ in said]
            assert {lang for _, lang in said} == {code}
            assert not [text for text, _ in said if start in text]
            assert button.inner_text().strip() == stop
            button.click()
            assert button.inner_text().strip() == start
            assert button.get_attribute("aria-pressed") == "false"


def test_without_a_script_all_works_by_keyboard_and_no_dead_button_is_shown(
    numbers: dict[str, str], address: str
) -> None:
    with chromium() as browser, context(browser, javascript=False, size=PHONE) as visit:
        page = visit.new_page()
        page.goto(f"{address}/lacak")
        page.focus("input[name=nomor]")
        page.keyboard.type(numbers["siap"])
        page.keyboard.press("Enter")
        page.wait_for_selector("h1:has-text('Surat Anda siap diambil')")
        assert numbers["siap"] not in page.url
        assert page.locator("#bacakan").is_hidden()
        page.focus("#besar")
        page.keyboard.press("Space")
        assert page.locator("#besar").is_checked()
        page.focus(".bahasa button")
        page.keyboard.press("Enter")
        page.wait_for_selector("h1:has-text('Your letter is ready to collect')")
        assert page.url == f"{address}/en/lacak"


def test_nothing_is_kept_and_nobody_else_is_asked(numbers: dict[str, str], address: str) -> None:
    with chromium() as browser, context(browser, size=PHONE) as visit:
        page, asked = visit.new_page(), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        for number in numbers.values():
            page.goto(f"{address}/L/{number}")
            large(page)
            page.reload()
            assert not page.locator("#besar").is_checked()
        assert page.evaluate(KEPT) == [0, 0, "", 0, 0]
        assert visit.cookies() == []
        assert {url for url in asked if not url.startswith(address + "/")} == set()
        assert not [url for url in asked if "woff2" in url]
