"""A pre-registration as the Dinas reads it: its people, its papers, and what resembles it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.cases.incoming import FileIn, PersonIn
from portal.cases.model import Case
from portal.cases.needs import Need
from portal.cases.queries import open_relatives, open_twins
from portal.cases.reasons import faults_of
from portal.documents.model import Document
from portal.documents.queries import current, documents_of_registration
from portal.intake.incoming import Arrival
from portal.intake.queries import doubles_of
from portal.offices.office_clock import clock_of
from portal.people.officer import Officer
from portal.registration.checklist import checklist_of
from portal.registration.forms import family_form
from portal.registration.model import Registration
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop


@dataclass(frozen=True)
class Sheet:
    """One asked paper with every picture of it; those that no longer count stand behind."""

    need: Need
    documents: tuple[Document, ...]
    retired: tuple[Document, ...]

    @property
    def name(self) -> str:
        """The paper, with the person's name where it is a person's paper."""
        return self.need.name


@dataclass(frozen=True)
class Reading:
    """A pre-registration read by the rules of today."""

    registration: Registration
    sop: Sop
    file: FileIn | None  # None: it cannot become a case as it is written
    typed: dict[str, Any]
    sheets: tuple[Sheet, ...]

    @property
    def sent_back(self) -> list[tuple[str, str]]:
        """What was wrong at the last return: the paper with the person's name, and the fault."""
        names = {sheet.need.field: sheet.name for sheet in self.sheets}
        found = []
        for item in self.registration.faults:
            code, place = str(item["paper"]), item["place"]
            need = self.sop.requirement(code)
            if need is not None:
                field = f"{code}-{place}" if place else code
                words = next((f.staff for f in faults_of(need) if f.code == item["fault"]), "")
                told = words.replace("{kepala}", self.sop.village_head)
                found.append((names.get(field, need.name), told))
        return found

    @property
    def persons(self) -> tuple[PersonIn, ...]:
        """The people, as checked."""
        return self.file.persons if self.file else ()

    @property
    def arrival(self) -> Arrival | None:
        """What the counter takes in, when it can."""
        found = self.registration
        return Arrival(found.ref, self.sop, self.file, found.version) if self.file else None


@dataclass(frozen=True)
class Likeness:
    """What the Dinas alone may see: open cases and other pre-registrations of the same people."""

    twins: list[Case]
    relatives: list[Case]
    doubles: list[Registration]


def read(registration: Registration, catalogue: Catalogue, now: datetime) -> Reading:
    """Check what the village office wrote, and lay its papers out by the SOP (N11-N19).

    Raises LookupError when its service is no longer offered.
    """
    sop = catalogue.in_force(registration.sop_id)
    if sop is None:
        raise LookupError(registration.sop_id)
    clock = clock_of(registration.office)
    form = family_form(registration.typed)
    good = form.check(clock.day(now), sop)
    file = form.file(registration) if good else None
    documents = documents_of_registration(registration.id)
    if file:
        states = checklist_of(registration, file, sop, clock, documents, now)
        needs = [state.need for state in states]
    else:
        needs = [Need(requirement, None) for requirement in sop.checked_requirements]
    return Reading(registration, sop, file, registration.typed, _sheets(needs, documents))


def likeness_of(officer: Officer, reading: Reading) -> Likeness:
    """What else is going on for these people (edge cases 2, 3, 25)."""
    office_id, file = officer.office.id, reading.file
    if file is None:
        return Likeness([], [], doubles_of(officer, reading.registration))
    twins = open_twins(office_id, reading.sop.id, [item.nik for item in file.persons])
    relatives = [case for case in open_relatives(office_id, file.kk_no) if case not in twins]
    return Likeness(twins, relatives, doubles_of(officer, reading.registration))


def _sheets(needs: list[Need], documents: list[Document]) -> tuple[Sheet, ...]:
    standing = current(documents)
    return tuple(
        Sheet(
            need,
            tuple(item for item in standing if item.field == need.field),
            tuple(item for item in documents if item.field == need.field and item.retired_at),
        )
        for need in needs
    )
