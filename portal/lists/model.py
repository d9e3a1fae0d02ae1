"""A list of people from a meeting, checked but not yet taken in."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class StagedList(Base):
    """A table of people from a village office: read, checked in steps, then taken in at once."""

    __tablename__ = "staged_list"
    __table_args__ = (Index("ix_staged_list_digest", "village_code", "sop_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"))
    sop_id: Mapped[str] = mapped_column(String(60))
    file_name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    notes: Mapped[list[Any]] = mapped_column(default=list)
    columns: Mapped[list[Any]] = mapped_column(default=list)  # which column holds what
    emergency_reason: Mapped[str] = mapped_column(String(300), default="")
    total: Mapped[int] = mapped_column()  # filled rows
    checked: Mapped[int] = mapped_column(default=0)  # of them, so far
    made_at: Mapped[datetime] = mapped_column()
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_by: Mapped[str] = mapped_column(String(120))
    taken_at: Mapped[datetime | None] = mapped_column()
    taken: Mapped[int] = mapped_column(default=0)  # pre-registrations made
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class StagedRow(Base):
    """One filled row of a list, with what was found in it."""

    __tablename__ = "staged_row"
    __table_args__ = (
        UniqueConstraint("list_id", "line"),
        Index("ix_staged_row_state", "list_id", "state", "line"),
        Index("ix_staged_row_nik", "list_id", "nik"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("staged_list.id"))
    line: Mapped[int] = mapped_column()  # in the file
    cells: Mapped[list[Any]] = mapped_column(default=list)  # as they came
    state: Mapped[str] = mapped_column(String(8))  # belum | baik | salah | ganda
    faults: Mapped[list[Any]] = mapped_column(default=list)  # {"column", "reason"}
    nik: Mapped[str] = mapped_column(String(16), default="")
    typed: Mapped[dict[str, Any] | None] = mapped_column()  # as a form would hold it, if good
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
