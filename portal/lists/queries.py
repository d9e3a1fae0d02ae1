"""Every question about lists, asked through the village office that made them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from portal.db import db
from portal.lists.model import StagedList, StagedRow
from portal.people.officer import Officer
from portal.registration.model import Registration, State

SHOWN = 50


def lists_of(officer: Officer) -> list[StagedList]:
    """The village's lists, the newest first."""
    query = select(StagedList).where(StagedList.village_code == officer.person.village_code)
    return list(db.session.scalars(query.order_by(StagedList.id.desc()).limit(SHOWN)))


def list_for(officer: Officer, ref: str) -> StagedList | None:
    """One list, or None: another village's is like none at all."""
    return db.session.scalar(
        select(StagedList).where(
            StagedList.ref == ref, StagedList.village_code == officer.person.village_code
        )
    )


def counts_of(staged: StagedList) -> dict[str, int]:
    """How many rows there are in each state."""
    query = (
        select(StagedRow.state, func.count())
        .where(StagedRow.list_id == staged.id)
        .group_by(StagedRow.state)
    )
    found = {state: count for state, count in db.session.execute(query)}
    return {state: found.get(state, 0) for state in ("belum", "baik", "salah", "ganda")}


def rows_of(staged: StagedList, state: str, most: int) -> list[StagedRow]:
    """The first rows in a state, in the order of the file."""
    query = (
        select(StagedRow)
        .where(StagedRow.list_id == staged.id, StagedRow.state == state)
        .order_by(StagedRow.line)
        .limit(most)
    )
    return list(db.session.scalars(query))


def told_of(staged: StagedList) -> Iterator[tuple[int, str, list[Any], list[Any]]]:
    """(line, state, cells, faults) of every row that something was found in."""
    query = (
        select(StagedRow.line, StagedRow.state, StagedRow.cells, StagedRow.faults)
        .where(StagedRow.list_id == staged.id)
        .order_by(StagedRow.line)
    )
    for line, state, cells, faults in db.session.execute(query):
        if faults:
            yield line, state, cells, faults


def warned_of(staged: StagedList) -> list[tuple[int, dict[str, Any]]]:
    """(line, warning) of the good rows that are doubtful, in the order of the file."""
    query = (
        select(StagedRow.line, StagedRow.faults)
        .where(StagedRow.list_id == staged.id, StagedRow.state == "baik")
        .order_by(StagedRow.line)
    )
    return [(line, told) for line, faults in db.session.execute(query) for told in faults]


def taken_of(staged: StagedList, most: int | None = None) -> Sequence[tuple[int, Registration]]:
    """The pre-registrations that a list became, with their lines, in the order of the file."""
    query = (
        select(StagedRow.line, Registration)
        .join(Registration, Registration.id == StagedRow.registration_id)
        .where(StagedRow.list_id == staged.id)
        .order_by(StagedRow.line)
        .limit(most)
    )
    return [(line, registration) for line, registration in db.session.execute(query)]


def drafts_of(staged: StagedList) -> int:
    """How many of them were not sent yet."""
    query = (
        select(func.count())
        .select_from(StagedRow)
        .join(Registration, Registration.id == StagedRow.registration_id)
        .where(StagedRow.list_id == staged.id, Registration.state == State.DRAF.value)
    )
    return db.session.scalar(query) or 0
