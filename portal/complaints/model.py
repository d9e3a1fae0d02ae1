"""What is remembered of a complaint: whose number, what about, until when, and the answer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.model import Case
from portal.db import Base
from portal.offices.model import Office


class Kind(StrEnum):
    """What a citizen may ask for with the number of the receipt."""

    PENGADUAN = "pengaduan"  # about the service or the people (UU 25/2009)
    KEBERATAN = "keberatan"  # against a refusal (UU 30/2014)
    PERBAIKAN_DATA = "perbaikan_data"  # wrong data (UU 27/2022)
    RIWAYAT_AKSES = "riwayat_akses"  # who has seen my file (UU 27/2022)


class Complaint(Base):
    """One complaint, objection or request about data; the citizen reads only codes of it back."""

    __tablename__ = "complaint"
    __table_args__ = (
        Index("ix_complaint_queue", "office_id", "answered_at", "due_at", "id"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)  # random; stands in addresses
    key: Mapped[str] = mapped_column(String(64), unique=True)  # of the form: sent twice, kept once
    number: Mapped[str] = mapped_column(String(15), index=True)  # the application's
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    sop_id: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    topic: Mapped[str] = mapped_column(String(30))  # from the fixed list of its kind
    text: Mapped[str] = mapped_column(String(2000), default="")  # the citizen's; staff only
    phone: Mapped[str] = mapped_column(String(20), default="")
    made_at: Mapped[datetime] = mapped_column()
    due_at: Mapped[datetime] = mapped_column()
    opened_at: Mapped[datetime | None] = mapped_column()
    answer: Mapped[str] = mapped_column(String(30), default="")  # from the fixed list
    note: Mapped[str] = mapped_column(String(1000), default="")  # inside the office only
    answered_at: Mapped[datetime | None] = mapped_column()
    answered_by: Mapped[str] = mapped_column(String(120), default="")
    answered_as: Mapped[str] = mapped_column(String(250), default="")
    version: Mapped[int] = mapped_column(default=1)

    case: Mapped[Case | None] = relationship()
    office: Mapped[Office] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
