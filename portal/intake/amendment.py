"""Correcting what was typed at the counter; the old values stay in the record."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm.exc import StaleDataError

from portal import clock as time
from portal.cases.amending import may_amend
from portal.cases.incoming import FileIn, member_of
from portal.cases.model import Case
from portal.cases.passage import Departure, move_on
from portal.cases.queries import case_for
from portal.db import write
from portal.identity.name import search_key
from portal.journal.model import Command
from portal.journal.operations import command_done, record
from portal.offices.office_clock import clock_of
from portal.people.model import Person
from portal.people.officer import officer_on
from portal.sop.catalogue import Catalogue
from portal.sop.rules import NotAllowedError, start_of
from portal.sop.vocabulary import Move


def amend(
    officer_id: int, ref: str, catalogue: Catalogue, file: FileIn, *, version: int, key: str
) -> str:
    """Correct what was typed; the old values stay in the record, the checking starts anew.

    Raises NotAllowedError, StaleDataError; gives the ref.
    """
    at = time.now()
    with write() as session:
        if command_done(session, key):
            return ref
        person = session.get_one(Person, officer_id)
        clock = clock_of(person.office)
        officer = officer_on(person, clock.day(at))
        case = case_for(officer, ref)
        if case is None:
            raise NotAllowedError(ref)
        sop = catalogue.pinned(case.sop_id, case.sop_version)
        if case.version != version:
            raise StaleDataError
        if not may_amend(officer.roles, case, sop):
            raise NotAllowedError("ubah data")
        by = officer.author(sop.counter)
        old = _amended(case, file, at)
        number = sop.row(case.row).number
        landing = replace(start_of(sop), corrected=case.corrected)
        move_on(case, sop, landing, Departure(Move.KOREKSI, by, at, at), clock)
        session.flush()
        record(session, office_id=case.office_id, kind="diubah", at=at, by=by, case_id=case.id,
               row=number, details={"semula": old, "peringatan": list(file.warnings)})  # fmt: skip
        session.add(
            Command(key=key, person_id=officer_id, at=at, case_id=case.id, target="berkas",
                    message="Data diperbaiki. Periksa lagi syarat dan data dengan isian baru.")
        )  # fmt: skip
    return ref


def _amended(case: Case, file: FileIn, at: datetime) -> dict[str, str]:
    """Write the new values; gives the old ones by field."""
    old: dict[str, str] = {}

    def put(thing: object, label: str, **values: object) -> None:
        for name, value in values.items():
            before = getattr(thing, name)
            if before != value:
                old[f"{label}{name}"] = str(before)
                setattr(thing, name, value)

    put(case, "", bringer_name=file.bringer_name, bringer_relation=file.bringer_relation,
        bringer_phone=file.bringer_phone, kk_no=file.kk_no, address=file.address,
        village_code=file.village_code, emergency=bool(file.emergency_reason),
        emergency_reason=file.emergency_reason,
        priority=0 if file.emergency_reason else 1)  # fmt: skip
    for member, item in zip(case.members, file.persons, strict=False):
        before = (member.nik, member.name, member.born)
        put(member, f"orang {member.place} ", name=item.name, nik=item.nik, born=item.born,
            birth_place=item.birth_place, sex=item.sex, relation=item.relation,
            card_no=item.card_no)  # fmt: skip
        member.name_key, member.included = search_key(item.name), True
        if before != (item.nik, item.name, item.born):
            member.identity_since = at
    for item in file.persons[len(case.members) :]:
        member = member_of(case.office_id, len(case.members) + 1, item)
        case.members.append(member)
        old[f"orang {member.place}"] = "ditambahkan"
    changed = {name.split()[1] for name in old if name.startswith("orang")}
    for paper in case.papers:
        owner = next((m for m in case.members if m.id == paper.member_id), None)
        if owner and str(owner.place) in changed:
            paper.correct = False
    return old
