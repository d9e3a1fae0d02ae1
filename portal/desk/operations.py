"""The one way a case changes: one move, one transaction, version-checked, idempotent (D1-D5)."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from portal.cases.model import Case
from portal.cases.passage import Departure, move_on, open_stint
from portal.desk.work.base import Details, NotYetError, Work
from portal.desk.work.table import KEEP, WORK
from portal.desk.work.ways_out import WAYS_OUT, Leaving
from portal.journal.model import Command
from portal.journal.operations import record
from portal.journal.queries import message_for
from portal.letters.queries import cases_on, letter_of
from portal.letters.turn import NoSuchCaseError, Repeat, StaleCaseError, Turn, turn_on
from portal.people.officer import Officer
from portal.sop.catalogue import Catalogue
from portal.sop.rules import desk_of, replacers, take
from portal.sop.table import Sop
from portal.sop.vocabulary import ROLE_WORDS, Act, Move, Role


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
    with turn_on(officer, ref, catalogue, version=order.version, key=order.key, at=at) as turn:
        if isinstance(turn, Repeat):
            known = turn.command
            return Done(known.message, known.target, known.case_id or 0, order.key)
        done = _carry_out(turn, order)
        turn.session.add(
            Command(
                key=order.key,
                person_id=turn.officer.id,
                at=turn.at,
                case_id=turn.case.id,
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
    with turn_on(officer, ref, catalogue, version=order.version, key=order.key) as turn:
        if isinstance(turn, Repeat):
            return
        session, case, sop, at = turn.session, turn.case, turn.sop, turn.at
        take(Move.LANJUT, turn.officer.roles, case.here, sop)
        work = _work(turn)
        details = KEEP[work.task.act](work, order.data)
        case.touched_at = at
        open_stint(case, work.by, order.opened_at)
        session.flush()
        record(session, office_id=case.office_id, kind="disimpan", at=at, by=work.by,
               case_id=case.id, row=sop.row(case.row).number, details=details)  # fmt: skip
        session.add(Command(key=order.key, person_id=turn.officer.id, at=at, case_id=case.id))


def open_case(officer: Officer, ref: str, version: int, catalogue: Catalogue) -> None:
    """Note that the desk has opened the case: the waiting clock stops, the working one runs."""
    key = secrets.token_hex(16)
    try:
        with turn_on(officer, ref, catalogue, version=version, key=key) as turn:
            if isinstance(turn, Repeat) or turn.case.hold:
                return
            case, desk = turn.case, desk_of(turn.case.here, turn.sop)
            if not turn.officer.roles & desk:
                return
            by = turn.officer.author(desk)
            if open_stint(case, by, turn.at):
                record(turn.session, office_id=case.office_id, kind="dibuka", at=turn.at, by=by,
                       case_id=case.id, row=turn.sop.row(case.row).number)  # fmt: skip
    except (NoSuchCaseError, StaleCaseError):
        return


def _carry_out(turn: Turn, order: Order) -> Done:
    session, case, sop = turn.session, turn.case, turn.sop
    officer, at = turn.officer, turn.at
    leaving = order.data if isinstance(order.data, Leaving) else Leaving()
    landing = take(
        order.move, officer.roles, case.here, sop, to_row=leaving.to_row, recheck=leaving.recheck
    )
    work = _work(turn)
    travellers = _travellers(work, order.move, leaving)
    by = officer.author(replacers(sop)) if order.move is Move.GANTI_SURAT else work.by
    if travellers or order.move is Move.GANTI_SURAT:
        work = replace(work, fellows=tuple(travellers), by=by)
    details = _do(work, order)
    departure = Departure(order.move, by, at, order.opened_at)
    for one in (case, *travellers):
        row_number = sop.row(one.row).number
        move_on(one, sop, landing, departure, turn.clock)
        session.flush()
        record(
            session,
            office_id=one.office_id,
            kind=order.move.value,
            at=at,
            by=by,
            case_id=one.id,
            row=row_number,
            details={"tindakan": work.task.act.value, **details},
        )
    mine = bool(officer.roles & desk_of(case.here, sop))
    message = _message(case, sop, order.move, details, mine=mine)
    return Done(message, "berkas" if mine else "antrean", case.id, order.key)


# From here to there a letter for several cases takes them all along.
TOGETHER = (Act.KONSEP, Act.PARAF, Act.TANDA_TANGAN, Act.NOMOR, Act.CAP, Act.KIRIM)


def _travellers(work: Work, move: Move, leaving: Leaving) -> list[Case]:
    """The other cases on the letter that this move takes along; NotYetError if one cannot."""
    if move is Move.GANTI_SURAT:
        before = (*TOGETHER, Act.TUNGGU)
        return [
            case
            for case in work.fellows
            if case.hold is None and work.sop.task(case.row, case.task).act in before
        ]
    goes_on = move is Move.LANJUT or (move is Move.KOREKSI and not leaving.alone)
    if not goes_on or work.task.act not in TOGETHER or work.case.hold:
        return []
    if late := [case for case in work.fellows if not case.stands_beside(work.case)]:
        names = ", ".join(case.applicant.name for case in late)
        raise NotYetError(
            ("form", f"Permohonan lain dalam surat ini belum sampai di langkah ini: {names}.")
        )
    return list(work.fellows)


def _work(turn: Turn) -> Work:
    case, sop, officer = turn.case, turn.sop, turn.officer
    letter = letter_of(case)
    shared = cases_on(letter, [case]) if letter and len(letter.cases) > 1 else [case]
    return Work(
        session=turn.session,
        case=case,
        sop=sop,
        task=sop.task(case.row, case.task),
        letter=letter,
        fellows=tuple(one for one in shared if one.id != case.id and one.outcome is None),
        officer=officer,
        by=officer.author(desk_of(case.here, sop)),
        at=turn.at,
        clock=turn.clock,
    )


def _do(work: Work, order: Order) -> Details:
    if order.move is Move.LANJUT:
        return WORK[work.task.act](work, order.data)
    return WAYS_OUT[order.move](work, order.data)


LEFT = {
    Move.KEMBALIKAN: "dikembalikan ke pemohon. Waktu layanan berhenti sementara.",
    Move.TERIMA_KEMBALI: "berkas diterima kembali. Waktu layanan dihitung lagi.",
    Move.KOREKSI: "dikembalikan untuk diperbaiki ke {meja}.",
    Move.USUL_TOLAK: "usulan penolakan dikirim ke {meja}.",
    Move.TOLAK: "permohonan ditutup, tidak dapat diproses.",
    Move.TOLAK_BPJS: "permohonan ditutup, tidak dapat diproses.",
    Move.INFORMASI: "selesai dengan informasi.",
    Move.BATALKAN: "permohonan dibatalkan.",
    Move.GANTI_SURAT: "surat dibatalkan, gantinya disusun di meja {meja}.",
}


def _message(case: Case, sop: Sop, move: Move, details: Details, *, mine: bool) -> str:
    name = case.applicant.name
    if move is not Move.LANJUT:
        said = LEFT[move].replace("{meja}", _whose(case, sop))
        return f"{name}: {said.replace('pemohon', details.get('kantor', 'pemohon'))}"
    number = f" Nomor surat: {details['nomor']}." if "nomor" in details else ""
    if case.outcome:
        return f"{name}: selesai, semua langkah SOP sudah dikerjakan.{number}"
    if mine:
        return f"{name}: langkah dicatat. Lanjutkan langkah berikutnya.{number}"
    return f"{name}: diteruskan ke {_whose(case, sop)}.{number}"


def _whose(case: Case, sop: Sop) -> str:
    roles = desk_of(case.here, sop)
    return " / ".join(ROLE_WORDS[role] for role in Role if role in roles)
