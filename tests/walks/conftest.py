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


WORLDS = {"js": (True, "sqlite"), "no-js": (False, "postgresql")}


# In the usual run a walk is made in one of the two worlds or in none; the battery makes the others.
USUAL = {
    "test_bpjs_darurat": "",
    "test_fasilitasi": "js",
    "test_jamkesda": "no-js",
    "test_reaktivasi": "js",
    "test_a_clerk_proposes_and_the_kabid_refuses": "",
    "test_papers_are_missing_and_the_file_is_taken_back_in": "",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the walk through the other world."""
    for item in items:
        world = getattr(item, "callspec", None) and item.callspec.params.get("world")
        usual = USUAL.get(item.path.stem, USUAL.get(getattr(item, "originalname", "")))
        if world and usual is not None and world != usual:
            item.add_marker(pytest.mark.battery)


@pytest.fixture(params=WORLDS)
def world(request: pytest.FixtureRequest) -> tuple[bool, str]:
    """JavaScript on, on SQLite; and once more with JavaScript off, on PostgreSQL."""
    return WORLDS[request.param]


@pytest.fixture
def address(
    world: tuple[bool, str], templates: Callable[[str], str], tmp_path: Path
) -> Iterator[str]:
    """A portal with three offices, their people, and no file yet."""
    with fresh_database(templates(world[1])) as url, served(tmp_path, url) as found:
        yield found


@pytest.fixture
def house(world: tuple[bool, str], browser: Browser, address: str) -> Iterator[House]:
    """The house as a visitor meets it."""
    with House(browser, address, javascript=world[0]) as found:
        yield found
