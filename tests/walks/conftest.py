"""A staffed portal served for real, and a Chromium to walk through it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium
from tests.engines import fresh_database
from tests.server import served
from tests.walks.people import House


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a walk and its repetition without JavaScript."""
    with chromium() as found:
        yield found


@pytest.fixture
def address(templates: Callable[[str], str], tmp_path: Path) -> Iterator[str]:
    """A portal with three offices, their people, and no file yet."""
    with fresh_database(templates("sqlite")) as url, served(tmp_path, url) as found:
        yield found


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def house(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[House]:
    """The house with JavaScript on, and once more with JavaScript off."""
    with House(browser, address, javascript=request.param) as found:
        yield found
