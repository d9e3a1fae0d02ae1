"""What is remembered of a survey: answers that nobody can join to a case, and who has answered.

Both tables have no running number and no moment, so that the order in which they were filled
does not tell whose answers are whose.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base

SCALE = "BETWEEN 1 AND 4"


class SurveyAnswer(Base):
    """One filled form: nine elements from 1 to 4, and what the person said of itself."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        Index("ix_survey_answer_period", "office_id", "month", "sop_id"),
        CheckConstraint(
            f"persyaratan {SCALE} AND prosedur {SCALE} AND waktu {SCALE} AND biaya {SCALE} AND "
            f"produk {SCALE} AND kompetensi {SCALE} AND perilaku {SCALE} AND sarana {SCALE} AND "
            f"pengaduan {SCALE}",
            name="scale",
        ),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # random
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    sop_id: Mapped[str] = mapped_column(String(60))
    month: Mapped[date] = mapped_column()  # its first day
    persyaratan: Mapped[int] = mapped_column()
    prosedur: Mapped[int] = mapped_column()
    waktu: Mapped[int] = mapped_column()
    biaya: Mapped[int] = mapped_column()
    produk: Mapped[int] = mapped_column()
    kompetensi: Mapped[int] = mapped_column()
    perilaku: Mapped[int] = mapped_column()
    sarana: Mapped[int] = mapped_column()
    pengaduan: Mapped[int] = mapped_column()
    age: Mapped[str] = mapped_column(String(10), default="")
    sex: Mapped[str] = mapped_column(String(1), default="")
    education: Mapped[str] = mapped_column(String(10), default="")
    work: Mapped[str] = mapped_column(String(10), default="")


class SurveyGiven(Base):
    """That a number has answered, as a keyed digest: one answer per case, whose stays unknown."""

    __tablename__ = "survey_given"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
