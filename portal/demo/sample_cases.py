"""Offices, cases and signers made in memory, of invented persons, for the samples."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.cases.model import Case, Disposition, Finding, Member, Paper, Stint
from portal.demo.cast import OFFICES, Actor, Setting
from portal.demo.persons import Families
from portal.letters.signer import Holding, block
from portal.offices.model import ORDINARY_HOURS, RAMADAN_HOURS, Office, Village
from portal.offices.office_clock import OfficeClock
from portal.offices.working_time import Calendar
from portal.sop.rules import start_of
from portal.sop.table import Sop
from portal.sop.vocabulary import Check, Role

AT = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)  # Senin, 23 November 2026, 09.05 WIB
DAY = date(2026, 11, 23)
FIRST_NUMBER = 482173059162044  # of the applications; nobody's receipt
SOURCES = {
    Check.DATA_KEMISKINAN: ("PBDT 2015", "ditemukan"),
    Check.SK_NONAKTIF: ("SK Menteri Sosial", "reaktivasi"),
    Check.SIKS_NG: ("SIKS-NG", "tidak_terdaftar"),
    Check.KEPESERTAAN: ("Chika BPJS Kesehatan", "nonaktif"),
}


@dataclass(frozen=True)
class Desk:
    """One office with its sheet, and who works there."""

    office: Office
    setting: Setting

    def actor(self, *roles: Role) -> Actor:
        """The first person who holds one of these roles, the roles in order."""
        return next(
            who for role in roles for who in self.setting.people if who.post and role in who.post[2]
        )

    def signer(self, holding: str) -> dict[str, Any]:
        """The block of each way of signing; a.n. and u.b. are signed below the head."""
        head = self.actor(Role.KADIS)
        second = self.actor(Role.KABID)
        third = self.actor(Role.KASI, Role.PEJABAT_FUNGSIONAL, Role.KORPEL)
        who = {"an": second, "ub": third}.get(holding, head if holding == "definitif" else second)
        held = Holding(
            kind=holding,
            post=_post(second if holding in ("an", "ub") else head),
            is_head=holding in ("definitif", "plt", "plh"),
            own_post=_post(who),
        )
        title = self.office.head_title
        return dict(block(held, head_title=title, name=who.name, rank=who.rank, nip=who.nip))

    def parafs(self) -> list[dict[str, str]]:
        """Everybody below the head, one paraf each, ten minutes apart."""
        below = [who for who in self.setting.people if who.post and Role.KADIS not in who.post[2]]
        return [
            {"name": who.name, "post": _post(who),
             "at": (AT + timedelta(minutes=10 * place)).isoformat()}
            for place, who in enumerate(below)
        ]  # fmt: skip

    def clock(self) -> OfficeClock:
        """Its clock, on ordinary weeks without days off."""
        office = self.office
        return OfficeClock(office.zone, Calendar(office.ordinary, office.ramadan))


def desk_of(region: str, paper: str = "f4", font: str = "sans", points: float = 11.0) -> Desk:
    """The demo office of a region, or any for a region without one, printing on this sheet."""
    own = (item for item in OFFICES if item.office["region"] == region)
    setting = next(own, OFFICES[0])
    office = Office(
        id=1,
        zone="Asia/Jakarta",
        hours=ORDINARY_HOURS,
        ramadan_hours=RAMADAN_HOURS,
        completion_days=14,
        demo=True,
        paper=paper,
        font=font,
        font_points=points,
        margins={"top": 12, "right": 20, "bottom": 18, "left": 25},
        **setting.office,
    )
    return Desk(office, setting)


def case_of(desk: Desk, sop: Sop, *, size: int = 1, place: int = 0) -> Case:
    """A case of an invented family, checked and ready for its letter; `place` tells them apart."""
    family = Families(sop.region, 40 + place).next(size=size, cards=sop.needs_card)
    kind = "kelurahan" if sop.region == "21.72" else "nagari"
    village = Village(
        code=f"{sop.region}.99.9999", kind=kind, name="Contoh Baru", district="Contoh Timur"
    )
    start = start_of(sop)
    case = Case(
        ref=f"{place:032x}", number=str(FIRST_NUMBER + place * 7919), office=desk.office,
        agenda_year=2026, agenda_no=871 + place, sop_id=sop.id, sop_version=sop.version,
        received_at=AT, bringer_name=family.persons[0].name, bringer_relation="Yang bersangkutan",
        bringer_phone="081200000099", kk_no=family.kk_no, address="Jalan Contoh Nomor 7",
        village=village, emergency=sop.emergency,
        emergency_reason="dirawat di RSUD Contoh sejak 21 November 2026" if sop.emergency else "",
        row=start.row, task=start.task, hold=None, outcome=None, signed=False, corrected=False,
        desk=sop.tasks[0].desk_token, arrived_at=AT, due_at=AT, promised_at=AT + timedelta(days=2),
        clock_from=AT, archive_place="", reasons=[],
    )  # fmt: skip
    for number, who in enumerate(family.persons, start=1):
        case.members.append(
            Member(id=number, place=number, included=True, **{**vars(who), "birth_place": "Contoh"})
        )
    _check(case, sop)
    return case


def _check(case: Case, sop: Sop) -> None:
    """Every paper ticked, every look-up made, the first desk passed."""
    for need in sop.checked_requirements:
        case.papers += [
            Paper(
                member_id=member.id if member else None, code=need.code, present=True,
                correct=True, subchecks=[True] * len(need.subchecks),
                number="140/77/WN-C/XI/2026" if "nomor" in need.fields else "",
                dated=DAY - timedelta(days=3) if "tanggal" in need.fields else None,
                substitute="", checked_by="Rina Marlina", checked_at=AT + timedelta(minutes=9),
            )
            for member in (case.members if need.per_person else [None])
        ]  # fmt: skip
    for task in sop.tasks:
        for check in task.checks:
            source, found = SOURCES[check.kind]
            case.findings += [
                Finding(
                    member_id=member.id, kind=check.kind.value, source=source, result=found,
                    number=f"99000871{member.place:02}", note="", at=AT + timedelta(minutes=12),
                    decree_number="80/HUK/2026", decree_issued=date(2026, 9, 1),
                    limit=date(2027, 2, 28), by_name="Rina Marlina",
                )
                for member in case.members
            ]  # fmt: skip
    case.stints.append(
        Stint(
            row=case.row, task=case.task, desk=case.desk, arrived_at=AT, opened_at=AT,
            opened_by="Rina Marlina", done_at=AT + timedelta(minutes=15), done_by="Rina Marlina",
        )
    )  # fmt: skip


def dispose(desk: Desk, case: Case) -> None:
    """Let the head pass the file down, and the next one further."""
    head, second = desk.actor(Role.KADIS), desk.actor(Role.KABID)
    last = Role.KORPEL if case.sop_id.startswith("solok") else Role.KASI
    for who, to, urgency, asked, note in (
        (head, Role.KABID, "segera", ["proses"], "Cek kepesertaan dahulu."),
        (second, last, "segera", ["proses", "koordinasi"], "Siapkan pengantar."),
    ):
        case.dispositions.append(
            Disposition(
                row=1, by_name=who.name, by_post=_post(who), to_role=to.value, urgency=urgency,
                instructions=asked, note=note, at=AT + timedelta(minutes=20),
            )
        )  # fmt: skip


def _post(actor: Actor) -> str:
    return actor.post[0] if actor.post else ""
