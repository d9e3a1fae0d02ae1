"""Files as lines of a list. One that did not come from this village office tells no full name."""

from dataclasses import dataclass
from datetime import datetime

from portal.cases.model import Case
from portal.cases.reasons import paper_lines
from portal.documents.model import Document
from portal.offices.office_clock import OfficeClock
from portal.registration.checklist import faults_of, missing
from portal.registration.model import Registration, State
from portal.registration.sketch import papers_of
from portal.sop.rules import Hold, status_of
from portal.sop.table import Sop
from portal.sop.vocabulary import STATUS_WORDS

NAMELESS = "Belum ada nama"
STATE_WORDS = {
    State.DRAF: "Belum dikirim",
    State.TERKIRIM: "Menunggu Dinas Sosial",
    State.DIKEMBALIKAN: "Dikembalikan",
}


@dataclass(frozen=True)
class PersonLine:
    """One file of the village's people."""

    name: str
    number: str
    service: str
    received: datetime
    status: str
    missing: tuple[tuple[str, str], ...]  # (paper, what is wrong and what to do)
    ref: str = ""  # of the pre-registration, where this office sent it


@dataclass(frozen=True)
class SentLine:
    """One pre-registration that has a status."""

    ref: str
    name: str
    people: int
    number: str
    service: str
    at: datetime
    status: str
    tone: str  # '', proses, beres, segera
    village: str = ""


@dataclass(frozen=True)
class DraftLine:
    """One pre-registration that is still being written."""

    ref: str
    version: int
    name: str
    people: int
    service: str
    saved: datetime
    there: int  # obligatory papers with a picture
    asked: int
    ready: bool


@dataclass(frozen=True)
class ReturnedLine:
    """One that came back, with what is wrong, paper by paper."""

    ref: str
    name: str
    number: str
    service: str
    wrong: tuple[tuple[str, str], ...]
    note: str


def line_of(case: Case, sop: Sop, sent_here: Registration | None = None) -> PersonLine:
    """The case as a line; what is missing only while the file is with the applicant."""
    returned = case.hold == Hold.PEMOHON and not case.outcome
    name = case.applicant.name
    return PersonLine(
        name=name if sent_here else first_letters(name),
        number=case.number,
        service=sop.short_name,
        received=case.received_at,
        status=_case_status(case, sop),
        missing=tuple(paper_lines(case.reasons, sop)) if returned else (),
        ref=sent_here.ref if sent_here else "",
    )


def sent_line(registration: Registration, sop: Sop, *, village: str = "") -> SentLine:
    """The pre-registration with its status, of the case it became if there is one."""
    status, tone = status_words(registration, sop)
    return SentLine(
        ref=registration.ref,
        name=registration.applicant_name or NAMELESS,
        people=registration.people,
        number=registration.number,
        service=sop.short_name,
        at=registration.sent_at or registration.saved_at,
        status=status,
        tone=tone,
        village=village,
    )


def status_words(registration: Registration, sop: Sop) -> tuple[str, str]:
    """Where it stands, in words, and the tone of the words."""
    case = registration.case
    if case is None:
        state = State(registration.state)
        tones = {State.DRAF: "", State.TERKIRIM: "proses", State.DIKEMBALIKAN: "segera"}
        return STATE_WORDS[state], tones[state]
    if case.hold == Hold.PEMOHON and not case.outcome:
        if registration.completed_at:
            return "Sudah dilengkapi, menunggu Dinas Sosial", "proses"
        return "Perlu dilengkapi", "segera"
    return _case_status(case, sop), "beres" if case.outcome else "proses"


def draft_line(
    registration: Registration,
    sop: Sop,
    clock: OfficeClock,
    documents: list[Document],
    at: datetime,
    *,
    data_good: bool,
) -> DraftLine:
    """A draft with how much of it is there."""
    states, ageless = papers_of(registration, sop, clock, documents, at)
    asked = [state for state in states if state.need.requirement.obligatory]
    lacking = missing(states)
    return DraftLine(
        ref=registration.ref,
        version=registration.version,
        name=registration.applicant_name or NAMELESS,
        people=registration.people,
        service=sop.short_name,
        saved=registration.saved_at,
        there=len(asked) - len(lacking),
        asked=len(asked) + len(ageless),
        ready=data_good and not lacking and not ageless,
    )


def returned_line(registration: Registration, sop: Sop) -> ReturnedLine:
    """What came back, and why."""
    names = {need.code: need.name for need in sop.requirements}
    people = [p for p in registration.typed.get("persons") or [] if isinstance(p, dict)]
    wrong = []
    for field, words in faults_of(registration, sop).items():
        code, _, place = field.partition("-")
        whose = people[int(place) - 1].get("name") if place and int(place) <= len(people) else ""
        wrong.append((f"{names[code]} ({whose})" if whose else names[code], words))
    return ReturnedLine(
        ref=registration.ref,
        name=registration.applicant_name or NAMELESS,
        number=registration.number,
        service=sop.short_name,
        wrong=tuple(wrong),
        note=registration.note,
    )


def first_letters(name: str) -> str:
    """Siti Wahyuni as S••• W•••; always three dots, so that not even the length is told."""
    words = [[char for char in word if char.isalpha()] for word in name.split()]
    return " ".join(f"{letters[0].upper()}•••" for letters in words if letters)


def _case_status(case: Case, sop: Sop) -> str:
    stint = case.stint
    opened = stint is not None and stint.opened_at is not None
    return STATUS_WORDS[status_of(case.here, sop, opened=opened)]
