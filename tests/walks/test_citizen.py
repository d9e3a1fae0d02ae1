"""A citizen with a keyboard alone: number, answer, complaint sent, survey sent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from portal.db import db
from portal.survey.elements import ELEMENTS
from tests.cast import Cast
from tests.chromium import DESK, PHONE, context
from tests.server import served
from tests.survey.conftest import Citizens

pytestmark = pytest.mark.browser

LONGEST_WAY = 40  # keys of Tab from one thing to the next
# What has the focus: its words, and whether a person sees that it has it.
FOCUSED = """() => {
  const it = document.activeElement, look = getComputedStyle(it), box = it.getBoundingClientRect();
  const words = (it.labels && it.labels.length ? it.labels[0] : it).textContent;
  const ring = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
  const there = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  return [words.trim().replace(/\\s+/g, ' '), it === document.body || (ring && there)];
}"""
INDONESIAN = {
    "number": "Nomor tanda terima", "complain": "Sampaikan pengaduan",
    "kind": "Pilih ini: Pengaduan", "topic": "Prosesnya terlalu lama",
    "text": "Ceritakan", "send": "Kirim",
    "kept": "Sudah kami terima", "back": "Cek permohonan", "rate": "Nilai layanan kami",
    "answers": "Kirim jawaban", "thanks": "Terima kasih",
}  # fmt: skip
ENGLISH = {
    "number": "Receipt number", "complain": "Make a complaint",
    "kind": "Choose this: Complaint", "topic": "It takes too long",
    "text": "Tell us", "send": "Send",
    "kept": "We have received it", "back": "Check my application", "rate": "Rate our service",
    "answers": "Send my answers", "thanks": "Thank you",
}  # fmt: skip


@pytest.fixture
def engine_name() -> str:
    """What a keyboard reaches depends on no database."""
    return "sqlite"


@pytest.fixture
def number(cast: Cast) -> str:
    """A file whose letter was handed over."""
    found = Citizens(cast).served().number
    db.session.remove()
    return found


@pytest.fixture
def address(number: str, database_url: str, tmp_path: Path) -> Iterator[str]:
    """The portal that holds it; `number` comes first, so that the file is there."""
    with served(tmp_path, database_url) as found:
        yield found


def reach(page: Page, words: str) -> None:
    """Press Tab until the thing with these words has the focus; on the way it is always seen."""
    met = []
    for _ in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        found, seen = page.evaluate(FOCUSED)
        assert seen, f"the focus is not to be seen on: {found}"
        if found.startswith(words):
            return
        met.append(found)
    raise AssertionError(f"Tab never came to {words!r}, but to {met}")


def go(page: Page, words: str) -> None:
    """Press the button with these words by Enter."""
    reach(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def heading(page: Page) -> str:
    """The one heading of the page."""
    return page.locator("h1").inner_text()


WORLDS = [
    pytest.param(False, "", PHONE, INDONESIAN, id="phone-no-js"),
    pytest.param(True, "", PHONE, INDONESIAN, id="phone", marks=pytest.mark.battery),
    pytest.param(True, "", DESK, INDONESIAN, id="desk", marks=pytest.mark.battery),
    pytest.param(False, "/en", PHONE, ENGLISH, id="english", marks=pytest.mark.battery),
]


@pytest.mark.parametrize(("javascript", "before", "size", "says"), WORLDS)
def test_all_is_done_without_a_mouse(
    browser: Browser, address: str, number: str, javascript: bool, before: str,
    size: dict[str, int], says: dict[str, str],
) -> None:  # fmt: skip
    with context(browser, javascript=javascript, size=size) as visit:
        page = visit.new_page()
        page.goto(f"{address}{before}/lacak")
        reach(page, says["number"])
        page.keyboard.type(number)
        with page.expect_navigation():
            page.keyboard.press("Enter")

        go(page, says["complain"])
        go(page, says["kind"])
        reach(page, says["topic"])
        page.keyboard.press("Space")
        reach(page, says["text"])
        page.keyboard.type("Sudah tiga minggu.")
        go(page, says["send"])
        assert heading(page) == says["kept"]
        page.locator("main").focus()  # as the link "Langsung ke isi" does
        go(page, says["back"])

        go(page, says["rate"])
        page.locator("main").focus()
        for _ in ELEMENTS:
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        go(page, says["answers"])
        assert heading(page) == says["thanks"]
        assert visit.cookies() == []
        assert number not in page.url
