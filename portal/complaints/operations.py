"""What is done to complaints: a citizen sends one, an officer opens and answers it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock as time
from portal.cases.queries import case_for
from portal.complaints.choices import ANSWERS, KINDS, TOPICS
from portal.complaints.model import Complaint, Kind
from portal.complaints.queries import Tied, complaint_for, tied_to
from portal.complaints.rules import (
    HOUR,
    MOST_OPEN,
    SENDINGS,
    Decision,
    Opening,
    answerers,
    due,
    may_answer,
    openings,
)
from portal.db import write
from portal.journal.model import Command
from portal.journal.operations import Author, command_done, record
from portal.letters.turn import NoSuchCaseError
from portal.offices.model import Office
from portal.offices.office_clock import OfficeClock, clock_of
from portal.people.officer import Officer
from portal.sop.catalogue import Catalogue
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop
from portal.web.guesses import household
from portal.web.limits import count_attempt

CITIZEN = Author(None, "Warga", "")


class NoSuchNumberError(Exception):
    """The number stands for nothing any more."""


class NotOpenError(Exception):
    """This kind is not open for the number now, or the topic is none of its list."""


class TooManyOpenError(Exception):
    """So many of this number wait for their answer that no further one is taken."""


class TooManySentError(Exception):
    """So many came from this address within the hour that no further one is taken."""


class NoSuchComplaintError(Exception):
    """There is no such complaint for this officer."""


class ChangedError(Exception):
    """A colleague answered it, or changed it, since this form was made."""


@dataclass(frozen=True)
class Wish:
    """What a citizen sends."""

    number: str
    kind: Kind
    topic: str
    text: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Kept:
    """What the citizen is told after sending."""

    kind: Kind
    due_at: datetime
    zone: str
    office: Office


def openings_of(tied: Tied, catalogue: Catalogue, now: datetime) -> dict[Kind, Opening]:
    """Every kind as it stands for this number now; the form and the sending ask here."""
    clock, case = clock_of(tied.office), tied.case
    sop = tied.sop(catalogue)
    decision = Decision(case.here, sop, case.ended_at) if case and sop else None
    return {item.kind: item for item in openings(decision, clock, now)}


def send(wish: Wish, catalogue: Catalogue, *, key: str, address: str) -> Kept:
    """Keep one complaint of a number; the same form again gives the first answer (N51).

    Whoever went back and changed something sends another one: nothing that a citizen wrote is
    dropped in silence. Raises NoSuchNumberError, NotOpenError, TooManyOpenError,
    TooManySentError.
    """
    at, key = time.now(), _key(key, wish)
    with write() as session:
        tied = tied_to(wish.number)
        if tied is None:
            raise NoSuchNumberError
        _hold(session, tied.office.id)
        if known := session.scalar(select(Complaint).where(Complaint.key == key)):
            return _kept(known)
        if count_attempt(session, f"pengaduan:{household(address)}", at, HOUR) > SENDINGS:
            raise TooManySentError
        _refuse_closed(wish, openings_of(tied, catalogue, at))
        _refuse_flood(session, wish.number)
        item = _begun(wish, tied, clock_of(tied.office), at, key)
        session.add(item)
        session.flush()
        details = {"jenis": item.kind, "hal": item.topic}
        record(
            session, office_id=item.office_id, kind="pengaduan_masuk", at=at, by=CITIZEN,
            case_id=item.case_id, details=details,
        )  # fmt: skip
        return _kept(item)


def note_opened(officer: Officer, catalogue: Catalogue, ref: str) -> None:
    """Note once that the office has opened it; nothing when it is not this officer's."""
    at, office_id = time.now(), officer.office.id
    with write() as session:
        _hold(session, office_id)
        item = complaint_for(officer, catalogue, ref)
        if item is not None and item.opened_at is None:
            item.opened_at = at


@dataclass(frozen=True)
class Reply:
    """What the officer's form sends."""

    answer: str  # a code of the kind's fixed list
    note: str  # stays inside the office
    version: int
    key: str


def answer(officer: Officer, catalogue: Catalogue, ref: str, reply: Reply) -> None:
    """Answer one complaint with a sentence of its list; the same form again does nothing.

    Raises NoSuchComplaintError, ChangedError, and ValueError for an answer not in the list.
    """
    at, office_id, person_id = time.now(), officer.office.id, officer.id
    with write() as session:
        _hold(session, office_id)
        if command_done(session, reply.key):
            return
        item = complaint_for(officer, catalogue, ref)
        if item is None:
            raise NoSuchComplaintError
        if item.version != reply.version or item.answered_at is not None:
            raise ChangedError
        kind = Kind(item.kind)
        if reply.answer not in {choice.code for choice in ANSWERS[kind]}:
            raise ValueError(reply.answer)
        sop = catalogue.in_force(item.sop_id)
        by = officer.author(answerers(kind, sop) if sop else ())
        item.answer, item.note = reply.answer, reply.note
        item.answered_at, item.answered_by, item.answered_as = at, by.name, by.post
        item.opened_at = item.opened_at or at
        session.flush()
        record(
            session, office_id=office_id, kind="pengaduan_dijawab", at=at, by=by,
            case_id=item.case_id, details={"jenis": item.kind, "jawaban": item.answer},
        )  # fmt: skip
        said = f"{KINDS[kind].staff} sudah dijawab. Warga membacanya dengan nomor tanda terima."
        session.add(Command(key=reply.key, person_id=person_id, at=at, message=said, target=ref))


def note_printed(officer: Officer, catalogue: Catalogue, ref: str) -> None:
    """Write down that the list of accesses of a case is about to be printed (UU 27/2022).

    Raises NoSuchCaseError, NotAllowedError; then nobody gets it.
    """
    at = time.now()
    with write() as session:
        case = case_for(officer, ref)
        if case is None:
            raise NoSuchCaseError
        sop = catalogue.pinned(case.sop_id, case.sop_version)
        if not may_print(officer, sop):
            raise NotAllowedError("the list of accesses is not for these roles")
        by = officer.author(answerers(Kind.RIWAYAT_AKSES, sop))
        record(
            session, office_id=case.office_id, kind="riwayat_akses_dicetak", at=at, by=by,
            case_id=case.id,
        )  # fmt: skip


def may_print(officer: Officer, sop: Sop) -> bool:
    """Whether this officer prints the list of accesses of a case."""
    return may_answer(officer.roles, Kind.RIWAYAT_AKSES, sop)


def _hold(session: Session, office_id: int) -> None:
    """One writer of complaints after the other in an office: counted and compared in turn."""
    office = select(Office.id).where(Office.id == office_id)
    session.execute(office.with_for_update(key_share=True))


def _key(nonce: str, wish: Wish) -> str:
    said = "\0".join((nonce, wish.number, wish.kind, wish.topic, wish.text, wish.phone))
    return hashlib.sha256(said.encode()).hexdigest()


def _refuse_closed(wish: Wish, known: dict[Kind, Opening]) -> None:
    listed = {choice.code for choice in TOPICS[wish.kind]}
    if not known[wish.kind].open or wish.topic not in listed:
        raise NotOpenError


def _refuse_flood(session: Session, number: str) -> None:
    waiting = select(func.count()).where(
        Complaint.number == number, Complaint.answered_at.is_(None)
    )
    if (session.scalar(waiting) or 0) >= MOST_OPEN:
        raise TooManyOpenError


def _begun(wish: Wish, tied: Tied, clock: OfficeClock, at: datetime, key: str) -> Complaint:
    return Complaint(
        ref=secrets.token_hex(16), key=key, number=wish.number, office_id=tied.office.id,
        sop_id=tied.sop_id, case_id=tied.case.id if tied.case else None, kind=wish.kind.value,
        topic=wish.topic, text=wish.text, phone=wish.phone, made_at=at,
        due_at=due(wish.kind, at, clock),
    )  # fmt: skip


def _kept(item: Complaint) -> Kept:
    return Kept(Kind(item.kind), item.due_at, item.office.zone, item.office)
