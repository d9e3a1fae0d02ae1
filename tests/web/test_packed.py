"""What goes over a weak line is packed, says so truly, and tells no secret by its length."""

import gzip
import http.client
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, request, send_from_directory
from flask.testing import FlaskClient
from waitress.server import create_server
from werkzeug.test import TestResponse

from portal.web.kit import STATIC
from portal.web.packed import MOST_CHANCE, SMALLEST, register_packing

ASKED = {"Accept-Encoding": "gzip, deflate, br"}
WORDS = "<!doctype html><p>" + "Surat Keterangan Tidak Mampu. " * 200


class Visitor(FlaskClient):
    """Reads every answer to its end, so that each file is closed."""

    def open(self, *where: Any, **how: Any) -> TestResponse:
        return super().open(*where, **{"buffered": True, **how})


def bare(static: Path = STATIC) -> Flask:
    """An app that packs, with one answer of each sort."""
    app = Flask("bare", static_folder=str(static), static_url_path="/static")
    app.test_client_class = Visitor
    register_packing(app)

    @app.after_request
    def _named(response: Response) -> Response:
        response.headers["X-Lain"] = "ya"
        return response

    app.add_url_rule("/halaman", "page", lambda: WORDS, methods=["GET", "POST"])
    app.add_url_rule("/pendek", "short", lambda: "<p>" + "x" * (SMALLEST - 4))
    app.add_url_rule("/surat", "pdf", lambda: Response(b"%PDF-" * 999, mimetype="application/pdf"))
    app.add_url_rule("/data", "data", lambda: {"isi": "x" * 3000})
    app.add_url_rule("/kosong", "nothing", lambda: ("", 204))
    app.add_url_rule("/gema", "echo", lambda: WORDS + "rahasia=8351" + request.args["q"])
    app.add_url_rule("/alir", "flow", lambda: Response(WORDS for _ in range(2)))
    app.add_url_rule("/siap", "ready", lambda: Response(WORDS, headers={"Content-Encoding": "br"}))
    app.add_url_rule("/salah", "wrong", lambda: (WORDS, 422))
    app.add_url_rule("/berkas", "file", lambda: send_from_directory(STATIC / "css", "dasar.css"))
    return app


@pytest.fixture
def client() -> FlaskClient:
    return bare().test_client()


def unpacked(answer: TestResponse) -> bytes:
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert "Accept-Encoding" in answer.headers["Vary"]
    return gzip.decompress(answer.data)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/halaman"), ("POST", "/halaman"), ("GET", "/salah")]
)
def test_a_page_is_packed_for_who_can_unpack_it(
    client: FlaskClient, method: str, path: str
) -> None:
    answer = client.open(path, method=method, headers=ASKED)

    assert unpacked(answer) == WORDS.encode()
    assert len(answer.data) < len(WORDS) / 10
    assert answer.headers["X-Lain"] == "ya"


@pytest.mark.parametrize(
    ("asked", "packed"),
    [
        ("", False),
        ("identity", False),
        ("br", False),
        ("gzip;q=0", False),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("*", True),
    ],
)
def test_only_who_asks_for_it_gets_it_packed(client: FlaskClient, asked: str, packed: bool) -> None:
    for path in ("/halaman", "/static/css/kantor.css"):
        answer = client.get(path, headers={"Accept-Encoding": asked})
        assert ("Content-Encoding" in answer.headers) is packed
        assert "Accept-Encoding" in answer.headers["Vary"], "or a cache would mix them up"


@pytest.mark.parametrize("path", ["/pendek", "/surat", "/data", "/kosong", "/alir", "/berkas"])
def test_what_gains_nothing_or_is_no_page_stays_as_it_is(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers=ASKED)
    assert "Content-Encoding" not in answer.headers


def test_what_is_packed_already_is_left_alone(client: FlaskClient) -> None:
    assert client.get("/siap", headers=ASKED).headers["Content-Encoding"] == "br"


@pytest.mark.parametrize(
    "name", ["css/kantor.css", "js/portal.js", "vendor/htmx-2.0.11.min.js", "lambang.svg"]
)
def test_our_text_files_are_packed_and_stay_what_they_are(client: FlaskClient, name: str) -> None:
    plain = client.get(f"/static/{name}")
    answer = client.get(f"/static/{name}", headers=ASKED)

    assert plain.data == unpacked(answer) == (STATIC / name).read_bytes()
    assert len(answer.data) < len(plain.data)
    assert answer.mimetype == plain.mimetype
    assert "Accept-Ranges" not in answer.headers


@pytest.mark.parametrize("name", ["font/hyperlegible-next.woff2", "readme/surat.png"])
def test_what_is_packed_by_nature_is_not_packed_again(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/static/{name}", headers=ASKED)
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (STATIC / name).read_bytes()


def test_a_browser_that_has_the_file_is_told_so(client: FlaskClient) -> None:
    for headers in (ASKED, {}):
        etag = client.get("/static/css/kantor.css", headers=headers).headers["ETag"]
        again = client.get("/static/css/kantor.css", headers={**ASKED, "If-None-Match": etag})
        assert (again.status_code, again.data) == (304, b"")
        assert "Content-Encoding" not in again.headers
    assert etag.startswith('"'), "unpacked it is the very bytes"
    packed = client.get("/static/css/kantor.css", headers=ASKED).headers["ETag"]
    assert packed == f"W/{etag}"


def test_a_part_and_a_head_are_of_the_file_as_it_lies(client: FlaskClient) -> None:
    whole = (STATIC / "css/kantor.css").read_bytes()

    part = client.get("/static/css/kantor.css", headers={**ASKED, "Range": "bytes=10-19"})
    head = client.head("/static/css/kantor.css", headers=ASKED)

    assert (part.status_code, part.data) == (206, whole[10:20])
    assert head.headers["Content-Length"] == str(len(whole))
    assert "Content-Encoding" not in part.headers
    assert "Content-Encoding" not in head.headers
    assert "Content-Encoding" not in client.head("/halaman", headers=ASKED).headers


def test_a_file_that_changed_is_packed_anew(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_bytes(b"a{}" * 900)
    client = bare(tmp_path).test_client()
    assert unpacked(client.get("/static/a.css", headers=ASKED)) == b"a{}" * 900

    (tmp_path / "a.css").write_bytes(b"b{}" * 900)
    os.utime(tmp_path / "a.css", (1, 1))

    assert unpacked(client.get("/static/a.css", headers=ASKED)) == b"b{}" * 900
    assert client.get("/static/tidak-ada.css", headers=ASKED).status_code == 404


def test_the_length_of_a_page_is_partly_chance(client: FlaskClient) -> None:
    """BREACH: a right guess beside a secret saves a byte or two; chance adds up to a hundred."""

    def lengths(guess: str) -> list[int]:
        asked = {"q": f"rahasia={guess}"}
        answers = [client.get("/gema", query_string=asked, headers=ASKED) for _ in range(60)]
        return [len(answer.data) for answer in answers]

    right, wrong = lengths("8351"), lengths("0279")

    assert len(set(right)) > 25
    assert max(right) - min(right) > MOST_CHANCE / 2
    assert min(wrong) < max(right), "one look tells nothing"


def test_the_server_sends_it_as_it_should() -> None:
    """waitress has its own way with files."""
    server = create_server(bare(), host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    line = http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=10)
    try:
        for path, whole in (
            ("/static/css/kantor.css", (STATIC / "css/kantor.css").read_bytes()),
            ("/halaman", WORDS.encode()),
            ("/static/css/kantor.css", (STATIC / "css/kantor.css").read_bytes()),
        ):
            line.request("GET", path, headers=ASKED)
            answer = line.getresponse()
            assert answer.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(answer.read()) == whole
    finally:
        line.close()
        server.close()
