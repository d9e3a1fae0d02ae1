"""The only interpreter of an SOP: who may make which move from here, and where it leads.

The desk's buttons, the guard against a forged request and the queue all ask here.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from portal.sop.table import Sop, Task
from portal.sop.vocabulary import (
    OUTCOME_STATUS,
    TRAITS,
    Act,
    Goods,
    Move,
    Outcome,
    Party,
    Role,
    Status,
)


class Hold(StrEnum):
    """Why a case waits outside its row's own work."""

    PEMOHON = "pemohon"  # with the applicant; the office's clock stands still
    USUL_TOLAK = "usul_tolak"  # a clerk proposed refusal; a decider must answer


@dataclass(frozen=True)
class Standing:
    """Where a case stands: a task of a row, perhaps on hold, or an outcome."""

    row: int
    task: int = 0
    hold: Hold | None = None
    outcome: Outcome | None = None
    signed: bool = False
    corrected: bool = False


# The moves that end a case.
ENDS = {
    Move.TOLAK: Outcome.DITOLAK,
    Move.TOLAK_BPJS: Outcome.DITOLAK_BPJS,
    Move.INFORMASI: Outcome.INFORMASI,
    Move.BATALKAN: Outcome.DIBATALKAN,
}


class NotAllowedError(Exception):
    """This move is not open to this person from here."""


def start_of(sop: Sop) -> Standing:
    """Where a case stands once the counter has taken it in: past the rows of receiving."""
    first = next(task for task in sop.tasks if task.act is not Act.TERIMA)
    return Standing(row=first.row, task=first.index)


def task_at(here: Standing, sop: Sop) -> Task:
    """The task a case stands on (the last one when it has ended)."""
    return sop.task(here.row, here.task)


def desk_of(here: Standing, sop: Sop) -> frozenset[Role]:
    """The roles whose turn it is; empty when the case has ended."""
    if here.outcome:
        return frozenset()
    match here.hold:
        case Hold.PEMOHON:
            return sop.counter
        case Hold.USUL_TOLAK:
            return sop.refusers
        case _:
            return task_at(here, sop).desk


def moves_open_to(roles: frozenset[Role], here: Standing, sop: Sop) -> tuple[Move, ...]:
    """The moves these roles may make from here, in the order of the buttons."""
    moves: list[Move] = []
    if not here.outcome:
        if roles & desk_of(here, sop):
            moves += _desk_moves(roles, here, sop)
        if roles & sop.counter and not here.signed:
            moves.append(Move.BATALKAN)
    if _may_replace_letter(roles, here, sop):
        moves.append(Move.GANTI_SURAT)
    return tuple(moves)


def replacers(sop: Sop) -> frozenset[Role]:
    """Who may void a signed letter: whoever signs, and whoever may refuse."""
    return sop.first(Act.TANDA_TANGAN).desk | sop.refusers


def _may_replace_letter(roles: frozenset[Role], here: Standing, sop: Sop) -> bool:
    """From the signature on, also after the letter was handed over (edge cases 19, 20)."""
    standing = here.outcome in (None, Outcome.SELESAI) and here.hold is None
    return bool(here.signed and standing and roles & replacers(sop))


def _desk_moves(roles: frozenset[Role], here: Standing, sop: Sop) -> list[Move]:
    if here.hold is Hold.PEMOHON:
        return [Move.TERIMA_KEMBALI]
    if here.hold is Hold.USUL_TOLAK:
        return [Move.TOLAK, Move.KOREKSI]
    task = task_at(here, sop)
    traits = TRAITS[task.act]
    moves = [Move.LANJUT]
    if traits.returns:
        moves.append(Move.KEMBALIKAN)
    if task.correct_to:
        moves.append(Move.KOREKSI)
    if traits.refuses and roles & sop.refusers & task.desk:
        moves.append(Move.TOLAK)
    if traits.informs:
        moves += [Move.INFORMASI, Move.USUL_TOLAK]
    if task.act is Act.TUNGGU:
        moves.append(Move.TOLAK_BPJS)
    return moves


def correction_targets(here: Standing, sop: Sop) -> tuple[Task, ...]:
    """Where a correction may lead: the drafting of a named row, else its first task."""
    if here.hold is Hold.USUL_TOLAK:
        return (task_at(here, sop),)
    targets = []
    for order in task_at(here, sop).correct_to:
        tasks = sop.row(order).tasks
        targets.append(next((t for t in tasks if t.act is Act.KONSEP), tasks[0]))
    return tuple(targets)


def take(
    move: Move,
    roles: frozenset[Role],
    here: Standing,
    sop: Sop,
    *,
    to_row: int | None = None,
    recheck: bool = False,
) -> Standing:
    """Where the case stands after the move.

    `to_row` is where a correction leads; `recheck` lets a letter's replacement begin at the
    checking of the papers (the data were wrong) instead of at the drafting.

    Raises NotAllowedError when the move is not open to these roles, or a correction names
    a row that it cannot reach.
    """
    if move not in moves_open_to(roles, here, sop):
        raise NotAllowedError(f"{move} is not open from row {here.row} of {sop.id}")
    match move:
        case Move.LANJUT:
            return _onward(here, sop)
        case Move.KEMBALIKAN:
            check = sop.first(Act.PERIKSA)
            return Standing(row=check.row, task=check.index, hold=Hold.PEMOHON)
        case Move.TERIMA_KEMBALI:
            return replace(here, hold=None)
        case Move.KOREKSI:
            return _corrected(here, sop, to_row)
        case Move.USUL_TOLAK:
            return replace(here, hold=Hold.USUL_TOLAK)
        case Move.GANTI_SURAT:
            anew = sop.first(Act.PERIKSA if recheck else Act.KONSEP)
            return Standing(row=anew.row, task=anew.index, corrected=True)
        case _:
            return replace(here, hold=None, outcome=ENDS[move])


def _onward(here: Standing, sop: Sop) -> Standing:
    task = task_at(here, sop)
    signed = here.signed or task.act is Act.TANDA_TANGAN
    following = sop.after_task(task)
    if following is None:
        return replace(here, hold=None, outcome=Outcome.SELESAI, signed=signed)
    return Standing(row=following.row, task=following.index, signed=signed)


def _corrected(here: Standing, sop: Sop, to_row: int | None) -> Standing:
    if here.hold is Hold.USUL_TOLAK:
        return replace(here, hold=None)
    target = next((t for t in correction_targets(here, sop) if t.row == to_row), None)
    if target is None:
        raise NotAllowedError(f"row {to_row} cannot be corrected from row {here.row} of {sop.id}")
    return Standing(row=target.row, task=target.index, corrected=True)


def status_of(here: Standing, sop: Sop, *, opened: bool = True) -> Status:
    """The status code of a standing (domain 6.1)."""
    task = task_at(here, sop)
    if here.outcome is Outcome.SELESAI:
        return Status.SELESAI if hands_over(sop) is Goods.KARTU else Status.DISERAHKAN
    if here.outcome:
        return OUTCOME_STATUS[here.outcome]
    if here.hold is Hold.PEMOHON:
        return Status.DIKEMBALIKAN
    if here.corrected and task.act is Act.KONSEP:
        return Status.DIKOREKSI
    if task.act is Act.PERIKSA and not opened:
        return Status.DITERIMA
    if task.act is Act.SERAHKAN and task.goods is Goods.KARTU:
        return Status.KIS_TERBIT
    if task.act is Act.ARSIPKAN and _was_handed_over(task, sop):
        return Status.SELESAI if hands_over(sop) is Goods.KARTU else Status.DISERAHKAN
    return TRAITS[task.act].status


def waits_for(here: Standing, sop: Sop) -> Party | None:
    """Whom the citizen's file waits for; None once the citizen has what was asked, or it ended."""
    if here.outcome:
        return None
    if here.hold is Hold.PEMOHON:
        return Party.PEMOHON
    task = task_at(here, sop)
    if here.hold is None and task.act is Act.TUNGGU:
        return Party.BPJS
    if here.hold is None and task.act is Act.SERAHKAN:
        return Party.PEMOHON
    if task.act is Act.ARSIPKAN and _was_handed_over(task, sop):
        return None
    return Party.KANTOR


def is_ready(here: Standing, sop: Sop) -> bool:
    """Whether the letter or the card lies ready for the citizen."""
    at_hand = here.outcome is None and here.hold is None
    return at_hand and task_at(here, sop).act is Act.SERAHKAN


def closed_unfinished(here: Standing) -> Standing:
    """Where a file ends that was not completed in time (edge case 17).

    Raises NotAllowedError unless it is with the applicant.
    """
    if here.outcome or here.hold is not Hold.PEMOHON:
        raise NotAllowedError("only a file that is with the applicant closes by itself")
    return replace(here, hold=None, outcome=Outcome.DITUTUP_OTOMATIS)


def hands_over(sop: Sop) -> Goods | None:
    """What the citizen is given in the end: the office's letter or the insurer's card."""
    return next((t.goods for t in sop.tasks if t.act is Act.SERAHKAN), None)


def _was_handed_over(task: Task, sop: Sop) -> bool:
    before = sop.tasks[: sop.tasks.index(task)]
    return any(t.act is Act.SERAHKAN for t in before)
