"""The check page in a real browser: the scanned seal, the dropped PDF, and every screen."""

import base64
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from portal import clock
from portal.db import db, write
from portal.letters import seals
from portal.letters.pdf import qr_of
from tests.cast import Cast
from tests.chromium import DESK, PHONE, axe, context, sideways, told
from tests.verify.issuing import filed, issued

pytestmark = pytest.mark.browser

ALTERED = 100
# Lets a file fall on the page, as a hand would, and gives the words of the answer.
DROP = """async (body) => {
  const bytes = Uint8Array.from(atob(body), (char) => char.charCodeAt(0));
  const carried = new DataTransfer(), place = document.querySelector("#berkas-hasil");
  carried.items.add(new File([bytes], "surat.pdf", { type: "application/pdf" }));
  place.hidden = true;
  document.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, cancelable: true }));
  while (place.hidden) await new Promise((go) => setTimeout(go, 1));
  return place.querySelector("p").textContent;
}"""


@dataclass(frozen=True)
class Held:
    """A letter in somebody's hands: its QR code's parts, its file, and where the portal is."""

    address: str
    code: str
    statement: str
    other_statement: str
    unlike_the_record: str  # genuine, but the portal's record says another number
    pdf: bytes


@pytest.fixture(scope="module")
def held(shared: Flask) -> Iterator[Held]:
    """A filed letter, and the portal served to browsers."""
    with shared.app_context():
        cast = Cast(shared)
        letter = issued(cast)
        code, statement = letter.code or "", qr_of(letter).partition("#")[2]
        pdf = filed(cast, letter)
        other = qr_of(issued(cast)).partition("#")[2]
        with write():
            unlike = seals.seal_letter(
                code=code, number="460/9999/DINSOS/XI/2026", on=clock.now().date(),
                kind="rekomendasi", digest="0" * 64,
            )  # fmt: skip
        db.session.remove()
    server = make_server("127.0.0.1", 0, shared, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Held(f"http://127.0.0.1:{server.port}", code, statement, other, unlike, pdf)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def dropped(page: Page, body: bytes) -> str:
    return str(page.evaluate(DROP, base64.b64encode(body).decode()))


def forged(statement: str) -> str:
    """One character of the middle is another one."""
    at = len(statement) // 2
    return statement[:at] + ("B" if statement[at] != "B" else "C") + statement[at + 1 :]


def test_a_scanned_seal_is_checked_and_an_altered_one_overrules_the_page(
    browser: Browser, held: Held
) -> None:
    wrong = {
        held.other_statement: "Kode QR ini palsu",
        forged(held.statement): "Kode QR ini palsu",
        held.unlike_the_record: "Kode QR ini tidak cocok",
    }
    with context(browser, size=PHONE) as visit:
        page = visit.new_page()
        page.goto(f"{held.address}/periksa/{held.code}#{held.statement}")
        page.wait_for_selector("#segel.beres")
        assert "Segel pada kode QR asli" in page.inner_text("#segel")
        assert page.inner_text("h1") == "Surat ini sah dan masih berlaku"
        for statement, verdict in wrong.items():
            page.goto("about:blank")
            page.goto(f"{held.address}/periksa/{held.code}#{statement}")
            page.wait_for_selector("#segel.lewat")
            assert page.inner_text("h1") == page.title() == verdict
            assert page.locator(".status-atas.beres").count() == 0


def test_no_altered_pdf_is_taken_for_the_letter_and_none_is_sent(
    browser: Browser, held: Held
) -> None:
    dice = random.Random(23)  # noqa: S311 - a test's dice
    with context(browser, size=DESK) as visit:
        page = visit.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.method))
        page.goto(f"{held.address}/periksa/{held.code}")
        page.set_input_files(
            "#berkas-pilih",
            {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": held.pdf},  # type: ignore[arg-type]
        )
        page.wait_for_selector("#berkas-hasil.beres")
        before = len(asked)
        answers = []
        for turn in range(ALTERED):
            at = dice.randrange(len(held.pdf))
            bit = bytes([held.pdf[at] ^ 1 << dice.randrange(8)])
            tail = b"" if turn % 2 else b"\n"
            answers.append(dropped(page, held.pdf[:at] + bit + held.pdf[at + 1 :] + tail))
        assert {answer.split(".")[0] for answer in answers} == {"Tidak sama"}
        assert dropped(page, held.pdf).startswith("Sama.")
        assert len(asked) == before, "a file left the browser"


def test_every_screen_serves_everyone(browser: Browser, held: Held) -> None:
    with context(browser, size=DESK) as visit:
        page = visit.new_page()
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text))
        for path in ("/periksa", f"/periksa/{held.code}#{held.statement}", "/periksa/kunci"):
            page.goto(held.address + path)
            if "#" in path:
                page.wait_for_selector("#segel.beres")
            violations = axe(page)
            assert not violations, f"{path}:\n{told(violations)}"
            for size in (DESK, PHONE):
                page.set_viewport_size({"width": size["width"], "height": size["height"]})
                assert sideways(page) == 0, path
        assert faults == []


def test_without_javascript_the_verdict_stands_all_the_same(browser: Browser, held: Held) -> None:
    with context(browser, javascript=False, size=PHONE) as visit:
        page = visit.new_page()
        page.goto(f"{held.address}/periksa")
        page.fill("#kode", held.code.lower())
        page.click("main button:has-text('Periksa surat')")
        assert page.inner_text("h1") == "Surat ini sah dan masih berlaku"
        assert page.is_visible("text=Hitung sendiri SHA-256")
        assert page.is_hidden("#berkas-pilih")
