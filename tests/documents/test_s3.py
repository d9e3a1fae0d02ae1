"""Documents on a real S3-speaking server, which these tests start."""

import json
import logging
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.app import create_app
from portal.config import Settings
from portal.db import db
from portal.documents.queries import documents_of_registration
from portal.documents.s3 import S3Store
from portal.documents.store import AlteredFileError, Store, StoreError, digest_of, store_from
from portal.documents.sweep import missing, sweep
from tests.browser import Browser
from tests.cast import Cast
from tests.conftest import open_session, settings_for
from tests.documents.test_store import BODY, NAME, keeps_its_word
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - pytest finds it by name
from tests.registration.families import Village

pytestmark = pytest.mark.battery
HIGHEST = 50_000  # the server also takes the port 10,000 above each
READY_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """Where it listens, and whom it lets in."""

    endpoint: str
    key: str
    secret: str


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    home = Path(tempfile.mkdtemp(prefix="s3-"))
    key, secret = secrets.token_hex(10), secrets.token_hex(20)
    (home / "s3.json").write_text(json.dumps({
        "identities": [{
            "name": "portal", "credentials": [{"accessKey": key, "secretKey": secret}],
            "actions": ["Admin", "Read", "List", "Tagging", "Write"],
        }]
    }))  # fmt: skip
    ports = _free_ports(4)
    command = [
        str(Path(sys.executable).parent / "weed"), "server", f"-dir={home}", "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1", "-master.telemetry=false", f"-master.port={ports[0]}",
        f"-volume.port={ports[1]}", f"-filer.port={ports[2]}", "-s3", f"-s3.port={ports[3]}",
        f"-s3.config={home / 's3.json'}", "-volume.max=100", "-master.volumeSizeLimitMB=64",
    ]  # fmt: skip
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=home, env=_bare(home))
    found = Server(f"http://127.0.0.1:{ports[3]}", key, secret)
    try:
        _await(found, process, home / "log")
        yield found
    finally:
        process.kill()  # it does not listen to anything kinder
        process.wait()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def bucket(server: Server) -> str:
    name = f"berkas-{secrets.token_hex(4)}"
    _client(server).create_bucket(Bucket=name)
    return name


@pytest.fixture
def settings(server: Server, bucket: str, tmp_path: Path) -> Settings:
    return replace(
        settings_for("sqlite://", tmp_path), store=f"s3://{bucket}/dinsos",
        s3_endpoint=server.endpoint, s3_key=server.key, s3_secret=server.secret,
    )  # fmt: skip


@pytest.fixture
def store(settings: Settings) -> S3Store:
    made = store_from(settings)
    assert isinstance(made, S3Store)
    return made


def test_an_s3_server_keeps_its_word(store: Store) -> None:
    keeps_its_word(store)


def test_what_else_lies_in_the_bucket_is_none_of_our_business(
    store: S3Store, server: Server, bucket: str
) -> None:
    store.put(NAME, BODY)
    for alien in (f"lain/{NAME}", "dinsos/catatan.txt", f"dinsos/lama/{NAME}"):
        _client(server).put_object(Bucket=bucket, Key=alien, Body=b"milik orang")
    assert [item.name for item in store.every()] == [NAME]


def test_more_files_than_one_answer_lists(store: S3Store) -> None:
    names = {digest_of(str(n).encode()) for n in range(1_010)}
    for n in range(1_010):
        store.put(digest_of(str(n).encode()), str(n).encode())
    assert {item.name for item in store.every()} == names


def test_altered_bytes_on_the_server_are_handed_to_nobody(
    store: S3Store, server: Server, bucket: str
) -> None:
    store.put(NAME, BODY)
    _client(server).put_object(Bucket=bucket, Key=f"dinsos/{NAME}", Body=BODY[:-1])
    with pytest.raises(AlteredFileError):
        store.get(NAME)


@pytest.mark.parametrize("field", ["s3_key", "s3_secret"])
def test_a_wrong_key_is_refused_with_a_sentence(settings: Settings, field: str) -> None:
    wrong = store_from(replace(settings, **{field: "salah" * 6}))
    calls: list[Callable[[], object]] = [
        lambda: wrong.put(NAME, BODY), lambda: wrong.get(NAME), lambda: wrong.has(NAME),
        lambda: wrong.delete(NAME), lambda: list(wrong.every()),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(StoreError, match="periksa PORTAL_S3_KEY"):
            call()


def test_a_server_that_is_away_is_told_within_seconds(settings: Settings) -> None:
    away = store_from(replace(settings, s3_endpoint=f"http://127.0.0.1:{_free_ports(1)[0]}"))
    began = time.monotonic()
    with pytest.raises(StoreError, match="belum dapat dihubungi"):
        away.put(NAME, BODY)
    assert time.monotonic() - began < 10


@pytest.fixture
def app(database_url: str, settings: Settings) -> Iterator[Flask]:
    """The portal, with its documents on the server."""
    app = create_app(replace(settings, database_url=database_url))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_a_paper_is_photographed_stored_on_s3_and_looked_at(
    app: Flask, cast: Cast, store: S3Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    village = Village(cast)
    ref = village.draft()
    village.add(ref, "kk")
    (document,) = documents_of_registration(village.of(ref).id)
    stored = {item.sha256 for item in document.files}
    assert {item.name for item in store.every()} == stored
    address, page = f"/dokumen/{document.ref}", document.files[0].sha256
    db.session.rollback()

    browser = Browser(app)
    browser.client.set_cookie("sesi", open_session(app, "nagari.pessel"))
    browser.get(address)
    browser.get(f"{address}/1.jpg")
    assert browser.body.startswith(b"\xff\xd8\xff")
    assert digest_of(browser.body) not in stored
    browser.get(f"{address}/kecil.jpg")

    store.put(NAME, BODY)
    assert sweep(store) == 0
    assert sweep(store, timedelta(seconds=-60)) == 1
    assert list(missing(store)) == []

    store.delete(page)
    browser.get(f"{address}/1.jpg", 500)
    assert "Berkas dokumen ini hilang" in browser.text
    assert [lost.words for lost in missing(store)] == [f"dokumen {document.ref}: halaman 1 hilang"]


def _client(server: Server) -> Any:
    wide = Settings(Path(), "", "", store="s3://semua", s3_endpoint=server.endpoint,
                    s3_key=server.key, s3_secret=server.secret)  # fmt: skip
    made = store_from(wide)
    assert isinstance(made, S3Store)
    return made.client


def _await(server: Server, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    client = _client(server)
    while time.monotonic() < until and process.poll() is None:
        with suppress(Exception):
            client.create_bucket(Bucket="siap")
            client.put_object(Bucket="siap", Key="siap", Body=b"siap")
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.2)
    raise AssertionError(f"no S3 server:\n{log.read_text(errors='replace')[-3000:]}")


def _free_ports(count: int) -> list[int]:
    """Free ones, each with the one 10,000 above it."""
    found: list[int] = []
    while len(found) < count:
        port = secrets.randbelow(HIGHEST - 20_000) + 20_000
        if port not in found and _is_free(port) and _is_free(port + 10_000):
            found.append(port)
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _bare(home: Path) -> dict[str, str]:
    """No settings of anybody else's servers."""
    return {"HOME": str(home), "PATH": os.environ.get("PATH", "")}
