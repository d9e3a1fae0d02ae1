"""Events, the head of each office's chain, and the commands already done (D4)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Event(Base):
    """One thing that happened. Written once, never changed; triggers refuse otherwise."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("office_id", "seq"),
        Index("ix_event_case", "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    seq: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    kind: Mapped[str] = mapped_column(String(30))
    case_id: Mapped[int | None] = mapped_column()
    # Who, with name and post as they were: people move, the record does not.
    person_id: Mapped[int | None] = mapped_column()
    person_name: Mapped[str] = mapped_column(String(120), default="")
    post_title: Mapped[str] = mapped_column(String(250), default="")
    row: Mapped[str] = mapped_column(String(10), default="")  # the printed number
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    salt: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(
        String(64)
    )  # of salt and details, which may hold personal data
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Chain(Base):
    """The head of an office's chain; its row is the lock that orders the events."""

    __tablename__ = "chain"

    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default="0" * 64)


class Command(Base):
    """A change already done under this key; a repeat is answered with the first result."""

    __tablename__ = "command"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[int | None] = mapped_column()
    at: Mapped[datetime] = mapped_column(index=True)
    case_id: Mapped[int | None] = mapped_column()
    message: Mapped[str] = mapped_column(String(300), default="")
    target: Mapped[str] = mapped_column(String(200), default="")
