"""Reprints of an issued letter: counted, with who and why, never with other bytes."""

from portal import clock as time
from portal.cases.queries import case_for
from portal.db import write
from portal.journal.model import Command
from portal.journal.operations import command_done, record
from portal.letters import lifecycle
from portal.letters.queries import letters_of
from portal.letters.turn import NoSuchCaseError, hold
from portal.people.officer import Officer


def note_copy(officer: Officer, ref: str, letter_ref: str, reason: str, *, key: str) -> None:
    """Note that a copy of a case's letter is printed (edge case 18). Raises NoSuchCaseError."""
    by, person_id, office_id = officer.author(), officer.id, officer.office.id
    with write() as session:
        hold(session, frozenset({ref}), office_id)  # copies are counted one after the other
        if command_done(session, key):
            return
        case = case_for(officer, ref)
        found = letters_of(case) if case else []
        letter = next((item for item in found if item.ref == letter_ref and item.issued), None)
        if case is None or letter is None or letter.voided_at is not None:
            raise NoSuchCaseError
        at = time.now()
        made = lifecycle.copy(letter, by, reason, at)
        case.touched_at = at
        session.flush()
        record(
            session, office_id=case.office_id, kind="salinan", at=at, by=by, case_id=case.id,
            details={"nomor": letter.number, "ke": str(made.n), "catatan": reason},
        )  # fmt: skip
        session.add(
            Command(
                key=key, person_id=person_id, at=at, case_id=case.id,
                message=f"Salinan ke-{made.n} surat {letter.number} dicatat. Cetak suratnya.",
            )
        )  # fmt: skip
