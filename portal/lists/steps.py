"""The check of a list in steps, each a transaction of its own.

Whatever ends half-way is gone on with at the next row and comes to the same result.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import write
from portal.lists.act import Act
from portal.lists.checks import Rules, check_row, fault
from portal.lists.model import StagedList, StagedRow
from portal.offices.model import Village
from portal.people.officer import Officer
from portal.registration.queries import filed_here
from portal.sop.table import Sop

STEP = 250  # rows checked in one transaction


def check_some(officer: Officer, ref: str, sop: Sop) -> bool | None:
    """Check the next rows of a list; whether that was all, None when there is no such list.

    Windows that press at the same time each get the next rows: which one did it is no matter.
    """
    act = Act(officer)
    with write() as session:
        staged = act.staged(session, ref)
        if staged is None:
            return None
        rows = _unchecked(session, staged)
        if rows:
            _check(session, staged, rows, _rules(session, staged, sop, act.today))
            staged.checked += len(rows)
        return staged.checked >= staged.total


def _rules(session: Session, staged: StagedList, sop: Sop, today: date) -> Rules:
    village = session.get_one(Village, staged.village_code)
    return Rules(today, sop.needs_card, village.title, staged.emergency_reason)


def _unchecked(session: Session, staged: StagedList) -> list[StagedRow]:
    query = (
        select(StagedRow)
        .where(StagedRow.list_id == staged.id, StagedRow.state == "belum")
        .order_by(StagedRow.line)
        .limit(STEP)
    )
    return list(session.scalars(query))


def _check(session: Session, staged: StagedList, rows: Iterable[StagedRow], rules: Rules) -> None:
    """Write beside each row what was found in it."""
    places = dict(staged.columns)
    checked = [(row, check_row(row.cells, places, rules)) for row in rows]
    niks = {found.nik for _, found in checked if found.nik and found.good}
    known = filed_here(session, staged.office_id, staged.village_code, staged.sop_id, niks)
    first = _lines_before(session, staged, niks)
    for row, found in checked:
        row.nik, row.typed, row.faults = found.nik, found.typed, found.faults
        row.state = "baik" if found.good else "salah"
        if found.good and (told := double_of(found.nik, known, first)):
            row.state, row.faults = "ganda", [*found.faults, told]
        elif found.good:
            first[found.nik] = row.line


def _lines_before(session: Session, staged: StagedList, niks: set[str]) -> dict[str, int]:
    """Where in this list these persons stand already."""
    query = select(StagedRow.nik, StagedRow.line).where(
        StagedRow.list_id == staged.id, StagedRow.state == "baik", StagedRow.nik.in_(sorted(niks))
    )
    return {nik: line for nik, line in session.execute(query)}


def double_of(nik: str, known: dict[str, str], first: dict[str, int]) -> dict[str, Any] | None:
    """What makes this person a double: `known` by number, `first` by line; None when nothing."""
    if nik in known:
        return fault("nik", f"Sudah Anda daftarkan dengan nomor {_grouped(known[nik])}.")
    if nik in first:
        return fault("nik", f"Orang ini sudah ada di baris {first[nik]}.")
    return None


def _grouped(number: str) -> str:
    return " ".join(number[at : at + 5] for at in range(0, len(number), 5))
