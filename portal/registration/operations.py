"""What a village office does to its own pre-registrations: each in one transaction, with its event.

Saving a draft leaves no event: nothing is official before it is sent.
"""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock as time
from portal.cases.incoming import FileIn
from portal.cases.receipt import new_number
from portal.db import write
from portal.documents.operations import retire
from portal.documents.queries import documents_of_registration
from portal.identity import name as names
from portal.identity import nik as niks
from portal.journal.operations import Author, command_done
from portal.offices.model import Office
from portal.offices.office_clock import clock_of
from portal.people.officer import Officer
from portal.registration.camat import lift_camat
from portal.registration.checklist import (
    PaperState,
    checklist_of,
    missing,
)
from portal.registration.model import (
    AllottedNumber,
    Origin,
    RegisteredPerson,
    Registration,
    State,
)
from portal.registration.step import NoSuchRegistrationError, Step, author_of, step_on
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop
from portal.sop.vocabulary import Party


class NotReadyError(Exception):
    """Papers are missing; `states` says which."""

    def __init__(self, states: list[PaperState]) -> None:
        super().__init__("papers are missing")
        self.states = states


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
        turns=[[Party.NAGARI.value, at.isoformat()]],
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
            lift_camat(step, typed)
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
        lift_camat(step, typed)
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
    registration.turn_to(Party.KANTOR, step.at)


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


def _refuse_unless_written(registration: Registration) -> None:
    if registration.state not in (State.DRAF, State.DIKEMBALIKAN):
        raise NotAllowedError("sudah dikirim")


def _is_ours(session: Session, number: str, village_code: str) -> bool:
    allotted = session.get(AllottedNumber, number)
    return allotted is not None and allotted.block.village_code == village_code


def _digits(text: object) -> str:
    return "".join(char for char in str(text or "") if char.isascii() and char.isdigit())[:16]
