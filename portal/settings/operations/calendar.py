"""Days off, Ramadans and decrees: added, corrected, taken out."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import or_, select

from portal import dates
from portal.db import write
from portal.offices.model import DayOff, Ramadan
from portal.people.officer import Officer
from portal.registers.model import Decree
from portal.settings.operations.change import Change, TakenError


class DayKind(StrEnum):
    """Why an office does not work on a day."""

    DAERAH = "daerah"
    LIBUR_NASIONAL = "libur_nasional"
    CUTI_BERSAMA = "cuti_bersama"


def add_day_off(officer: Officer, *, day: date, name: str, kind: DayKind, key: str) -> None:
    """Add a day on which this office does not work. Raises TakenError."""
    change = Change(officer, key)
    with write() as session:
        if change.done_before(session):
            return
        taken = session.scalar(
            select(DayOff.name).where(DayOff.day == day, _known_to(change.office_id))
        )
        if taken is not None:
            raise TakenError(taken)
        session.add(DayOff(office_id=change.office_id, day=day, kind=kind.value, name=name))
        change.write_down(
            session,
            "kalender",
            f"{dates.weekday_date(day)} ditambahkan: {name}.",
            {"tindakan": "tambah", "hari": day.isoformat(), "jenis": kind.value, "nama": name},
        )


def remove_day_off(officer: Officer, day_id: int, *, key: str) -> int | None:
    """Take a day off out of the calendar and give its year; None when there is no such day."""
    change = Change(officer, key)
    with write() as session:
        if done := change.done_before(session):
            return int(done.target)
        found = session.scalar(
            select(DayOff).where(DayOff.id == day_id, _known_to(change.office_id))
        )
        if found is None:
            return None
        day = found.day
        details = {
            "tindakan": "hapus",
            "hari": day.isoformat(),
            "jenis": found.kind,
            "nama": found.name,
            "semua_kantor": found.office_id is None,
        }
        message = f"{dates.weekday_date(day)} dihapus dari kalender: {found.name}."
        session.delete(found)
        change.write_down(session, "kalender", message, details, target=str(day.year))
    return day.year


def add_ramadan(officer: Officer, *, first: date, last: date, key: str) -> None:
    """Add a Ramadan, when the shorter hours hold. Raises TakenError."""
    change = Change(officer, key)
    with write() as session:
        if change.done_before(session):
            return
        other = session.scalar(
            select(Ramadan).where(Ramadan.first <= last, Ramadan.last >= first).limit(1)
        )
        if other is not None:
            raise TakenError(span_words(other.first, other.last))
        session.add(Ramadan(first=first, last=last))
        change.write_down(
            session,
            "kalender",
            f"Ramadan {span_words(first, last)} ditambahkan.",
            {"tindakan": "tambah_ramadan", "awal": first.isoformat(), "akhir": last.isoformat()},
        )


def remove_ramadan(officer: Officer, first: date, *, key: str) -> int | None:
    """Take a Ramadan out, so that an estimate can be entered anew; None when there is none."""
    change = Change(officer, key)
    with write() as session:
        if done := change.done_before(session):
            return int(done.target)
        found = session.get(Ramadan, first)
        if found is None:
            return None
        last = found.last
        session.delete(found)
        change.write_down(
            session,
            "kalender",
            f"Ramadan {span_words(first, last)} dihapus.",
            {"tindakan": "hapus_ramadan", "awal": first.isoformat(), "akhir": last.isoformat()},
            target=str(first.year),
        )
    return first.year


def add_decree(
    officer: Officer, *, number: str, issued: date, in_force: date | None, months: int, key: str
) -> None:
    """Add a decree that removed PBI members. Raises TakenError."""
    change = Change(officer, key)
    with write() as session:
        if change.done_before(session):
            return
        if session.scalar(select(Decree.id).where(Decree.number == number)) is not None:
            raise TakenError(number)
        session.add(Decree(number=number, issued=issued, in_force=in_force, months=months))
        details = {"tindakan": "tambah", "nomor": number, "bulan": months}
        change.write_down(
            session, "sk", f"SK {number} ditambahkan.", details | _days(issued, in_force)
        )


def correct_decree(
    officer: Officer, decree_id: int, *, issued: date, in_force: date | None, key: str
) -> Decree | None:
    """Correct the days of a decree; None when there is no such decree.

    Findings keep the date they were made with: what an officer saw is not rewritten.
    """
    change = Change(officer, key)
    with write() as session:
        if change.done_before(session):
            return session.get(Decree, decree_id)
        found = session.get(Decree, decree_id)
        if found is None:
            return None
        details = {
            "tindakan": "koreksi",
            "nomor": found.number,
            "semula": _days(found.issued, found.in_force),
            "menjadi": _days(issued, in_force),
        }
        found.issued, found.in_force = issued, in_force
        change.write_down(session, "sk", f"Tanggal SK {found.number} dibetulkan.", details)
    return found


def span_words(first: date, last: date) -> str:
    """19 Februari 2026 sampai 20 Maret 2026."""
    return f"{dates.long_date(first)} sampai {dates.long_date(last)}"


def _known_to(office_id: int) -> Any:
    """The days this office's calendar shows: its own, and those of all offices."""
    return or_(DayOff.office_id.is_(None), DayOff.office_id == office_id)


def _days(issued: date, in_force: date | None) -> dict[str, str]:
    return {
        "ditetapkan": issued.isoformat(),
        "berlaku": in_force.isoformat() if in_force else "",
    }
