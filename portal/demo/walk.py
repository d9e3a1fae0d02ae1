"""Does the work of a row as its people would, through the same operations as the pages."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portal.cases.model import Case
from portal.cases.needs import needs_of
from portal.cases.queries import case_for
from portal.desk.operations import Order, make_move
from portal.desk.work import handing, letter, lookups, papers, routing
from portal.desk.work.ways_out import Leaving
from portal.letters.queries import letter_of
from portal.offices.office_clock import OfficeClock
from portal.people.officer import Officer
from portal.registers.queries import decrees, registers_of
from portal.registers.results import RESULTS
from portal.sop.catalogue import Catalogue
from portal.sop.rules import desk_of
from portal.sop.table import Sop, Task
from portal.sop.vocabulary import Act, Check, Move, Role


@dataclass(frozen=True)
class Walker:
    """Moves cases of one office along, each step by someone whose turn it is."""

    catalogue: Catalogue
    officers: dict[Role, Officer]
    clock: OfficeClock

    def step(self, ref: str, at: datetime, opened_at: datetime) -> Case:
        """Do the present task of a case."""
        case, sop, officer = self._turn(ref)
        data = self._data(case, sop, sop.task(case.row, case.task), at)
        return self._move(case, officer, Move.LANJUT, data, at, opened_at)

    def leave(self, ref: str, move: Move, leaving: Leaving, at: datetime) -> Case:
        """Make another move."""
        case, _, officer = self._turn(ref)
        return self._move(case, officer, move, leaving, at, at - timedelta(minutes=2))

    def _turn(self, ref: str) -> tuple[Case, Sop, Officer]:
        anyone = next(iter(self.officers.values()))
        case = case_for(anyone, ref)
        if case is None:
            raise LookupError(ref)
        sop = self.catalogue.pinned(case.sop_id, case.sop_version)
        role = next(role for role in self.officers if role in desk_of(case.here, sop))
        return case, sop, self.officers[role]

    def _move(
        self, case: Case, officer: Officer, move: Move, data: object, at: datetime,
        opened_at: datetime,
    ) -> Case:  # fmt: skip
        order = Order(move, data, case.version, secrets.token_hex(16), opened_at)
        ref = case.ref
        make_move(officer, ref, order, self.catalogue, at=at)
        found = case_for(officer, ref)
        if found is None:
            raise LookupError(ref)
        return found

    def _data(self, case: Case, sop: Sop, task: Task, at: datetime) -> Any:
        match task.act:
            case Act.PERIKSA:
                return self._ticks(case, sop)
            case Act.CEK_DATA:
                return _look(case, task)
            case Act.DISPOSISI:
                return routing.Disposing("segera", ("proses",), "")
            case Act.PARAF | Act.TANDA_TANGAN:
                found = letter_of(case)
                return letter.Reading(found.draft_version if found else 0)
            case Act.TUNGGU:
                day = self.clock.day(at)
                return handing.Cards(
                    {m.place: (f"0009998{case.agenda_no:04}{m.place:02}", day)
                     for m in case.members}
                )  # fmt: skip
            case _:
                return _PLAIN[task.act](case)

    def _ticks(self, case: Case, sop: Sop) -> papers.Ticks:
        day = self.clock.day(case.received_at) - timedelta(days=3)
        return papers.Ticks(
            {
                need.field: papers.Tick(
                    present=True,
                    correct=True,
                    subchecks=(True,) * len(need.requirement.subchecks),
                    number=_number(case, day) if "nomor" in need.requirement.fields else "",
                    dated=day if "tanggal" in need.requirement.fields else None,
                )
                for need in needs_of(case, sop, self.clock)
            }
        )


_PLAIN: dict[Act, Any] = {
    Act.TERUSKAN: lambda _: routing.Passing(""),
    Act.KONSEP: lambda _: letter.Drafting(""),
    Act.NOMOR: lambda _: letter.Numbering(),
    Act.CAP: lambda _: letter.Stamping(done=True),
    Act.KIRIM: lambda _: handing.Sending("Diantar sendiri"),
    Act.SERAHKAN: lambda case: handing.Receiving(case.bringer_name, case.bringer_relation),
    Act.ARSIPKAN: lambda _: papers.Sorting(frozenset(), "Lemari 1, map berjalan"),
}


def _number(case: Case, day: date) -> str:
    return f"140/{case.agenda_no}/WN/{day.year}"


def _look(case: Case, task: Task) -> lookups.Look:
    seen: dict[tuple[int, Check], lookups.Seen] = {}
    for member in case.members:
        for need in task.checks:
            if need.kind is Check.SK_NONAKTIF:
                newest = decrees()[0]
                seen[member.place, need.kind] = lookups.Seen(decree_id=newest.id)
            else:
                good = next(item for item in RESULTS[need.kind] if item.positive)
                number = f"99{case.agenda_no:04}{member.place:02}" if good.needs_number else ""
                source = registers_of(need.kind)[0].code
                seen[member.place, need.kind] = lookups.Seen(source, good.code, number)
    return lookups.Look(seen)
