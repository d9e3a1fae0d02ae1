"""Persons, posts, who holds which post when, and sessions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.offices.model import Office
from portal.sop.vocabulary import Role


class Kind(StrEnum):
    """In what way a person holds a post (domain 3.11)."""

    DEFINITIF = "definitif"
    PLT = "plt"
    PLH = "plh"
    AN = "an"
    UB = "ub"


KIND_PREFIX = {Kind.DEFINITIF: "", Kind.PLT: "Plt. ", Kind.PLH: "Plh. ", Kind.AN: "a.n. ",
               Kind.UB: "u.b. "}  # fmt: skip


class Person(Base):
    """Someone with an account: an officer, an operator, a village office."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    username: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    nip: Mapped[str] = mapped_column(String(18), default="")
    rank: Mapped[str] = mapped_column(String(60), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    admin: Mapped[bool] = mapped_column(default=False)
    village_code: Mapped[str | None] = mapped_column(ForeignKey("village.code"))
    # A kecamatan's operator, who reads along for its villages (N46).
    district_code: Mapped[str | None] = mapped_column(ForeignKey("village.code"))

    office: Mapped[Office] = relationship(lazy="joined", innerjoin=True)
    assignments: Mapped[list["Assignment"]] = relationship(
        back_populates="person", order_by="Assignment.id"
    )


class Post(Base):
    """A jabatan of an office. It fills one or more columns of the SOPs."""

    __tablename__ = "post"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    title: Mapped[str] = mapped_column(String(250))  # Kepala Bidang Perlindungan ...
    short: Mapped[str] = mapped_column(String(60))  # Kabid
    roles: Mapped[list[Any]] = mapped_column()  # values of sop.Role

    @property
    def role_set(self) -> frozenset[Role]:
        """The SOP roles this post fills."""
        return frozenset(Role(role) for role in self.roles)


class Assignment(Base):
    """A person holds a post from one day to another."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("until IS NULL OR since <= until", name="order"),
        Index("ix_assignment_person", "person_id", "since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default=Kind.DEFINITIF.value)
    since: Mapped[date] = mapped_column()
    until: Mapped[date | None] = mapped_column()  # the last day, included
    order_no: Mapped[str] = mapped_column(String(80), default="")  # number of the order

    person: Mapped[Person] = relationship(back_populates="assignments")
    post: Mapped[Post] = relationship(lazy="joined", innerjoin=True)

    def holds_on(self, day: date) -> bool:
        """Whether the post is held on this day."""
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def title(self) -> str:
        """The post as held: 'Plt. Kepala Dinas Sosial'."""
        return KIND_PREFIX[Kind(self.kind)] + self.post.title


class LoginSession(Base):
    """A signed-in browser. Only the digest of its token is stored (D11)."""

    __tablename__ = "login_session"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column()
    seen_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None] = mapped_column()

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
