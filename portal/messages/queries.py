"""Every question about messages. Officers' questions are asked through the officer who asks."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from portal.cases.model import Case, Message
from portal.cases.outbox import WAITING, Sending
from portal.db import db
from portal.messages.words import MOBILE, phone_of
from portal.people.officer import Officer
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop

LIMIT = 50
BATCH = 200
# News older than this is not sent by itself: an adapter that is set up late must not wake
# the whole district with what everybody knows by then.
FRESH = timedelta(days=7)


def may_tell(officer: Officer, sop: Sop) -> bool:
    """Whether this officer tells citizens of such a case: who works its counter."""
    return bool(officer.roles & sop.counter)


def waiting_for(officer: Officer, catalogue: Catalogue) -> list[Message]:
    """What waits to be told, the newest first; only cases whose family can be written to."""
    query = (
        _told_by(officer, catalogue)
        .where(Message.state.in_(WAITING), Case.bringer_phone.startswith(MOBILE))
        .order_by(Message.id.desc())
        .limit(LIMIT)
        .options(contains_eager(Message.case).joinedload(Case.office))
        .options(contains_eager(Message.case).selectinload(Case.members))
    )
    return [found for found in db.session.scalars(query) if phone_of(found.case)]


def message_of(officer: Officer, ref: str, catalogue: Catalogue) -> Message | None:
    """One message, or None: another office's is like none at all."""
    query = _told_by(officer, catalogue).where(Message.ref == ref)
    return db.session.scalar(query.options(contains_eager(Message.case)))


def messages_about(case: Case) -> list[Message]:
    """All messages of a case that the officer has in hand, the newest first."""
    query = select(Message).where(Message.case_id == case.id).order_by(Message.id.desc())
    return list(db.session.scalars(query.limit(LIMIT)))


def due_ids(at: datetime) -> list[int]:
    """The messages that an adapter should send or try again now, the longest-waiting first."""
    query = (
        select(Message.id)
        .join(Message.case)
        .where(
            Message.state == Sending.DITAWARKAN.value,
            Message.next_try_at <= at,
            Message.at >= at - FRESH,
            Case.bringer_phone.startswith(MOBILE),
        )
        .order_by(Message.next_try_at, Message.id)
        .limit(BATCH)
    )
    return list(db.session.scalars(query))


def message_in_hand(message_id: int) -> Message | None:
    """A message with its case, to be sent."""
    query = (
        select(Message)
        .where(Message.id == message_id)
        .options(joinedload(Message.case).joinedload(Case.office))
        .options(joinedload(Message.case).selectinload(Case.stints))
    )
    return db.session.scalar(query)


def _told_by(officer: Officer, catalogue: Catalogue) -> Select[Message]:
    sops = [(sop.id, sop.version) for sop in catalogue.every_version if may_tell(officer, sop)]
    return (
        select(Message)
        .join(Message.case)
        .where(
            Message.office_id == officer.office.id,
            tuple_(Case.sop_id, Case.sop_version).in_(sops),
        )
    )
