"""Pictures of papers that the counter adds to a case, or puts in the place of earlier ones."""

from dataclasses import replace

from portal.cases.model import Case
from portal.cases.needs import Need, needs_of, paper_of
from portal.cases.passage import Departure, move_on
from portal.documents.operations import Owner, Ready, ReplacedError, attach
from portal.documents.queries import current, documents_of_case
from portal.journal.model import Command
from portal.journal.operations import Author, record
from portal.letters.turn import Repeat, StaleCaseError, Turn, turn_on
from portal.people.officer import Officer
from portal.registration.papers import MOST_FILES, TooManyFilesError
from portal.sop.catalogue import Catalogue
from portal.sop.rules import NotAllowedError, desk_of, start_of
from portal.sop.table import Sop
from portal.sop.vocabulary import Act, Move, Role


def may_add(roles: frozenset[Role], case: Case, sop: Sop) -> bool:
    """Whether these roles may put pictures in: the checking desk, while nobody else has the file.

    While the applicant is asked for more, the checking desk waits for it and may, too.
    """
    here = case.here
    checking = sop.counter
    return bool(not here.outcome and not here.signed and roles & checking & desk_of(here, sop))


def add_documents(
    officer: Officer, ref: str, field: str, ready: list[Ready], catalogue: Catalogue, *,
    replaces: str = "", version: int, key: str,
) -> None:  # fmt: skip
    """Add stored files to one paper, the first of them perhaps in place of an earlier one.

    The tick "benar" of this paper alone falls (edge case 14); where it was already relied on,
    the checking begins anew. Raises NoSuchCaseError, StaleCaseError, NotAllowedError,
    TooManyFilesError.
    """
    with turn_on(officer, ref, catalogue, version=version, key=key) as turn:
        if isinstance(turn, Repeat):
            return
        case, sop = turn.case, turn.sop
        if not may_add(turn.officer.roles, case, sop):
            raise NotAllowedError("dokumen")
        need = next((n for n in needs_of(case, sop, turn.clock) if n.field == field), None)
        if need is None:
            raise NotAllowedError(f"paper {field}")
        by = turn.officer.author(sop.counter)
        paper = paper_of(case, need)
        relied_on = paper is not None and paper.correct
        _attach(turn, need, ready, replaces, by)
        row = sop.row(case.row).number
        again = relied_on and not case.hold and _is_past_checking(case, sop)
        if again:
            landing = replace(start_of(sop), corrected=case.corrected)
            move_on(case, sop, landing, Departure(Move.KOREKSI, by, turn.at, turn.at), turn.clock)
        turn.session.flush()
        details = {"berkas": field, "jumlah": len(ready), "mengganti": bool(replaces)}
        record(turn.session, office_id=case.office_id, kind="dokumen", at=turn.at, by=by,
               case_id=case.id, row=row, details=details)  # fmt: skip
        said = "Dokumen tersimpan. Berkas kembali ke pemeriksaan syarat." if again else ""
        turn.session.add(
            Command(key=key, person_id=turn.officer.id, at=turn.at, case_id=case.id,
                    message=said or "Dokumen tersimpan. Cocokkan, lalu centang benar.")
        )  # fmt: skip


def _attach(turn: Turn, need: Need, ready: list[Ready], replaces: str, by: Author) -> None:
    case, place = turn.case, need.member.place if need.member else 0
    standing = [d for d in current(documents_of_case(case.id)) if d.field == need.field]
    old = next((item for item in standing if item.ref == replaces), None)
    if replaces and old is None:
        raise StaleCaseError
    if len(standing) + len(ready) - bool(old) > MOST_FILES:
        raise TooManyFilesError
    for item in ready:
        # No village: what was taken in at the Dinas, no village office sees (N19).
        owner = Owner(case.office_id, None, old.registration_id if old else None, case.id)
        try:
            attach(turn.session, owner, need.requirement.code, place, item,
                   turn.officer.id, by.name, turn.at, old)  # fmt: skip
        except ReplacedError:
            raise StaleCaseError from None
        old = None


def _is_past_checking(case: Case, sop: Sop) -> bool:
    return sop.task(case.row, case.task).act is not Act.PERIKSA
