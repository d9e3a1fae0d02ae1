"""The people of the three offices, and cases standing where a test wants them."""

import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal import clock as time
from portal.cases.incoming import FileIn, PersonIn
from portal.cases.model import Case
from portal.cases.queries import case_for
from portal.db import db
from portal.demo.persons import Families
from portal.demo.seed import officers_of
from portal.demo.walk import Walker
from portal.desk.operations import Done, Order, make_move
from portal.intake.operations import receive
from portal.offices.model import Office, Village
from portal.offices.office_clock import clock_of
from portal.people.officer import Officer, officer_on
from portal.people.queries import person_named
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop
from portal.sop.vocabulary import Move

P17, P22 = "pessel-2017-bpjs", "pessel-2022-reaktivasi"
T22, S24 = "tanjungpinang-2022-jamkesda", "solok-2024-fasilitasi"
ALL = (P17, P22, T22, S24)

MONDAY = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)  # Senin, 23 November 2026, 09.05 WIB


class Cast:
    """Puts cases on rows and lets people act, through the operations of the portal."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.catalogue: Catalogue = app.config["CATALOGUE"]
        self.families: dict[str, Families] = {}

    def sop(self, sop_id: str) -> Sop:
        """The SOP in force."""
        found = self.catalogue.in_force(sop_id)
        assert found is not None, sop_id
        return found

    def officer(self, username: str, day: date | None = None) -> Officer:
        """A person with the posts held on a day (today)."""
        person = person_named(username)
        assert person is not None, username
        return officer_on(person, day or time.now().date())

    def office_of(self, sop_id: str) -> Office:
        """The office of an SOP."""
        region = self.sop(sop_id).region
        return db.session.scalars(select(Office).where(Office.region == region)).one()

    def receive(
        self, sop_id: str, *, at: datetime | None = None, size: int = 1, **more: Any
    ) -> str:
        """Take a file in at the counter; gives its ref."""
        sop, office = self.sop(sop_id), self.office_of(sop_id)
        clerk = self.officer(f"staf.{office.code}")
        file = self.file(sop, office, size=size, **more)
        return receive(clerk.id, sop, file, key=secrets.token_hex(16), at=at)

    def file(
        self, sop: Sop, office: Office, *, size: int = 1, emergency: str = "",
        persons: tuple[PersonIn, ...] = (), kk_no: str = "", twins_known: bool = False,
    ) -> FileIn:  # fmt: skip
        """A synthetic file."""
        families = self.families.setdefault(office.region, Families(office.region, 11))
        family = families.next(size=size, cards="kartu" in str(sop.letter["kolom_orang"]))
        village = db.session.scalars(
            select(Village.code)
            .where(Village.code.startswith(office.region + "."), Village.level == "desa_kelurahan")
            .order_by(Village.code)
        ).first()
        assert village is not None
        people = persons or family.persons
        return FileIn(
            bringer_name=people[0].name,
            bringer_relation="Yang bersangkutan",
            bringer_phone="",
            kk_no=kk_no or family.kk_no,
            address="Jalan Contoh Nomor 7",
            village_code=village,
            persons=people,
            emergency_reason=emergency or ("dirawat (contoh)" if sop.emergency else ""),
            present_papers=tuple(need.code for need in sop.checked_requirements),
            twins_known=twins_known,
        )

    def case_at(self, sop_id: str, row: int, task: int = 0, **more: Any) -> Case:
        """A case standing at a task, with the work of the rows before it done by their people."""
        ref = self.receive(sop_id, **more)
        case = self.case(ref)
        while (case.row, case.task) != (row, task):
            case = self.step(ref)
            assert case.outcome is None, f"{sop_id} never stands at {row}.{task}"
        return case

    def step(self, ref: str, at: datetime | None = None) -> Case:
        """Let whoever's turn it is do the present task."""
        office = self._any_case(ref).office
        clock = clock_of(office)
        moment = at or time.now()
        walker = Walker(self.catalogue, officers_of(office, clock.day(moment)), clock)
        walker.step(ref, moment, moment - timedelta(minutes=1))
        return self.case(ref)

    def move(self, username: str, ref: str, move: Move, data: object = None, **more: Any) -> Done:
        """Let one person make one move, with a form made just now."""
        case = self._any_case(ref)
        order = Order(
            move=move,
            data=data,
            version=more.get("version", case.version),
            key=more.get("key") or secrets.token_hex(16),
            opened_at=time.now(),
        )
        return make_move(self.officer(username), ref, order, self.catalogue, at=more.get("at"))

    def case(self, ref: str) -> Case:
        """The case as it stands now, read afresh."""
        db.session.expire_all()
        db.session.rollback()
        office = self._any_case(ref).office
        found = case_for(self.officer(f"staf.{office.code}"), ref)
        assert found is not None
        return found

    def _any_case(self, ref: str) -> Case:
        return db.session.scalars(select(Case).where(Case.ref == ref)).one()
