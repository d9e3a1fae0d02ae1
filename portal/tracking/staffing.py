"""How many people work at an office, by the columns of an SOP: figures, never a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from portal.db import db
from portal.people.model import Assignment, Person, Post
from portal.sop.table import Sop
from portal.sop.vocabulary import OUTSIDERS, Role


@dataclass(frozen=True)
class Line:
    """A printed column of the SOP, and how many people hold its posts."""

    column: str
    people: int


def staffing_of(sop: Sop, held: Sequence[frozenset[Role]]) -> tuple[tuple[Line, ...], int]:
    """The columns of the SOP with their people, and all of them; who holds two posts counts once.

    `held` is of each person the roles of the posts held. Outsiders' columns are left out.
    """
    columns = [column for column in sop.columns if column.roles - OUTSIDERS]
    needed = frozenset[Role]().union(*(column.roles for column in columns))
    lines = tuple(Line(column.title, _with(column.roles, held)) for column in columns)
    return lines, _with(needed, held)


def roles_held(office_id: int, day: date) -> list[frozenset[Role]]:
    """Of each person who works at an office on a day, the SOP roles of the posts held."""
    query = (
        select(Assignment.person_id, Post.roles)
        .join(Post, Assignment.post_id == Post.id)
        .join(Person, Assignment.person_id == Person.id)
        .where(
            Post.office_id == office_id,
            Person.active.is_(True),
            Assignment.since <= day,
            or_(Assignment.until.is_(None), Assignment.until >= day),
        )
    )
    found: dict[int, set[Role]] = {}
    for person_id, roles in db.session.execute(query):
        found.setdefault(person_id, set()).update(Role(role) for role in roles)
    return [frozenset(roles) for roles in found.values()]


def _with(wanted: frozenset[Role], held: Sequence[frozenset[Role]]) -> int:
    return sum(bool(roles & wanted) for roles in held)
