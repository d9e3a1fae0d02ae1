"""Checking the papers of a file, and sorting them at the end."""

from dataclasses import dataclass, field
from datetime import date

from portal.cases.model import Paper
from portal.cases.needs import missing_of, needs_of, paper_of
from portal.desk.work.base import Details, NotYetError, Work


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
