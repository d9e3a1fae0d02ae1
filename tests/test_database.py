"""A database that could lose what it acknowledged is refused at the start, on either engine."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import IntegrityError

from portal import db as ground
from portal.app import create_app
from portal.db import Instant, UnsafeDatabaseError, db, prepare_engine, refuse_unsafe_database
from tests import engines
from tests.conftest import settings_for
from tests.engines import fresh_database, postgres_server


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    prepare_engine(engine)
    yield engine
    engine.dispose()


def afterwards(engine: Engine, pragma: str) -> None:
    """Someone's later hook weakens every connection."""

    @event.listens_for(engine, "connect")
    def _weaken(connection: object, record: object) -> None:
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


def test_the_settings_we_give_every_connection_are_safe(sqlite: Engine) -> None:
    refuse_unsafe_database(sqlite)

    with sqlite.connect() as one, sqlite.connect() as other:
        for connection in (one, other):
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 15000


@pytest.mark.parametrize(
    ("pragma", "words"),
    [
        ("synchronous=NORMAL", "synchronous = 1"),
        ("synchronous=OFF", "synchronous = 0"),
        ("journal_mode=DELETE", "journal_mode = delete"),
        ("foreign_keys=OFF", "foreign_keys = 0"),
    ],
)
def test_a_weakened_sqlite_is_refused(sqlite: Engine, pragma: str, words: str) -> None:
    afterwards(sqlite, pragma)

    with pytest.raises(UnsafeDatabaseError, match=words):
        refuse_unsafe_database(sqlite)


def test_sqlite_on_a_network_disk_is_refused(
    sqlite: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"x / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr(
        ground, "Path", lambda part: mounts if part == "/proc/mounts" else Path(part)
    )

    with pytest.raises(UnsafeDatabaseError, match=r"cakram jaringan .nfs4."):
        refuse_unsafe_database(sqlite)


def test_a_postgresql_that_does_not_wait_for_the_disk_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    safe = [word for word in engines.SETTINGS if not word.startswith("fsync")]
    monkeypatch.setattr(engines, "SETTINGS", (*safe, "fsync=off"))
    monkeypatch.delenv("PORTAL_TEST_DATABASE_URL", raising=False)

    with postgres_server() as url, pytest.raises(UnsafeDatabaseError, match="fsync = off"):
        create_app(settings_for(url, tmp_path))


def test_a_postgresql_that_answers_before_it_has_written_is_refused(
    templates: Callable[[str], str], tmp_path: Path
) -> None:
    with fresh_database(templates("postgresql")) as url:
        careless = f"{url}{'&' if '?' in url else '?'}options=-csynchronous_commit%3Doff"
        with pytest.raises(UnsafeDatabaseError, match="synchronous_commit = off"):
            create_app(settings_for(careless, tmp_path))


def test_moments_are_stored_in_utc_and_come_back_aware(app: Flask) -> None:
    kept = Instant()
    with app.app_context():
        dialect = db.engine.dialect
    with pytest.raises(ValueError, match="aware"):
        kept.process_bind_param(datetime(2026, 11, 23), dialect)  # noqa: DTZ001
    naive = datetime(2026, 11, 23, 2, 5)  # noqa: DTZ001
    found = kept.process_result_value(naive, dialect)
    assert found == datetime(2026, 11, 23, 2, 5, tzinfo=UTC)


def test_a_reference_to_nothing_is_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(IntegrityError), ground.write() as session:
        session.execute(text("INSERT INTO chain (office_id, seq, hash) VALUES (999, 0, 'x')"))
    with app.app_context():
        db.session.remove()


def test_a_failing_statement_tells_the_log_nothing_of_its_values(app: Flask) -> None:
    nik = "1301995408900001"
    with app.app_context():
        with pytest.raises(IntegrityError) as told, ground.write() as session:
            session.execute(
                text("INSERT INTO chain (office_id, seq, hash) VALUES (999, 0, :nik)"),
                {"nik": nik},
            )
        db.session.remove()
    assert nik not in str(told.value)
