"""Printed editions of a book's pages: what was printed once reprints identically."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class BookPrint(Base):
    """One printed edition of a book for a period; changed lines make the next edition."""

    __tablename__ = "book_print"
    __table_args__ = (UniqueConstraint("office_id", "book", "period", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    book: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(120))  # the book's own filter: 2026-11, layanan=...
    edition: Mapped[int] = mapped_column()
    digest: Mapped[str] = mapped_column(String(64))  # of the printed lines
    sha256: Mapped[str] = mapped_column(String(64))  # of the PDF
    body: Mapped[bytes] = mapped_column(LargeBinary)
    printed_at: Mapped[datetime] = mapped_column()
    printed_by: Mapped[str] = mapped_column(String(120))
