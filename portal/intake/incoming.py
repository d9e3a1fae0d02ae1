"""What the counter does with a pre-registration of a village office: take it in, or return it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal import clock as time
from portal.cases.incoming import FileIn
from portal.db import write
from portal.documents.operations import follow
from portal.documents.queries import current, documents_of_registration
from portal.intake.operations import TwinError, counter_of, may_receive, take_in
from portal.journal.model import Command
from portal.journal.operations import command_done
from portal.people.officer import Officer
from portal.registration import returning
from portal.registration.model import Registration, State
from portal.registration.queries import registrations_of
from portal.registration.step import NoSuchRegistrationError, StaleRegistrationError
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop


@dataclass(frozen=True)
class Arrival:
    """A pre-registration as it was looked at: its checked content and its version."""

    ref: str
    sop: Sop
    file: FileIn
    version: int

    def seen(self, version: int, *, twins_known: bool) -> "Arrival":
        """The same, as the page showed it, and whether its twins were acknowledged there."""
        return replace(self, version=version, file=replace(self.file, twins_known=twins_known))


def accept(officer: Officer, arrival: Arrival, *, key: str) -> str:
    """Make it a case with the same number, and give the case's ref; pressed again, the same case.

    The papers of which there is a picture are ticked "ada", never "benar"; the promise begins
    now (N45). Raises NoSuchRegistrationError, StaleRegistrationError, NotAllowedError,
    TwinError unless the twin was acknowledged.
    """
    at, officer_id, scope = time.now(), officer.id, registrations_of(officer)
    scope = scope.where(Registration.ref == arrival.ref, Registration.state != State.DIHAPUS.value)
    with write() as session:
        registration = session.scalar(scope.with_for_update(of=Registration))
        if registration is None:
            raise NoSuchRegistrationError
        counter = counter_of(session, officer_id, at)
        if not may_receive(counter.officer.roles, counter.office, arrival.sop):
            raise NotAllowedError(f"intake of {arrival.sop.id}")
        if registration.case is not None:
            return registration.case.ref
        if registration.version != arrival.version:
            raise StaleRegistrationError
        if registration.state != State.TERKIRIM:
            raise NotAllowedError("terima")
        documents = current(documents_of_registration(registration.id))
        file = replace(
            arrival.file,
            number=registration.number,
            village_code=registration.village_code,
            present_papers=tuple(dict.fromkeys(item.field for item in documents)),
        )
        case = take_in(counter, arrival.sop, file, pra_pendaftaran=registration.made_by)
        returning.accepted(registration, case)
        session.flush()
        follow(session, registration.id, case.id)
        if command_done(session, key) is None:
            session.add(
                Command(key=key, person_id=officer_id, at=at, case_id=case.id, target=case.ref,
                        message="Pra-pendaftaran menjadi permohonan. Nomornya tetap.")
            )  # fmt: skip
        return case.ref


def accept_many(officer: Officer, arrivals: Sequence[Arrival], *, key: str) -> None:
    """Take in each by itself; one with a twin, or changed meanwhile, stays where it is."""
    for arrival in arrivals:
        own_key = hashlib.sha256(f"{key} {arrival.ref}".encode()).hexdigest()[:32]
        try:
            accept(officer, arrival, key=own_key)
        except (TwinError, StaleRegistrationError, NoSuchRegistrationError, NotAllowedError):
            continue


def send_back(
    officer: Officer, ref: str, sop: Sop, faults: returning.Faults, *, note: str, version: int,
    key: str,
) -> None:  # fmt: skip
    """Return it to the village office with reasons for its papers.

    Raises NotAllowedError, and like portal.registration.returning.send_back.
    """
    if not may_receive(officer.roles, officer.office, sop):
        raise NotAllowedError(f"intake of {sop.id}")
    returning.send_back(officer, ref, faults, note=note, version=version, key=key)
