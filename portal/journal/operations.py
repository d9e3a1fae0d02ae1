"""Writing the record: always inside the transaction of the change it tells of."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.journal.chain import chained, details_digest
from portal.journal.model import Chain, Command, Event


@dataclass(frozen=True)
class Author:
    """Who acts, and in which post."""

    person_id: int | None
    name: str
    post: str


def record(
    session: Session,
    *,
    office_id: int,
    kind: str,
    at: datetime,
    by: Author,
    case_id: int | None = None,
    row: str = "",
    details: dict[str, Any] | None = None,
) -> Event:
    """Append an event to the office's chain. If this fails, so does the change."""
    head = session.scalar(
        select(Chain).where(Chain.office_id == office_id).with_for_update()
    ) or Chain(office_id=office_id, seq=0, hash="0" * 64)
    session.add(head)
    event = Event(
        office_id=office_id,
        seq=head.seq + 1,
        at=at.replace(microsecond=0),
        kind=kind,
        case_id=case_id,
        person_id=by.person_id,
        person_name=by.name,
        post_title=by.post,
        row=row,
        details=details or {},
        salt=secrets.token_hex(16),
        previous=head.hash,
    )
    event.digest = details_digest(event)
    event.hash = chained(event)
    head.seq, head.hash = event.seq, event.hash
    session.add(event)
    session.flush()
    return event


def command_done(session: Session, key: str) -> Command | None:
    """The result of this key if its change was already done."""
    return session.get(Command, key)
