"""What every form is built from, and the facts that all of them print."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal import dates
from portal.cases.model import Case
from portal.letters.content import office_block
from portal.offices.office_clock import OfficeClock
from portal.sop.table import Sop
from portal.sop.vocabulary import ROLE_WORDS, Role

Form = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One case with its SOP, at the moment when its form is printed."""

    case: Case
    sop: Sop
    clock: OfficeClock
    now: datetime
    public_url: str

    @property
    def zone(self) -> str:
        """The zone in which the office's moments are written."""
        return self.case.office.zone

    def day(self, value: Any) -> str:
        """23-11-2026, or nothing when there is no date."""
        return dates.short_date(value, self.zone) if value else ""

    def moment(self, value: datetime | None) -> str:
        """23-11-2026 09.05, or nothing."""
        return f"{self.day(value)} {dates.clock_time(value, self.zone)}" if value else ""


def form_of(asked: Asked, title: str, **facts: Any) -> Form:
    """The payload of a form: its office, its title, whose it is, and its own facts."""
    case = asked.case
    return {
        "title": title,
        "office": office_block(case.office),
        "office_name": case.office.full_name,
        "case_number": case.number,
        "agenda": case.agenda,
        "service": asked.sop.short_name,
        "applicant": case.applicant.name,
        "received": dates.long_date(case.received_at, asked.zone),
        "printed": dates.full_moment(asked.now, asked.zone),
        "year": str(asked.clock.day(asked.now).year),
        **facts,
    }


def persons_of(asked: Asked) -> list[dict[str, str]]:
    """The people of the file, as every form lists them."""
    return [
        {
            "name": member.name,
            "nik": member.nik,
            "born": ", ".join(x for x in (member.birth_place, asked.day(member.born)) if x),
            "sex": member.sex,
            "relation": member.relation,
            "card": member.card_no,
        }
        for member in asked.case.members
    ]


def address_of(case: Case) -> str:
    """Where the family lives, from the street to the kecamatan."""
    return f"{case.address}, {case.village.title}, Kecamatan {case.village.district}"


def desk_words(desk: str) -> str:
    """A stored desk in words: 'kabid+sekretaris' as Sekretaris / Kepala Bidang."""
    roles = set(desk.split("+"))
    return " / ".join(ROLE_WORDS[role] for role in Role if role.value in roles)
