"""Every question about the survey: who may answer, and what was answered in a period."""

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select

from portal.cases.model import Case
from portal.db import db
from portal.offices.model import Office
from portal.sop.rules import status_of
from portal.sop.table import Sop
from portal.sop.vocabulary import SERVED, Outcome
from portal.survey.elements import KEYS, PROFILE
from portal.survey.index import Sums
from portal.survey.model import SurveyAnswer, SurveyGiven
from portal.survey.sets import AnswerSet, full_sets


def is_handed_over(case: Case, sop: Sop) -> bool:
    """Whether the citizen has what was asked for; before that nobody is asked to judge (N51)."""
    return status_of(case.here, sop) in SERVED


def may_answer(case: Case, sop: Sop, secret_key: str) -> bool:
    """Whether this case's citizen is offered the survey: after hand-over, once."""
    return is_handed_over(case, sop) and not has_answered(case.number, secret_key)


def has_answered(number: str, secret_key: str) -> bool:
    """Whether a number has answered; the answers themselves cannot be found by it."""
    return db.session.get(SurveyGiven, digest_of(number, secret_key)) is not None


def digest_of(number: str, secret_key: str) -> str:
    """HMAC-SHA256 of a number, under a key made for this alone from the installation's secret."""
    key = hmac.digest(secret_key.encode(), b"survei-yang-sudah-diisi", hashlib.sha256)
    return hmac.new(key, number.encode(), hashlib.sha256).hexdigest()


def sets_of(office_id: int, sop_ids: Iterable[str], before: date) -> dict[str, list[AnswerSet]]:
    """The sets of answers that may be told of each service, from months before this one.

    All earlier months take part: a set that is full is the same in whichever period is asked for.
    """
    columns = [func.sum(getattr(SurveyAnswer, key)) for key in KEYS]
    query = (
        select(SurveyAnswer.sop_id, SurveyAnswer.month, func.count(), *columns)
        .where(SurveyAnswer.office_id == office_id, SurveyAnswer.month < before)
        .group_by(SurveyAnswer.sop_id, SurveyAnswer.month)
    )
    by_service: defaultdict[str, dict[date, Sums]] = defaultdict(dict)
    for sop_id, month, n, *totals in db.session.execute(query):
        by_service[sop_id][month] = Sums(n, tuple(int(total) for total in totals))
    return {sop_id: full_sets(by_service[sop_id]) for sop_id in sop_ids}


def answers_in(office_id: int, sop_ids: Iterable[str], first: date, last: date) -> int:
    """How many answers a period holds, told or not."""
    query = select(func.count()).select_from(SurveyAnswer).where(*_within(office_id, first, last))
    return db.session.scalar(query.where(SurveyAnswer.sop_id.in_(sorted(sop_ids)))) or 0


def profile_of(
    office_id: int, told: dict[str, list[AnswerSet]], first: date, last: date
) -> list[dict[str, Counter[str]]]:
    """Who gave the answers of each told set, by trait and code; '' did not say."""
    columns = [getattr(SurveyAnswer, trait.key) for trait in PROFILE]
    query = (
        select(SurveyAnswer.sop_id, SurveyAnswer.month, func.count(), *columns)
        .where(*_within(office_id, first, last))
        .group_by(SurveyAnswer.sop_id, SurveyAnswer.month, *columns)
    )
    found: list[dict[str, Counter[str]]] = []
    home: dict[tuple[str, date], dict[str, Counter[str]]] = {}
    for sop_id, sets in told.items():
        for item in sets:
            found.append({trait.key: Counter() for trait in PROFILE})
            home |= {(sop_id, month): found[-1] for month in item.months}
    for sop_id, month, n, *codes in db.session.execute(query):
        if mine := home.get((sop_id, month)):
            for trait, code in zip(PROFILE, codes, strict=True):
                mine[trait.key][code] += n
    return found


def served(office: Office, sop_ids: Iterable[str], first: date, last: date) -> int:
    """How many cases ended handed over in a period; what the sample is drawn from."""
    begin, end = moments(office.zone, first, last)
    query = select(func.count()).where(
        Case.office_id == office.id,
        Case.sop_id.in_(sorted(sop_ids)),
        Case.outcome == Outcome.SELESAI.value,
        Case.ended_at >= begin,
        Case.ended_at < end,
    )
    return db.session.scalar(query) or 0


def moments(zone: str, first: date, last: date) -> tuple[datetime, datetime]:
    """The beginning of the first month and the end (not included) of the last, as stored."""
    wall = ZoneInfo(zone)
    after = month_after(last)
    return (
        datetime.combine(first, time.min, wall).astimezone(UTC),
        datetime.combine(after, time.min, wall).astimezone(UTC),
    )


def month_after(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _within(office_id: int, first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return (
        SurveyAnswer.office_id == office_id,
        SurveyAnswer.month >= first,
        SurveyAnswer.month <= last,
    )
