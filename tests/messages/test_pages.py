"""The pages of news at a telephone's and a desk's width, and the code for a telephone."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

from portal.db import db
from portal.desk.work.ways_out import Leaving
from portal.sop.vocabulary import Move
from tests.cast import P17, Cast
from tests.chromium import DESK, PHONE, axe, chromium, context, sideways
from tests.chromium import told as in_words
from tests.conftest import open_session
from tests.messages.conftest import Told
from tests.server import served

pytestmark = [pytest.mark.browser, pytest.mark.battery]
MISSING = Leaving(papers=(("sktm", "tidak_ada"),))


@pytest.fixture
def engine_name() -> str:
    """What is looked at here is the same on every database."""
    return "sqlite"


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def looked_at(page: Page, name: str) -> None:
    """At both widths: axe finds nothing, nothing lies sideways."""
    for size in (DESK, PHONE):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        for fold in page.locator("details").all():
            if fold.get_attribute("open") is None:
                fold.locator("summary").click()
        violations = axe(page)
        assert not violations, f"{name} at {size['width']}:\n{in_words(violations)}"
        assert sideways(page) == 0, f"{name} scrolls sideways at {size['width']}"
        if folder := os.environ.get("PORTAL_TEST_SHOTS"):
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)


def test_the_news_serves_everyone_and_a_telephone_reads_the_code(
    cast: Cast, told: Told, database_url: str, tmp_path: Path, browser: Browser
) -> None:
    returned, taken_in = told(P17), told(P17)
    cast.move("staf.pessel", returned.ref, Move.KEMBALIKAN, MISSING)
    token = open_session(cast.app, "staf.pessel")
    refs = [cast.case(case.ref).ref for case in (returned, taken_in)]
    db.session.remove()
    with served(tmp_path, database_url) as address, context(browser) as visit:
        visit.add_cookies([{"name": "sesi", "value": token, "url": address}])
        page = visit.new_page()
        page.goto(f"{address}/kabar")
        looked_at(page, "kabar")
        page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
        for picture, link in zip(
            page.locator("main img").all(), page.locator("a[href^='https://wa.me/']").all(),
            strict=True,
        ):  # fmt: skip
            (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())))
            assert code.text == link.get_attribute("href")
        page.goto(f"{address}/berkas/{refs[0]}")
        looked_at(page, "berkas")
        page.goto(f"{address}/berkas/{refs[1]}/diterima")
        looked_at(page, "diterima")
        # By keyboard alone: from the link to the mark, and pressed.
        page.goto(f"{address}/kabar")
        page.locator("a[href^='https://wa.me/']").first.focus()
        page.keyboard.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "dicatat terkirim" in page.locator("#kabar").inner_text()
