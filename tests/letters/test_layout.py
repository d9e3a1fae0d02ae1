"""The paper an office hands out: every word on it, in its place, on one page where one will do."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from jinja2 import Environment

from portal.config import HOUSE
from portal.demo.samples import LetterSample, Sample, code_text, samples
from portal.letters.press import letter_html, press
from portal.sop.catalogue import TABLES, Catalogue
from tests.letters.looks import faults_of, letter_environment
from tests.letters.pages import codes_in, pages_of, plain

# One of each layout, signer, paper, font and extreme; the rest are walked in the battery.
LOOKED_AT = (
    "surat-pessel-2017-bpjs-ub-a4",
    "surat-tanjungpinang-2022-jamkesda-an-f4",
    "pengembalian-pessel-2022-reaktivasi-an-f4",
    "penolakan-solok-2024-fasilitasi-definitif-a4",
    "formulir-sampul-pessel-2022-reaktivasi-a4",
    "formulir-disposisi-solok-2024-fasilitasi-f4",
    "formulir-ekspedisi-tanjungpinang-2022-jamkesda-f4",
    "ekstrem-nama-tanpa-spasi-a4",
    "ekstrem-keluarga-12-a4",
    "ekstrem-arsip-f4",
    "ekstrem-konsep-f4",
    "ekstrem-segel-bsre-a4",
    "ekstrem-penolakan-a4",
    "ekstrem-pengantar-40-f4",
)
# Another process on another day; it must not see the clock that this one sees.
LATER = (
    "import sys, time; later = 400 * 86400;"
    "now, utc, here = time.time, time.gmtime, time.localtime;"
    "time.time = lambda: now() + later;"
    "time.gmtime = lambda at=None: utc(now() + later if at is None else at);"
    "time.localtime = lambda at=None: here(now() + later if at is None else at);"
    "import hashlib; from portal.letters.press import press;"
    "pages = sys.stdin.read().split('\\0');"
    "print(' '.join(hashlib.sha256(press(page)).hexdigest() for page in pages))"
)


@pytest.fixture(scope="module")
def jinja_env() -> Environment:
    return letter_environment()


@pytest.fixture(scope="module")
def known() -> dict[str, Sample]:
    return {sample.name: sample for sample in samples(Catalogue.of_folders(TABLES))}


@pytest.mark.parametrize("name", LOOKED_AT)
def test_the_paper_says_everything_in_its_place(
    jinja_env: Environment, known: dict[str, Sample], name: str
) -> None:
    sample = known[name]

    assert faults_of(sample, sample.pdf(jinja_env)) == []


def letter(known: dict[str, Sample], name: str, **changes: Any) -> LetterSample:
    sample = known[name]
    assert isinstance(sample, LetterSample)
    return replace(sample, payload={**sample.payload, **changes})


def test_a_letter_that_runs_over_by_a_little_is_set_closer_not_split(
    jinja_env: Environment, known: dict[str, Sample]
) -> None:
    sample = letter(known, "ekstrem-keluarga-9-a4")
    normal = press(letter_html(sample.payload, draft=False, jinja_env=jinja_env, qr=sample.qr))

    assert len(pages_of(normal)) == 2
    assert len(pages_of(sample.pdf(jinja_env))) == 1


def test_the_signature_takes_two_lines_of_text_to_the_next_page(
    jinja_env: Environment, known: dict[str, Sample]
) -> None:
    # The body grows line by line, so that the end of the page passes through the whole block.
    sample = letter(known, "surat-pessel-2017-bpjs-definitif-a4")
    words, seen = sample.payload["wording"], set()
    for lines in range(1, 22, 7):
        grown = replace(
            sample,
            payload={**sample.payload, "wording": {**words, "body": ["Paragraf isi."] * lines}},
        )
        pdf = grown.pdf(jinja_env)
        seen.add(len(pages_of(pdf)))
        faults = [fault for fault in faults_of(grown, pdf) if "2 halaman" not in fault]
        assert faults == [], lines
    assert seen == {1, 2}


def test_room_for_the_rubber_stamp_stays_between_the_code_and_the_signature(
    jinja_env: Environment, known: dict[str, Sample]
) -> None:
    sample = letter(known, "surat-pessel-2017-bpjs-definitif-f4")
    [page] = pages_of(sample.pdf(jinja_env))
    (name,) = [box for box, said in page.runs if said == "Dra. Nilam Permata, M.M."][-1:]
    (rank,) = [box for box, said in page.runs if said.startswith("Pembina Utama")]
    above = [box for box, said in page.runs if said.startswith("PEREMPUAN DAN PERLINDUNGAN")]

    assert name[0] - (25 + 30) > 35, "less than 35 mm beside the code"
    assert above[-1][1] - name[3] > 13, "less than 13 mm to sign in"
    assert rank[3] < name[1] + 1


@pytest.mark.parametrize("length", [80, 168, 200])
def test_a_long_code_is_read_from_a_scan(
    jinja_env: Environment, known: dict[str, Sample], length: int
) -> None:
    sample = letter(known, "surat-pessel-2017-bpjs-definitif-a4")
    text = code_text(sample.payload, length)
    page = replace(sample, qr=text).pdf(jinja_env)

    assert codes_in(page) == [text]


def test_a_person_is_addressed_by_sex(jinja_env: Environment, known: dict[str, Sample]) -> None:
    said = plain(
        pages_of(known["penolakan-solok-2024-fasilitasi-definitif-a4"].pdf(jinja_env))[0].text
    )

    assert plain("Yth. Sdri.") in said
    assert plain("21 (dua puluh satu) hari kerja") in said
    assert plain("Saudara ") not in said


def test_a_letter_frozen_before_there_was_a_choice_of_paper_still_prints(
    jinja_env: Environment, known: dict[str, Sample]
) -> None:
    sample = letter(known, "surat-pessel-2022-reaktivasi-definitif-a4")
    new = ("kind", "code", "check_url", "seal", "chain", "parafs", "replaces")
    old = {key: value for key, value in sample.payload.items() if key not in new}
    sheet = ("paper", "font", "font_points", "margins", "demo")
    old["office"] = {key: text for key, text in old["office"].items() if key not in sheet}
    [page] = pages_of(press(letter_html(old, draft=False, jinja_env=jinja_env)))

    assert (round(page.width), round(page.height)) == (210, 297)
    assert "Jejak" not in page.text
    assert "CONTOH" not in page.text
    assert "Periksa keaslian" not in page.text


def test_equal_letters_are_equal_bytes_on_another_day(
    jinja_env: Environment, known: dict[str, Sample]
) -> None:
    names = (
        "ekstrem-segel-bsre-a4",
        "ekstrem-serif-f4",
        "penolakan-solok-2024-fasilitasi-definitif-a4",
    )
    issued = [letter(known, name) for name in names]
    html = [
        letter_html(sample.payload, draft=False, jinja_env=jinja_env, qr=sample.qr)
        for sample in issued
    ]
    later = subprocess.run(
        [sys.executable, "-c", LATER], cwd=HOUSE, input="\0".join(html), check=True,
        capture_output=True, text=True, env={"PYTHONHASHSEED": "9", "TZ": "Asia/Jayapura"},
    ).stdout.split()  # fmt: skip

    assert later == [hashlib.sha256(press(page)).hexdigest() for page in html]


def test_a_pdf_holds_no_action_and_no_person_in_its_metadata(
    jinja_env: Environment, known: dict[str, Sample]
) -> None:
    pdf = known["ekstrem-segel-bsre-a4"].pdf(jinja_env)

    for word in (b"/JS", b"/JavaScript", b"/Launch", b"/URI", b"/OpenAction", b"/EmbeddedFile"):
        assert word not in pdf, word
    title = b"REKOMENDASI 460/123"
    assert title in pdf or title.decode().encode("utf-16-be") in pdf
    assert b"/Author (\\(anonymous\\))" in pdf or b"/Author ()" in pdf


@pytest.mark.battery
@pytest.mark.parametrize("name", LOOKED_AT)
def test_every_sheet_an_office_may_choose_holds_the_paper(
    jinja_env: Environment, known: dict[str, Sample], name: str
) -> None:
    sides = ({"top": 30, "right": 30, "bottom": 30, "left": 40},
             {"top": 8, "right": 10, "bottom": 15, "left": 15})  # fmt: skip
    for font, points, margins in product(("sans", "serif"), (10.0, 12.0), sides):
        sheet = {"font": font, "font_points": points, "margins": margins}
        sample = on_sheet(known[name], sheet)
        faults = faults_of(sample, sample.pdf(jinja_env))
        assert [fault for fault in faults if " halaman" not in fault] == [], sheet


def on_sheet(sample: Sample, sheet: dict[str, Any]) -> Sample:
    """The same paper of an office that chose this sheet."""
    if isinstance(sample, LetterSample):
        office = {**sample.payload["office"], **sheet}
        return replace(sample, payload={**sample.payload, "office": office})
    return replace(sample, form={**sample.form, "office": {**sample.form["office"], **sheet}})


@pytest.mark.battery
def test_every_sample_says_everything_in_its_place(
    jinja_env: Environment, known: dict[str, Sample]
) -> None:
    faults = [f for sample in known.values() for f in faults_of(sample, sample.pdf(jinja_env))]

    assert faults == []
