"""The receipt a citizen takes home, on A5 and on a roll of thermal paper, as a scanner reads it."""

from collections.abc import Callable

import pypdfium2
import pytest
import zxingcpp
from flask import Flask

from portal.cases.reasons import MISSING
from portal.db import db
from portal.desk.work.ways_out import Leaving
from portal.letters.machine import PressError
from portal.letters.roll import STEP, press_roll
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import ALL, P22, S24, T22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.letters.pages import Page, overlaps, pages_of, plain
from tests.registration.families import Village

SignIn = Callable[[str], Browser]
PAPERS = {"A5": "tanda-terima.pdf", "80 mm": "tanda-terima-80.pdf"}
DOTS = 203  # an inch, of an ordinary thermal printer
EDGE = 4  # mm of 80 that it does not print, on either side


def printed(browser: Browser, address: str) -> list[Page]:
    browser.get(address)
    return pages_of(browser.body)


def said(page: Page) -> str:
    return plain(page.text)


def scanned(pdf: bytes) -> list[str]:
    """The codes on the paper as a thermal printer burns it: black dots or none."""
    with pypdfium2.PdfDocument(pdf) as paper:
        picture = paper[0].render(scale=DOTS / 72).to_pil().convert("1", dither=0)
    return [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))]


def is_a_roll(page: Page) -> None:
    """80 mm wide, words on 72 of them and not over each other, no white at the end."""
    assert page.width == pytest.approx(80, abs=0.1)
    for (left, _, right, _), words in page.runs:
        assert left >= EDGE - 0.2, words
        assert right <= page.width - EDGE + 0.2, words
    assert overlaps(page) == []
    assert EDGE <= min(box[1] for box, _ in page.runs) <= EDGE + STEP + 4


@pytest.mark.parametrize("sop_id", [P22, pytest.param(T22, marks=pytest.mark.battery),
                                    pytest.param(S24, marks=pytest.mark.battery)])  # fmt: skip
@pytest.mark.parametrize("paper", PAPERS)
def test_the_receipt_says_all_a_citizen_needs(
    app: Flask, cast: Cast, sign_in: SignIn, visitor: Browser, sop_id: str, paper: str
) -> None:
    case = cast.case(cast.receive(sop_id, size=2))
    office, number = case.office, case.number
    staf = sign_in(f"staf.{office.code}")
    [page] = printed(staf, f"/berkas/{case.ref}/{PAPERS[paper]}")

    words = said(page)
    needs = [need for need in cast.sop(sop_id).checked_requirements if need.obligatory]
    for text in (
        number, case.applicant.name, "dan 1 orang lain", office.address, office.counter_hours,
        office.phone, "GRATIS", "Jangan memberi uang", "/pengaduan", case.agenda, "Perkiraan siap",
        "Dicetak", *(need.name for need in needs),
    ):  # fmt: skip
        assert plain(text) in words, text
    assert not [m.nik for m in case.members if m.nik in words]
    assert scanned(staf.body) == [f"{app.config['PUBLIC_URL']}/L/{number}".upper()]
    if paper == "80 mm":
        is_a_roll(page)
        assert plain("Kertas ini memudar. Foto sekarang.") in words
    db.session.rollback()
    visitor.get(scanned(staf.body)[0].split(":8000", 1)[1])
    assert "sudah kami terima" in visitor.text


@pytest.mark.parametrize("paper", PAPERS)
def test_of_a_returned_file_it_says_what_to_bring_until_when(
    cast: Cast, sign_in: SignIn, paper: str
) -> None:
    case = cast.case(cast.receive(P22))
    staf, address = sign_in("staf.pessel"), f"/berkas/{case.ref}/{PAPERS[paper]}"
    faults = (("sptjm", "tanpa_meterai"), ("kk", "tidak_ada"))
    cast.move("staf.pessel", case.ref, Move.KEMBALIKAN, Leaving(papers=faults, note="rahasia"))
    [page] = printed(staf, address)

    words = said(page)
    assert plain(f"{MISSING.citizen} {MISSING.todo}") in words
    assert plain("Belum ada meterai") in words
    until = {"A5": "Lengkapi sampai", "80 mm": "Lengkapi paling lambat:"}[paper]
    assert plain(until) in words
    assert plain("Perkiraan siap") not in words
    assert "rahasia" not in words

    db.session.rollback()
    cast.move("staf.pessel", case.ref, Move.TERIMA_KEMBALI, Leaving())
    [page] = printed(staf, address)
    assert plain("Perkiraan siap") in said(page)
    assert plain(MISSING.todo) not in said(page)


def test_the_buttons_lead_to_both_papers(cast: Cast, sign_in: SignIn) -> None:
    ref = cast.receive(P22)
    staf = sign_in("staf.pessel")
    for page in ("diterima", "cetak"):
        links = {str(a["href"]) for a in staf.get(f"/berkas/{ref}/{page}").select("main a")}
        assert {f"/berkas/{ref}/{paper}" for paper in PAPERS.values()} <= links
    sign_in("staf.solok").get(f"/berkas/{ref}/tanda-terima-80.pdf", expect=404)


def test_the_village_slip_fits_the_roll_too(app: Flask, cast: Cast, sign_in: SignIn) -> None:
    office = Village(cast)
    ref = office.draft(P22, size=3)
    browser = sign_in("nagari.pessel")
    browser.get(f"/nagari/pra/{ref}/cetak/tanda-terima-80.pdf", expect=404)  # not sent yet
    office.add(ref, "kk")
    office.send(ref, papers_later=True)
    found = office.of(ref)
    number, people = found.number, [person["name"] for person in found.typed["persons"]]
    db.session.rollback()
    [page] = printed(browser, f"/nagari/pra/{ref}/cetak/tanda-terima-80.pdf")

    is_a_roll(page)
    words = said(page)
    for text in (number, *people, "Bawa ke Dinas Sosial", "Foto sudah dikirim", "GRATIS",
                 "Kertas ini memudar. Foto sekarang."):  # fmt: skip
        assert plain(text) in words, text
    assert scanned(browser.body) == [f"{app.config['PUBLIC_URL']}/L/{number}".upper()]
    page_links = browser.get(f"/nagari/pra/{ref}").select("main a")
    assert f"/nagari/pra/{ref}/cetak/tanda-terima-80.pdf" in {str(a["href"]) for a in page_links}


@pytest.mark.battery
@pytest.mark.parametrize("sop_id", ALL)
def test_every_fault_at_once_stays_one_strip_and_every_word(
    cast: Cast, sign_in: SignIn, sop_id: str
) -> None:
    case = cast.case(cast.receive(sop_id, size=6))
    office, needs = case.office.code, cast.sop(sop_id).checked_requirements
    papers = tuple((need.code, "tidak_ada") for need in needs)
    cast.move(f"staf.{office}", case.ref, Move.KEMBALIKAN, Leaving(papers=papers))
    staf = sign_in(f"staf.{office}")
    [page] = printed(staf, f"/berkas/{case.ref}/tanda-terima-80.pdf")
    is_a_roll(page)
    for need in needs:
        assert plain(need.name) in said(page)
    assert len(printed(staf, f"/berkas/{case.ref}/tanda-terima.pdf")) <= 2


@pytest.mark.parametrize("lines", [40, 200])
def test_a_roll_ends_where_its_words_end(lines: int) -> None:
    def page(length: int) -> str:
        style = f"@page {{ size: 80mm {length}mm; margin: 4mm; }}"
        return f"<html><style>{style}</style><body>{'<p>Baris</p>' * lines}</body></html>"

    [strip] = pages_of(press_roll(page))
    assert strip.text.count("Baris") == lines
    assert min(box[1] for box, _ in strip.runs) < EDGE + STEP + 4


def test_words_without_end_are_refused() -> None:
    with pytest.raises(PressError):
        press_roll(
            lambda length: (
                f"<html><style>@page {{ size: 80mm {length}mm; margin: 4mm; }}</style>"
                f"<body>{'<p>Baris</p>' * 700}</body></html>"
            )
        )
