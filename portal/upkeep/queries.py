"""Which returned files may need the portal's own hand."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.cases.model import Case
from portal.cases.passage import WITH_APPLICANT
from portal.db import db


def returned_refs() -> list[str]:
    """The files that are with their applicants, of every office, the longest-away first."""
    query = (
        select(Case.ref)
        .where(Case.outcome.is_(None), Case.desk == WITH_APPLICANT)
        .order_by(Case.arrived_at, Case.id)
    )
    return list(db.session.scalars(query))


def case_in_hand(ref: str) -> Case | None:
    """A case with what closing or reminding looks at."""
    query = (
        select(Case)
        .where(Case.ref == ref)
        .options(joinedload(Case.office), selectinload(Case.stints), selectinload(Case.messages))
    )
    return db.session.scalar(query)
