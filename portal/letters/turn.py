"""What every change of a case begins with: the lock, the repeat, the officer, the version."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from portal import clock as time
from portal.cases.model import Case
from portal.cases.queries import case_for
from portal.db import write
from portal.journal.model import Command
from portal.journal.operations import command_done
from portal.letters.model import LetterCase
from portal.offices.office_clock import OfficeClock, clock_of
from portal.people.model import Person
from portal.people.officer import Officer, officer_on
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop


class NoSuchCaseError(Exception):
    """There is no such case for this officer."""


class StaleCaseError(Exception):
    """The case was changed by another officer since this form was made."""


@dataclass(frozen=True)
class Turn:
    """One change of a case in hand, with the officer's posts of this moment."""

    session: Session
    case: Case
    sop: Sop
    officer: Officer
    clock: OfficeClock
    at: datetime


@dataclass(frozen=True)
class Repeat:
    """The form was sent before; nothing is to be done again."""

    command: Command


@contextmanager
def turn_on(
    officer: Officer,
    ref: str,
    catalogue: Catalogue,
    *,
    version: int,
    key: str,
    at: datetime | None = None,
    also: frozenset[str] = frozenset(),
) -> Iterator[Turn | Repeat]:
    """A unit of writing on one case; `also` are refs of others that it will change.

    Raises NoSuchCaseError, StaleCaseError.
    """
    at, person_id, office_id = at or time.now(), officer.id, officer.office.id
    with write() as session:
        # Asked behind the lock: the second of two clicks waits there for the first one's answer.
        hold(session, also | {ref}, office_id)
        if known := command_done(session, key):
            yield Repeat(known)
            return
        officer, clock = _present(session, person_id, at)
        case = case_for(officer, ref)
        if case is None:
            raise NoSuchCaseError
        if case.version != version:
            raise StaleCaseError
        sop = catalogue.pinned(case.sop_id, case.sop_version)
        yield Turn(session, case, sop, officer, clock, at)


def hold(session: Session, refs: frozenset[str], office_id: int) -> None:
    """Hold the cases' rows, so that two officers come one after the other.

    The cases that share their letters are held with them, all in one order: two who each
    held a part would wait for each other.
    """
    mine, theirs = aliased(LetterCase), aliased(LetterCase)
    shared = (
        select(theirs.case_id)
        .join(mine, mine.letter_id == theirs.letter_id)
        .join(Case, Case.id == mine.case_id)
        .where(Case.ref.in_(refs))
    )
    session.execute(
        select(Case.id)
        .where(Case.office_id == office_id, or_(Case.ref.in_(refs), Case.id.in_(shared)))
        .order_by(Case.id)
        .with_for_update()
    )


def _present(session: Session, person_id: int, at: datetime) -> tuple[Officer, OfficeClock]:
    """The officer with the posts held at this moment, read inside the transaction."""
    person = session.get_one(Person, person_id)
    clock = clock_of(person.office)
    return officer_on(person, clock.day(at)), clock
