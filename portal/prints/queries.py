"""The letters of a day that go out to other offices, asked through the officer."""

from datetime import date

from sqlalchemy import select

from portal.db import db
from portal.letters.model import Kind, Letter
from portal.people.officer import Officer

OUTGOING = (Kind.REKOMENDASI.value, Kind.PENGANTAR.value)
MOST = 500  # lines of one sheet


def letters_of(officer: Officer, day: date) -> list[Letter]:
    """The office's letters issued under this date and not void, in the order of their making."""
    query = (
        select(Letter)
        .where(Letter.office_id == officer.office.id, Letter.numbered_on == day)
        .where(Letter.payload.is_not(None), Letter.voided_at.is_(None))
        .where(Letter.kind.in_(OUTGOING))
        .order_by(Letter.id)
        .limit(MOST)
    )
    if not officer.roles:
        query = query.where(Letter.id.is_(None))
    return list(db.session.scalars(query))
