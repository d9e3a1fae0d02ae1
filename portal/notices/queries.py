"""Which cases are owed a letter of return or refusal, and the one they have."""

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.cases.model import Case
from portal.cases.passage import WITH_APPLICANT
from portal.cases.queries import cases_of
from portal.db import db
from portal.letters.model import Kind, Letter, LetterCase
from portal.people.officer import Officer
from portal.sop.rules import Hold
from portal.sop.vocabulary import Outcome

LIMIT = 100


def kind_owed(case: Case) -> Kind | None:
    """Which letter fits how the case stands: returned, refused, or neither."""
    if case.hold == Hold.PEMOHON:
        return Kind.PENGEMBALIAN
    return Kind.PENOLAKAN if case.outcome == Outcome.DITOLAK else None


def notice_of(case: Case) -> Letter | None:
    """The live letter about the present return or refusal; an earlier return's does not count."""
    kind = kind_owed(case)
    if kind is None:
        return None
    since = case.ended_at if kind is Kind.PENOLAKAN else case.arrived_at
    query = (
        select(Letter)
        .join(LetterCase, LetterCase.letter_id == Letter.id)
        .where(
            LetterCase.case_id == case.id,
            Letter.kind == kind.value,
            Letter.voided_at.is_(None),
            Letter.signed_at >= since,
        )
        .options(selectinload(Letter.cases))
    )
    return db.session.scalar(query)


def waiting_cases(officer: Officer) -> list[Case]:
    """Returned and refused cases without their letter, the longest-waiting first."""
    told = (
        exists()
        .where(LetterCase.case_id == Case.id, Letter.id == LetterCase.letter_id)
        .where(Letter.voided_at.is_(None), Letter.signed_at >= Case.arrived_at)
        .where(Letter.kind.in_([Kind.PENGEMBALIAN.value, Kind.PENOLAKAN.value]))
    )
    query = (
        cases_of(officer)
        .where(or_(Case.desk == WITH_APPLICANT, Case.outcome == Outcome.DITOLAK.value), ~told)
        .order_by(Case.touched_at, Case.id)
        .limit(LIMIT)
        .options(selectinload(Case.members), joinedload(Case.village))
    )
    return list(db.session.scalars(query))
