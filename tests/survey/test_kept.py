"""How the two databases keep a survey: once, unchanged, and in no order of writing."""

import pytest
from sqlalchemy import select, text

from portal.db import db, write
from portal.survey.elements import KEYS
from portal.survey.model import SurveyAnswer
from portal.survey.operations import AlreadyGivenError, Filled, give
from tests.house.together import at_once
from tests.survey.conftest import ANSWERS, Citizens

SECRET = "x" * 40
FILLED = Filled({key: int(value) for key, value in ANSWERS.items()}, {"sex": "P"})


def kept() -> list[SurveyAnswer]:
    db.session.rollback()
    return list(db.session.scalars(select(SurveyAnswer)))


def test_the_operation_itself_refuses_half_forms_and_second_ones(citizens: Citizens) -> None:
    number, catalogue = citizens.served().number, citizens.cast.catalogue
    half = Filled({key: 4 for key in KEYS[:8]}, {})
    with pytest.raises(ValueError, match="incomplete"):
        give(number, half, catalogue, secret_key=SECRET, key="a" * 32)
    give(number, FILLED, catalogue, secret_key=SECRET, key="b" * 32)
    with pytest.raises(AlreadyGivenError):
        give(number, FILLED, catalogue, secret_key=SECRET, key="c" * 32)
    assert len(kept()) == 1


@pytest.mark.parametrize("same_form", [True, False])
def test_at_the_same_moment_one_answer_is_kept(citizens: Citizens, same_form: bool) -> None:
    """Of one form clicked twice both clicks are thanked; of two forms one is told it came late."""
    number, catalogue = citizens.served().number, citizens.cast.catalogue
    keys = ["a" * 32 if same_form else f"{n:032}" for n in range(4)]
    db.session.rollback()
    acts = [
        lambda key=key: give(number, FILLED, catalogue, secret_key=SECRET, key=key) for key in keys
    ]

    results = at_once(citizens.cast.app, acts)

    late = [result for result in results if result is not None]
    assert [type(result) for result in late] == [AlreadyGivenError] * (0 if same_form else 3)
    assert len(kept()) == 1


def test_answers_come_back_in_no_order_of_writing(citizens: Citizens, engine_name: str) -> None:
    """On SQLite the tables have no running row number; a dump is in the order of random ids."""
    numbers = [citizens.served().number for _ in range(4)]
    for place, number in enumerate(numbers):
        filled = Filled({**FILLED.answers, "waktu": place + 1}, {})
        give(number, filled, citizens.cast.catalogue, secret_key=SECRET, key=f"{place:032}")
    ids = [answer.id for answer in kept()]
    if engine_name == "sqlite":
        assert ids == sorted(ids)
        for table in ("survey_answer", "survey_given"):
            with pytest.raises(Exception, match="no such column: rowid"):
                db.session.execute(text(f"SELECT rowid FROM {table}"))  # noqa: S608
            db.session.rollback()
    assert len({len(one) for one in ids}) == 1


def test_the_database_keeps_answers_as_they_were_given(citizens: Citizens) -> None:
    give(citizens.served().number, FILLED, citizens.cast.catalogue, secret_key=SECRET, key="a" * 32)
    for change in (
        "UPDATE survey_answer SET waktu = 4",
        "UPDATE survey_given SET digest = 'x'",
        "DELETE FROM survey_given",
    ):
        with pytest.raises(Exception, match="survey_"), write() as session:
            session.execute(text(change))
