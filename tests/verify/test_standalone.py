"""The check page that is kept as a file: no server runs, and no forged QR code gets past it."""

import base64
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser, Page

from portal.config import HOUSE
from portal.letters.model import KIND_WORDS
from portal.letters.seals import KINDS
from portal.verify import standalone
from tests.chromium import PHONE, axe, context, sideways, told
from tests.verify.forgeries import FORGED, GENUINE, KEYS, LETTER, OLD, forgeries

pytestmark = pytest.mark.browser

# A browser from before 2025, which does not know Ed25519 by itself.
OLD_BROWSER = """
const known = SubtleCrypto.prototype.importKey;
SubtleCrypto.prototype.importKey = function (format, key, algorithm, ...more) {
  if ((algorithm.name ?? algorithm) === "Ed25519")
    return Promise.reject(new DOMException("unrecognized name", "NotSupportedError"));
  return known.call(this, format, key, algorithm, ...more);
};
"""
# The reader of QR codes that phones have and this Chromium lacks.
READER = """
globalThis.BarcodeDetector = class {
  async detect(picture) { return picture.width ? [{ rawValue: SEEN }] : []; }
};
"""
PICTURE = base64.b64decode(segno.make("x").png_data_uri().partition(",")[2])
# Types each text into the page and presses its button, as a person would.
ASK = """async (texts) => {
  const box = document.querySelector("#hasil"), verdicts = [];
  for (const text of texts) {
    box.dataset.putusan = "";
    document.querySelector("#teks").value = text;
    document.querySelector("#periksa").click();
    while (!box.dataset.putusan) await new Promise((go) => setTimeout(go, 1));
    verdicts.push(box.dataset.putusan);
  }
  return verdicts;
}"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as a holder downloaded it, with the keys of the forgeries' portal."""
    env = Environment(
        loader=FileSystemLoader(HOUSE / "templates"), autoescape=True, undefined=StrictUndefined
    )
    page = env.get_template("verify/standalone.html").render(
        policy=standalone.policy(), made="23 November 2026"
    )
    known = {
        "keys": [
            {
                "id": key_id,
                "public_key": key.hex,
                "made": "2024-01-01",
                "until": key.until.isoformat() if key.until else None,
            }
            for key_id, key in KEYS.items()
        ],
        "kinds": {str(number): KIND_WORDS[kind] for kind, number in KINDS.items()},
    }
    file = tmp_path_factory.mktemp("unduhan") / "periksa-surat.html"
    file.write_text(standalone.complete(page, known), "utf-8")
    return file


@pytest.fixture(params=["kini", pytest.param("lama", marks=pytest.mark.battery)])
def page(request: pytest.FixtureRequest, browser: Browser, kept: Path) -> Iterator[Page]:
    """The file opened with the network cut, in a browser of today and in an old one."""
    with context(browser, size=PHONE, offline=True) as visit:
        opened = visit.new_page()
        asked: list[str] = []
        faults: list[str] = []
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("console", lambda message: faults.append(message.text))
        opened.on("pageerror", lambda error: faults.append(str(error)))
        if request.param == "lama":
            opened.add_init_script(OLD_BROWSER)
        opened.goto(kept.as_uri())
        yield opened
        assert asked == [kept.as_uri()], "it asked for something"
        assert faults == []


def verdicts(page: Page, texts: list[str]) -> list[str]:
    found: list[str] = page.evaluate(ASK, texts)
    return found


def shown(page: Page) -> dict[str, Any]:
    return {
        name: page.inner_text(f"#data-{name}") for name in ("nomor", "tanggal", "jenis", "kode")
    }


def test_a_genuine_letter_is_recognised_without_a_server(page: Page) -> None:
    page.fill("#teks", f"  {GENUINE}\n")
    page.click("#periksa")
    page.wait_for_selector("#hasil[data-putusan=asli]")
    assert page.inner_text("#hasil-judul") == "Segel asli"
    assert shown(page) == {
        "nomor": LETTER.number,
        "tanggal": "23 November 2026",
        "jenis": KIND_WORDS[LETTER.kind],
        "kode": LETTER.code,
    }
    assert verdicts(page, [OLD]) == ["asli"]


def test_no_altered_seal_is_accepted_without_a_server(page: Page) -> None:
    altered = forgeries(random.Random(5))  # noqa: S311 - a test's dice
    found = verdicts(page, [GENUINE, *(text for _, text in altered), GENUINE])
    assert len(found) == len(altered) + 2 > FORGED
    assert (found[0], found[-1]) == ("asli", "asli")
    forged = zip(altered, found[1:-1], strict=True)
    assert [name for (name, _), verdict in forged if verdict == "asli"] == []


def test_a_browser_that_does_not_know_ed25519_checks_it_all_the_same(
    browser: Browser, kept: Path
) -> None:
    with context(browser, offline=True) as visit:
        page = visit.new_page()
        page.add_init_script(OLD_BROWSER)
        page.goto(kept.as_uri())
        assert verdicts(page, [GENUINE, OLD, GENUINE[:-2]]) == ["asli", "asli", "isi"]
        assert verdicts(page, [GENUINE.replace("https:", "http:")]) == ["ubah"]


def test_each_refusal_says_what_to_do(page: Page) -> None:
    altered = dict(forgeries(random.Random(5)))  # noqa: S311
    for name, words in (
        ("hanya segel", "Bukan segel surat"),
        ("bit 100", "Segel palsu"),
        ("kunci asing", "Kunci tidak dikenal"),
        ("kunci asing yang mengaku kunci kami", "Segel palsu"),
        ("kunci lama untuk surat baru", "Segel palsu"),
    ):
        assert verdicts(page, [altered[name]]) != ["asli"]
        assert page.inner_text("#hasil-judul") == words
        assert "angan terima" in page.inner_text("#hasil-kalimat")
        assert page.is_hidden("#hasil-data"), "what a forger wrote must not be shown as a letter"


def test_a_photo_of_the_qr_code_is_read_where_the_browser_can(browser: Browser, kept: Path) -> None:
    with context(browser, size=PHONE, offline=True) as visit:
        page = visit.new_page()
        page.add_init_script(f"const SEEN = {GENUINE!r};{READER}")
        page.goto(kept.as_uri())
        photo = {"name": "qr.png", "mimeType": "image/png", "buffer": PICTURE}
        page.set_input_files("#foto", [photo])  # type: ignore[list-item]
        page.wait_for_selector("#hasil[data-putusan=asli]")
        assert page.input_value("#teks") == GENUINE


def test_the_page_serves_everyone(browser: Browser, kept: Path) -> None:
    with context(browser, size=PHONE, bypass_csp=True) as visit:
        page = visit.new_page()
        page.goto(kept.as_uri())
        for text in (GENUINE, GENUINE[:-4]):
            verdicts(page, [text])
            violations = axe(page)
            assert not violations, told(violations)
            assert sideways(page) == 0


def test_without_javascript_it_says_that_it_needs_it(browser: Browser, kept: Path) -> None:
    with context(browser, javascript=False) as visit:
        page = visit.new_page()
        page.goto(kept.as_uri())
        assert page.is_visible("text=Halaman ini memerlukan JavaScript")
        assert page.is_hidden("#periksa")
