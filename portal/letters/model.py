"""Letters, their parafs and copies; the office's number series and every number given out."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base


class Kind(StrEnum):
    """The kinds of letter that get a number."""

    REKOMENDASI = "rekomendasi"
    PENGANTAR = "pengantar"
    PENGEMBALIAN = "pengembalian"
    PENOLAKAN = "penolakan"


KIND_WORDS = {
    Kind.REKOMENDASI: "Rekomendasi",
    Kind.PENGANTAR: "Surat pengantar",
    Kind.PENGEMBALIAN: "Surat pengembalian berkas",
    Kind.PENOLAKAN: "Surat tidak dapat diproses",
}


class NumberState(StrEnum):
    """What became of a number that was given out."""

    DIPAKAI = "dipakai"  # on a letter of this portal
    CADANGAN = "cadangan"  # reserved, not used yet
    KERTAS = "kertas"  # used on paper: in an old book, or by hand during an outage
    BATAL = "batal"  # void; it stays in the book (N32)


class GivenBy(StrEnum):
    """Who gives the numbers of a series."""

    PORTAL = "portal"
    SEKRETARIAT = "sekretariat"  # typed over from the Secretariat's own book (edge case 29)


class NumberSeries(Base):
    """How an office numbers a book of letters: its pattern and its fixed parts."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("office_id", "book"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    book: Mapped[str] = mapped_column(String(40), default="surat_keluar")
    title: Mapped[str] = mapped_column(String(80), default="Surat keluar")
    mode: Mapped[str] = mapped_column(String(20), default=GivenBy.PORTAL.value)
    kinds: Mapped[list[Any]] = mapped_column(default=list)  # of letter; none: all the others
    pattern: Mapped[str] = mapped_column(String(120))
    classification: Mapped[str] = mapped_column(String(30))
    unit: Mapped[str] = mapped_column(String(60))
    width: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class NumberCounter(Base):
    """The last serial of a series in a year, and the last day it was used (D5)."""

    __tablename__ = "number_counter"

    series_id: Mapped[int] = mapped_column(ForeignKey("number_series.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(default=0)
    last_day: Mapped[date] = mapped_column()


class LetterNumber(Base):
    """One number given out in a book: never deleted, so that the book has no silent gap (N32).

    A nomor sisip stands behind its serial with a suffix: 123A (edge case 30).
    """

    __tablename__ = "letter_number"
    __table_args__ = (
        UniqueConstraint("series_id", "year", "serial", "suffix"),
        UniqueConstraint("series_id", "year", "text"),
        CheckConstraint("state IN ('dipakai', 'cadangan', 'kertas', 'batal')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("number_series.id"))
    year: Mapped[int] = mapped_column()
    serial: Mapped[int] = mapped_column()
    suffix: Mapped[str] = mapped_column(String(2), default="")
    text: Mapped[str] = mapped_column(String(120))
    on: Mapped[date] = mapped_column()  # the day the letter bears
    state: Mapped[str] = mapped_column(String(10))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(300), default="")
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column()

    letter: Mapped["Letter | None"] = relationship(back_populates="given")
    paper: Mapped["PaperEntry | None"] = relationship(back_populates="given")
    series: Mapped[NumberSeries] = relationship()


class Letter(Base):
    """One letter, from draft to signed, numbered and frozen."""

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(String(20), default=Kind.REKOMENDASI.value)
    title: Mapped[str] = mapped_column(String(200))
    # The drafted content; each drafting is a new version and voids the parafs before it.
    draft_version: Mapped[int] = mapped_column(default=0)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    content_digest: Mapped[str] = mapped_column(String(64), default="")
    remark: Mapped[str] = mapped_column(String(1000), default="")  # the drafter's own sentence

    signed_at: Mapped[datetime | None] = mapped_column()
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signer: Mapped[dict[str, Any] | None] = mapped_column()  # the block as on that day

    number: Mapped[str] = mapped_column(String(120), default="")
    numbered_on: Mapped[date | None] = mapped_column()
    numbered_by: Mapped[str] = mapped_column(String(120), default="")
    stamped_at: Mapped[datetime | None] = mapped_column()
    stamped_by: Mapped[str] = mapped_column(String(120), default="")

    # Once signed and numbered: the letter as issued, and the digest of its PDF.
    payload: Mapped[dict[str, Any] | None] = mapped_column()
    payload_digest: Mapped[str] = mapped_column(String(64), default="")
    # What the holder of the paper checks it by: a random code, and the signed words of the QR.
    code: Mapped[str | None] = mapped_column(String(20), unique=True)
    statement: Mapped[str] = mapped_column(Text, default="")
    voided_at: Mapped[datetime | None] = mapped_column()
    voided_by: Mapped[str] = mapped_column(String(120), default="")
    void_reason: Mapped[str] = mapped_column(String(300), default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    parafs: Mapped[list["Paraf"]] = relationship(order_by="Paraf.id")
    cases: Mapped[list["LetterCase"]] = relationship(
        order_by="LetterCase.id", cascade="all, delete-orphan"
    )
    copies: Mapped[list["LetterCopy"]] = relationship(order_by="LetterCopy.n")
    given: Mapped[LetterNumber | None] = relationship(back_populates="letter")
    replaces: Mapped["Letter | None"] = relationship(
        remote_side="Letter.id", back_populates="replaced_by"
    )
    replaced_by: Mapped["Letter | None"] = relationship(back_populates="replaces")

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


class LetterCopy(Base):
    """One reprint of an issued letter: "salinan ke-n", with the same bytes (edge case 18)."""

    __tablename__ = "letter_copy"

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column()
    by_name: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(200), default="")


class LetterKey(Base):
    """The public half of a key that signed the QR of letters; old ones stay valid for ever."""

    __tablename__ = "letter_key"

    id: Mapped[str] = mapped_column(String(8), primary_key=True)
    public_key: Mapped[str] = mapped_column(String(64))  # hex
    made_at: Mapped[datetime] = mapped_column()
    retired_at: Mapped[datetime | None] = mapped_column()


class PaperEntry(Base):
    """The line of a letter that was written on paper and typed in later (edge case 27)."""

    __tablename__ = "paper_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    number_id: Mapped[int] = mapped_column(ForeignKey("letter_number.id"), unique=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default=Kind.REKOMENDASI.value)
    name: Mapped[str] = mapped_column(String(100))
    nik: Mapped[str] = mapped_column(String(16), default="")
    village: Mapped[str] = mapped_column(String(120), default="")
    service: Mapped[str] = mapped_column(String(200), default="")
    signer: Mapped[str] = mapped_column(String(120), default="")
    addressee: Mapped[str] = mapped_column(String(120), default="")
    handed_on: Mapped[date | None] = mapped_column()
    receiver: Mapped[str] = mapped_column(String(100), default="")
    remark: Mapped[str] = mapped_column(String(300), default="")
    recorded_at: Mapped[datetime] = mapped_column()  # when it was really typed in
    recorded_by: Mapped[str] = mapped_column(String(120))

    given: Mapped[LetterNumber] = relationship(back_populates="paper")
