"""Cases whose families can be written to."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from portal.cases.model import Case, Message
from portal.db import db, write
from tests.cast import Cast

PHONE = "+6281200000099"
Told = Callable[..., Case]


@pytest.fixture
def told(cast: Cast) -> Told:
    """Makes a case, just taken in or at a task, whose bringer left a phone number."""

    def make(sop_id: str, row: int = 0, task: int = 0, *, phone: str = PHONE, **more: Any) -> Case:
        ref = cast.case_at(sop_id, row, task, **more).ref if row else cast.receive(sop_id, **more)
        with write() as session:
            session.scalars(select(Case).where(Case.ref == ref)).one().bringer_phone = phone
        return cast.case(ref)

    return make


def news_of(case: Case) -> list[tuple[str, str]]:
    """What about, and how far, of every message of a case, the oldest first."""
    db.session.rollback()
    query = select(Message).where(Message.case_id == case.id).order_by(Message.id)
    return [(found.about, found.state) for found in db.session.scalars(query)]


def ready_at(cast: Cast, sop_id: str) -> tuple[int, int]:
    """Where the letter of an SOP lies ready."""
    task = next(task for task in cast.sop(sop_id).tasks if task.act == "serahkan")
    return task.row, task.index


def last_message(case: Case) -> Message:
    """The newest message of a case, read afresh."""
    db.session.rollback()
    query = select(Message).where(Message.case_id == case.id).order_by(Message.id.desc())
    found = db.session.scalars(query).first()
    assert found is not None
    return found
