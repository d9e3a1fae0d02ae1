"""What stands beside a case on its public page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select

from portal.cases.model import Case, Finding, Member
from portal.db import db
from portal.registration.model import Registration
from portal.sop.vocabulary import Check


@dataclass(frozen=True)
class Beside:
    """What stands beside a case: whose turn it was at the village office, and its last day."""

    by_village: bool = False  # a village office sent it, and so completes it
    turns: Sequence[object] = ()  # as the registration keeps them
    last_day: date | None = None  # to reactivate: the earliest of the people in the letter


def beside(case_id: int) -> Beside:
    """What stands beside a case, in one question; of the look-ups of a person the last counts."""
    decree = and_(Finding.case_id == Case.id, Finding.kind == Check.SK_NONAKTIF.value)
    included = and_(Member.id == Finding.member_id, Member.included)
    query = (
        select(Registration.id, Registration.turns, Member.id, Finding.limit)
        .select_from(Case)
        .outerjoin(Registration, Registration.case_id == Case.id)
        .outerjoin(Finding, decree)
        .outerjoin(Member, included)
        .where(Case.id == case_id)
        .order_by(Finding.id)
    )
    rows = db.session.execute(query).all()
    if not rows:
        return Beside()
    limits = {member: limit for _, _, member, limit in rows if member is not None}
    days = [limit for limit in limits.values() if limit is not None]
    return Beside(
        by_village=rows[0][0] is not None,
        turns=tuple(rows[0][1] or ()),
        last_day=min(days, default=None),
    )
