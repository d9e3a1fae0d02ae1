"""The one way a case changes: one move, one transaction, version-checked, idempotent (D1-D5)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock as time
from portal.cases.model import Case
from portal.cases.passage import Departure, move_on, open_stint
from portal.cases.queries import case_for
from portal.db import write
from portal.desk.work.base import Details, Work
from portal.desk.work.table import KEEP, WORK
from portal.desk.work.ways_out import WAYS_OUT, Leaving
from portal.journal.model import Command
from portal.journal.operations import command_done, record
from portal.journal.queries import message_for
from portal.letters.queries import letter_of
from portal.offices.office_clock import OfficeClock, clock_of
from portal.people.model import Person
from portal.people.officer import Officer, officer_on
from portal.sop.catalogue import Catalogue
from portal.sop.rules import desk_of, take
from portal.sop.table import Sop
from portal.sop.vocabulary import ROLE_WORDS, Move, Role


class NoSuchCaseError(Exception):
    """There is no such case for this officer."""


class StaleCaseError(Exception):
    """The case was changed by another officer since this form was made."""


@dataclass(frozen=True)
class Order:
    """What an officer sends: the move, its data, and the proof of what they saw."""

    move: Move
    data: object
    version: int
    key: str  # idempotency key of the form
    opened_at: datetime  # when the form's page was opened


@dataclass(frozen=True)
class Done:
    """What the officer is told."""

    message: str
    target: str  # 'berkas' when the case is still on the officer's desk, else 'antrean'
    case_id: int
    key: str


def make_move(
    officer: Officer, ref: str, order: Order, catalogue: Catalogue, *, at: datetime | None = None
) -> Done:
    """Do the row's work, move the case on and write its history: all of it, or none.

    Raises NoSuchCaseError, StaleCaseError, NotAllowedError, NotYetError.
    """
    at, person_id, office_id = at or time.now(), officer.id, officer.office.id
    with write() as session:
        # Asked behind the lock: the second of two clicks waits there for the first one's answer.
        _lock(session, ref, office_id)
        if known := command_done(session, order.key):
            return Done(known.message, known.target, known.case_id or 0, order.key)
        officer, clock = _present(session, person_id, at)
        case = case_for(officer, ref)
        if case is None:
            raise NoSuchCaseError
        if case.version != order.version:
            raise StaleCaseError
        done = _carry_out(session, case, officer, order, at, clock, catalogue)
        session.add(
            Command(
                key=order.key,
                person_id=person_id,
                at=at,
                case_id=case.id,
                message=done.message,
                target=done.target,
            )
        )
    return done


def repeated(officer: Officer, key: str) -> Done | None:
    """The result of a move this officer already made with this very form."""
    done = message_for(key, officer.id)
    return Done(done.message, done.target, done.case_id or 0, key) if done else None


def keep_work(officer: Officer, ref: str, order: Order, catalogue: Catalogue) -> None:
    """Write down unfinished work of the present task, where its act allows that.

    Raises like make_move.
    """
    at, person_id, office_id = time.now(), officer.id, officer.office.id
    with write() as session:
        _lock(session, ref, office_id)
        if command_done(session, order.key):
            return
        officer, clock = _present(session, person_id, at)
        case = case_for(officer, ref)
        if case is None:
            raise NoSuchCaseError
        if case.version != order.version:
            raise StaleCaseError
        sop = catalogue.pinned(case.sop_id, case.sop_version)
        take(Move.LANJUT, officer.roles, case.here, sop)
        work = _work(session, case, sop, officer, at, clock)
        details = KEEP[work.task.act](work, order.data)
        case.touched_at = at
        open_stint(case, work.by, order.opened_at)
        session.flush()
        record(session, office_id=office_id, kind="disimpan", at=at, by=work.by, case_id=case.id,
               row=sop.row(case.row).number, details=details)  # fmt: skip
        session.add(Command(key=order.key, person_id=person_id, at=at, case_id=case.id))


def open_case(officer: Officer, ref: str, version: int, catalogue: Catalogue) -> None:
    """Note that the desk has opened the case: the waiting clock stops, the working one runs."""
    at, person_id, office_id = time.now(), officer.id, officer.office.id
    with write() as session:
        _lock(session, ref, office_id)
        officer, _ = _present(session, person_id, at)
        case = case_for(officer, ref)
        if case is None or case.version != version or case.hold:
            return
        sop = catalogue.pinned(case.sop_id, case.sop_version)
        if not officer.roles & desk_of(case.here, sop):
            return
        by = officer.author(desk_of(case.here, sop))
        if open_stint(case, by, at):
            number = sop.row(case.row).number
            record(session, office_id=office_id, kind="dibuka", at=at, by=by, case_id=case.id,
                   row=number)  # fmt: skip


def _lock(session: Session, ref: str, office_id: int) -> None:
    """Hold the case's row, so that two officers come one after the other."""
    session.execute(
        select(Case.id).where(Case.ref == ref, Case.office_id == office_id).with_for_update()
    )


def _present(session: Session, person_id: int, at: datetime) -> tuple[Officer, OfficeClock]:
    """The officer with the posts held at this moment, read inside the transaction."""
    person = session.get_one(Person, person_id)
    clock = clock_of(person.office)
    return officer_on(person, clock.day(at)), clock


def _carry_out(
    session: Session,
    case: Case,
    officer: Officer,
    order: Order,
    at: datetime,
    clock: OfficeClock,
    catalogue: Catalogue,
) -> Done:
    sop = catalogue.pinned(case.sop_id, case.sop_version)
    here = case.here
    to_row = order.data.to_row if isinstance(order.data, Leaving) else None
    landing = take(order.move, officer.roles, here, sop, to_row=to_row)
    work = _work(session, case, sop, officer, at, clock)
    by = work.by
    details = _do(work, order)
    row_number = sop.row(case.row).number
    move_on(case, sop, landing, Departure(order.move, by, at, order.opened_at), clock)
    session.flush()
    record(
        session,
        office_id=case.office_id,
        kind=order.move.value,
        at=at,
        by=by,
        case_id=case.id,
        row=row_number,
        details={"tindakan": work.task.act.value, **details},
    )
    mine = bool(officer.roles & desk_of(case.here, sop))
    message = _message(case, sop, order.move, details, mine=mine)
    return Done(message, "berkas" if mine else "antrean", case.id, order.key)


def _work(
    session: Session, case: Case, sop: Sop, officer: Officer, at: datetime, clock: OfficeClock
) -> Work:
    return Work(
        session=session,
        case=case,
        sop=sop,
        task=sop.task(case.row, case.task),
        letter=letter_of(case),
        officer=officer,
        by=officer.author(desk_of(case.here, sop)),
        at=at,
        clock=clock,
    )


def _do(work: Work, order: Order) -> Details:
    if order.move is Move.LANJUT:
        return WORK[work.task.act](work, order.data)
    return WAYS_OUT[order.move](work, order.data)


def _message(case: Case, sop: Sop, move: Move, details: Details, *, mine: bool) -> str:
    name = case.applicant.name
    match move:
        case Move.LANJUT:
            number = f" Nomor surat: {details['nomor']}." if "nomor" in details else ""
            if case.outcome:
                return f"{name}: selesai, semua langkah SOP sudah dikerjakan.{number}"
            if mine:
                return f"{name}: langkah dicatat. Lanjutkan langkah berikutnya.{number}"
            return f"{name}: diteruskan ke {_whose(case, sop)}.{number}"
        case Move.KEMBALIKAN:
            return f"{name}: dikembalikan ke pemohon. Waktu layanan berhenti sementara."
        case Move.TERIMA_KEMBALI:
            return f"{name}: berkas diterima kembali. Waktu layanan dihitung lagi."
        case Move.KOREKSI:
            return f"{name}: dikembalikan untuk diperbaiki ke {_whose(case, sop)}."
        case Move.USUL_TOLAK:
            return f"{name}: usulan penolakan dikirim ke {_whose(case, sop)}."
        case Move.TOLAK | Move.TOLAK_BPJS:
            return f"{name}: permohonan ditutup, tidak dapat diproses."
        case Move.INFORMASI:
            return f"{name}: selesai dengan informasi."
        case Move.BATALKAN:
            return f"{name}: permohonan dibatalkan."


def _whose(case: Case, sop: Sop) -> str:
    roles = desk_of(case.here, sop)
    return " / ".join(ROLE_WORDS[role] for role in Role if role in roles)
