"""Seeds a practice installation, once: three offices and files at every row of every SOP."""

import random
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock as time
from portal.cases.incoming import FileIn
from portal.cases.model import Case
from portal.db import db, write
from portal.demo.cast import OFFICES, PASSWORD, Actor, Setting
from portal.demo.persons import Families
from portal.demo.sample_registrations import file_samples
from portal.demo.walk import Walker
from portal.desk.work.ways_out import Leaving
from portal.intake.operations import receive
from portal.journal.model import Chain
from portal.letters.model import NumberSeries
from portal.offices.model import Office, Village
from portal.offices.office_clock import OfficeClock, clock_of
from portal.offices.regions import load_reference_data
from portal.people.model import Assignment, Person, Post
from portal.people.officer import Officer, officer_on
from portal.people.passwords import hash_password
from portal.people.queries import person_named
from portal.registers.model import Decree
from portal.registers.queries import load_first_registers
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop
from portal.sop.vocabulary import Move, Role


class RealCasesError(Exception):
    """The database holds real cases or offices; practice data must not mix with them."""


def seed(catalogue: Catalogue) -> None:
    """Fill an empty database with practice data.

    Raises RealCasesError when it holds an office or a case already.
    """
    seed_offices()
    now = time.now()
    for number, setting in enumerate(OFFICES):
        code = setting.office["code"]
        office = db.session.scalars(select(Office).where(Office.code == code)).one()
        _Files(catalogue, office, now, number).make()
        _pre_register(catalogue, office, now)


def _pre_register(catalogue: Catalogue, office: Office, now: datetime) -> None:
    """What the village office of this office has in hand."""
    day = clock_of(office).day(now)
    clerk = officers_of(office, day)[Role.STAF]
    operator = person_named(f"nagari.{office.code}")
    if operator is not None:
        service = catalogue.of_region(office.region)[-1]
        file_samples(officer_on(operator, day), clerk, service, current_app.config["STORE"])


def seed_offices(method: str = "scrypt:32768:8:3") -> None:
    """The three offices with their people and reference data, but no file yet.

    Raises RealCasesError when the database holds an office or a case already.
    """
    if db.session.scalar(select(func.count()).select_from(Office)) or db.session.scalar(
        select(Case.id).limit(1)
    ):
        raise RealCasesError
    now = time.now()
    hashed = hash_password(PASSWORD, method)
    with write() as session:
        load_reference_data(session)
        load_first_registers(session)
        _decrees(session, now)
        session.flush()
        for setting in OFFICES:
            _office(session, setting, hashed, now)


def officers_of(office: Office, day: date) -> dict[Role, Officer]:
    """Who works each role of an office on a day."""
    people = db.session.scalars(select(Person).where(Person.office_id == office.id))
    found: dict[Role, Officer] = {}
    for person in people:
        officer = officer_on(person, day)
        found |= dict.fromkeys(officer.roles, officer)
    return found


def _decrees(session: Session, now: datetime) -> None:
    """Invented decrees: one inside its six months, one long past."""
    for number, days, note in (("901/HUK/CONTOH", 60, "contoh, masih dalam batas"),
                               ("900/HUK/CONTOH", 400, "contoh, sudah lewat batas")):  # fmt: skip
        issued = (now - timedelta(days=days)).date()
        session.add(Decree(number=number, issued=issued, months=6, note=note))


def _office(session: Session, setting: Setting, hashed: str, now: datetime) -> None:
    office = Office(**setting.office, demo=True)
    session.add(office)
    session.flush()
    session.add_all([
        NumberSeries(office_id=office.id, **setting.series), Chain(office_id=office.id),
    ])  # fmt: skip
    for actor in setting.people:
        _person(session, office, actor, hashed, now)


def _person(session: Session, office: Office, actor: Actor, hashed: str, now: datetime) -> None:
    def region(level: str, name: str) -> str | None:
        inside = Village.code.startswith(office.region + ".")
        here = select(Village.code).where(inside, Village.level == level, Village.name == name)
        return session.scalar(here.order_by(Village.code).limit(1)) if name else None

    person = Person(
        office_id=office.id,
        username=f"{actor.account}.{office.code}",
        name=actor.name,
        nip=actor.nip,
        rank=actor.rank,
        password_hash=hashed,
        admin=actor.admin,
        village_code=region("desa_kelurahan", actor.village),
        district_code=region("kecamatan", actor.district),
    )
    session.add(person)
    if actor.post:
        title, short, roles = actor.post
        post = Post(office_id=office.id, title=title, short=short, roles=[r.value for r in roles])
        session.add(post)
        session.flush()
        session.add(
            Assignment(
                person_id=person.id, post_id=post.id, since=(now - timedelta(days=700)).date()
            )
        )


@dataclass(frozen=True)
class _Plan:
    """How far a file gets: so many tasks, then perhaps another move."""

    steps: int
    days_ago: int
    size: int
    emergency: bool
    leave: tuple[Move, Leaving] | None = None


class _Files:
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

    def _plans(self, sop: Sop) -> list[_Plan]:
        first = next(n for n, task in enumerate(sop.tasks) if task.act != "terima")
        tasks = len(sop.tasks) - first
        plans = [
            _Plan(steps, self.random.randrange(0, 2), self.random.choice((1, 1, 2, 3)),
                  sop.emergency or self.random.random() < 0.15)
            for steps in range(tasks + 1)
        ]  # fmt: skip
        plans.append(_Plan(0, 0, 1, sop.emergency))
        need = sop.checked_requirements[-1 if sop.checked_requirements[-1].obligatory else 0]
        fault = (need.code, "tidak_ada")
        plans.append(_Plan(0, 3, 1, sop.emergency, (Move.KEMBALIKAN, Leaving(papers=(fault,)))))
        plans.append(
            _Plan(1, 4, 1, sop.emergency, (Move.INFORMASI, Leaving(reasons=("masih_aktif",))))
        )
        return plans

    def _file(self, sop: Sop, plan: _Plan) -> None:
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
            opened = self._later(at, 20)
            at = self._later(opened, 6)
            walker.step(ref, at, opened)
        if plan.leave:
            walker.leave(ref, *plan.leave, self._later(at, 10))

    def _moment(self, days_ago: int) -> datetime:
        """A morning minute so many working days back, long enough ago for the work of a day."""
        midnight = datetime.combine(self.clock.day(self.now), datetime.min.time(), self.clock.zone)
        day = midnight - timedelta(days=1)
        while days_ago or not self.clock.calendar.is_working_day(day.date()):
            days_ago -= self.clock.calendar.is_working_day(day.date())
            day -= timedelta(days=1)
        return self.clock.after_minutes(day, self.random.randrange(20, 150))

    def _later(self, at: datetime, most: int) -> datetime:
        """Some working minutes later, but not beyond this moment."""
        return min(self.clock.after_minutes(at, self.random.randrange(1, most)), self.now)
