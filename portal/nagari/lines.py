"""A case as a village office may see it: the file did not come from there, so no full name."""

from dataclasses import dataclass
from datetime import datetime

from portal.cases.model import Case
from portal.cases.reasons import paper_lines
from portal.sop.rules import Hold, status_of
from portal.sop.table import Sop
from portal.sop.vocabulary import STATUS_WORDS


@dataclass(frozen=True)
class PersonLine:
    """One file of the village's people."""

    name: str
    number: str
    service: str
    received: datetime
    status: str
    missing: tuple[tuple[str, str], ...]  # (paper, what is wrong and what to do)


def line_of(case: Case, sop: Sop) -> PersonLine:
    """The case as a line; what is missing only while the file is with the applicant."""
    stint = case.stint
    opened = stint is not None and stint.opened_at is not None
    returned = case.hold == Hold.PEMOHON and not case.outcome
    return PersonLine(
        name=first_letters(case.applicant.name),
        number=case.number,
        service=sop.short_name,
        received=case.received_at,
        status=STATUS_WORDS[status_of(case.here, sop, opened=opened)],
        missing=tuple(paper_lines(case.reasons, sop)) if returned else (),
    )


def first_letters(name: str) -> str:
    """Siti Wahyuni as S••• W•••; always three dots, so that not even the length is told."""
    words = [[char for char in word if char.isalpha()] for word in name.split()]
    return " ".join(f"{letters[0].upper()}•••" for letters in words if letters)
