"""A Chromium, and a portal with one letter, for all the tests of a file."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from portal.app import create_app
from portal.db import db
from tests.chromium import chromium
from tests.conftest import settings_for
from tests.engines import fresh_database


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def shared(
    templates: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """One portal for tests that only read; what they read is the same on every database."""
    with fresh_database(templates("sqlite")) as url:
        app = create_app(settings_for(url, tmp_path_factory.mktemp("instance")))
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
