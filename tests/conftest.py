"""The house as tests meet it: a portal on either database, three offices with their people."""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from portal import clock
from portal.app import create_app
from portal.config import Settings
from portal.db import db, write
from portal.demo.seed import seed_offices
from portal.migrate import migrate
from portal.people.model import LoginSession
from portal.people.queries import person_named, token_digest
from tests.browser import Browser
from tests.cast import Cast
from tests.engines import (
    ENGINES,
    fresh_database,
    postgres_server,
    postgres_template,
    sqlite_template,
)

FAST_HASH = "scrypt:1024:8:1"  # the real cost would be most of the suite's time


def settings_for(url: str, instance: Path) -> Settings:
    """Settings of a test portal."""
    return Settings(instance=instance, database_url=url, secret_key="x" * 40)


def _staffed(instance: Path) -> Callable[[str], None]:
    """Migrate a database and let the three offices move in."""

    def prepare(url: str) -> None:
        migrate(url)
        app = create_app(settings_for(url, instance))
        with app.app_context():
            seed_offices(FAST_HASH)
            db.session.remove()
            db.engine.dispose()

    return prepare


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """A staffed database of each engine to copy; PostgreSQL is started when first asked for."""
    folder = tmp_path_factory.mktemp("template")
    prepare = _staffed(folder)
    open_managers = []
    known: dict[str, str] = {}

    def template(engine: str) -> str:
        if engine not in known:
            if engine == "sqlite":
                manager = sqlite_template(folder, prepare)
            else:
                server = postgres_server()
                open_managers.append(server)
                manager = postgres_template(server.__enter__(), prepare)
            open_managers.append(manager)
            known[engine] = manager.__enter__()
        return known[engine]

    yield template
    for manager in reversed(open_managers):
        manager.__exit__(None, None, None)


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each test that needs a database runs on SQLite and on PostgreSQL."""
    return str(request.param)


@pytest.fixture
def database_url(engine_name: str, templates: Callable[[str], str]) -> Iterator[str]:
    """A fresh, staffed database."""
    with fresh_database(templates(engine_name)) as url:
        yield url


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The portal on a fresh database."""
    app = create_app(settings_for(database_url, tmp_path))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    """The offices' people at work, inside an application context."""
    with app.app_context():
        yield Cast(app)
        db.session.remove()


@pytest.fixture
def visitor(app: Flask) -> Browser:
    """Someone without an account."""
    return Browser(app)


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], Browser]:
    """Sign a person in by account name: kasi.pessel."""

    def enter(username: str) -> Browser:
        browser = Browser(app)
        browser.client.set_cookie("sesi", open_session(app, username))
        return browser

    return enter


def open_session(app: Flask, username: str, at: datetime | None = None) -> str:
    """A live session of a person, without typing the password each time."""
    token = secrets.token_urlsafe(32)
    with app.app_context():
        person = person_named(username)
        assert person is not None, username
        person_id, now = person.id, at or clock.now()
        with write() as session:
            session.add(
                LoginSession(
                    token_sha256=token_digest(token),
                    person_id=person_id,
                    begun_at=now,
                    seen_at=now + timedelta(seconds=1),
                )
            )
        db.session.remove()
    return token


@pytest.fixture
def questions(app: Flask) -> Callable[[Callable[[], object]], int]:
    """How many statements an act sends to the database."""

    def count(act: Callable[[], object]) -> int:
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            statements.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(statements)

    return count
