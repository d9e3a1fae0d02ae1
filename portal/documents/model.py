"""A paper as a file: photographed or scanned, kept in versions, its bytes under their hash."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.offices.model import Office


class Document(Base):
    """One file for one required paper of a pre-registration or a case. Never changed, only retired.

    A new version stands beside the old one (edge case 14).
    """

    __tablename__ = "document"
    __table_args__ = (
        Index("ix_document_registration", "registration_id", "id"),
        Index("ix_document_case", "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)  # random; stands in addresses
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    # The village whose office sent it; None: taken in at the Dinas, no village may see it (N19).
    village_code: Mapped[str | None] = mapped_column(ForeignKey("village.code"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    code: Mapped[str] = mapped_column(String(40))  # the requirement of the SOP
    place: Mapped[int] = mapped_column(default=0)  # of the person from 1; 0: of the family
    kind: Mapped[str] = mapped_column(String(5))  # foto | pdf
    width: Mapped[int] = mapped_column()  # pixels of the first page
    height: Mapped[int] = mapped_column()
    size: Mapped[int] = mapped_column()  # bytes of all parts
    shown_name: Mapped[str] = mapped_column(String(80), default="")
    n: Mapped[int] = mapped_column(default=1)  # version, from 1
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    retired_at: Mapped[datetime | None] = mapped_column()
    retired_why: Mapped[str] = mapped_column(String(10), default="")  # diganti | dihapus
    added_at: Mapped[datetime] = mapped_column()
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_by: Mapped[str] = mapped_column(String(120))

    office: Mapped[Office] = relationship()
    files: Mapped[list["DocumentFile"]] = relationship(order_by="DocumentFile.page")

    @property
    def field(self) -> str:
        """The stem of the field names of its paper on forms, as portal.cases.needs has it."""
        return f"{self.code}-{self.place}" if self.place else self.code

    @property
    def pages(self) -> int:
        """How many pages can be looked at."""
        return sum(item.part == "halaman" for item in self.files)


class DocumentFile(Base):
    """One stored part of a document: a page to look at, the thumbnail, or the PDF as it came.

    Its bytes lie in the store under their SHA-256 before this row exists (D15).
    """

    __tablename__ = "document_file"
    __table_args__ = (UniqueConstraint("document_id", "part", "page"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    part: Mapped[str] = mapped_column(String(8))  # halaman | kecil | asli
    page: Mapped[int] = mapped_column(default=1)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column()
