"""Nothing of a citizen's visit stays: not in the browser, and no number in any log."""

import http.client
import logging
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import make_url

from portal.cases.model import Case
from portal.cases.receipt import new_number
from portal.complaints.model import Kind
from portal.db import db
from portal.web.guesses import PER_ADDRESS
from tests.browser import Browser
from tests.cast import P17, Cast
from tests.chromium import PHONE as SIZE
from tests.chromium import chromium, context
from tests.server import served
from tests.tracking.canaries import plant, sung

TYPE = {"Content-Type": "application/x-www-form-urlencoded"}
KEPT = """async () => ({
  local: Object.entries(localStorage), session: Object.entries(sessionStorage),
  databases: await indexedDB.databases(), caches: await caches.keys(), cookie: document.cookie,
  workers: (await navigator.serviceWorker.getRegistrations()).length, name: window.name,
  history: history.state,
})"""
NOTHING = {
    "local": [], "session": [], "databases": [], "caches": [], "cookie": "", "workers": 0,
    "name": "", "history": None,
}  # fmt: skip

on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"])


@pytest.fixture
def numbers(cast: Cast) -> Iterator[list[str]]:
    """A case under way, one handed over, and a valid number of nobody."""
    running, done = cast.case(cast.receive(P17)).number, cast.receive(P17)
    while cast.case(done).outcome is None:
        cast.step(done)
    found = [running, cast.case(done).number, new_number()]
    plant()
    db.session.rollback()
    return found


def holds(text: str, numbers: list[str]) -> list[str]:
    """The numbers that a text lets out, grouped or not."""
    digits = "".join(char for char in text if char not in " .-\xa0")
    return [number for number in numbers if number in digits]


@on_sqlite
@pytest.mark.battery
@pytest.mark.browser
def test_the_browser_keeps_nothing_and_asks_nobody_else(
    cast: Cast, numbers: list[str], database_url: str, tmp_path: Path
) -> None:
    asked: list[str] = []
    with (
        served(tmp_path, database_url) as portal,
        chromium() as browser,
        context(browser, size=SIZE) as visit,
    ):
        page = visit.new_page()
        page.on("request", lambda request: asked.append(request.url))
        for path in ("", *(f"{tongue}{room}" for tongue in ("", "/en")
                           for room in ("/lacak", "/pengaduan", "/survei"))):  # fmt: skip
            page.goto(portal + path)
            if page.locator("input[name=nomor]").count():
                for number in numbers[:2]:
                    page.goto(portal + path)
                    page.fill("main input[name=nomor]", number)
                    page.press("main input[name=nomor]", "Enter")
                    page.wait_for_load_state()
                    assert sung(page.content()) == []
                    assert holds(page.url, numbers) == []
            assert page.evaluate(KEPT) == NOTHING
        assert visit.cookies() == []
        assert holds(" ".join(asked), numbers) == []
        page.goto(f"{portal}/L/{numbers[0]}")
        assert page.evaluate(KEPT) == NOTHING
        assert visit.cookies() == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(portal).netloc}
    assert holds((tmp_path / "serve.log").read_text(), numbers) == []


def requests_of(number: str) -> Iterator[tuple[str, str, str]]:
    """Method, path and body of every way in which a number can come to the portal."""
    typed = urlencode({"nomor": number})
    for tongue in ("", "/en"):
        yield "GET", f"{tongue}/L/{number}", ""
        yield "GET", f"{tongue}/L/{number}/lain", ""
        yield "PUT", f"{tongue}/L/{number}", ""
        yield "GET", f"{tongue}/lacak?{typed}", ""
        for room in ("/lacak", "/pengaduan", "/survei"):
            yield "POST", f"{tongue}{room}", typed
            yield "POST", f"{tongue}{room}", typed + "&x=" + "9" * 3_000_000
        for room in ("/pengaduan/kirim", "/survei/kirim"):
            for kind in Kind:
                # No token, and one that is not ours.
                yield "POST", f"{tongue}{room}", f"{typed}&jenis={kind.value}"
                yield "POST", f"{tongue}{room}", f"{typed}&jenis={kind.value}&_token=x.y.{number}"
    yield "GET", f"/l/{number}", ""
    yield "GET", f"/tidak-ada/{number}", ""
    yield "GET", f"/berkas/{number}", ""
    yield "GET", f"/periksa/{number}", ""
    yield "POST", "/masuk", urlencode({"username": number, "password": number})


def send(portal: str, method: str, path: str, body: str, **headers: str) -> int:
    """The status of one request; a server that hangs up answered 0."""
    connection = http.client.HTTPConnection(urlsplit(portal).netloc, timeout=30)
    try:
        connection.request(method, path, body or None, {**TYPE, **headers})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


@on_sqlite
@pytest.mark.battery
def test_no_number_stands_in_the_log_of_a_served_portal(
    cast: Cast, numbers: list[str], database_url: str, tmp_path: Path
) -> None:
    found: set[int] = set()
    with served(tmp_path, database_url, proxies="1") as portal:
        for place, number in enumerate(numbers):
            for method, path, body in requests_of(number):
                address = {"X-Forwarded-For": f"192.0.2.{place}", "Referer": f"{portal}/L/{number}"}
                found.add(send(portal, method, path, body, **address))
            half_a_request(portal, number)
        for _ in range(PER_ADDRESS):
            send(portal, "GET", f"/L/{new_number()}", "", **{"X-Forwarded-For": "192.0.2.99"})
        found.add(send(portal, "GET", f"/L/{numbers[0]}", "", **{"X-Forwarded-For": "192.0.2.99"}))
        break_down(database_url)
        for number in numbers:
            for room in ("/lacak", "/en/pengaduan", "/survei"):
                found.add(send(portal, "POST", room, urlencode({"nomor": number})))
            found.add(send(portal, "GET", f"/L/{number}", ""))
    log = (tmp_path / "serve.log").read_text()

    assert {200, 403, 404, 405, 413, 429, 500} <= found
    assert "Portal berjalan" in log
    assert "nomor hidup" in log
    assert "kejadian" in log
    assert holds(log, numbers) == []
    assert sung(log) == []


def half_a_request(portal: str, number: str) -> None:
    """A line that is no HTTP, and a visitor who hangs up in the middle."""
    host = urlsplit(portal)
    for words in (f"GIMME /L/{number}\r\n\r\n", f"POST /lacak HTTP/1.1\r\nContent-Length: 99\r\n"
                                                f"\r\nnomor={number}"):  # fmt: skip
        with closing(socket.create_connection((host.hostname, host.port or 80), 5)) as line:
            line.sendall(words.encode())
            line.shutdown(socket.SHUT_WR)
            line.settimeout(5)
            line.recv(200)


def break_down(database_url: str) -> None:
    """Take a table away under the running portal, so that every look-up fails."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with closing(sqlite3.connect(str(make_url(database_url).database))) as raw:
            try:
                raw.execute("ALTER TABLE stint RENAME TO hilang")
                raw.execute("ALTER TABLE case_file RENAME TO hilang_juga")
                raw.commit()
            except sqlite3.OperationalError:
                continue
            return


@on_sqlite
def test_the_portals_own_loggers_never_hear_a_number(
    app: Flask, cast: Cast, numbers: list[str], visitor: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
        for _ in range(2):
            for number in numbers:
                for method, path, body in requests_of(number):
                    if len(body) < 1000:
                        visitor.client.open(path, method=method, data=body, headers=dict(TYPE))
            app.config["CATALOGUE"] = None  # the second round finds the house on fire
    assert "kejadian" in caplog.text
    assert holds(caplog.text, numbers) == []
    assert sung(caplog.text) == []
    assert db.session.get(Case, 1) is not None
