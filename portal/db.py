"""The session, the declarative base, the column types, and the one way to write.

Reading needs nothing: a session begins a read transaction by itself. Every change happens
inside `with write() as session:`; a flush anywhere else is refused.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session
from sqlalchemy.types import TypeDecorator

# Named constraints, so that a migration can drop them on SQLite and PostgreSQL alike.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
NETWORK_FILE_SYSTEMS = ("nfs", "nfs4", "cifs", "smbfs", "smb3", "fuse.sshfs", "9p")


class Instant(TypeDecorator[datetime]):
    """A moment, always aware and always UTC. SQLite forgets zones; this puts UTC back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a stored moment must be aware")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every model; free of Flask, so that the rooms below stay importable alone."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012
        datetime: Instant,
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
    }


db = SQLAlchemy(metadata=Base.metadata, session_options={"autoflush": False})


_my_threads = threading.Lock()


class UnsafeDatabaseError(Exception):
    """A database setting under which an acknowledged letter could be lost (D2)."""


@contextmanager
def write() -> Iterator[Session]:
    """One unit of writing: begins at once, commits at the end, or leaves nothing behind.

    Objects loaded before it are expired; load what you change inside.
    """
    session = db.session()
    session.rollback()
    path = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    with _sqlite_turn(path) if path else nullcontext():
        session.connection(execution_options={"write": True})
        session.info["writing"] = True
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("writing", None)


@contextmanager
def _sqlite_turn(path: str) -> Iterator[None]:
    """SQLite has one writer and its own waiting is a lottery that some lose: we come in turn.

    Threads queue at a lock of the process, processes at a lock file that dies with its holder;
    where the system has no such locks, SQLite's own waiting remains.
    """
    with _my_threads:
        try:
            import fcntl  # noqa: PLC0415 - not on every system
        except ImportError:
            yield
            return
        with Path(f"{path}-giliran").open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                with suppress(OSError):
                    fcntl.flock(file, fcntl.LOCK_UN)


@event.listens_for(Session, "before_flush")
def _refuse_stray_flush(session: Session, context: object, instances: object) -> None:
    if not session.info.get("writing"):
        raise RuntimeError("a change outside write()")


@event.listens_for(Session, "do_orm_execute")
def _refuse_stray_statement(state: ORMExecuteState) -> None:
    changes = state.is_insert or state.is_update or state.is_delete
    if changes and not state.session.info.get("writing"):
        raise RuntimeError("a changing statement outside write()")


def insert_into(session: Session, model: type[Base]) -> Any:
    """An INSERT of the session's own dialect, which knows ON CONFLICT; use it inside write()."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(model)


def prepare_engine(engine: Engine) -> None:
    """Give every connection of this engine its safe settings (D2)."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: object) -> None:
        # We say BEGIN ourselves: the driver's own habit loses updates (security M1).
        connection.isolation_level = None
        for pragma in (
            "busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
            "secure_delete=ON", "trusted_schema=OFF",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def refuse_unsafe_database(engine: Engine) -> None:
    """Raise UnsafeDatabaseError when this database could lose what it acknowledged."""
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                _refuse_unsafe_sqlite(connection)
            else:
                _refuse_unsafe_postgresql(connection)
    except UnsafeDatabaseError:
        engine.dispose()  # nothing stays open to a database that is not used
        raise


def _refuse_unsafe_postgresql(connection: Connection) -> None:
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        value = connection.exec_driver_sql(f"SHOW {name}").scalar()
        if value == "off":
            raise UnsafeDatabaseError(f"PostgreSQL berjalan dengan {name} = off")


def _refuse_unsafe_sqlite(connection: Connection) -> None:
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    for name, wanted in expected.items():
        value = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
        if value != wanted:
            raise UnsafeDatabaseError(f"SQLite: {name} = {value}, seharusnya {wanted}")
    path = make_url(str(connection.engine.url)).database
    if path and (kind := _file_system(Path(path).resolve())) in NETWORK_FILE_SYSTEMS:
        raise UnsafeDatabaseError(f"Basis data SQLite tidak boleh di cakram jaringan ({kind})")


def _file_system(path: Path) -> str:
    """The kind of file system a path lies on, '' where the machine does not tell."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8").splitlines():
        _, point, name, *_ = line.split()
        under = path == Path(point) or Path(point) in path.parents
        if under and len(point) > len(best):
            best, kind = point, name
    return kind
