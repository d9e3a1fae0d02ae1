"""Checking the papers of a file, and sorting them at the end."""

from dataclasses import dataclass, field
from datetime import date

from portal.cases.model import Case, Member, Paper
from portal.desk.work.base import Details, NotYetError, Work
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


@dataclass(frozen=True)
class Tick:
    """What the clerk says of one paper."""

    present: bool = False
    correct: bool = False
    subchecks: tuple[bool, ...] = ()
    number: str = ""
    dated: date | None = None
    substitute: str = ""


@dataclass(frozen=True)
class Ticks:
    """The whole checklist, by the stem of the field names."""

    of: dict[str, Tick] = field(default_factory=dict)


@dataclass(frozen=True)
class Sorting:
    """Which papers are given back and which are kept, and where the folder stands."""

    given: frozenset[str] = frozenset()
    place: str = ""


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


def store_ticks(work: Work, ticks: Ticks) -> list[str]:
    """Write the checklist; gives the names of the papers whose tick changed."""
    changed = []
    for need in needs_of(work.case, work.sop, work.clock):
        tick = ticks.of.get(need.field, Tick())
        paper = paper_of(work.case, need)
        if paper is None:
            paper = Paper(
                member_id=need.member.id if need.member else None,
                code=need.requirement.code,
                present=False,
                correct=False,
                subchecks=[],
                number="",
                substitute="",
                fate="",
            )
            work.case.papers.append(paper)
        before = (paper.present, paper.correct, list(paper.subchecks))
        paper.present, paper.correct = tick.present, tick.correct
        paper.subchecks = list(tick.subchecks)
        paper.number, paper.dated, paper.substitute = tick.number, tick.dated, tick.substitute
        if before != (paper.present, paper.correct, list(paper.subchecks)):
            changed.append(need.name)
            paper.checked_by, paper.checked_at = work.by.name, work.at
    return changed


def check_papers(work: Work, ticks: Ticks) -> Details:
    """PERIKSA: two ticks per paper with its sub-ticks; nothing goes on while one is missing."""
    changed = store_ticks(work, ticks)
    missing = missing_of(work.case, work.sop, work.clock)
    unnamed = [
        need
        for need in needs_of(work.case, work.sop, work.clock)
        if "nomor" in need.requirement.fields
        and (paper := paper_of(work.case, need))
        and paper.good
        and not paper.number
    ]
    messages = [
        (f"{need.field}-benar", f"{need.name}: belum ada atau belum benar.") for need in missing
    ]
    messages += [(f"{need.field}-nomor", f"{need.name}: tulis nomornya.") for need in unnamed]
    if messages:
        raise NotYetError(*messages)
    return {"berubah": changed, "lengkap": True}


def keep_ticks(work: Work, ticks: Ticks) -> Details:
    """Write down the checklist as it is, without going on."""
    return {"berubah": store_ticks(work, ticks)}


def sort_papers(work: Work, sorting: Sorting) -> Details:
    """ARSIPKAN: what is handed over, what is kept, and the place of the folder (N68)."""
    if not sorting.place:
        raise NotYetError(("place", "Tulis tempat arsip, misalnya Lemari 2, map November."))
    for need in needs_of(work.case, work.sop, work.clock):
        paper = paper_of(work.case, need)
        if paper:
            paper.fate = "serah" if need.field in sorting.given else "arsip"
    work.case.archive_place = sorting.place
    return {"arsip": sorting.place}
