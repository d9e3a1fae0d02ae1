"""Seeds a practice installation, once: three offices, files at every row of every SOP, a past."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock as time
from portal.cases.model import Case
from portal.db import db, write
from portal.demo.cast import OFFICES, PASSWORD, Actor, Setting
from portal.demo.files import Files, officers_of
from portal.demo.past import be_heard, make_past
from portal.demo.sample_registrations import file_samples
from portal.journal.model import Chain
from portal.letters.model import NumberSeries
from portal.offices.model import Office, Village
from portal.offices.office_clock import clock_of
from portal.offices.regions import load_reference_data
from portal.people.model import Assignment, Person, Post
from portal.people.officer import officer_on
from portal.people.passwords import hash_password
from portal.people.queries import person_named
from portal.registers.model import Decree
from portal.registers.queries import load_first_registers
from portal.sop.catalogue import Catalogue
from portal.sop.vocabulary import Role


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
        past = make_past(catalogue, office, now, number)
        Files(catalogue, office, now, number).make()
        _pre_register(catalogue, office, now)
        be_heard(catalogue, office, past, current_app.config["SECRET_KEY"])


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
