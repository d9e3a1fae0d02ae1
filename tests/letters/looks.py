"""What must hold for every printed sample; each look gives the faults that it found."""

from collections.abc import Iterator
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.config import HOUSE
from portal.demo.samples import FormSample, LetterSample, Sample
from portal.letters.sheet import ANNEX_SIDE, PAPERS, sheet_of
from tests.letters.fields import fields_of
from tests.letters.pages import Page, codes_in, lines_above, outside, overlaps, pages_of, plain

SEVERAL_PAGES = ("keluarga-12-a4", "pengantar", "solok-2024", "arsip")  # may be more than one
BSRE = "menggunakan sertifikat elektronik yang diterbitkan BSrE"


def letter_environment() -> Environment:
    """Templates as the portal fills them."""
    loader = FileSystemLoader(HOUSE / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)


def faults_of(sample: Sample, pdf: bytes) -> list[str]:
    """Everything that is wrong with one printed sample."""
    pages = pages_of(pdf)
    found = [*_sheet(sample, pages), *_placed(sample, pages), *_numbered(pages)]
    if isinstance(sample, LetterSample):
        found += [*_said(sample, pages), *_signed(sample, pages), *_coded(sample, pages, pdf)]
    return [f"{sample.name}: {fault}" for fault in found]


def _office(sample: Sample) -> dict[str, Any]:
    facts = sample.form if isinstance(sample, FormSample) else sample.payload
    office: dict[str, Any] = facts["office"]
    return office


def _sheet(sample: Sample, pages: list[Page]) -> Iterator[str]:
    size = set(PAPERS[_office(sample)["paper"]])
    for page in pages:
        if {round(page.width), round(page.height)} != size:
            yield f"lembar {page.width:.0f} x {page.height:.0f}"
    if len(pages) > 1 and not any(word in sample.name for word in SEVERAL_PAGES):
        yield f"{len(pages)} halaman"


def _placed(sample: Sample, pages: list[Page]) -> Iterator[str]:
    sheet = sheet_of(_office(sample))
    for number, page in enumerate(pages, start=1):
        yield from (f"hal {number}: {a!r} di atas {b!r}" for a, b in overlaps(page))
        if page.width > page.height:
            gone = outside(page, ANNEX_SIDE, ANNEX_SIDE, 15)
        else:
            gone = outside(page, sheet.left, sheet.right, sheet.top)
        yield from (f"hal {number}: {said!r} di luar batas" for said in gone)


def _numbered(pages: list[Page]) -> Iterator[str]:
    for number, page in enumerate(pages, start=1):
        if f"Halaman {number} dari {len(pages)}" not in page.text:
            yield f"hal {number} tidak bernomor"
        if "CONTOH, bukan surat resmi" not in page.text:
            yield f"hal {number} tanpa tanda CONTOH"


def _said(sample: LetterSample, pages: list[Page]) -> Iterator[str]:
    whole = plain(" ".join(page.text for page in pages))
    for text in fields_of(sample.payload, draft=sample.draft):
        if plain(text) not in whole:
            yield f"tidak tercetak: {text!r}"
    certified = bool((sample.payload["seal"] or {}).get("certified"))
    if (plain(BSRE) in whole) is not certified:
        yield "kalimat BSrE tidak pada tempatnya"
    shown = "Arsip: paraf hierarki" in " ".join(page.text for page in pages)
    if shown is not sample.archive:
        yield "tabel paraf tidak pada tempatnya"
    if sample.archive:
        yield from (f"paraf {p['name']!r} hilang" for p in sample.payload["parafs"]
                    if plain(p["name"]) not in plain(pages[-1].text))  # fmt: skip
    if sample.draft and not all("KONSEP" in page.text for page in pages):
        yield "KONSEP tidak pada setiap halaman"


def _signed(sample: LetterSample, pages: list[Page]) -> Iterator[str]:
    signer = sample.payload["signer"]
    page = pages[_signing_page(sample, pages)]
    if plain(signer["rank"]) not in plain(page.text):
        yield "pangkat terpisah dari nama"
    begin = signer["lines"][0].removeprefix("a.n. ").split(",")[0][:20]
    if lines_above(page, begin) < 3:  # with the line of the date
        yield "blok tanda tangan sendirian di halaman"


def _signing_page(sample: LetterSample, pages: list[Page]) -> int:
    """The page of the signature: the last one that has both the name and the NIP."""
    marks = [plain(sample.payload["signer"][key]) for key in ("name", "nip")]
    return max(n for n, page in enumerate(pages) if all(mark in plain(page.text) for mark in marks))


def _coded(sample: LetterSample, pages: list[Page], pdf: bytes) -> Iterator[str]:
    if sample.qr and sample.qr not in codes_in(pdf, _signing_page(sample, pages)):
        yield "kode QR tidak terbaca pada 200 dpi"
