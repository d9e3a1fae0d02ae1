"""What a village office does to its own pre-registrations: each in one transaction, with its event.

Saving a draft leaves no event: nothing is official before it is sent.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock as time
from portal.cases.incoming import FileIn
from portal.cases.model import Case
from portal.cases.receipt import new_number
from portal.db import write
from portal.documents.model import Document
from portal.documents.operations import Owner, Ready, attach, retire
from portal.documents.queries import documents_of_registration
from portal.identity import name as names
from portal.identity import nik as niks
from portal.journal.model import Command
from portal.journal.operations import Author, command_done, record
from portal.offices.model import Office
from portal.offices.office_clock import clock_of
from portal.people.model import Person
from portal.people.officer import Officer
from portal.registration.checklist import (
    PaperState,
    checklist_of,
    is_with_village,
    missing,
    returned_at,
)
from portal.registration.model import (
    AllottedNumber,
    Origin,
    RegisteredPerson,
    Registration,
    State,
)
from portal.registration.queries import registrations_of
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop

MOST_FILES = 6  # current files of one paper (N19: one to six photos of the house)


class NoSuchRegistrationError(Exception):
    """There is no such pre-registration for this person."""


class StaleRegistrationError(Exception):
    """It was changed in another window or by a colleague since this form was made."""


class NotReadyError(Exception):
    """Papers are missing; `states` says which."""

    def __init__(self, states: list[PaperState]) -> None:
        super().__init__("papers are missing")
        self.states = states


class TooManyFilesError(Exception):
    """A paper already has as many files as it may have."""


@dataclass(frozen=True)
class Step:
    """One change of a pre-registration in hand."""

    session: Session
    registration: Registration
    by: Author
    at: datetime
    key: str

    def done(self, kind: str, message: str, **details: Any) -> None:
        """The event and the answer to the same form sent again."""
        registration = self.registration
        record(
            self.session, office_id=registration.office_id, kind=kind, at=self.at, by=self.by,
            case_id=registration.case_id, details={"nomor": registration.number, **details},
        )  # fmt: skip
        self.session.add(
            Command(key=self.key, person_id=self.by.person_id, at=self.at, message=message,
                    target=registration.ref, case_id=registration.case_id)
        )  # fmt: skip


@contextmanager
def step_on(
    officer: Officer, ref: str, *, key: str, version: int | None = None
) -> Iterator[Step | None]:
    """A unit of writing on one pre-registration; None when this form was sent before.

    Raises NoSuchRegistrationError, StaleRegistrationError.
    """
    # Read before write() begins, which expires what was loaded.
    by, person_id, at = author_of(officer), officer.id, time.now()
    scope = registrations_of(officer).where(
        Registration.ref == ref, Registration.state != State.DIHAPUS.value
    )
    with write() as session:
        _hold_case(session, ref)
        registration = session.scalar(scope.with_for_update(of=Registration))
        if key and (done := command_done(session, key)):
            if done.person_id != person_id:
                raise NoSuchRegistrationError
            yield None
            return
        if registration is None:
            raise NoSuchRegistrationError
        if version is not None and registration.version != version:
            raise StaleRegistrationError
        yield Step(session, registration, by, at, key)


def _hold_case(session: Session, ref: str) -> None:
    """The case before its pre-registration, as the desk locks them; crosswise both would wait."""
    case_id = select(Registration.case_id).where(Registration.ref == ref).scalar_subquery()
    session.execute(select(Case.id).where(Case.id == case_id).with_for_update())


def author_of(officer: Officer) -> Author:
    """Who is written in the record: the person, and whom it works for."""
    if officer.roles:
        return officer.author()
    return Author(officer.id, officer.person.name, _workplace(officer.person))


def _workplace(person: Person) -> str:
    return "Operator kecamatan" if person.district_code else "Operator nagari/kelurahan"


def start(
    officer: Officer, sop: Sop, typed: dict[str, Any], *, key: str, number: str = "",
    origin: Origin = Origin.FORMULIR,
) -> str:  # fmt: skip
    """Begin a pre-registration with its number and give its ref; nothing in it needs be right.

    `number`: one of a block of this village, given out without a network. Raises
    NotAllowedError for another region's service or another village's number.
    """
    village_code, office, at = officer.person.village_code, officer.office, time.now()
    if not village_code or sop.region != office.region:
        raise NotAllowedError(f"pre-registration for {sop.id}")
    office_id, by = office.id, author_of(officer)
    with write() as session:
        # The second of two clicks waits here for the first one's answer.
        session.execute(
            select(Office.id).where(Office.id == office_id).with_for_update(key_share=True)
        )
        if done := command_done(session, key):
            return done.target
        if number and not _is_ours(session, number, village_code):
            raise NotAllowedError(f"number {number}")
        registration = new_registration(office_id, village_code, sop, by, at)
        registration.number = number or registration.number
        registration.origin = origin.value
        fill(registration, typed)
        session.add(registration)
        session.flush()
        Step(session, registration, by, at, key).done(
            "pra_dibuat", "Draf tersimpan.", layanan=sop.id, cara=origin.value
        )
        return registration.ref


def new_registration(
    office_id: int, village_code: str, sop: Sop, by: Author, at: datetime
) -> Registration:
    """An empty draft with a fresh number, not yet stored."""
    return Registration(
        ref=secrets.token_hex(16), number=new_number(), office_id=office_id,
        village_code=village_code, sop_id=sop.id, state=State.DRAF.value, typed={}, faults=[],
        note="", kk_no="", camat_name="", papers_later=False, returns=0,
        made_at=at, made_by_id=by.person_id, made_by=by.name, saved_at=at,
    )  # fmt: skip


def fill(registration: Registration, typed: dict[str, Any]) -> None:
    """Write down what was typed, and what can be searched of it."""
    people = [person for person in typed.get("persons", ()) if isinstance(person, dict)]
    first = str(people[0].get("name") or "") if people else ""
    registration.typed = typed
    registration.people = max(len(people), 1)
    registration.applicant_name = first.strip()[:100]
    registration.applicant_key = names.search_key(first)[:100]
    registration.kk_no = _digits(typed.get("kk_no"))
    today = registration.saved_at.date()
    kept = {person.place: person for person in registration.persons}
    found = []
    for place, person in enumerate(people, 1):
        verdict, _ = niks.read_nik(str(person.get("nik") or ""), today=today)
        if verdict.ok:
            row = kept.get(place) or RegisteredPerson(office_id=registration.office_id, place=place)
            row.nik, row.name = verdict.value, str(person.get("name") or "").strip()[:100]
            found.append(row)
    registration.persons = found


def save(officer: Officer, ref: str, typed: dict[str, Any], *, version: int) -> Registration:
    """Keep a draft as it stands now; sent twice it is the same draft.

    Raises NoSuchRegistrationError, StaleRegistrationError, NotAllowedError once it is sent.
    """
    with step_on(officer, ref, key="", version=version) as step:
        if step is None:
            raise NoSuchRegistrationError
        registration = step.registration
        _refuse_unless_written(registration)
        if registration.typed != typed:
            registration.saved_at = step.at
            fill(registration, typed)
        step.session.flush()
        return registration


def send(
    officer: Officer, ref: str, sop: Sop, typed: dict[str, Any], file: FileIn, *,
    papers_later: bool, version: int, key: str,
) -> None:  # fmt: skip
    """Send it to the Dinas, the first time or again after a return.

    `file` is the checked form. Raises NotReadyError when papers lack a picture and it was not
    said that they come with the applicant; NoSuchRegistrationError, StaleRegistrationError,
    NotAllowedError.
    """
    with step_on(officer, ref, key=key, version=version) as step:
        if step is None:
            return
        registration = step.registration
        _refuse_unless_written(registration)
        registration.saved_at = step.at
        fill(registration, typed)
        documents = documents_of_registration(registration.id)
        clock = clock_of(registration.office)
        states = checklist_of(registration, file, sop, clock, documents, step.at)
        lacking = missing(states)
        if lacking and not papers_later:
            raise NotReadyError(lacking)
        mark_sent(step, papers_later=papers_later and bool(lacking))
        step.done(
            "pra_dikirim", "Terkirim ke Dinas Sosial.", orang=registration.people,
            dokumen=sum(item.retired_at is None for item in documents),
            peringatan=list(file.warnings), kali=registration.returns + 1,
        )  # fmt: skip


def mark_sent(step: Step, *, papers_later: bool) -> None:
    """It now waits for the Dinas."""
    registration = step.registration
    registration.state, registration.sent_at = State.TERKIRIM.value, step.at
    registration.first_sent_at = registration.first_sent_at or step.at
    registration.papers_later = papers_later


def discard(officer: Officer, ref: str, *, version: int, key: str) -> None:
    """Throw away a draft that was never sent; its number is never given again.

    Raises NoSuchRegistrationError, StaleRegistrationError, NotAllowedError.
    """
    with step_on(officer, ref, key=key, version=version) as step:
        if step is None:
            return
        registration = step.registration
        if registration.state != State.DRAF or not officer.person.village_code:
            raise NotAllowedError("hapus")
        registration.state = State.DIHAPUS.value
        for document in documents_of_registration(registration.id):
            if document.retired_at is None:
                retire(step.session, document, "dihapus", step.at)
        step.done("pra_dihapus", "Draf dihapus.")


def add_papers(
    officer: Officer, ref: str, sop: Sop, field: str, ready: list[Ready], *, key: str,
    replaces: str = "",
) -> None:  # fmt: skip
    """Add files to one paper, or put the first of them in the place of an earlier one.

    The files are stored already (portal.documents). Raises NoSuchRegistrationError,
    NotAllowedError for a paper that is not asked or a file that is not there,
    TooManyFilesError.
    """
    code, place = paper_at(sop, field)
    with step_on(officer, ref, key=key) as step:
        if step is None:
            return
        registration = step.registration
        _refuse_unless_open(officer, registration)
        if place > registration.people:
            raise NotAllowedError(f"paper {field}")
        standing = [
            item
            for item in documents_of_registration(registration.id)
            if item.retired_at is None and item.field == field
        ]
        old = next((item for item in standing if item.ref == replaces), None)
        if replaces and old is None:
            raise NotAllowedError(f"document {replaces}")
        if len(standing) + len(ready) - bool(old) > MOST_FILES:
            raise TooManyFilesError
        owner = Owner(registration.office_id, registration.village_code, registration.id,
                      registration.case_id)  # fmt: skip
        for item in ready:
            attach(step.session, owner, code, place, item, officer.id, step.by.name, step.at, old)
            old = None
        step.done("pra_dokumen", "Dokumen tersimpan.", berkas=field, jumlah=len(ready))


def remove_paper(officer: Officer, ref: str, document_ref: str, *, key: str) -> None:
    """Take one file away again; it stays in the record, but no longer counts.

    Raises NoSuchRegistrationError, NotAllowedError.
    """
    with step_on(officer, ref, key=key) as step:
        if step is None:
            return
        registration = step.registration
        _refuse_unless_open(officer, registration)
        document = _own_document(registration, document_ref)
        since = returned_at(registration)
        if registration.case_id and (since is None or document.added_at < since):
            # The Dinas has looked at it already; it can be replaced, not removed.
            raise NotAllowedError(f"document {document_ref}")
        retire(step.session, document, "dihapus", step.at)
        step.done("pra_dokumen", "Dokumen dihapus.", berkas=document.field, jumlah=-1)


def complete(officer: Officer, ref: str, *, key: str) -> None:
    """Tell the Dinas that the papers of a returned case are there now (edge case 16).

    Raises NoSuchRegistrationError, NotAllowedError.
    """
    with step_on(officer, ref, key=key) as step:
        if step is None:
            return
        registration = step.registration
        if not officer.person.village_code or not registration.case_id:
            raise NotAllowedError("lengkapi")
        _refuse_unless_open(officer, registration)
        registration.completed_at = step.at
        step.done("pra_dilengkapi", "Terkirim. Dinas Sosial akan memeriksa lagi berkasnya.")


def paper_at(sop: Sop, field: str) -> tuple[str, int]:
    """The requirement and the person's place of a paper's field. Raises NotAllowedError."""
    code, _, place = field.partition("-")
    need = next((item for item in sop.checked_requirements if item.code == code), None)
    fits = place.isascii() and place.isdigit() and 0 < len(place) < 3 and int(place) > 0
    if need is None or need.per_person != bool(place) or (place and not fits):
        raise NotAllowedError(f"paper {field}")
    return code, int(place) if place else 0


def _refuse_unless_written(registration: Registration) -> None:
    if registration.state not in (State.DRAF, State.DIKEMBALIKAN):
        raise NotAllowedError("sudah dikirim")


def _refuse_unless_open(officer: Officer, registration: Registration) -> None:
    if not officer.person.village_code or not is_with_village(registration):
        raise NotAllowedError("sudah dikirim")


def _own_document(registration: Registration, document_ref: str) -> Document:
    for document in documents_of_registration(registration.id):
        if document.ref == document_ref and document.retired_at is None:
            return document
    raise NotAllowedError(f"document {document_ref}")


def _is_ours(session: Session, number: str, village_code: str) -> bool:
    allotted = session.get(AllottedNumber, number)
    return allotted is not None and allotted.block.village_code == village_code


def _digits(text: object) -> str:
    return "".join(char for char in str(text or "") if char.isascii() and char.isdigit())[:16]
