"""What stands behind an application number, before there is a case and beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload

from portal.cases.model import Case, Finding, Member
from portal.db import db
from portal.offices.model import Office
from portal.registration.model import AllottedNumber, Device, NumberBlock, Registration, State
from portal.sop.vocabulary import Check


def registered(number: str) -> Registration | None:
    """The pre-registration of a number; thrown away it is unknown, and once a case the case's."""
    query = (
        select(Registration)
        .where(Registration.number == number, not_yet_case())
        .options(joinedload(Registration.office))
    )
    return db.session.scalar(query)


def not_yet_case() -> ColumnElement[bool]:
    """The pre-registrations whose number they themselves stand for."""
    return and_(Registration.state != State.DIHAPUS.value, Registration.case_id.is_(None))


def allotted_by(number: str) -> Office | None:
    """The office whose village got this number to give out, while its data have not come."""
    arrived = select(Registration.id).where(Registration.number == number).exists()
    query = (
        select(Office)
        .join(Device, Device.office_id == Office.id)
        .join(NumberBlock, NumberBlock.device_id == Device.id)
        .join(AllottedNumber, AllottedNumber.block_id == NumberBlock.id)
        .where(AllottedNumber.number == number, ~arrived)
    )
    return db.session.scalar(query)


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
