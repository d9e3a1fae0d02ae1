"""Taking a file in: one case, its people, its numbers and its first event, all or nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock as time
from portal.cases.incoming import FileIn, case_from
from portal.cases.model import AgendaCounter, Case, Paper, PinnedSop
from portal.cases.passage import begin
from portal.cases.queries import case_for, open_twins
from portal.db import insert_into, write
from portal.journal.model import Command
from portal.journal.operations import Author, command_done, record
from portal.offices.model import Office, Village
from portal.offices.office_clock import OfficeClock, clock_of
from portal.people.model import Person
from portal.people.officer import Officer, officer_on
from portal.sop.rules import NotAllowedError, start_of
from portal.sop.table import Sop
from portal.sop.vocabulary import Role


class TwinError(Exception):
    """An open case of the same service for the same NIK; it must be seen first."""

    def __init__(self, cases: list[Case]) -> None:
        super().__init__("second open application")
        self.cases = cases


@dataclass(frozen=True)
class Counter:
    """The counter of an office at this moment, inside a unit of writing."""

    session: Session
    officer: Officer
    clock: OfficeClock
    at: datetime

    @property
    def office(self) -> Office:
        """The office whose counter it is."""
        return self.officer.office


def counter_of(session: Session, officer_id: int, at: datetime) -> Counter:
    """The counter, with the posts the officer holds now; intakes come one after the other."""
    person = session.get_one(Person, officer_id)
    _queue_up(session, person.office)
    clock = clock_of(person.office)
    return Counter(session, officer_on(person, clock.day(at)), clock, at)


def receive(
    officer_id: int, sop: Sop, file: FileIn, *, key: str, at: datetime | None = None
) -> str:
    """Take the file in and give the new case's ref.

    Raises TwinError unless the twin was acknowledged, NotAllowedError when no post of the
    officer works the counter of this SOP's office.
    """
    at = at or time.now()
    with write() as session:
        counter = counter_of(session, officer_id, at)
        if done := command_done(session, key):
            return done.target
        case = take_in(counter, sop, file)
        session.add(
            Command(key=key, person_id=officer_id, at=at, case_id=case.id, target=case.ref,
                    message="Berkas diterima. Cetak tanda terima untuk pemohon.")
        )  # fmt: skip
        return case.ref


def take_in(counter: Counter, sop: Sop, file: FileIn, **details: Any) -> Case:
    """The case of a file, begun with its numbers, its ticks and its first event.

    `details` are remembered in the event. Raises like receive().
    """
    session, office, at = counter.session, counter.office, counter.at
    if not may_receive(counter.officer.roles, office, sop):
        raise NotAllowedError(f"intake of {sop.id}")
    _refuse_foreign_village(session, office, file.village_code)
    # The counter's row also makes two clerks with the same NIK come one after the other.
    agenda = _agenda(session, office.id, counter.clock.day(at).year)
    twins = open_twins(office.id, sop.id, [item.nik for item in file.persons])
    if twins and not file.twins_known:
        raise TwinError(twins)
    before = _ended(counter.officer, file.from_ref)
    case = case_from(office, sop, file, at, agenda)
    case.from_case_id = before.id if before else None
    session.add(case)
    begin(case, sop, start_of(sop), at, counter.clock)
    _pin(session, sop)
    session.flush()
    by = counter.officer.author(sop.counter)
    _tick(case, sop, file, by, at)
    _carry_over(before, case)
    record(
        session,
        office_id=office.id,
        kind="diterima",
        at=at,
        by=by,
        case_id=case.id,
        row=sop.rows[0].number,
        details={
            "layanan": sop.id,
            "versi": sop.version,
            "orang": len(file.persons),
            "pembawa": file.bringer_name,
            "peringatan": list(file.warnings),
            "permohonan_lain": [twin.number for twin in twins],
            "lanjutan_dari": before.number if before else "",
            **details,
        },
    )
    return case


def _ended(officer: Officer, ref: str) -> Case | None:
    """The ended case of the own office that the new one goes on from, if any was named."""
    case = case_for(officer, ref) if ref else None
    if ref and (case is None or case.outcome is None):
        raise NotAllowedError(f"going on from {ref}")
    return case


def _carry_over(before: Case | None, case: Case) -> None:
    """Numbers and dates of papers that the earlier case had; whether they are right is checked."""
    papers = before.papers if before else []
    old = {paper.code: paper for paper in papers if paper.member_id is None}
    for paper in case.papers:
        known = old.get(paper.code) if paper.member_id is None else None
        if known:
            paper.number, paper.dated = known.number, known.dated


def _refuse_foreign_village(session: Session, office: Office, code: str) -> None:
    village = session.get(Village, code)
    if village is None or not village.code.startswith(office.region + "."):
        raise NotAllowedError(f"village {code}")


def may_receive(roles: frozenset[Role], office: Office, sop: Sop) -> bool:
    """Whether these roles work the counter of this SOP in this office."""
    return sop.region == office.region and bool(roles & sop.counter)


def _tick(case: Case, sop: Sop, file: FileIn, by: Author, at: datetime) -> None:
    """What the counter saw is ticked "ada"; whether it is right is checked in its row."""
    for need in sop.checked_requirements:
        for member in case.members if need.per_person else [None]:
            stem = f"{need.code}-{member.place}" if member else need.code
            if {need.code, stem} & set(file.present_papers):
                case.papers.append(
                    Paper(
                        member_id=member.id if member else None,
                        code=need.code,
                        present=True,
                        correct=False,
                        subchecks=[False] * len(need.subchecks),
                        number="",
                        substitute="",
                        fate="",
                        checked_by=by.name,
                        checked_at=at,
                    )
                )


def _queue_up(session: Session, office: Office) -> None:
    """Let intakes of an office follow one another, so that each sees its twins and repeats."""
    session.execute(select(Office.id).where(Office.id == office.id).with_for_update(key_share=True))


def _agenda(session: Session, office_id: int, year: int) -> tuple[int, int]:
    """The year and the next running number of the office's incoming register (N34)."""
    insert = insert_into(session, AgendaCounter)
    statement = insert.values(office_id=office_id, year=year, n=1).on_conflict_do_update(
        index_elements=[AgendaCounter.office_id, AgendaCounter.year],
        set_={"n": AgendaCounter.n + 1},
    )
    return year, int(session.execute(statement.returning(AgendaCounter.n)).scalar_one())


def _pin(session: Session, sop: Sop) -> None:
    """Remember the digest of the SOP version this case begins with."""
    known = session.scalar(
        select(PinnedSop.digest).where(PinnedSop.sop_id == sop.id, PinnedSop.version == sop.version)
    )
    if known is None:
        insert = insert_into(session, PinnedSop)
        session.execute(
            insert.values(
                sop_id=sop.id, version=sop.version, digest=sop.digest
            ).on_conflict_do_nothing()
        )
