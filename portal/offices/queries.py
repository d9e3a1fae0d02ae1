"""Every question about offices, villages and calendars."""

from datetime import date

from sqlalchemy import or_, select

from portal.db import db
from portal.offices.model import DayOff, Office, Ramadan, Village
from portal.offices.working_time import Calendar


def all_offices() -> list[Office]:
    """The offices, in order of their names."""
    return list(db.session.scalars(select(Office).order_by(Office.region_name)))


def office_of_region(region: str) -> Office | None:
    """The office that serves a kabupaten or kota."""
    return db.session.scalar(select(Office).where(Office.region == region))


def villages_of(office: Office) -> list[Village]:
    """The nagari or kelurahan of an office's region, by kecamatan and name."""
    query = (
        select(Village)
        .where(Village.code.startswith(office.region + "."), Village.level == "desa_kelurahan")
        .order_by(Village.district, Village.name)
    )
    return list(db.session.scalars(query))


def village(code: str) -> Village | None:
    """One village by its code."""
    return db.session.get(Village, code)


def days_off(office: Office, year: int) -> list[DayOff]:
    """The days off of a year that hold for this office."""
    query = (
        select(DayOff)
        .where(
            or_(DayOff.office_id.is_(None), DayOff.office_id == office.id),
            DayOff.day >= date(year, 1, 1),
            DayOff.day <= date(year, 12, 31),
        )
        .order_by(DayOff.day)
    )
    return list(db.session.scalars(query))


def calendar_of(office: Office) -> Calendar:
    """The office's working calendar, as entered up to now."""
    mine = or_(DayOff.office_id.is_(None), DayOff.office_id == office.id)
    off = db.session.execute(select(DayOff.day, DayOff.name).where(mine))
    fasts = db.session.execute(select(Ramadan.first, Ramadan.last))
    return Calendar(
        hours=office.ordinary,
        ramadan_hours=office.ramadan,
        ramadan=tuple((first, last) for first, last in fasts),
        days_off=dict(off.all()),
    )


def has_decree(office: Office, year: int) -> bool:
    """Whether the national days off of a year were entered at all (SKB 3 Menteri)."""
    return any(day.kind in ("libur_nasional", "cuti_bersama") for day in days_off(office, year))
