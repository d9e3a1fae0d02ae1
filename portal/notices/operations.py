"""Issuing a letter of return or refusal: signed and numbered in one act (specimens 06, 07)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.cases.model import Case
from portal.journal.model import Command
from portal.journal.operations import record
from portal.letters import lifecycle
from portal.letters.model import KIND_WORDS, Kind, Letter
from portal.letters.notices import notice_content
from portal.letters.numbers import Giving, next_number, series_for
from portal.letters.signing import block_of
from portal.letters.turn import Repeat, Turn, turn_on
from portal.notices.queries import kind_owed, notice_of
from portal.people.officer import Officer
from portal.sop.catalogue import Catalogue
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop


class NotOwedError(Exception):
    """The case is neither returned nor refused, or its letter exists."""


@dataclass(frozen=True)
class Issuing:
    """What the signer's form sends."""

    version: int
    key: str
    typed: str = ""  # the Secretariat's number, where the Secretariat numbers


def may_issue(officer: Officer, sop: Sop) -> bool:
    """Whether this officer signs such letters: those who may refuse, in whichever post they act."""
    return officer.acting_as(sop.refusers) is not None


def content_for(case: Case, sop: Sop, kind: Kind, texts: Path | None) -> dict[str, Any]:
    """The letter as the case stands now. Raises UndrawableError."""
    return notice_content(case, sop, kind, case.reasons, complete_by=case.complete_by, texts=texts)


def issue_notice(
    officer: Officer, ref: str, order: Issuing, catalogue: Catalogue, texts: Path | None
) -> int:
    """Sign and number the letter that the case is owed; gives its id.

    Raises NotOwedError, NotAllowedError, UndrawableError, and what turn_on and next_number
    raise.
    """
    with turn_on(officer, ref, catalogue, version=order.version, key=order.key) as turn:
        if isinstance(turn, Repeat):
            return int(turn.command.target)
        letter = _issued(turn, order.typed, texts)
        _write_down(
            turn,
            order.key,
            "surat_pemberitahuan",
            {"jenis": letter.kind, "nomor": letter.number},
            f"{letter.title} {letter.number} sudah terbit. Cetak suratnya.",
            target=str(letter.id),
        )
        return letter.id


def void_notice(
    officer: Officer, ref: str, reason: str, *, version: int, key: str, catalogue: Catalogue
) -> None:
    """Void the letter that a case has; its number stays as BATAL and it is owed another one.

    Raises NotOwedError, NotAllowedError, and what turn_on raises.
    """
    with turn_on(officer, ref, catalogue, version=version, key=key) as turn:
        if isinstance(turn, Repeat):
            return
        if not may_issue(turn.officer, turn.sop):
            raise NotAllowedError("only those who may refuse void this letter")
        letter = notice_of(turn.case)
        if letter is None:
            raise NotOwedError
        lifecycle.void(letter, turn.officer.author(turn.sop.refusers), reason, turn.at)
        _write_down(
            turn,
            key,
            "surat_pemberitahuan_batal",
            {"nomor_batal": letter.number, "catatan": reason},
            f"{letter.title} {letter.number} dibatalkan. Terbitkan gantinya bila perlu.",
        )


def _issued(turn: Turn, typed: str, texts: Path | None) -> Letter:
    session, case, sop = turn.session, turn.case, turn.sop
    acting = turn.officer.acting_as(sop.refusers)
    if acting is None:
        raise NotAllowedError("only those who may refuse sign this letter")
    kind = kind_owed(case)
    if kind is None or notice_of(case):
        raise NotOwedError
    day, by = turn.clock.day(turn.at), turn.officer.author(sop.refusers)
    letter = lifecycle.begin(session, [case], kind, KIND_WORDS[kind])
    lifecycle.rewrite(letter, content_for(case, sop, kind, texts))
    lifecycle.sign(session, letter, block_of(acting, case.office, day), turn.officer.id, turn.at)
    book = series_for(session, case.office_id, kind.value)
    given = next_number(
        session, book, Giving(by.name, turn.at, day), letter_id=letter.id, typed=typed
    )
    lifecycle.number(session, letter, given)
    return letter


def _write_down(
    turn: Turn, key: str, kind: str, details: dict[str, Any], message: str, target: str = ""
) -> None:
    """The event and the command of this change."""
    case, by = turn.case, turn.officer.author(turn.sop.refusers)
    case.touched_at = turn.at
    turn.session.flush()
    record(
        turn.session, office_id=case.office_id, kind=kind, at=turn.at, by=by, case_id=case.id,
        details=details,
    )  # fmt: skip
    turn.session.add(
        Command(
            key=key, person_id=turn.officer.id, at=turn.at, case_id=case.id, message=message,
            target=target,
        )
    )  # fmt: skip
