"""Every question about persons and sessions."""

import hashlib
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.db import db
from portal.offices.model import Office
from portal.people.model import Assignment, LoginSession, Person, Post
from portal.sop.vocabulary import Role


def token_digest(token: str) -> str:
    """What is stored of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def session_of(token: str) -> LoginSession | None:
    """The session of a token with its person and posts, in two statements."""
    query = (
        select(LoginSession)
        .where(LoginSession.token_sha256 == token_digest(token))
        .options(
            joinedload(LoginSession.person).selectinload(Person.assignments),
        )
    )
    return db.session.scalar(query)


def person_named(username: str) -> Person | None:
    """The person with this account name."""
    query = select(Person).where(Person.username == username.strip().lower())
    return db.session.scalar(query.options(selectinload(Person.assignments)))


def holder_of(office_id: int, role: Role, day: date) -> Assignment | None:
    """Who holds the post of a role on a day: the acting holder before the definitive one."""
    query = (
        select(Assignment)
        .join(Post, Assignment.post_id == Post.id)
        .where(Post.office_id == office_id)
        .options(joinedload(Assignment.person))
    )
    held = [
        item
        for item in db.session.scalars(query)
        if role in item.post.role_set and item.holds_on(day)
    ]
    return min(held, key=lambda item: (item.kind == "definitif", -item.id), default=None)


def demo_accounts() -> list[dict[str, str]]:
    """The accounts of a practice installation, for its sign-in page; none on a real one."""
    query = (
        select(Person)
        .join(Office, Office.id == Person.office_id)
        .where(Office.demo.is_(True))
        .options(selectinload(Person.assignments))
        .order_by(Person.id)
    )
    return [
        {
            "username": person.username,
            "post": person.assignments[0].post.short if person.assignments else _kind(person),
            "office": person.office.short_name,
        }
        for person in db.session.scalars(query)
    ]


def _kind(person: Person) -> str:
    if person.admin:
        return "Pengelola portal"
    return "Operator kecamatan" if person.district_code else "Operator nagari/kelurahan"
