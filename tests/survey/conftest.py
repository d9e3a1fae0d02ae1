"""Cases that were handed over, and forms filled for them."""

import secrets
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from portal.cases.model import Case
from portal.db import db, write
from portal.sop.vocabulary import Outcome
from portal.survey.elements import KEYS
from portal.survey.model import SurveyAnswer
from tests.cast import P17, Cast

ANSWERS = dict.fromkeys(KEYS, "3") | {"biaya": "4", "sarana": "2"}


class Citizens:
    """Citizens who have their letter, and answers of earlier months."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def served(self, sop_id: str = P17, ended_at: datetime | None = None) -> Case:
        """A case that ended handed over; put there at once, for the way is walked elsewhere."""
        case = self.cast.case(self.cast.receive(sop_id))
        ref, last = case.ref, self.cast.sop(sop_id).tasks[-1]
        with write() as session:
            case = session.scalars(select(Case).where(Case.ref == ref)).one()
            case.row, case.task, case.outcome = last.row, last.index, Outcome.SELESAI.value
            case.signed, case.desk, case.ended_at = True, "", ended_at or case.received_at
        return self.cast.case(ref)

    def answered(
        self, count: int, month: date, sop_id: str = P17, values: int = 3, **more: Any
    ) -> None:
        """Answers of a month, each all of one value."""
        office_id = self.cast.office_of(sop_id).id
        with write() as session:
            session.add_all(
                SurveyAnswer(
                    id=secrets.token_hex(16), office_id=office_id, sop_id=sop_id, month=month,
                    **(dict.fromkeys(KEYS, values) | more),
                )
                for _ in range(count)
            )  # fmt: skip
        db.session.rollback()


@pytest.fixture
def citizens(cast: Cast) -> Citizens:
    """Citizens at the end of their way."""
    return Citizens(cast)
