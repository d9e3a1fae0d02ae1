"""How often a village office's files were complete at first try, and what they came back for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal import dates
from portal.cases import reasons as lists
from portal.cases.model import Case
from portal.db import db
from portal.registration.model import Registration, ReturnedFault
from portal.sop.table import Sop

MONTHS = 12
COMMONEST = 5


@dataclass
class Month:
    """What was first sent in one month, and what became of it so far."""

    year: int
    month: int
    sent: int = 0
    accepted: int = 0
    returned: int = 0  # at least once, before or after the case began
    first_try: int = 0  # accepted and never returned

    @property
    def judged(self) -> int:
        """Those of which the first try is decided; what still waits counts for nobody."""
        return self.first_try + self.returned

    @property
    def share(self) -> int | None:
        """Of a hundred decided ones, how many were complete at first try."""
        return round(100 * self.first_try / self.judged) if self.judged else None

    @property
    def words(self) -> str:
        """November 2026."""
        return f"{dates.MONTHS[self.month - 1]} {self.year}"


@dataclass(frozen=True)
class Common:
    """A reason for which files of this village came back, and how often."""

    paper: str
    paper_name: str
    words: str
    todo: str
    count: int


def months_of(village_code: str, now: datetime, zone: str) -> list[Month]:
    """The last twelve months, the oldest first, this one included."""
    months = _months(now, zone)
    since = months[0]
    query = (
        select(Registration.first_sent_at, Registration.returns, Case.id, Case.returns)
        .outerjoin(Case, Case.id == Registration.case_id)
        .where(
            Registration.village_code == village_code,
            Registration.first_sent_at >= _moment(since, now),
        )
    )
    by_month = {(item.year, item.month): item for item in months}
    for sent_at, returns, case_id, later in db.session.execute(query):
        there = dates.local(sent_at or now, zone)
        month = by_month.get((there.year, there.month))
        if month is None:
            continue
        back = bool(returns or later)
        month.sent += 1
        month.accepted += case_id is not None
        month.returned += back
        month.first_try += case_id is not None and not back
    return months


def commonest(
    village_code: str, sops: Iterable[Sop], now: datetime, most: int = COMMONEST
) -> list[Common]:
    """The commonest reasons of the last twelve months, those of one paper told once each."""
    count = func.count()
    query = (
        select(ReturnedFault.paper, ReturnedFault.fault, count)
        .where(ReturnedFault.village_code == village_code,
               ReturnedFault.at >= now - timedelta(days=365))
        .group_by(ReturnedFault.paper, ReturnedFault.fault)
        .order_by(count.desc(), ReturnedFault.paper, ReturnedFault.fault)
        .limit(most)
    )  # fmt: skip
    known = list(sops)
    found = []
    for paper, code, times in db.session.execute(query):
        sop, need = next(
            ((sop, need) for sop in known if (need := sop.requirement(paper))), (None, None)
        )
        fault = need and next((f for f in lists.faults_of(need) if f.code == code), None)
        if sop and need and fault:
            head = sop.village_head
            found.append(
                Common(paper, need.name, fault.citizen.replace("{kepala}", head),
                       fault.todo.replace("{kepala}", head), times)
            )  # fmt: skip
    return found


def _months(now: datetime, zone: str) -> list[Month]:
    there = dates.local(now, zone)
    last = there.year * 12 + there.month - 1
    return [Month(n // 12, n % 12 + 1) for n in range(last - MONTHS + 1, last + 1)]


def _moment(month: Month, now: datetime) -> datetime:
    """A moment before this month began in any zone of the country."""
    start = now.replace(year=month.year, month=month.month, day=1, hour=0, minute=0, second=0)
    return start.replace(microsecond=0) - timedelta(days=1)
