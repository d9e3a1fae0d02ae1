"""Every question about cases. Staff questions are asked through the officer who asks."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal import clock
from portal.cases.forecast import LOOKS_BACK_DAYS, MOST
from portal.cases.model import Case, Member, PinnedSop
from portal.cases.passage import WITH_APPLICANT
from portal.cases.receipt import is_number, typed
from portal.db import db
from portal.identity.digits import strip_separators
from portal.identity.name import search_key
from portal.people.officer import Officer
from portal.sop.catalogue import Catalogue
from portal.sop.rules import Hold, Standing, desk_of
from portal.sop.vocabulary import Role

PAGE_SIZE = 25
COUNT_CAP = 100
SEARCH_LIMIT = 40
TRACKED_FOR = timedelta(days=180)
BIGGEST = 2**31  # no id is larger; databases refuse to compare with more


def cases_of(officer: Officer) -> Select[Case]:
    """The cases an officer may see: those of the own office, if any post is held there."""
    query = select(Case).where(Case.office_id == officer.office.id)
    return query if officer.roles else query.where(Case.id.is_(None))


def case_for(officer: Officer, ref: str) -> Case | None:
    """One case with what its page shows, or None: another office's is like none at all."""
    query = (
        cases_of(officer)
        .where(Case.ref == ref)
        .options(
            joinedload(Case.office),
            joinedload(Case.village),
            selectinload(Case.members),
            selectinload(Case.papers),
            selectinload(Case.findings),
            selectinload(Case.stints),
        )
    )
    return db.session.scalar(query)


def kin_of(officer: Officer, case: Case) -> tuple[Case | None, list[Case]]:
    """The case this one goes on from, and those that go on from it."""
    query = cases_of(officer).options(selectinload(Case.members))
    before = None
    if case.from_case_id:
        before = db.session.scalar(query.where(Case.id == case.from_case_id))
    return before, list(db.session.scalars(query.where(Case.from_case_id == case.id)))


def desks_worked_by(roles: frozenset[Role], catalogue: Catalogue) -> frozenset[str]:
    """The desk words (as stored on cases) that these roles work, over all SOP versions."""
    desks = set()
    for sop in catalogue.every_version:
        found = [task.desk for task in sop.tasks]
        found.append(desk_of(Standing(1, hold=Hold.USUL_TOLAK), sop))
        desks |= {"+".join(sorted(desk)) for desk in found if desk & roles}
    return frozenset(desks)


Place = tuple[str, int, int, int]  # sop id, version, row order, task index


@dataclass(frozen=True)
class QueueFilter:
    """What the chips above a queue choose."""

    late: bool = False
    emergency: bool = False
    places: tuple[Place, ...] = ()  # only cases standing on one of these tasks


@dataclass(frozen=True)
class Slice:
    """One page of a list, and the cursor of the next one."""

    cases: list[Case]
    following: str = ""


def queue_of(
    officer: Officer,
    desks: frozenset[str],
    at: datetime,
    *,
    chosen: QueueFilter = QueueFilter(),
    after: str = "",
) -> Slice:
    """What waits for this officer now: emergencies first, then by due time (keyset paging)."""
    query = _waiting(officer, desks, at, chosen)
    if key := _read_cursor(after):
        query = query.where(tuple_(Case.priority, Case.due_at, Case.id) > key)
    query = (
        query.order_by(Case.priority, Case.due_at, Case.id)
        .limit(PAGE_SIZE + 1)
        .options(joinedload(Case.village), selectinload(Case.members))
    )
    found = list(db.session.scalars(query))
    more = len(found) > PAGE_SIZE
    return Slice(found[:PAGE_SIZE], _cursor(found[PAGE_SIZE - 1]) if more else "")


def queue_count(
    officer: Officer,
    desks: frozenset[str],
    at: datetime,
    chosen: QueueFilter = QueueFilter(),
) -> int:
    """How many wait, counted no further than COUNT_CAP: no page counts a whole table."""
    waiting = _waiting(officer, desks, at, chosen).with_only_columns(Case.id).limit(COUNT_CAP)
    return db.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def queue_places(officer: Officer, desks: frozenset[str], at: datetime) -> dict[Place, int]:
    """How many of the waiting stand on each task, among the first COUNT_CAP."""
    waiting = (
        _waiting(officer, desks, at, QueueFilter())
        .with_only_columns(Case.sop_id, Case.sop_version, Case.row, Case.task)
        .order_by(Case.priority, Case.due_at)
        .limit(COUNT_CAP)
        .subquery()
    )
    columns = (waiting.c.sop_id, waiting.c.sop_version, waiting.c.row, waiting.c.task)
    rows = db.session.execute(select(*columns, func.count()).group_by(*columns))
    return {(sop_id, version, row, task): count for sop_id, version, row, task, count in rows}


def _waiting(
    officer: Officer, desks: frozenset[str], at: datetime, chosen: QueueFilter
) -> Select[Case]:
    query = cases_of(officer).where(Case.outcome.is_(None), Case.desk.in_(sorted(desks)))
    if chosen.late:
        query = query.where(Case.due_at < at)
    if chosen.emergency:
        query = query.where(Case.priority == 0)
    if chosen.places:
        standing = tuple_(Case.sop_id, Case.sop_version, Case.row, Case.task)
        query = query.where(standing.in_(chosen.places))
    return query


def all_of(officer: Officer, *, state: str = "terbuka", after: str = "") -> Slice:
    """Every case of the office, the newest first; state: terbuka, pemohon, selesai, semua."""
    query = cases_of(officer)
    match state:
        case "terbuka":
            query = query.where(Case.outcome.is_(None))
        case "pemohon":
            query = query.where(Case.outcome.is_(None), Case.desk == WITH_APPLICANT)
        case "selesai":
            query = query.where(Case.outcome.is_not(None))
    if after.isascii() and after.isdigit() and len(after) < 10:
        query = query.where(Case.id < int(after))
    query = (
        query.order_by(Case.id.desc())
        .limit(PAGE_SIZE + 1)
        .options(joinedload(Case.village), selectinload(Case.members))
    )
    found = list(db.session.scalars(query))
    more = len(found) > PAGE_SIZE
    return Slice(found[:PAGE_SIZE], str(found[PAGE_SIZE - 1].id) if more else "")


def search(officer: Officer, text: str) -> list[Case]:
    """Cases by name (any part), NIK, KK, application or agenda number, within the office."""
    digits = strip_separators(text)
    if digits.isascii() and digits.isdigit():
        return _by_digits(officer, digits)
    agenda = text.replace(" ", "").split("/")
    if len(agenda) == 2 and all(part.isascii() and part.isdigit() for part in agenda):
        number, year = int(agenda[0]), int(agenda[1])
        if max(number, year) < BIGGEST:
            return _found(
                cases_of(officer).where(Case.agenda_no == number, Case.agenda_year == year)
            )
        return []
    return _by_name(officer, search_key(text))


def _by_digits(officer: Officer, digits: str) -> list[Case]:
    # Two index look-ups side by side, not one condition that neither index serves.
    with_nik = select(Member.case_id).where(
        Member.office_id == officer.office.id, Member.nik == digits
    )
    query = cases_of(officer)
    if is_number(typed(digits)):
        return _found(query.where(Case.number == digits))
    if len(digits) == 16:
        return _found(query.where(or_(Case.kk_no == digits, Case.id.in_(with_nik))))
    if len(digits) == 13:
        with_card = select(Member.case_id).where(
            Member.office_id == officer.office.id, Member.card_no == digits
        )
        return _found(query.where(Case.id.in_(with_card)))
    if len(digits) <= 6:
        return _found(query.where(Case.agenda_no == int(digits)))
    return []


def _by_name(officer: Officer, key: str) -> list[Case]:
    """First the names that begin so (by index), then those that hold it in the middle."""
    if not key:
        return []
    mine = Member.office_id == officer.office.id
    begins = and_(mine, Member.name_key >= key, Member.name_key < key + "\U0010ffff")
    refs = list(db.session.scalars(_members(begins)))
    if len(refs) < SEARCH_LIMIT:
        holds = and_(mine, Member.name_key.contains(key, autoescape=True))
        refs += [ref for ref in db.session.scalars(_members(holds)) if ref not in refs]
    found = {case.id: case for case in _found(cases_of(officer).where(Case.id.in_(refs)))}
    return [found[ref] for ref in refs if ref in found]


def _members(where: object) -> Select[int]:
    return (
        select(Member.case_id)
        .where(where)  # type: ignore[arg-type]
        .order_by(Member.name_key, Member.case_id.desc())
        .limit(SEARCH_LIMIT)
    )


def _found(query: Select[Case]) -> list[Case]:
    query = query.order_by(Case.id.desc()).limit(SEARCH_LIMIT)
    query = query.options(joinedload(Case.village), selectinload(Case.members))
    return list(db.session.scalars(query))


def open_twins(office_id: int, sop_id: str, niks: list[str]) -> list[Case]:
    """Open cases of the same service for any of these NIKs (edge case 2)."""
    query = (
        select(Case)
        .join(Member, Member.case_id == Case.id)
        .where(
            Case.office_id == office_id,
            Case.sop_id == sop_id,
            Case.outcome.is_(None),
            Member.nik.in_(niks),
        )
        .options(contains_eager(Case.members))
    )
    return list(db.session.scalars(query).unique())


def open_relatives(office_id: int, kk_no: str) -> list[Case]:
    """Open cases of the same family card (edge case 3)."""
    query = (
        select(Case)
        .where(Case.office_id == office_id, Case.kk_no == kk_no, Case.outcome.is_(None))
        .options(selectinload(Case.members))
    )
    return list(db.session.scalars(query))


def tracked(number: str) -> Case | None:
    """The case of an application number, with what the public page needs.

    A number ends TRACKED_FOR after its case and is then as unknown as any other (TR-15).
    """
    query = (
        select(Case)
        .where(Case.number == number, still_tracked(clock.now()))
        .options(joinedload(Case.office), joinedload(Case.village), selectinload(Case.stints))
    )
    return db.session.scalar(query)


def still_tracked(now: datetime) -> ColumnElement[bool]:
    """The cases whose number still tells something."""
    return or_(Case.ended_at.is_(None), Case.ended_at > now - TRACKED_FOR)


def ready_minutes_like(case: Case, now: datetime) -> list[float]:
    """How many working minutes the newest files like this one took from complete to ready."""
    query = (
        select(Case.ready_minutes)
        .where(
            Case.office_id == case.office_id,
            Case.sop_id == case.sop_id,
            Case.ready_at >= now - timedelta(days=LOOKS_BACK_DAYS),
            Case.ready_at <= now,
            Case.emergency.is_(case.emergency),
            Case.id != case.id,
        )
        .order_by(Case.ready_at.desc())
        .limit(MOST)
    )
    return [minutes for minutes in db.session.scalars(query) if minutes is not None]


def of_village(village_code: str, limit: int = 100) -> list[Case]:
    """The newest cases of people of one village."""
    query = (
        select(Case)
        .where(Case.village_code == village_code)
        .order_by(Case.id.desc())
        .limit(limit)
        .options(selectinload(Case.members))
    )
    return list(db.session.scalars(query))


def _cursor(case: Case) -> str:
    key = [case.priority, case.due_at.timestamp(), case.id]
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def _read_cursor(text: str) -> tuple[int, datetime, int] | None:
    """The place in the list a cursor names; a mangled one starts at the top."""
    try:
        priority, due, last = json.loads(base64.urlsafe_b64decode(text.encode()))
        if max(abs(int(priority)), abs(int(last))) >= BIGGEST:
            return None
        return int(priority), datetime.fromtimestamp(float(due)).astimezone(), int(last)
    except (ValueError, TypeError, OverflowError, OSError, RecursionError):
        return None


def changed_pins(catalogue: Catalogue) -> list[str]:
    """SOP versions that cases began with and whose file is gone or no longer the same."""
    digests = {(sop.id, sop.version): sop.digest for sop in catalogue.every_version}
    return [
        f"{pin.sop_id} versi {pin.version}"
        for pin in db.session.scalars(select(PinnedSop))
        if digests.get((pin.sop_id, pin.version)) != pin.digest
    ]
