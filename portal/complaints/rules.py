"""The rules of complaints: until when to answer, what is open now, who may see and answer.

UU 25/2009 (complaint), UU 30/2014 Pasal 77 (objection), UU 27/2022 (data); README 3.20, N51.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.complaints.model import Kind
from portal.letters.texts import OBJECTION_DAYS
from portal.offices.office_clock import OfficeClock
from portal.sop.catalogue import Catalogue
from portal.sop.rules import Standing, replacers, status_of
from portal.sop.table import Sop
from portal.sop.vocabulary import Role, Status

DATA = (Kind.PERBAIKAN_DATA, Kind.RIWAYAT_AKSES)  # requests under UU 27/2022
WORKING_DAYS = {Kind.PENGADUAN: 5, Kind.KEBERATAN: 10}
DATA_HOURS = timedelta(hours=72)  # 3 x 24 hours; weekends and holidays count
MOST_OPEN = 5  # unanswered ones of one number
SENDINGS, HOUR = 10, timedelta(hours=1)  # of one address

NOT_REFUSED = "Keberatan hanya untuk permohonan yang tidak dapat diproses."
TOO_LATE = (
    "Keberatan bisa diajukan sampai {hari}. Waktu itu sudah lewat. "
    "Suratnya baru Anda terima? Datang ke loket dengan surat itu."
)


@dataclass(frozen=True)
class Opening:
    """Whether one kind can be sent now, and the sentence that says why not."""

    kind: Kind
    why: str = ""
    last: date | None = None  # the last day of an objection, open or not

    @property
    def open(self) -> bool:
        """Whether it can be sent."""
        return not self.why


@dataclass(frozen=True)
class Decision:
    """What an objection depends on: how the case stands and when it ended."""

    here: Standing
    sop: Sop
    ended_at: datetime | None


def due(kind: Kind, made_at: datetime, clock: OfficeClock) -> datetime:
    """By when the office answers: the close of the 5th or 10th working day, or 72 hours."""
    days = WORKING_DAYS.get(kind)
    return clock.end_of_day(made_at, days) if days else made_at + DATA_HOURS


def openings(decision: Decision | None, clock: OfficeClock, now: datetime) -> tuple[Opening, ...]:
    """Every kind, as it stands for a number now; None: there is no case yet."""
    return tuple(
        _objection(decision, clock, now) if kind is Kind.KEBERATAN else Opening(kind)
        for kind in Kind
    )


def _objection(decision: Decision | None, clock: OfficeClock, now: datetime) -> Opening:
    if decision is None or decision.ended_at is None:
        return Opening(Kind.KEBERATAN, NOT_REFUSED)
    if status_of(decision.here, decision.sop) is not Status.TIDAK_DAPAT_DIPROSES:
        return Opening(Kind.KEBERATAN, NOT_REFUSED)
    # To the end of that day: the form is open when the counter is not.
    last = clock.day(clock.end_of_day(decision.ended_at, OBJECTION_DAYS))
    return Opening(Kind.KEBERATAN, "" if clock.day(now) <= last else TOO_LATE, last)


def answerers(kind: Kind, sop: Sop) -> frozenset[Role]:
    """Who may see and answer: those who decide or sign; requests about data also the counter.

    A complaint or an objection never comes to the counter it may be about.
    """
    deciders = replacers(sop)
    if kind in DATA:
        return deciders | sop.counter
    return deciders - sop.counter


def may_answer(roles: frozenset[Role], kind: Kind, sop: Sop) -> bool:
    """Whether these roles may see and answer it; the lists, the pages and the acts ask here."""
    return bool(roles & answerers(kind, sop))


def within_reach(roles: frozenset[Role], catalogue: Catalogue) -> list[tuple[Kind, str]]:
    """Each kind with the id of each service of which these roles may see it."""
    return [(kind, sop.id) for kind in Kind for sop in catalogue if may_answer(roles, kind, sop)]
