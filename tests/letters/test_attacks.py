"""What a hostile text may not do to the press: read our disk, reach a host, lose a letter, hang."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import segno
from jinja2 import Environment

from portal.config import HOUSE
from portal.demo.sample_cases import desk_of
from portal.demo.samples import LetterSample, samples
from portal.letters.glyphs import FONT_DIR
from portal.letters.machine import _machine, refuse_old_machine
from portal.letters.press import PressError, letter_html, letter_pdf, press
from portal.sop.catalogue import TABLES, Catalogue
from tests.letters.attacks import VECTORS
from tests.letters.looks import letter_environment
from tests.letters.pages import pages_of, plain

NAMES = (
    "SYAMSINAR", "H. ZULKIFLI, S.Pd.I", "NI LUH PUTU AYU", "O'BRIEN TAN", "D’ANGELO",
    "R.A. KARTINI", "MUHAMMAD NU'MĀN", "NUʼMAN", "ʿABDULLĀH", "ḤASAN", "SHALĀḤUDDĪN", "JOSÉ",
    "FRANÇOIS", "ZOË", "MÜLLER", "ÅSE", "ŁUKASZ", "ĐẶNG THỊ", "NGUYỄN VĂN", "ŞÜKRÜ", "ÇELİK",
    "IĞDIR", "ŽIŽEK", "ČERNÝ", "ØYVIND", "ÆGIR", "ÞÓR", "Ñ ÑANDU", "GARCÍA-LÓPEZ", "ANNE-MARIE",
    "Dg. NGALLE", "La Ode Ṣalih", "Si Boru 1/2", "A. A. Gde", "M. ALI (ALM.)", "BIN DOLLAH",
    "BTE. SITI", "Sdr. “UJANG”", "TĒ", "Ā Ī Ū", "ṢĀLIḤ", "ṬĀHIR", "ẒAFAR", "ḌIYĀ", "GHĀZĪ",
    "HĀSYIM", "K.H. AS’AD", "É", "Ǧ", "WIRA & CO",
)  # fmt: skip


@pytest.fixture(scope="module")
def jinja_env() -> Environment:
    return letter_environment()


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A host on this machine that notes whoever calls, and sends callers on to a file."""
    callers: list[str] = []

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            callers.append(self.path)
            self.send_response(302 if "redirect" in self.path else 200)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Host)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port, callers
    server.shutdown()
    server.server_close()
    thread.join()


def test_no_page_opens_a_file_or_calls_a_host(
    tmp_path: Path, listener: tuple[int, list[str]]
) -> None:
    port, callers = listener
    secret = tmp_path / "instance" / "attachments" / "rumah.png"
    secret.parent.mkdir(parents=True)
    segno.make("rumah warga lain").save(str(secret))
    ran = subprocess.run(
        [sys.executable, HOUSE / "tests/letters/attacks.py", str(secret), str(port)],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    report = json.loads(ran.stdout)

    assert len(report) == len(VECTORS) >= 30
    assert {name: done["heard"] for name, done in report.items() if done["heard"]} == {}
    assert callers == []


def cover_letter(**changes: Any) -> dict[str, Any]:
    known = samples(Catalogue.of_folders(TABLES))
    sample = next(item for item in known if item.name == "surat-solok-2024-fasilitasi-definitif-f4")
    assert isinstance(sample, LetterSample)
    return {**sample.payload, **changes}


def persons(texts: list[str], key: str) -> dict[str, Any]:
    who = cover_letter()["persons"][0]
    return {
        "persons": [{**who, key: text} for text in texts],
        "person_columns": ["nama", "nik", "alamat"],
    }


def test_the_same_pages_as_an_address_are_only_text(jinja_env: Environment) -> None:
    texts = [vector.format(secret="/etc/hostname", port=9)[:300] for vector in VECTORS.values()]
    payload = cover_letter(**persons(texts, "alamat"))
    said = plain("".join(page.text for page in pages_of(
        letter_pdf(payload, draft=False, jinja_env=jinja_env)
    )))  # fmt: skip

    assert [text for text in texts if plain(text) not in said] == []


@pytest.mark.parametrize("font", ["sans", "serif"])
def test_every_name_is_printed_with_every_letter(jinja_env: Environment, font: str) -> None:
    payload = cover_letter(**persons(list(NAMES), "nama"))
    payload["office"] = {**payload["office"], "font": font}
    said = plain("".join(page.text for page in pages_of(
        letter_pdf(payload, draft=False, jinja_env=jinja_env)
    )))  # fmt: skip

    assert len(NAMES) >= 49
    assert [name for name in NAMES if plain(name) not in said] == []


@pytest.mark.parametrize(
    ("key", "text"), [("alamat", "J" * 20_000), ("alamat", "j " * 3_000), ("nama", "N" * 3_000)]
)
def test_what_is_too_long_is_refused_at_once(jinja_env: Environment, key: str, text: str) -> None:
    begun = time.monotonic()

    with pytest.raises(PressError, match=rf"persons\.1\.{key}: paling panjang"):
        letter_html(cover_letter(**persons([text], key)), draft=False, jinja_env=jinja_env)
    assert time.monotonic() - begun < 1


def test_the_longest_texts_that_are_allowed_print_in_time(jinja_env: Environment) -> None:
    words = {**cover_letter()["wording"], "body": ["x" * 1000, "kata " * 200]}
    payload = cover_letter(wording=words, **persons(["A" * 300] * 30, "alamat"))
    begun = time.monotonic()

    letter_pdf(payload, draft=False, jinja_env=jinja_env)
    assert time.monotonic() - begun < 5


def test_a_page_nested_without_end_is_refused() -> None:
    with pytest.raises(PressError):
        press(f"<html><body>{'<div>' * 1000}x</body></html>")


def test_the_machine_has_the_only_policy_that_reads_nothing() -> None:
    _, policy = _machine()

    assert policy.base_dir is None
    assert policy.allow_remote is False
    assert policy.allow_private_networks is False
    assert policy.allow_local_outside_base is False
    assert list(policy.extra_roots) == [FONT_DIR]
    assert policy.max_render_seconds == 15


@pytest.mark.parametrize("old", ["0.2.17", "0.2.27", "0.1.9"])
def test_a_machine_that_would_read_our_disk_is_refused(old: str) -> None:
    with pytest.raises(PressError, match="terlalu tua"):
        refuse_old_machine(old)
    refuse_old_machine("0.2.28")
    refuse_old_machine()


def test_an_office_that_is_real_prints_no_mark_of_an_example(jinja_env: Environment) -> None:
    office = desk_of("13.02").office
    office.demo = False
    payload = cover_letter()
    payload["office"] = {**payload["office"], "demo": office.demo}
    pages = pages_of(letter_pdf(payload, draft=False, jinja_env=jinja_env))

    assert not any("CONTOH, bukan" in page.text for page in pages)
