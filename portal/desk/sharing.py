"""One letter for several cases: put on and taken off while it is being drafted (N27)."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.cases.model import Case
from portal.cases.needs import missing_of
from portal.cases.queries import cases_of
from portal.db import db
from portal.desk.work.base import NotYetError
from portal.journal.model import Command
from portal.journal.operations import record
from portal.letters import lifecycle
from portal.letters.content import UndrawableError, content_of
from portal.letters.model import Kind, Letter, LetterCase
from portal.letters.printable import MOST_PERSONS
from portal.letters.queries import cases_on, letter_of
from portal.letters.turn import Repeat, Turn, turn_on
from portal.people.officer import Officer
from portal.sop.catalogue import Catalogue
from portal.sop.rules import NotAllowedError, moves_open_to
from portal.sop.table import Sop
from portal.sop.vocabulary import Act, Move

MOST = 100  # cases on one letter


def may_share(officer: Officer, case: Case, sop: Sop) -> bool:
    """Whether this officer may now choose the cases of the letter: its drafter, at the drafting."""
    return bool(
        sop.letter.get("lampiran")
        and sop.task(case.row, case.task).act is Act.KONSEP
        and Move.LANJUT in moves_open_to(officer.roles, case.here, sop)
    )


def companions_of(officer: Officer, case: Case) -> list[Case]:
    """The other cases that wait at the same drafting, the longest-waiting first."""
    query = (
        cases_of(officer)
        .where(
            Case.sop_id == case.sop_id,
            Case.sop_version == case.sop_version,
            Case.row == case.row,
            Case.task == case.task,
            Case.desk == case.desk,
            Case.hold.is_(None),
            Case.outcome.is_(None),
            Case.id != case.id,
        )
        .order_by(Case.arrived_at, Case.id)
        .limit(MOST)
        .options(selectinload(Case.members), joinedload(Case.village))
    )
    return list(db.session.scalars(query))


def share_letter(
    officer: Officer,
    ref: str,
    chosen: frozenset[str],
    catalogue: Catalogue,
    *,
    version: int,
    key: str,
) -> None:
    """Let one letter be for this case and the chosen ones, by their refs.

    Raises NoSuchCaseError, StaleCaseError, NotAllowedError, and NotYetError when a chosen
    case is not at the drafting with its papers complete.
    """
    if len(chosen) >= MOST:
        raise NotYetError(("cases", f"Satu surat untuk paling banyak {MOST} permohonan."))
    with turn_on(officer, ref, catalogue, version=version, key=key, also=chosen) as turn:
        if isinstance(turn, Repeat):
            return
        if not may_share(turn.officer, turn.case, turn.sop):
            raise NotAllowedError("this letter's cases cannot be chosen now")
        fellows = _chosen(turn, chosen)
        letter = _letter(turn)
        before = {item.case_id for item in letter.cases}
        together = [turn.case, *fellows]
        for case in fellows:
            _leave_other_letter(turn, case, letter)
        _set_cases(letter, together)
        _rewrite(letter, together, turn.sop)
        lifecycle.void_parafs(letter, turn.at)
        _write_down(turn, together, before, key)


def _chosen(turn: Turn, refs: frozenset[str]) -> list[Case]:
    """The chosen cases, still at this drafting; turn_on() holds them."""
    query = (
        select(Case)
        .where(Case.office_id == turn.case.office_id, Case.ref.in_(refs), Case.id != turn.case.id)
        .order_by(Case.id)
    )
    found = list(turn.session.scalars(query))
    host = letter_of(turn.case)
    for case in found:
        if fault := _obstacle(turn, case, host):
            raise NotYetError(("cases", f"Permohonan {case.applicant.name} {fault}"))
    if len(found) < len(refs - {turn.case.ref}):
        raise NotYetError(("cases", "Ada permohonan yang tidak lagi di langkah ini."))
    return found


def _obstacle(turn: Turn, case: Case, host: Letter | None) -> str:
    """Why a case cannot stand on this letter, or ''."""
    if not case.stands_beside(turn.case):
        return "tidak lagi di langkah ini."
    if missing_of(case, turn.sop, turn.clock):
        return "belum lengkap syaratnya."
    own = letter_of(case)
    if own is not None and host is not None and own.id == host.id:
        return ""
    # A replacement says whose letter it replaces: nobody comes to it, nobody leaves it so.
    if host is not None and host.replaces_id:
        return "tidak dapat ditambahkan: surat ini pengganti surat yang batal."
    if own is not None and own.replaces_id:
        return "sedang menyusun pengganti suratnya sendiri yang batal."
    return ""


def _letter(turn: Turn) -> Letter:
    letter = letter_of(turn.case)
    if letter is None:
        kind = Kind(str(turn.sop.letter["bentuk"]))
        letter = lifecycle.begin(turn.session, [turn.case], kind, turn.sop.short_name)
    return letter


def _leave_other_letter(turn: Turn, case: Case, letter: Letter) -> None:
    """A case that joins leaves the draft it had; a draft that nobody is left on is withdrawn."""
    other = letter_of(case)
    if other is None or other.id == letter.id:
        return
    rest = [one for one in cases_on(other) if one.id != case.id]
    if rest:
        lifecycle.take_out(other, case, rest, turn.sop)
        lifecycle.void_parafs(other, turn.at)
    else:
        by = turn.officer.author()
        lifecycle.void(other, by, "digabung ke surat lain", turn.at)


def _set_cases(letter: Letter, together: list[Case]) -> None:
    wanted = [case.id for case in together]
    kept = [item for item in letter.cases if item.case_id in wanted]
    there = {item.case_id for item in kept}
    fresh = [LetterCase(letter_id=letter.id, case_id=ref) for ref in wanted if ref not in there]
    letter.cases = [*kept, *fresh]


def _rewrite(letter: Letter, together: list[Case], sop: Sop) -> None:
    persons = sum(member.included for case in together for member in case.members)
    if persons > MOST_PERSONS:
        raise NotYetError(("cases", f"Satu surat memuat paling banyak {MOST_PERSONS} orang."))
    replaces = (letter.content or {}).get("replaces")
    try:
        lifecycle.rewrite(letter, content_of(together, sop, letter.remark or "", replaces))
    except UndrawableError as fault:
        raise NotYetError(("cases", str(fault))) from fault


def _write_down(turn: Turn, together: list[Case], before: set[int], key: str) -> None:
    by, at = turn.officer.author(turn.sop.task(turn.case.row, turn.case.task).desk), turn.at
    now = {case.id: case for case in together}
    dropped = turn.session.scalars(select(Case).where(Case.id.in_(before - now.keys())))
    for case in (*together, *dropped):
        case.touched_at = at
        record(
            turn.session, office_id=case.office_id, kind="surat_bersama", at=at, by=by,
            case_id=case.id, row=turn.sop.row(case.row).number,
            details={"permohonan": len(together) if case.id in now else 0},
        )  # fmt: skip
    count = len(together)
    message = f"Surat ini sekarang untuk {count} permohonan." if count > 1 else (
        "Surat ini sekarang untuk permohonan ini saja."
    )  # fmt: skip
    turn.session.add(
        Command(
            key=key, person_id=turn.officer.id, at=at, case_id=turn.case.id, message=message,
            target="berkas",
        )
    )  # fmt: skip
