"""What a village office prints of a pre-registration: SPTJM, SKTM and the slip (N17, N45)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal import dates
from portal.cases.incoming import case_from
from portal.documents.model import Document
from portal.letters.content import office_block
from portal.offices.office_clock import OfficeClock
from portal.prints.base import Asked, Form
from portal.prints.statements import sktm, sptjm
from portal.registration.checklist import PaperState
from portal.registration.model import Registration
from portal.registration.sketch import papers_of, sketch_of
from portal.sop.table import Sop

TO_WRITE = "." * 28


@dataclass(frozen=True)
class VillageAsked:
    """One pre-registration with its SOP, at the moment when something of it is printed."""

    registration: Registration
    sop: Sop
    clock: OfficeClock
    now: datetime
    public_url: str
    documents: list[Document]


@dataclass(frozen=True)
class VillageKind:
    """One print: how it is built, on which template, and when it exists."""

    build: Callable[[VillageAsked], Form]
    template: str
    offered: Callable[[Registration, Sop], bool]
    roll: bool = False  # on a roll of thermal paper


def statement(build: Callable[[Asked], Form]) -> Callable[[VillageAsked], Form]:
    """A statement filled in from what is known so far; gaps stay to be written."""

    def made(asked: VillageAsked) -> Form:
        registration = asked.registration
        sketch = sketch_of(registration, asked.clock.day(asked.now))
        case = case_from(registration.office, asked.sop, sketch.file, asked.now)
        case.village = registration.village
        form = build(Asked(case, asked.sop, asked.clock, asked.now, asked.public_url))
        typed = [p for p in registration.typed.get("persons") or [] if isinstance(p, dict)]
        for place, line in enumerate(form["persons"], 1):
            if place in sketch.ageless:
                line["born"] = ""
            if registration.case is None and not (typed and typed[place - 1].get("name")):
                line["name"] = TO_WRITE
        return {**form, "kk": form["kk"] or TO_WRITE}

    return made


def slip(asked: VillageAsked) -> Form:
    """What the applicant takes home from the village office: the number, and the way on."""
    registration, zone = asked.registration, asked.registration.office.zone
    office, village = registration.office, registration.village
    states, _ = papers_of(
        registration, asked.sop, asked.clock, asked.documents, registration.sent_at or asked.now
    )
    papers = _by_requirement(states)
    persons = sketch_of(registration, asked.clock.day(asked.now)).file.persons
    return {
        "title": "Tanda terima pra-pendaftaran",
        "office": office_block(office),
        "office_name": office.full_name,
        "counter_hours": office.counter_hours,
        "case_number": registration.number,
        # In capitals the code needs fewer squares, as on the receipt.
        "url": f"{asked.public_url}/L/{registration.number}".upper(),
        "site": asked.public_url.removeprefix("https://").removeprefix("http://"),
        "names": [person.name for person in persons],
        "service": asked.sop.short_name,
        "village": f"{village.title}, Kecamatan {village.district}",
        "village_office": f"kantor {asked.sop.village_head} {village.name}",
        "sent": dates.full_moment(registration.sent_at or asked.now, zone),
        "by": registration.made_by,
        "papers": papers,
        "bring": [paper["name"] for paper in papers if paper["sent"] < paper["asked"]],
        "printed": dates.full_moment(asked.now, zone),
    }


def _by_requirement(states: list[PaperState]) -> list[dict[str, Any]]:
    """One line for a paper that everyone brings, or a family's slip would not fit its sheet."""
    lines: dict[str, dict[str, Any]] = {}
    for state in states:
        need = state.need.requirement
        if need.obligatory:
            line = lines.setdefault(need.code, {"name": need.name, "asked": 0, "sent": 0})
            line["asked"] += 1
            line["sent"] += bool(state.documents)
    return list(lines.values())


def _asks_for(code: str) -> Callable[[Registration, Sop], bool]:
    return lambda _registration, sop: sop.requirement(code) is not None


def _was_sent(registration: Registration, _sop: Sop) -> bool:
    return registration.first_sent_at is not None


KINDS: Mapping[str, VillageKind] = {
    "sptjm": VillageKind(statement(sptjm), "prints/sptjm.html", _asks_for("sptjm")),
    "sktm": VillageKind(statement(sktm), "prints/sktm.html", _asks_for("sktm")),
    "tanda-terima": VillageKind(slip, "prints/slip.html", _was_sent),
    "tanda-terima-80": VillageKind(slip, "prints/slip_roll.html", _was_sent, roll=True),
}
