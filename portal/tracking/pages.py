"""What the public pages are given: services by office, and the result of a look-up."""

from dataclasses import dataclass
from datetime import datetime

from portal import dates
from portal.cases.model import Case
from portal.cases.told import StageLine, situation_of, tell
from portal.offices.model import Office
from portal.sop.table import Sop


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
    received: str
    late: bool
    as_of: str


def result_of(case: Case, sop: Sop, now: datetime) -> Result:
    """What a citizen reads of this case."""
    told = tell(situation_of(case, sop, now))
    zone = case.office.zone
    return Result(
        number=case.number,
        service=sop.short_name,
        office=contact_of(case.office),
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
        received=dates.weekday_date(case.received_at, zone),
        late=told.late,
        as_of=dates.full_moment(now, zone),
    )
