"""Which papers a case must bring, and which of them are there and right."""

from dataclasses import dataclass

from portal.cases.model import Case, Member, Paper
from portal.identity.age import full_years
from portal.offices.office_clock import OfficeClock
from portal.sop.table import Requirement, Sop


@dataclass(frozen=True)
class Need:
    """One paper asked of this case: of the file, or of one person in it."""

    requirement: Requirement
    member: Member | None

    @property
    def field(self) -> str:
        """The stem of the field names of this paper on the form: kk, ktp-12."""
        suffix = f"-{self.member.place}" if self.member else ""
        return f"{self.requirement.code}{suffix}"

    @property
    def name(self) -> str:
        """The paper, with the person's name where it is a person's paper."""
        whose = f" ({self.member.name})" if self.member else ""
        return f"{self.requirement.name}{whose}"


def needs_of(case: Case, sop: Sop, clock: OfficeClock) -> list[Need]:
    """The papers this case must bring: by the SOP, and by each person's age at receipt."""
    received = clock.day(case.received_at)
    needs = []
    for requirement in sop.checked_requirements:
        if requirement.per_person:
            needs += [
                Need(requirement, member)
                for member in case.members
                if requirement.applies(full_years(member.born, received))
            ]
        else:
            needs.append(Need(requirement, None))
    return needs


def paper_of(case: Case, need: Need) -> Paper | None:
    """The stored tick of a paper."""
    member_id = need.member.id if need.member else None
    return next(
        (
            paper
            for paper in case.papers
            if paper.code == need.requirement.code and paper.member_id == member_id
        ),
        None,
    )


def missing_of(case: Case, sop: Sop, clock: OfficeClock) -> list[Need]:
    """The obligatory papers that are not yet there and right."""
    return [
        need
        for need in needs_of(case, sop, clock)
        if need.requirement.obligatory and not is_good(paper_of(case, need))
    ]


def is_good(paper: Paper | None) -> bool:
    """There and right, or replaced by another paper with a reason."""
    return paper is not None and paper.good
