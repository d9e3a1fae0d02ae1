"""Issuing a letter of return or refusal: signed and numbered in one act (specimens 06, 07)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock as time
from portal.cases.model import Case
from portal.cases.queries import case_for
from portal.db import write
from portal.journal.model import Command
from portal.journal.operations import command_done, record
from portal.letters import lifecycle
from portal.letters.model import KIND_WORDS, Kind, Letter
from portal.letters.notices import notice_content
from portal.letters.numbers import Giving, next_number, series_for
from portal.letters.signing import block_of
from portal.notices.queries import kind_owed, notice_of
from portal.offices.office_clock import clock_of
from portal.people.model import Person
from portal.people.officer import Officer, officer_on
from portal.sop.catalogue import Catalogue
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop


class NoSuchCaseError(Exception):
    """There is no such case for this officer."""


class NotOwedError(Exception):
    """The case is neither returned nor refused, its letter exists, or it changed meanwhile."""


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

    Raises NoSuchCaseError, NotOwedError, NotAllowedError, UndrawableError, and what
    next_number raises.
    """
    person_id, office_id, at = officer.id, officer.office.id, time.now()
    with write() as session:
        session.execute(
            select(Case.id).where(Case.ref == ref, Case.office_id == office_id).with_for_update()
        )
        if known := command_done(session, order.key):
            return int(known.target)
        person = session.get_one(Person, person_id)
        officer = officer_on(person, clock_of(person.office).day(at))
        case = case_for(officer, ref)
        if case is None:
            raise NoSuchCaseError
        sop = catalogue.pinned(case.sop_id, case.sop_version)
        letter = _issued(session, case, sop, officer, order, texts)
        by = officer.author(sop.refusers)
        case.touched_at = at
        session.flush()
        record(session, office_id=office_id, kind="surat_pemberitahuan", at=at, by=by,
               case_id=case.id, details={"jenis": letter.kind, "nomor": letter.number})  # fmt: skip
        session.add(
            Command(
                key=order.key, person_id=person_id, at=at, case_id=case.id, target=str(letter.id),
                message=f"{letter.title} {letter.number} sudah terbit. Cetak suratnya.",
            )
        )  # fmt: skip
        return letter.id


def void_notice(officer: Officer, ref: str, reason: str, *, version: int, key: str,
                catalogue: Catalogue) -> None:  # fmt: skip
    """Void the letter that a case has; its number stays as BATAL and it is owed another one.

    Raises NoSuchCaseError, NotOwedError, NotAllowedError.
    """
    person_id, office_id, at = officer.id, officer.office.id, time.now()
    with write() as session:
        session.execute(
            select(Case.id).where(Case.ref == ref, Case.office_id == office_id).with_for_update()
        )
        if command_done(session, key):
            return
        person = session.get_one(Person, person_id)
        officer = officer_on(person, clock_of(person.office).day(at))
        case = case_for(officer, ref)
        if case is None:
            raise NoSuchCaseError
        sop = catalogue.pinned(case.sop_id, case.sop_version)
        if not may_issue(officer, sop):
            raise NotAllowedError("only those who may refuse void this letter")
        letter = notice_of(case)
        if letter is None or case.version != version:
            raise NotOwedError
        by = officer.author(sop.refusers)
        lifecycle.void(letter, by, reason, at)
        case.touched_at = at
        session.flush()
        record(session, office_id=office_id, kind="surat_pemberitahuan_batal", at=at, by=by,
               case_id=case.id,
               details={"nomor_batal": letter.number, "catatan": reason})  # fmt: skip
        message = f"{letter.title} {letter.number} dibatalkan. Terbitkan gantinya bila perlu."
        session.add(Command(key=key, person_id=person_id, at=at, case_id=case.id, message=message))


def _issued(
    session: Session, case: Case, sop: Sop, officer: Officer, order: Issuing, texts: Path | None
) -> Letter:
    acting = officer.acting_as(sop.refusers)
    if acting is None:
        raise NotAllowedError("only those who may refuse sign this letter")
    kind = kind_owed(case)
    if kind is None or case.version != order.version or notice_of(case):
        raise NotOwedError
    at = time.now()
    day, by = clock_of(case.office).day(at), officer.author(sop.refusers)
    letter = lifecycle.begin(session, [case], kind, KIND_WORDS[kind])
    lifecycle.rewrite(letter, content_for(case, sop, kind, texts))
    lifecycle.sign(session, letter, block_of(acting, case.office, day), officer.id, at)
    book = series_for(session, case.office_id, kind.value)
    giving = Giving(by.name, at, day)
    given = next_number(session, book, giving, letter_id=letter.id, typed=order.typed)
    lifecycle.number(session, letter, given)
    return letter
