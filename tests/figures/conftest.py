"""Months of work of an office, put there at once: copies of a case that was really received."""

import itertools
import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from portal.cases.model import Case, Stint
from portal.cases.receipt import new_number
from portal.complaints.model import Complaint
from portal.db import db, write
from portal.sop.vocabulary import Move
from portal.survey.elements import KEYS
from portal.survey.model import SurveyAnswer
from tests.cast import P17, Cast

NOW = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)


class Past:
    """What an office did in earlier months."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        model = cast.case(cast.receive(P17))
        self.base = {c.key: getattr(model, c.key) for c in Case.__table__.columns if c.key != "id"}
        self._numbers = itertools.count(model.agenda_no + 1)

    def files(self, count: int, received_at: datetime, sop_id: str = P17, **more: Any) -> None:
        """So many files, each received at this moment."""
        office = self.cast.office_of(sop_id)
        rows = [
            self.base
            | {
                "ref": secrets.token_hex(16), "number": new_number(), "sop_id": sop_id,
                "agenda_no": next(self._numbers), "office_id": office.id,
                "received_at": received_at, "ended_at": None, "ready_at": None, "outcome": None,
            }
            | more
            for _ in range(count)
        ]  # fmt: skip
        with write() as session:
            session.execute(insert(Case), rows)
        db.session.rollback()

    def ended(
        self, count: int, at: datetime, sop_id: str = P17, outcome: str = "selesai", days: int = 3
    ) -> None:
        """So many files that ended at this moment, received and ready some days before."""
        self.files(
            count, at - timedelta(days=days), sop_id,
            outcome=outcome, ended_at=at, ready_at=at if outcome == "selesai" else None, desk="",
        )  # fmt: skip

    def returned(self, count: int, at: datetime, sop_id: str = P17, *, days: int = 1) -> None:
        """So many returns at this moment, all of one file received some days before."""
        self.files(1, at - timedelta(days=days), sop_id, returns=count)
        with write() as session:
            case_id = session.scalar(select(Case.id).order_by(Case.id.desc()).limit(1))
            session.add_all(
                Stint(case_id=case_id, row=1, task=0, desk="staf", arrived_at=at,
                      opened_at=at, done_at=at, move=Move.KEMBALIKAN.value)
                for _ in range(count)
            )  # fmt: skip
        db.session.rollback()

    def complained(self, count: int, at: datetime, kind: str = "pengaduan") -> None:
        """So many complaints of this kind."""
        office = self.cast.office_of(P17)
        with write() as session:
            session.add_all(
                Complaint(ref=secrets.token_hex(16), key=secrets.token_hex(16), number=new_number(),
                          office_id=office.id, sop_id=P17, kind=kind, topic="lain", made_at=at,
                          due_at=at + timedelta(days=7))
                for _ in range(count)
            )  # fmt: skip
        db.session.rollback()

    def judged(
        self, count: int, month: date, value: int = 3, sop_id: str = P17, office_id: int = 0
    ) -> None:
        """So many answers of the survey, all of one value; of the SOP's own office, or another."""
        office_id = office_id or self.cast.office_of(sop_id).id
        with write() as session:
            session.add_all(
                SurveyAnswer(id=secrets.token_hex(16), office_id=office_id, sop_id=sop_id,
                             month=month, **dict.fromkeys(KEYS, value))
                for _ in range(count)
            )  # fmt: skip
        db.session.rollback()


@pytest.fixture
def past(cast: Cast) -> Past:
    """The office of P17 with nothing done yet."""
    return Past(cast)
