"""What comes in as a new file: its people and papers, and the case it becomes."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime

from portal.cases.model import Case, Member
from portal.cases.receipt import new_number
from portal.identity.name import search_key
from portal.offices.model import Office
from portal.sop.table import Sop


@dataclass(frozen=True)
class PersonIn:
    """One person of the family card, as checked."""

    name: str
    nik: str
    born: date
    sex: str
    relation: str
    birth_place: str = ""
    card_no: str = ""


@dataclass(frozen=True)
class FileIn:
    """What the counter or a village office typed, as checked."""

    bringer_name: str
    bringer_relation: str
    bringer_phone: str
    kk_no: str
    address: str
    village_code: str
    persons: tuple[PersonIn, ...]
    emergency_reason: str = ""
    present_papers: tuple[str, ...] = ()  # kk, ktp (everyone's), ktp-2 (of the second person)
    twins_known: bool = False
    warnings: tuple[str, ...] = field(default=())
    from_ref: str = ""  # the ended case that this one goes on from (edge case 21)
    number: str = ""  # the application number that a village office gave out already


def case_from(
    office: Office, sop: Sop, file: FileIn, at: datetime, agenda: tuple[int, int] = (0, 0)
) -> Case:
    """The case of a file, not stored and standing nowhere yet; `agenda`: year and number."""
    emergency = bool(file.emergency_reason)
    return Case(
        ref=secrets.token_hex(16),
        number=file.number or new_number(),
        office_id=office.id,
        office=office,
        agenda_year=agenda[0],
        agenda_no=agenda[1],
        sop_id=sop.id,
        sop_version=sop.version,
        received_at=at,
        bringer_name=file.bringer_name,
        bringer_relation=file.bringer_relation,
        bringer_phone=file.bringer_phone,
        kk_no=file.kk_no,
        address=file.address,
        village_code=file.village_code,
        emergency=emergency,
        emergency_reason=file.emergency_reason,
        priority=0 if emergency else 1,
        hold=None,
        outcome=None,
        reasons=[],
        returns=0,
        archive_place="",
        members=[member_of(office.id, n, item) for n, item in enumerate(file.persons, 1)],
    )


def member_of(office_id: int, place: int, item: PersonIn) -> Member:
    """A person of the file, at a place from 1."""
    return Member(
        office_id=office_id,
        place=place,
        name=item.name,
        name_key=search_key(item.name),
        nik=item.nik,
        born=item.born,
        birth_place=item.birth_place,
        sex=item.sex,
        relation=item.relation,
        card_no=item.card_no,
        included=True,
    )
