"""A pre-registration read with all its gaps, so that its papers can be told before it is right."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from portal.cases.incoming import FileIn, PersonIn
from portal.cases.model import Case
from portal.documents.model import Document
from portal.identity import nik
from portal.offices.office_clock import OfficeClock
from portal.registration.checklist import PaperState, checklist_of
from portal.registration.model import Registration
from portal.sop.table import Sop

UNBORN = date(1900, 1, 1)  # stands in where no date can be read; never shown


@dataclass(frozen=True)
class Sketch:
    """The file as far as it can be read, and the places of those whose age is not known."""

    file: FileIn
    ageless: frozenset[int]


def sketch_of(registration: Registration, today: date) -> Sketch:
    """What is known now: of a case its people, else what was typed. Never raises."""
    if registration.case is not None:
        return Sketch(_of_case(registration.case), frozenset())
    typed = registration.typed
    people = [item for item in typed.get("persons") or [{}] if isinstance(item, dict)]
    found = [_person(item, n, today) for n, item in enumerate(people, 1)]
    file = FileIn(
        bringer_name=registration.made_by,
        bringer_relation="",
        bringer_phone=str(typed.get("phone") or ""),
        kk_no=str(typed.get("kk_no") or ""),
        address=str(typed.get("address") or ""),
        village_code=registration.village_code,
        persons=tuple(found),
        emergency_reason=str(typed.get("emergency_reason") or ""),
        number=registration.number,
    )
    ageless = {n for n, person in enumerate(found, 1) if person.born == UNBORN}
    return Sketch(file, frozenset(ageless))


def papers_of(
    registration: Registration,
    sop: Sop,
    clock: OfficeClock,
    documents: list[Document],
    at: datetime,
) -> tuple[list[PaperState], frozenset[int]]:
    """The asked papers, and who must give a birth date before it is known which of them (N12)."""
    case = registration.case
    at = case.received_at if case else at
    sketch = sketch_of(registration, clock.day(at))
    states = checklist_of(registration, sketch.file, sop, clock, documents, at)
    known = [state for state in states if not _depends_on(state, sketch.ageless)]
    waiting = any(need.when.startswith("umur") for need in sop.checked_requirements)
    return known, sketch.ageless if waiting else frozenset()


def born_by_nik(text: str, today: date) -> date | None:
    """The birth date that the digits tell, when only one is possible."""
    _, reading = nik.read_nik(text, today=today)
    return reading.births[0] if reading and len(reading.births) == 1 else None


def _depends_on(state: PaperState, ageless: frozenset[int]) -> bool:
    member = state.need.member
    by_age = state.need.requirement.when.startswith("umur")
    return by_age and member is not None and member.place in ageless


def _person(item: dict[str, Any], place: int, today: date) -> PersonIn:
    text = str(item.get("nik") or "")
    return PersonIn(
        name=str(item.get("name") or "") or f"orang ke-{place}",
        nik=text,
        born=_date(item.get("born")) or born_by_nik(text, today) or UNBORN,
        sex=str(item.get("sex") or ""),
        relation=str(item.get("relation") or ""),
        birth_place=str(item.get("birth_place") or ""),
        card_no=str(item.get("card_no") or ""),
    )


def _date(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text or ""))
    except ValueError:
        return None


def _of_case(case: Case) -> FileIn:
    persons = [
        PersonIn(
            name=member.name,
            nik=member.nik,
            born=member.born,
            sex=member.sex,
            relation=member.relation,
            birth_place=member.birth_place,
            card_no=member.card_no,
        )
        for member in case.members
    ]
    return replace(_EMPTY, kk_no=case.kk_no, address=case.address, persons=tuple(persons),
                   village_code=case.village_code, number=case.number)  # fmt: skip


_EMPTY = FileIn("", "", "", "", "", "", ())
