"""One change of a pre-registration: found through the person who asks, held, compared, recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock as time
from portal.cases.model import Case
from portal.db import write
from portal.journal.model import Command
from portal.journal.operations import Author, command_done, record
from portal.people.model import Person
from portal.people.officer import Officer
from portal.registration.model import (
    Registration,
    State,
)
from portal.registration.queries import registrations_of


class NoSuchRegistrationError(Exception):
    """There is no such pre-registration for this person."""


class StaleRegistrationError(Exception):
    """It was changed in another window or by a colleague since this form was made."""


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
