"""The list of registers an office looks into, and the decrees that removed members."""

from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Register(Base):
    """A source that can be looked into. A new one is a row here, not a release (N03)."""

    __tablename__ = "register"
    __table_args__ = (UniqueConstraint("kind", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(30), index=True)  # a value of sop.Check
    place: Mapped[int] = mapped_column(default=0)  # order in lists
    active: Mapped[bool] = mapped_column(default=True)


class Decree(Base):
    """A Keputusan Menteri Sosial that removed PBI members (N04)."""

    __tablename__ = "decree"
    __table_args__ = (CheckConstraint("months BETWEEN 1 AND 60", name="months"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    issued: Mapped[date] = mapped_column()
    in_force: Mapped[date | None] = mapped_column()
    months: Mapped[int] = mapped_column(default=6)
    note: Mapped[str] = mapped_column(String(300), default="")
