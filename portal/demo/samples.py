"""Every kind of letter and form as PDF: for an office to look at, and for the tests of the paper.

Nothing here asks a database; a sample is known by its file's name.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment

from portal import dates
from portal.cases.model import Case
from portal.cases.reasons import REFUSALS, faults_of
from portal.demo.sample_cases import AT, DAY, Desk, case_of, desk_of, dispose
from portal.letters.content import content_of
from portal.letters.model import Kind, Letter
from portal.letters.notices import notice_content
from portal.letters.numbering import blank_number, letter_number
from portal.letters.press import form_html, letter_pdf, press
from portal.prints.base import Asked
from portal.prints.expedition import expedition_sheet
from portal.prints.kinds import KINDS
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop
from portal.sop.vocabulary import Outcome

HOLDINGS = ("definitif", "plt", "plh", "an", "ub")
PAPERS = ("f4", "a4")
CODE = "BCDFGHJKLMNPQRST2"
CHECK_URL = "https://dinsos.contoh.go.id/periksa"
LONGEST_NAME = ("MUHAMMAD ABDURRAHMAN SYAMSUDDIN ALFARIZI " * 3)[:100].strip().ljust(100, "X")
LONGEST_ADDRESS = ("Jalan Contoh Raya Nomor 123 Blok C RT 001 RW 002 " * 7)[:300].strip()
SEAL = {
    "provider": "Contoh",
    "subject": "Dinas Sosial Kabupaten Contoh",
    "certified": False,
    "note": "Sertifikat latihan, tidak berlaku sebagai tanda tangan resmi",
}

Json = dict[str, Any]


@dataclass(frozen=True)
class LetterSample:
    """A letter: its frozen payload, and which of its copies."""

    name: str
    payload: Json
    draft: bool = False
    archive: bool = False
    qr: str = ""

    def pdf(self, jinja_env: Environment) -> bytes:
        """The letter printed."""
        return letter_pdf(
            self.payload, draft=self.draft, jinja_env=jinja_env, archive=self.archive, qr=self.qr
        )


@dataclass(frozen=True)
class FormSample:
    """A form of the counter."""

    name: str
    template: str
    form: Json

    def pdf(self, jinja_env: Environment) -> bytes:
        """The form printed."""
        return press(form_html(self.template, self.form, jinja_env))


Sample = LetterSample | FormSample


def write_samples(directory: Path, jinja_env: Environment, catalogue: Catalogue) -> list[Path]:
    """Write every sample into the directory, made if it is not there; gives the files in order."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for sample in samples(catalogue):
        path = directory / f"{sample.name}.pdf"
        path.write_bytes(sample.pdf(jinja_env))
        written.append(path)
    return written


def samples(catalogue: Catalogue) -> Iterator[Sample]:
    """Letters of every SOP by every kind of signer on both papers, then forms, then extremes."""
    sops = {sop.id: sop for sop in catalogue}
    for sop in sops.values():
        for paper in PAPERS:
            desk = desk_of(sop.region, paper)
            for holding in HOLDINGS:
                yield _letter(f"surat-{sop.id}-{holding}-{paper}", desk, sop, holding)
            yield from _notices(desk, sop, paper)
            yield from _forms(desk, sop, paper)
    yield from _extremes(sops["pessel-2017-bpjs"], sops["pessel-2022-reaktivasi"])
    yield from _more_extremes(sops["tanjungpinang-2022-jamkesda"], sops["solok-2024-fasilitasi"])


# --- letters --------------------------------------------------------------------------------------


def _letter(
    name: str, desk: Desk, sop: Sop, holding: str = "definitif",
    cases: Sequence[Case] = (), **changes: Any,
) -> LetterSample:  # fmt: skip
    content = content_of(cases or [case_of(desk, sop)], sop)
    kind = Kind.PENGANTAR if content["layout"] == "pengantar" else Kind.REKOMENDASI
    return _issued(name, desk, kind, content, holding, **changes)


def _issued(
    name: str, desk: Desk, kind: Kind, content: Json, holding: str = "definitif", **changes: Any
) -> LetterSample:
    """A letter as it would be frozen on the day of the samples."""
    signer = desk.signer(holding)
    words = content["wording"]
    if words["signer_post"] and signer["acting"]:
        words = {**words, "signer_post": signer["post"]}
    series: Json = {str(key): value for key, value in desk.setting.series.items()}
    of_series = {"code": series["classification"], "unit": series["unit"], "on": DAY}
    copy = {key: changes.pop(key) for key in ("draft", "archive") if key in changes}
    payload = {
        **content,
        "kind": kind.value,
        "wording": words,
        "number": letter_number(series["pattern"], serial=123, **of_series),
        "number_blank": blank_number(series["pattern"], **of_series),
        "date": dates.long_date(DAY),
        "signer": signer,
        "parafs": desk.parafs(),
        "code": CODE,
        "check_url": CHECK_URL,
        "seal": None,
        "chain": "a1b2c3d4e5",
        **changes,
    }
    if copy.get("draft"):
        payload |= {"code": "", "chain": "", "number": None, "date": None}
    qr = code_text(payload) if payload["code"] else ""
    return LetterSample(name, payload, qr=qr, **copy)


def code_text(payload: Json, length: int = 168) -> str:
    """A text as long as a real signed one: address, code, and a statement of `length` letters."""
    seed = hashlib.sha512(str(payload["number"]).encode()).digest() * 4
    statement = base64.urlsafe_b64encode(seed).decode()[:length]
    return f"{payload['check_url']}/{payload['code']}#{statement}"


def _notices(desk: Desk, sop: Sop, paper: str) -> Iterator[LetterSample]:
    case = case_of(desk, sop)
    first = sop.requirement("sktm") or sop.checked_requirements[0]
    faults = [{"paper": first.code, "fault": fault.code} for fault in faults_of(first)[1:3]]
    returned = notice_content(case, sop, Kind.PENGEMBALIAN, faults, complete_by=date(2026, 12, 11))
    refused = notice_content(_overdue(case), sop, Kind.PENOLAKAN, ["lewat_batas"])
    for kind, content in ((Kind.PENGEMBALIAN, returned), (Kind.PENOLAKAN, refused)):
        for holding in HOLDINGS:
            name = f"{kind.value}-{sop.id}-{holding}-{paper}"
            yield _issued(name, desk, kind, content, holding)


def _overdue(case: Case) -> Case:
    """The same case with a decree whose six months are over."""
    for finding in case.findings:
        if finding.decree_number:
            finding.decree_issued, finding.limit = date(2026, 3, 1), date(2026, 9, 1)
    return case


# --- forms ----------------------------------------------------------------------------------------


def _forms(desk: Desk, sop: Sop, paper: str) -> Iterator[FormSample]:
    running, informed = case_of(desk, sop, size=3), case_of(desk, sop, size=3)
    dispose(desk, running)
    informed.outcome, informed.reasons = Outcome.INFORMASI.value, ["belum_terdata"]
    informed.ended_at = AT
    for word, kind in KINDS.items():
        case = running if kind.offered(running, sop) else informed
        if kind.offered(case, sop):
            asked = Asked(case, sop, desk.clock(), AT, "https://dinsos.contoh.go.id")
            name = f"formulir-{word}-{sop.id}-{paper}"
            yield FormSample(name, kind.template, kind.build(asked))
    letters = [_sent(_letter("", desk, sop).payload, place) for place in range(1, 9)]
    printed = dates.full_moment(AT)
    yield FormSample(
        f"formulir-ekspedisi-{sop.id}-{paper}", "prints/expedition.html",
        expedition_sheet(desk.office, DAY, letters, printed),
    )  # fmt: skip


def _sent(payload: Json, place: int) -> Letter:
    number = payload["number"].replace("123", f"{122 + place}")
    return Letter(kind=payload["kind"], number=number, payload={**payload, "number": number})


# --- extremes -------------------------------------------------------------------------------------


def _extremes(emergency: Sop, reactivation: Sop) -> Iterator[LetterSample]:
    for paper in PAPERS:
        desk = desk_of(emergency.region, paper)
        long = case_of(desk, emergency)
        long.applicant.name = LONGEST_NAME
        yield _letter(f"ekstrem-nama-100-{paper}", desk, emergency, cases=[long])
        word = case_of(desk, emergency)
        word.applicant.name = "W" * 100
        yield _letter(f"ekstrem-nama-tanpa-spasi-{paper}", desk, emergency, cases=[word])
        for size in (2, 3, 6, 9, 12):
            family = case_of(desk, reactivation, size=size)
            yield _letter(f"ekstrem-keluarga-{size}-{paper}", desk, reactivation, cases=[family])
        yield _letter(f"ekstrem-arsip-{paper}", desk, reactivation, archive=True)
        yield _letter(f"ekstrem-konsep-{paper}", desk, emergency, draft=True)
        yield _letter(
            f"ekstrem-pengganti-{paper}", desk, emergency,
            replaces={"number": "460/120/DSPPPA-PS/XI/2026", "date": "20 November 2026"},
        )  # fmt: skip
        yield _letter(f"ekstrem-nomor-tangan-{paper}", desk, emergency, number=None, date=None)
        yield _letter(f"ekstrem-segel-{paper}", desk, emergency, seal=SEAL)
        certified = {**SEAL, "provider": "BSrE", "certified": True, "note": ""}
        yield _letter(f"ekstrem-segel-bsre-{paper}", desk, emergency, seal=certified)


def _more_extremes(jamkesda: Sop, cover: Sop) -> Iterator[LetterSample]:
    for paper in PAPERS:
        desk = desk_of(jamkesda.region, paper)
        far = case_of(desk, jamkesda)
        far.address = LONGEST_ADDRESS[:200]
        sample = _letter(f"ekstrem-alamat-300-{paper}", desk, jamkesda, "an", cases=[far])
        sample.payload["persons"][0]["alamat"] = LONGEST_ADDRESS
        yield sample
        everything = notice_content(
            case_of(desk, jamkesda), jamkesda, Kind.PENOLAKAN, [r.code for r in REFUSALS]
        )
        yield _issued(f"ekstrem-penolakan-{paper}", desk, Kind.PENOLAKAN, everything)
        serif = desk_of(jamkesda.region, paper, "serif", 12.0)
        yield _letter(f"ekstrem-serif-{paper}", serif, jamkesda, "ub")
        solok = desk_of(cover.region, paper)
        many = [case_of(solok, cover, size=2, place=place) for place in range(20)]
        yield _letter(f"ekstrem-pengantar-40-{paper}", solok, cover, cases=many)
        yield _letter(f"ekstrem-pengantar-konsep-{paper}", solok, cover, cases=many, draft=True)
        yield _letter(f"ekstrem-pengantar-arsip-{paper}", solok, cover, cases=many, archive=True)
