"""Every question about complaints: the citizen's by number, the office's through the officer."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from portal import clock, dates
from portal.cases.model import Case
from portal.cases.queries import cases_of
from portal.complaints.choices import KINDS, answer_of
from portal.complaints.model import Complaint, Kind
from portal.complaints.rules import DATA, within_reach
from portal.db import db
from portal.journal.model import Event
from portal.languages.language import Language
from portal.offices.model import Office
from portal.people.officer import Officer
from portal.registration.lookup import Found, stands_for
from portal.registration.model import Registration
from portal.registration.queries import registrations_of
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop

SHOWN = 10  # to the citizen, the newest first
PAGE_SIZE = 50
MINUTE = timedelta(minutes=1)  # the record keeps whole seconds
ABOUT_COMPLAINTS = ("pengaduan_masuk", "pengaduan_dijawab")

WAITS_DAY = "Sedang kami periksa. Kami jawab paling lambat {hari}. Buka lagi halaman ini nanti."
WAITS_MOMENT = "Sedang kami periksa. Kami jawab paling lambat {saat}. Buka lagi halaman ini nanti."
OVERDUE = (
    "Seharusnya sudah kami jawab paling lambat {hari}. Kami minta maaf. "
    "Telepon kami dan sebut nomor tanda terima."
)


@dataclass(frozen=True)
class Tied:
    """What a number stands for: a case, or before it a pre-registration."""

    office: Office
    sop_id: str
    case: Case | None

    def sop(self, catalogue: Catalogue) -> Sop | None:
        """The SOP that the case began with; before there is a case, the one in force."""
        if self.case is not None:
            return catalogue.pinned(self.case.sop_id, self.case.sop_version)
        return catalogue.in_force(self.sop_id)


@dataclass(frozen=True)
class ComplaintLine:
    """One complaint as its citizen reads it: fixed words and days only."""

    title: str
    sentence: str
    state: str  # menunggu | dijawab
    when: str  # "Dikirim Senin, ..." or "Dijawab Senin, ..."


def tied_to(number: str) -> Tied | None:
    """What a well-formed number is tied to, or None."""
    return tie(stands_for(number))


def tie(found: Found | None) -> Tied | None:
    """What was looked up; while the data are on a village's laptop there is nothing to tie to."""
    if isinstance(found, Case):
        return Tied(found.office, found.sop_id, found)
    if isinstance(found, Registration):
        return Tied(found.office, found.sop_id, None)
    return None


def told_of(
    number: str, language: Language, zone: str, now: datetime | None = None
) -> tuple[ComplaintLine, ...]:
    """What a citizen reads of the complaints of a number, the newest first; never free text."""
    query = (
        select(Complaint)
        .where(Complaint.number == number)
        .order_by(Complaint.id.desc())
        .limit(SHOWN)
    )
    at = now or clock.now()
    return tuple(_line(item, language, zone, at) for item in db.session.scalars(query))


def _line(item: Complaint, language: Language, zone: str, now: datetime) -> ComplaintLine:
    # Not the topic: every clerk of the office knows the number, and could read it here.
    title = language.say(KINDS[Kind(item.kind)].citizen)
    if item.answered_at:
        sentence = language.say(answer_of(item.kind, item.answer).citizen)
        when = language.say("Dijawab {hari}", hari=language.weekday_date(item.answered_at, zone))
        return ComplaintLine(title, sentence, "dijawab", when)
    when = language.say("Dikirim {hari}", hari=language.weekday_date(item.made_at, zone))
    sentence = waiting_sentence(item, language, zone, now)
    return ComplaintLine(title, sentence, "menunggu", when)


def waiting_sentence(item: Complaint, language: Language, zone: str, now: datetime) -> str:
    """By when an unanswered one is answered; the 72 hours of the data law end at a minute."""
    day = language.weekday_date(item.due_at, zone)
    if now > item.due_at:
        return language.say(OVERDUE, hari=day)
    if Kind(item.kind) in DATA:
        return language.say(WAITS_MOMENT, saat=language.full_moment(item.due_at, zone))
    return language.say(WAITS_DAY, hari=day)


def complaints_within(officer: Officer, catalogue: Catalogue) -> Select[Complaint]:
    """Those that this officer may see: of the own office, as the rules say; else none."""
    reach = within_reach(officer.roles, catalogue)
    return select(Complaint).where(
        Complaint.office_id == officer.office.id,
        tuple_(Complaint.kind, Complaint.sop_id).in_([(kind.value, sop) for kind, sop in reach]),
    )


def complaint_for(officer: Officer, catalogue: Catalogue, ref: str) -> Complaint | None:
    """One complaint, or None: one that this officer may not see is like none at all."""
    query = complaints_within(officer, catalogue).where(Complaint.ref == ref)
    return db.session.scalar(query.options(joinedload(Complaint.office)))


def queue_of(officer: Officer, catalogue: Catalogue, *, answered: bool) -> list[Complaint]:
    """The open ones by their deadline, or the last answered ones."""
    query = complaints_within(officer, catalogue)
    if answered:
        query = query.where(Complaint.answered_at.is_not(None))
        query = query.order_by(Complaint.answered_at.desc(), Complaint.id.desc())
    else:
        query = query.where(Complaint.answered_at.is_(None))
        query = query.order_by(Complaint.due_at, Complaint.id)
    return list(db.session.scalars(query.limit(PAGE_SIZE)))


def counts_of(officer: Officer, catalogue: Catalogue, now: datetime) -> tuple[int, int]:
    """How many wait for an answer, and how many of them are overdue."""
    waiting = complaints_within(officer, catalogue).where(Complaint.answered_at.is_(None))
    count = waiting.with_only_columns(func.count())
    late = db.session.scalar(count.where(Complaint.due_at < now)) or 0
    return db.session.scalar(count) or 0, late


def open_of_case(officer: Officer, catalogue: Catalogue, case: Case) -> list[Complaint]:
    """The unanswered ones of a case, as far as this officer may see them.

    By its number: some came when it was a pre-registration.
    """
    query = complaints_within(officer, catalogue).where(
        Complaint.number == case.number, Complaint.answered_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Complaint.due_at, Complaint.id)))


def others_of(officer: Officer, catalogue: Catalogue, item: Complaint) -> list[Complaint]:
    """The other ones of the same number, as far as this officer may see them."""
    query = complaints_within(officer, catalogue).where(
        Complaint.number == item.number, Complaint.id != item.id
    )
    return list(db.session.scalars(query.order_by(Complaint.id.desc()).limit(PAGE_SIZE)))


def count_by_month(office: Office, first: date, last: date) -> Mapping[tuple[date, str], int]:
    """How many came from the first to the last day: {(first day of the month, kind): n}."""
    zone = ZoneInfo(office.zone)
    query = select(Complaint.made_at, Complaint.kind).where(
        Complaint.office_id == office.id,
        Complaint.made_at >= datetime.combine(first, time(), zone),
        Complaint.made_at < datetime.combine(last + timedelta(days=1), time(), zone),
    )
    return Counter(
        (dates.day_of(made_at, office.zone).replace(day=1), kind)
        for made_at, kind in db.session.execute(query)
    )


def case_of(officer: Officer, item: Complaint) -> Case | None:
    """The case of its number, also one that began after the complaint."""
    query = cases_of(officer).where(Case.number == item.number)
    return db.session.scalar(query.options(joinedload(Case.office)))


def registration_of(officer: Officer, item: Complaint) -> Registration | None:
    """The pre-registration of a number that is no case yet, as far as this officer may see it."""
    query = registrations_of(officer).where(Registration.number == item.number)
    return db.session.scalar(query)


def accesses_of(case: Case) -> list[Event]:
    """What the record says of a case and its documents, who looked included, oldest first.

    Before it was a case the record knows its pre-registration by the number alone.
    """
    told = Event.case_id == case.id
    began = select(Registration.made_at).where(Registration.case_id == case.id)
    if (since := db.session.scalar(began)) is not None:
        number = Event.details["nomor"].as_string()
        before = (Event.office_id == case.office_id, Event.case_id.is_(None))
        told = or_(told, and_(*before, Event.at >= since - MINUTE, number == case.number))
    query = select(Event).where(told, Event.kind.not_in(ABOUT_COMPLAINTS))
    return list(db.session.scalars(query.order_by(Event.id)))
