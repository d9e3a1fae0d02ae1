"""Letters, their parafs, the office's number series and its counters."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base


class NumberSeries(Base):
    """How an office numbers a book of letters: its pattern and its fixed parts."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("office_id", "book"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    book: Mapped[str] = mapped_column(String(40), default="surat_keluar")
    pattern: Mapped[str] = mapped_column(String(120))
    classification: Mapped[str] = mapped_column(String(30))
    unit: Mapped[str] = mapped_column(String(60))
    width: Mapped[int] = mapped_column(default=0)


class NumberCounter(Base):
    """The last serial of a series in a year, and the last day it was used (D5)."""

    __tablename__ = "number_counter"

    series_id: Mapped[int] = mapped_column(ForeignKey("number_series.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(default=0)
    last_day: Mapped[date] = mapped_column()


class Letter(Base):
    """One letter, from draft to signed, numbered and frozen."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("series_id", "year", "serial"),
        Index("ix_letter_book", "office_id", "year", "serial"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    title: Mapped[str] = mapped_column(String(200))
    # The drafted content; each drafting is a new version and voids the parafs before it.
    draft_version: Mapped[int] = mapped_column(default=0)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    content_digest: Mapped[str] = mapped_column(String(64), default="")
    remark: Mapped[str] = mapped_column(String(1000), default="")  # the drafter's own sentence

    signed_at: Mapped[datetime | None] = mapped_column()
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signer: Mapped[dict[str, Any] | None] = mapped_column()  # the block as on that day

    series_id: Mapped[int | None] = mapped_column(ForeignKey("number_series.id"))
    year: Mapped[int | None] = mapped_column()
    serial: Mapped[int | None] = mapped_column()
    number: Mapped[str] = mapped_column(String(120), default="")
    numbered_on: Mapped[date | None] = mapped_column()
    numbered_by: Mapped[str] = mapped_column(String(120), default="")
    stamped_at: Mapped[datetime | None] = mapped_column()
    stamped_by: Mapped[str] = mapped_column(String(120), default="")

    # Once signed and numbered: the letter as issued, and the digest of its PDF.
    payload: Mapped[dict[str, Any] | None] = mapped_column()
    payload_digest: Mapped[str] = mapped_column(String(64), default="")
    voided_at: Mapped[datetime | None] = mapped_column()
    void_reason: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    parafs: Mapped[list["Paraf"]] = relationship(order_by="Paraf.id")
    cases: Mapped[list["LetterCase"]] = relationship(order_by="LetterCase.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def issued(self) -> bool:
        """Signed and numbered: from here on nothing in it changes."""
        return self.payload is not None

    @property
    def live_parafs(self) -> list["Paraf"]:
        """The parafs that stand on the present draft."""
        return [item for item in self.parafs if item.voided_at is None]


class LetterCase(Base):
    """Which cases a letter is for: one, or several on one cover letter."""

    __tablename__ = "letter_case"
    __table_args__ = (UniqueConstraint("letter_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)


class Paraf(Base):
    """One initialling of one version of a draft (N41)."""

    __tablename__ = "paraf"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    draft_version: Mapped[int] = mapped_column()
    content_digest: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str] = mapped_column(String(120))
    post_title: Mapped[str] = mapped_column(String(250))
    at: Mapped[datetime] = mapped_column()
    voided_at: Mapped[datetime | None] = mapped_column()


class LetterFile(Base):
    """The PDF of an issued letter as it was first printed; a reprint is these bytes."""

    __tablename__ = "letter_file"

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary)
