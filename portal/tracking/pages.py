"""What the public pages are given: services by office, and the result of a look-up."""

from dataclasses import dataclass
from datetime import datetime

from portal import dates
from portal.cases.journey import StageLine
from portal.cases.model import Case
from portal.cases.told import Told, situation_of, tell
from portal.cases.told_before import Before, Waiting, tell_before
from portal.offices.model import Office
from portal.registration.model import Registration, State
from portal.sop.table import Sop
from portal.tracking.queries import came_from_village


@dataclass(frozen=True)
class Contact:
    """How to reach an office."""

    name: str
    address: str
    phone: str
    hours_text: str


def contact_of(office: Office) -> Contact:
    """The office as the footer and the pages show it."""
    return Contact(office.short_name, office.address, office.phone, office.counter_hours)


@dataclass(frozen=True)
class Result:
    """The whole of a tracking page: no name, no NIK, nothing of the file but its progress."""

    number: str
    service: str
    office: Contact
    tone: str
    icon: str
    tag: str
    headline: str
    sentence: str
    when_icon: str
    when_label: str
    when: str
    todo: tuple[str, ...]
    papers: tuple[tuple[str, str], ...]
    deadline: str | None
    stages: tuple[StageLine, ...]
    received_label: str
    received: str
    late: bool
    as_of: str


def result_of(case: Case, sop: Sop, now: datetime) -> Result:
    """What a citizen reads of this case."""
    told = tell(situation_of(case, sop, now, by_village=came_from_village(case.id)))
    received = ("Diterima", dates.weekday_date(case.received_at, case.office.zone))
    return _result(case.number, case.office, told, sop.short_name, received, now)


BEFORE = {State.TERKIRIM: Before.DIKIRIM, State.DIKEMBALIKAN: Before.DIKEMBALIKAN}


def registered_result(registration: Registration, sop: Sop, now: datetime) -> Result:
    """What a citizen reads while the file is not yet a case."""
    office = registration.office
    stage = BEFORE.get(State(registration.state), Before.DITULIS)
    since = registration.sent_at if stage is Before.DIKIRIM else registration.returned_at
    told = tell_before(
        Waiting(stage, sop.village_head, office.zone, sop, since=since,
                registered_at=registration.made_at, faults=tuple(registration.faults))
    )  # fmt: skip
    received = ("Didaftarkan", dates.weekday_date(registration.made_at, office.zone))
    return _result(registration.number, office, told, sop.short_name, received, now)


def allotted_result(number: str, office: Office, head: str, now: datetime) -> Result:
    """What a citizen reads while the data are still on the village's laptop."""
    told = tell_before(Waiting(Before.DITULIS, head, office.zone))
    return _result(number, office, told, "", ("Didaftarkan", ""), now)


def _result(
    number: str, office: Office, told: Told, service: str, received: tuple[str, str], now: datetime
) -> Result:
    return Result(
        number=number,
        service=service,
        office=contact_of(office),
        tone=told.tone,
        icon=told.icon,
        tag=told.tag,
        headline=told.headline,
        sentence=told.sentence,
        when_icon=told.when_icon,
        when_label=told.when_label,
        when=told.when,
        todo=told.todo,
        papers=told.papers,
        deadline=told.deadline,
        stages=told.stages,
        received_label=received[0],
        received=received[1],
        late=told.late,
        as_of=dates.full_moment(now, office.zone),
    )
