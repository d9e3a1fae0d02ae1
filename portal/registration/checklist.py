"""What a pre-registration still lacks: its papers by the SOP and by each person's age."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.cases import reasons as lists
from portal.cases.incoming import FileIn, case_from
from portal.cases.needs import Need, needs_of
from portal.documents.model import Document
from portal.offices.office_clock import OfficeClock
from portal.registration.model import Registration, State
from portal.sop.rules import Hold
from portal.sop.table import Sop


@dataclass(frozen=True)
class PaperState:
    """One asked paper: the pictures there are of it, and what was wrong with it."""

    need: Need
    documents: tuple[Document, ...]  # those that count now
    fault: str = ""  # the village office reads it: what was wrong at the last return
    renewed: bool = False  # something was sent for it since

    @property
    def ready(self) -> bool:
        """A picture is there, and a newer one where the last was sent back."""
        return bool(self.documents) and (not self.fault or self.renewed)


def checklist_of(
    registration: Registration,
    file: FileIn,
    sop: Sop,
    clock: OfficeClock,
    documents: Iterable[Document],
    at: datetime,
) -> list[PaperState]:
    """Every paper that is asked, in the order of the SOP (N11-N19)."""
    stand_in = case_from(registration.office, sop, file, at)
    wrong = faults_of(registration, sop)
    standing = [item for item in documents if item.retired_at is None]
    states = []
    for need in needs_of(stand_in, sop, clock):
        mine = tuple(item for item in standing if item.field == need.field)
        fault = wrong.get(need.field, "")
        since = returned_at(registration)
        renewed = bool(since and any(item.added_at >= since for item in mine))
        states.append(PaperState(need, mine, fault, renewed))
    return states


def missing(states: Iterable[PaperState]) -> list[PaperState]:
    """The obligatory papers of which no good picture is there."""
    return [state for state in states if state.need.requirement.obligatory and not state.ready]


def is_with_village(registration: Registration) -> bool:
    """Whether the village office has it now, to write or to complete."""
    if registration.state in (State.DRAF, State.DIKEMBALIKAN):
        return True
    case = registration.case
    away = case is not None and case.outcome is None and case.hold == Hold.PEMOHON
    return away and registration.completed_at is None


def returned_at(registration: Registration) -> datetime | None:
    """Since when the village office has to put it right; None when nothing came back."""
    case = registration.case
    if case is not None:
        return case.arrived_at if case.hold == Hold.PEMOHON else None
    return registration.returned_at if registration.state == State.DIKEMBALIKAN else None


def faults_of(registration: Registration, sop: Sop) -> dict[str, str]:
    """What the Dinas found wrong, by paper, in the words of the fixed list."""
    if returned_at(registration) is None:
        return {}
    case = registration.case
    told: dict[str, list[str]] = {}
    for item in case.reasons if case else registration.faults:
        need = sop.requirement(str(item.get("paper"))) if isinstance(item, dict) else None
        found = need and next(
            (fault for fault in lists.faults_of(need) if fault.code == item.get("fault")), None
        )
        if need and found:
            words = f"{found.citizen} {found.todo}".replace("{kepala}", sop.village_head)
            for field in _fields(registration, need.code, need.per_person, item):
                told.setdefault(field, []).append(words)
    return {field: " ".join(dict.fromkeys(words)) for field, words in told.items()}


def _fields(
    registration: Registration, code: str, per_person: bool, item: dict[str, object]
) -> list[str]:
    """A fault of a person's paper without a person's place holds for everybody's."""
    place = item.get("place")
    if not per_person:
        return [code]
    if isinstance(place, int) and place:
        return [f"{code}-{place}"]
    return [f"{code}-{n}" for n in range(1, registration.people + 1)]
