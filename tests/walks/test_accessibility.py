"""The main pages at a telephone's and a desk's width: axe finds nothing, nothing lies sideways."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.chromium import DESK, PHONE, axe, sideways, told
from tests.server import portal, served
from tests.walks.pages import ALIKE, PAGES, PUBLIC, show
from tests.walks.people import House

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A practice portal with files at every row."""
    instance = tmp_path_factory.mktemp("latihan")
    made = portal(instance, "demo")
    assert made.returncode == 0, made.stderr
    with served(instance) as address:
        yield address


@pytest.fixture(scope="module")
def visitors(browser: Browser, practice: str) -> Iterator[House]:
    """Its people, first at a desk."""
    with House(browser, practice, size=DESK) as found:
        yield found


# A page built like another one is looked at in the long run.
NAMES = [pytest.param(name, marks=pytest.mark.battery) if name in ALIKE else name for name in PAGES]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_serves_everyone(visitors: House, name: str) -> None:
    page = show(visitors, name)
    for width, size in ((1366, DESK), (390, PHONE)):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        violations = axe(page)
        assert not violations, f"{name} at {width}:\n{told(violations)}"
        assert sideways(page) == 0, f"{name} scrolls sideways at {width}"
    page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})


# Usual: the page citizens open most. Long run: all that they can open.
LARGE = [
    name if name == "lacak-dikembalikan" else pytest.param(name, marks=pytest.mark.battery)
    for name in PUBLIC
]
# Words that are set so narrow that letters of one word stand on three lines or more.
SHREDDED = """() => [...document.querySelectorAll('main *')]
  .filter(it => !it.closest('svg, .vh, .sop thead') && it.getClientRects().length
    && !it.children.length && it.textContent.trim().length > 3
    && it.getBoundingClientRect().width < 1.5 * parseFloat(getComputedStyle(it).fontSize)
    && it.getBoundingClientRect().height > 3 * parseFloat(getComputedStyle(it).fontSize))
  .map(it => it.textContent.trim())"""


@pytest.mark.parametrize("name", LARGE)
def test_a_page_serves_whoever_needs_letters_twice_as_large(visitors: House, name: str) -> None:
    page = show(visitors, name)
    for width, size in ((1366, DESK), (390, PHONE)):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        violations = axe(page)
        assert not violations, f"{name} at {width}, 200 %:\n{told(violations)}"
        assert sideways(page) == 0, f"{name} scrolls sideways at {width}, 200 %"
        assert page.evaluate(SHREDDED) == [], f"{name} at {width}, 200 %"
    page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
