"""What a practice office looks back on is made by the same rules as its files of today."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.cases.forecast import FEWEST
from portal.cases.model import Case, Member
from portal.complaints.model import Complaint, Kind
from portal.complaints.rules import answerers
from portal.db import db
from portal.demo.files import PAST_DAYS
from portal.demo.past import PAST, be_heard, make_past
from portal.journal.queries import faults_in_chains
from portal.letters.queries import letter_of
from portal.people.model import Post
from portal.survey.model import SurveyAnswer, SurveyGiven
from tests.browser import Browser
from tests.cast import P22, T22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture

SECRET = "x" * 40


def looked_back(cast: Cast, sop_id: str) -> list[Case]:
    """The past files of the office of an SOP, the first one first."""
    office = cast.office_of(sop_id)
    refs = make_past(cast.catalogue, office, clock.now(), 0)
    be_heard(cast.catalogue, office, refs, SECRET)
    db.session.rollback()
    return list(db.session.scalars(select(Case).where(Case.ref.in_(refs)).order_by(Case.id)))


def check(cast: Cast, sop_id: str, cases: list[Case]) -> None:
    assert len(cases) == PAST[sop_id] <= len(PAST_DAYS)
    numbers = [case.agenda_no for case in cases]
    assert numbers == list(range(numbers[0], numbers[0] + len(cases)))
    moments = [case.received_at for case in cases]
    assert moments == sorted(moments)
    letters = [letter_of(case) for case in cases]
    assert all(letter is not None and letter.issued for letter in letters)
    assert len({letter.number for letter in letters if letter}) == len(cases)
    days = [letter.numbered_on for letter in letters if letter and letter.numbered_on]
    assert days == sorted(days)
    for case in cases:
        assert case.outcome == "selesai"
        assert case.ready_at is not None
        assert case.ended_at is not None
        assert case.received_at < case.ready_at <= case.ended_at < clock.now() - timedelta(days=6)
        assert {(m.case_id, m.nik[4:6]) for m in case.members} == {(case.id, "99")}
    assert list(faults_in_chains()) == []


def test_past_files_are_walked_like_any_other_and_the_survey_is_theirs(
    cast: Cast, visitor: Browser
) -> None:
    cases = looked_back(cast, T22)

    check(cast, T22, cases)
    answered = db.session.scalar(select(func.count()).select_from(SurveyAnswer))
    assert answered == db.session.scalar(select(func.count()).select_from(SurveyGiven))
    assert answered
    assert answered <= len(cases)
    visitor.get(f"/layanan/{T22}")
    assert "SP4N-LAPOR! di lapor.go.id." in visitor.text
    assert "Kalimat bawaan portal" not in visitor.text
    db.session.rollback()


def test_a_past_complaint_is_answered_by_someone_who_may_and_others_wait(cast: Cast) -> None:
    cast.receive(T22)  # complaints are about a file that still runs

    be_heard(cast.catalogue, cast.office_of(T22), [], SECRET)

    found = list(db.session.scalars(select(Complaint).order_by(Complaint.id)))
    assert [bool(item.answer) for item in found] == [True, False, False]
    titles = {post.title for post in _posts(cast, found[0])}
    assert found[0].answered_as in titles


def _posts(cast: Cast, item: Complaint) -> list[Post]:
    may = answerers(Kind(item.kind), cast.sop(item.sop_id))
    posts = db.session.scalars(select(Post).where(Post.office_id == item.office_id))
    return [post for post in posts if post.role_set & may]


@pytest.mark.battery
def test_one_service_has_files_enough_for_a_forecast_and_nobody_comes_twice(
    cast: Cast, visitor: Browser
) -> None:
    cases = looked_back(cast, P22)

    check(cast, P22, cases)
    assert len(cases) >= FEWEST
    niks = select(func.count(), func.count(Member.nik.distinct()))
    everyone, different = db.session.execute(niks).one()
    assert everyone == different
    number = cast.case(cast.receive(P22)).number
    visitor.get(f"/L/{number}")
    assert "9 dari 10 berkas lengkap seperti ini selesai paling lambat" in visitor.text
