"""What the desk's pages are given: the queue's lines and everything of one case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal import dates
from portal.cases.amending import may_amend
from portal.cases.model import Case, Stint
from portal.cases.needs import Need, needs_of, paper_of
from portal.cases.queries import kin_of
from portal.cases.told import Told, situation_of, tell
from portal.desk.documents import may_add
from portal.desk.duty import duty_conflict
from portal.desk.folder import Folder, folder_of
from portal.desk.sharing import may_share
from portal.journal.model import Event
from portal.journal.queries import events_of, warnings_of
from portal.letters.model import Letter
from portal.letters.queries import letter_of
from portal.offices.office_clock import OfficeClock
from portal.people.officer import Officer
from portal.registration.returning import registration_of
from portal.sop.diagram import Drawing, draw
from portal.sop.rules import Hold, desk_of, moves_open_to, status_of
from portal.sop.table import Sop, Task
from portal.sop.vocabulary import ROLE_WORDS, STATUS_WORDS, TRAITS, Act, Move, Role, Status

SOON = 60  # working minutes before the due time from when a line is marked


@dataclass(frozen=True)
class Due:
    """A due time in words, and how it is marked."""

    words: str
    mark: str  # '', segera, lewat


def due_of(due_at: datetime, now: datetime, clock: OfficeClock) -> Due:
    """ "Lewat 35 menit", "Sisa 20 menit", "Hari ini, 15.00", "Rabu 25 Nov, 09.00"."""
    minutes = round(clock.minutes(now, due_at))
    if due_at <= now:
        return Due(f"Lewat {spell(-minutes)}" if minutes else "Lewat waktu", "lewat")
    if minutes <= SOON:
        return Due(f"Sisa {spell(minutes)}", "segera")
    zone = str(clock.zone)
    ahead = (clock.day(due_at) - clock.day(now)).days
    if ahead < 2:
        return Due(f"{('Hari ini', 'Besok')[ahead]}, {dates.clock_time(due_at, zone)}", "")
    return Due(dates.short_moment(due_at, zone), "")


def spell(minutes: float) -> str:
    """Working minutes in words: 35 menit, 2 jam 10 menit, 3 hari."""
    whole = max(0, round(minutes))
    if whole >= 900:
        return f"{round(whole / 450)} hari kerja"
    hours, rest = divmod(whole, 60)
    if not hours:
        return f"{rest} menit"
    return f"{hours} jam {rest} menit" if rest else f"{hours} jam"


@dataclass(frozen=True)
class Line:
    """One case in a list."""

    ref: str
    number: str
    name: str
    others: int
    step: str
    service: str
    village: str
    received: datetime
    due: Due
    emergency: bool
    corrected: bool
    status: str
    whose: str


def line_of(case: Case, sop: Sop, now: datetime, clock: OfficeClock) -> Line:
    """One case as a line of a list."""
    task = sop.task(case.row, case.task)
    number = sop.row(case.row).number.rstrip(".")
    proposed = case.hold == Hold.USUL_TOLAK
    return Line(
        ref=case.ref,
        number=case.number,
        name=case.applicant.name,
        others=len(case.members) - 1,
        step="Usul penolakan" if proposed else f"{number} {task.label or TRAITS[task.act].name}",
        service=sop.short_name,
        village=case.village.name,
        received=case.received_at,
        due=due_of(case.due_at, now, clock) if not case.outcome else Due("", ""),
        emergency=case.emergency,
        corrected=case.corrected,
        status=STATUS_WORDS[status_of(case.here, sop)],
        whose=words_of(desk_of(case.here, sop)) if case.hold != Hold.PEMOHON else "Pemohon",
    )


def words_of(roles: frozenset[Role]) -> str:
    """Roles in words, in the order of rank."""
    return " / ".join(ROLE_WORDS[role] for role in Role if role in roles)


@dataclass(frozen=True)
class PaperLine:
    """One required paper as the case page shows it."""

    name: str
    good: bool
    present: bool
    detail: str
    obligatory: bool


@dataclass(frozen=True)
class CasePage:
    """Everything the case page shows."""

    case: Case
    sop: Sop
    task: Task
    letter: Letter | None
    drawing: Drawing
    notes: dict[int, Any]
    moves: tuple[Move, ...]
    conflict: str
    my_turn: bool
    whose: str
    since: datetime
    due: Due
    status: Status
    status_words: str
    told: Told
    papers: list[PaperLine]
    folder: Folder  # their pictures
    may_add: bool  # puts pictures in
    events: list[Event]
    next_desk: str
    mine: frozenset[Role]
    amendable: bool
    warnings: list[str]
    before: Case | None  # the case it goes on from
    after: list[Case]  # those that go on from it
    may_receive: bool  # works the counter of this SOP
    may_share: bool  # chooses now which cases stand on the letter


def case_page(
    case: Case, sop: Sop, officer: Officer, now: datetime, clock: OfficeClock
) -> CasePage:
    """The case as this officer sees it, with only the moves open to this officer."""
    here, letter = case.here, letter_of(case)
    task = sop.task(case.row, case.task)
    moves = moves_open_to(officer.roles, here, sop)
    conflict = duty_conflict(case, sop, letter, officer) if Move.LANJUT in moves else ""
    if conflict:
        moves = tuple(move for move in moves if move is not Move.LANJUT)
    if letter is None or letter.signed_at is None:
        # Its letter was voided with that of the others on it; there is none to replace.
        moves = tuple(move for move in moves if move is not Move.GANTI_SURAT)
    following = sop.after_task(task)
    needs = needs_of(case, sop, clock)
    before, after = kin_of(officer, case)
    village = registration_of(case)
    situation = situation_of(case, sop, now, by_village=village is not None)
    applicant = f"Kantor {sop.village_head}" if village else "Pemohon"
    return CasePage(
        case=case,
        sop=sop,
        task=task,
        letter=letter,
        drawing=draw(sop, (case.row, case.task), ended=case.outcome == "selesai"),
        notes=_notes(case, sop, clock),
        moves=moves,
        conflict=conflict,
        my_turn=bool(officer.roles & desk_of(here, sop)),
        whose=applicant if case.hold == Hold.PEMOHON else words_of(desk_of(here, sop)),
        since=case.arrived_at,
        due=due_of(case.due_at, now, clock),
        status=situation.status,
        status_words=STATUS_WORDS[situation.status],
        told=tell(situation),
        papers=[_paper_line(case, need, clock) for need in needs],
        folder=folder_of(case, needs, village),
        may_add=may_add(officer.roles, case, sop),
        events=events_of(case.id),
        next_desk=following.desk_words if following else "",
        mine=officer.roles,
        amendable=may_amend(officer.roles, case, sop),
        warnings=warnings_of(case.id),
        before=before,
        after=after,
        may_share=may_share(officer, case, sop),
        may_receive=bool(officer.roles & sop.counter),
    )


@dataclass(frozen=True)
class Note:
    """What really happened in a row: who, when, how long."""

    who: str
    when: str
    detail: str


def _notes(case: Case, sop: Sop, clock: OfficeClock) -> dict[int, Note]:
    """For each row that was worked: the last one who did it and the two clocks, added up."""
    notes: dict[int, Note] = {}
    zone = str(clock.zone)
    for row in sop.rows:
        done = [s for s in case.stints if s.row == row.order and s.done_at is not None]
        if done:
            last = done[-1]
            notes[row.order] = Note(
                last.done_by,
                dates.short_moment(last.done_at or last.arrived_at, zone),
                _clocks(done),
            )
    first = sop.rows[0]
    if first.tasks[0].act is Act.TERIMA:
        notes[first.order] = Note(
            case.bringer_name, dates.short_moment(case.received_at, zone), "di loket"
        )
    return notes


def _clocks(stints: list[Stint]) -> str:
    worked = sum(s.worked or 0 for s in stints if s.desk != "pemohon")
    waited = sum(s.waited or 0 for s in stints if s.desk != "pemohon")
    return f"kerja {spell(worked)}, tunggu {spell(waited)}"


def _paper_line(case: Case, need: Need, clock: OfficeClock) -> PaperLine:
    paper = paper_of(case, need)
    present, good = bool(paper and paper.present), bool(paper and paper.good)
    details = []
    if paper and paper.number:
        details.append(f"Nomor {paper.number}")
    if paper and paper.dated:
        details.append(dates.long_date(paper.dated))
    if paper and paper.substitute:
        details.append(f"diganti: {paper.substitute}")
    if paper and paper.checked_at:
        at = dates.short_moment(paper.checked_at, str(clock.zone))
        details.append(f"{'dicek' if paper.correct else 'dicatat'} {paper.checked_by}, {at}")
    if paper and present and not good:
        details.insert(0, "ada, belum dinyatakan benar")
    return PaperLine(
        need.name, good, present, " · ".join(details) or "belum ada", need.requirement.obligatory
    )
