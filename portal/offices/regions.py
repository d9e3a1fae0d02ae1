"""Loads what every installation begins with: regions, holidays, Ramadan."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.offices.model import DayOff, Ramadan, Village

DATA = Path(__file__).parent / "data"
# 2026 from a Kemenag-sourced table; 2027 is an estimate that the office confirms.
RAMADANS = ((date(2026, 2, 19), date(2026, 3, 20)), (date(2027, 2, 8), date(2027, 3, 9)))


def load_reference_data(session: Session) -> None:
    """Regions of the pilot areas, holidays 2024-2027, Ramadans; twice changes nothing."""
    known = set(session.scalars(select(Village.code)))
    for path in sorted(DATA.glob("[0-9]*.csv")):
        load_region(session, path, known)
    if not session.scalar(select(DayOff.id).limit(1)):
        for row in _rows(DATA / "holidays.csv"):
            session.add(
                DayOff(day=date.fromisoformat(row["tanggal"]), kind=row["jenis"], name=row["nama"])
            )
    if not session.scalar(select(Ramadan.first).limit(1)):
        session.add_all(Ramadan(first=first, last=last) for first, last in RAMADANS)


def load_region(session: Session, path: Path, known: set[str]) -> int:
    """Add the regions of one CSV that are not known yet; gives how many were new."""
    districts: dict[str, str] = {}
    count = 0
    for row in _rows(path):
        if row["tingkat"] == "kecamatan":
            districts[row["kode"]] = row["nama"]
        if row["kode"] in known:
            continue
        session.add(
            Village(
                code=row["kode"],
                parent=row["induk"],
                level=row["tingkat"],
                kind=row["sebutan_lokal"],
                name=row["nama"],
                district=districts.get(row["induk"], ""),
            )
        )
        count += 1
    return count


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
