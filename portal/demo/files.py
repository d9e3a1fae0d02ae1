"""Files of a practice office, each walked as far as its plan says by the pages' own operations."""

import random
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from portal.cases.incoming import FileIn
from portal.db import db
from portal.demo.persons import Families
from portal.demo.walk import Walker
from portal.desk.work.ways_out import Leaving
from portal.intake.operations import receive
from portal.offices.model import Office, Village
from portal.offices.office_clock import OfficeClock, clock_of
from portal.people.model import Person
from portal.people.officer import Officer, officer_on
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop
from portal.sop.vocabulary import Act, Move, Role

PAST_SERIAL = 5_000  # of invented persons, so that nobody of the past comes again today
PAST_DAYS = range(7, 31)  # working days ago; the newest decree was already there
# About a working day in all, and so even that no letter is numbered before an older file's.
PAST_PACE = range(70, 110)


def officers_of(office: Office, day: date) -> dict[Role, Officer]:
    """Who works each role of an office on a day."""
    people = db.session.scalars(select(Person).where(Person.office_id == office.id))
    found: dict[Role, Officer] = {}
    for person in people:
        officer = officer_on(person, day)
        found |= dict.fromkeys(officer.roles, officer)
    return found


@dataclass(frozen=True)
class Plan:
    """How far a file gets: so many tasks, then perhaps another move."""

    steps: int
    days_ago: int
    size: int
    emergency: bool
    pace: range = range(1, 20)  # working minutes that it lies at each desk
    leave: tuple[Move, Leaving] | None = None


class Files:
    """The files of one office."""

    def __init__(self, catalogue: Catalogue, office: Office, now: datetime, number: int) -> None:
        self.catalogue, self.office, self.now = catalogue, office, now
        self.clock: OfficeClock = clock_of(office)
        self.random = random.Random(2026 + number)  # noqa: S311 - invented data
        self.families = Families(office.region, 7 + number)
        self.officers = officers_of(office, self.clock.day(now))
        self.villages = list(
            db.session.scalars(
                select(Village.code)
                .where(Village.code.startswith(office.region + "."), Village.kind != "",
                       Village.level == "desa_kelurahan")
                .order_by(Village.code)
            )
        )  # fmt: skip

    def make(self) -> None:
        """Files at every task of each SOP, and some that went other ways."""
        planned = [
            (plan.days_ago, n, sop, plan)
            for sop in self.catalogue.of_region(self.office.region)
            for n, plan in enumerate(self._plans(sop))
        ]
        # In the order of receipt, so that agenda numbers run with the days.
        for _, _, sop, plan in sorted(planned, key=lambda item: (-item[0], item[1], item[2].id)):
            self._file(sop, plan)

    def make_past(self, sop: Sop, count: int) -> list[str]:
        """So many finished files of past weeks, one a day; gives their refs in order.

        Made before the files of today, so that agenda and letter numbers run with the days.
        Raises ValueError for more files than days.
        """
        self.families.serial = PAST_SERIAL
        steps = sum(task.act is not Act.TERIMA for task in sop.tasks)
        days = sorted(self.random.sample(PAST_DAYS, count), reverse=True)
        plans = [Plan(steps, day, 1, sop.emergency, PAST_PACE) for day in days]
        return [self._file(sop, plan) for plan in plans]

    def _plans(self, sop: Sop) -> list[Plan]:
        first = next(n for n, task in enumerate(sop.tasks) if task.act != "terima")
        tasks = len(sop.tasks) - first
        plans = [
            Plan(steps, self.random.randrange(0, 2), self.random.choice((1, 1, 2, 3)),
                  sop.emergency or self.random.random() < 0.15)
            for steps in range(tasks + 1)
        ]  # fmt: skip
        plans.append(Plan(0, 0, 1, sop.emergency))
        need = sop.checked_requirements[-1 if sop.checked_requirements[-1].obligatory else 0]
        fault = (need.code, "tidak_ada")
        plans.append(
            Plan(0, 3, 1, sop.emergency, leave=(Move.KEMBALIKAN, Leaving(papers=(fault,))))
        )
        plans.append(
            Plan(1, 4, 1, sop.emergency, leave=(Move.INFORMASI, Leaving(reasons=("masih_aktif",))))
        )
        return plans

    def _file(self, sop: Sop, plan: Plan) -> str:
        at = self._moment(plan.days_ago)
        family = self.families.next(size=plan.size, cards=sop.needs_card)
        first = family.persons[0]
        counter = next(iter(o for r, o in self.officers.items() if r is Role.STAF))
        village = self.random.choice(self.villages)
        ref = receive(
            counter.id,
            sop,
            FileIn(
                bringer_name=first.name,
                bringer_relation="Yang bersangkutan",
                bringer_phone="",
                kk_no=family.kk_no,
                address=f"Jalan Contoh Nomor {self.random.randrange(1, 90)}",
                village_code=village,
                persons=family.persons,
                emergency_reason=(
                    "sedang dirawat di rumah sakit daerah (contoh)" if plan.emergency else ""
                ),
                present_papers=tuple(need.code for need in sop.checked_requirements),
            ),
            key=secrets.token_hex(16),
            at=at,
        )
        walker = Walker(self.catalogue, self.officers, self.clock)
        for _ in range(plan.steps):
            opened = self._later(at, plan.pace)
            at = self._later(opened, range(1, 6))
            walker.step(ref, at, opened)
        if plan.leave:
            walker.leave(ref, *plan.leave, self._later(at, range(1, 10)))
        return ref

    def _moment(self, days_ago: int) -> datetime:
        """A morning minute so many working days back, long enough ago for the work of a day."""
        midnight = datetime.combine(self.clock.day(self.now), datetime.min.time(), self.clock.zone)
        day = midnight - timedelta(days=1)
        while days_ago or not self.clock.calendar.is_working_day(day.date()):
            days_ago -= self.clock.calendar.is_working_day(day.date())
            day -= timedelta(days=1)
        return self.clock.after_minutes(day, self.random.randrange(20, 150))

    def _later(self, at: datetime, span: range) -> datetime:
        """Some working minutes later, but not beyond this moment."""
        return min(self.clock.after_minutes(at, self.random.choice(span)), self.now)
