"""What is kept of a book's use: exports with whole NIKs, and printed editions (D1, D4, D7)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.books.book import Book, Drawn, Line, Scope, Value
from portal.books.model import BookPrint
from portal.db import write
from portal.journal.model import Command
from portal.journal.operations import command_done, record
from portal.offices.model import Office

EXPORTED, PRINTED = "buku_diekspor", "buku_dicetak"


class NewEditionError(Exception):
    """Another officer printed this book at the same moment; the edition's number is taken."""


@dataclass(frozen=True)
class Use:
    """Which book was taken out, for which period, how many lines, and why with whole NIKs."""

    book: str
    period: str
    lines: int
    full: bool
    reason: str

    @property
    def filed_as(self) -> str:
        """The period of an edition: those with whole NIKs are filed apart."""
        return f"{self.period};nik" if self.full else self.period

    def details(self, **more: Any) -> dict[str, Any]:
        """What the event remembers."""
        return {
            "buku": self.book, "periode": self.period, "baris": self.lines,
            "nik_lengkap": self.full, "alasan": self.reason, **more,
        }  # fmt: skip


def period_key(scope: Scope) -> str:
    """The period with its filters, as an edition is filed: 2026-11, layanan=pessel-2017-bpjs."""
    chosen = [f"{key}={value}" for key, value in sorted(scope.chosen.items()) if value]
    text = ", ".join([scope.period.key, *chosen])
    if len(text) <= 110:
        return text
    return f"{text[:90]} {hashlib.sha256(text.encode()).hexdigest()[:16]}"


def digest_of(book: Book, lines: tuple[Line, ...], total: str) -> str:
    """The digest of what a printed edition says."""
    heads = [(column.key, column.label) for column in book.columns]
    body = [[_stable(line.values.get(key)) for key, _ in heads] for line in lines]
    marks = [(line.mark.value, line.others) for line in lines]
    text = json.dumps([book.key, heads, body, marks, total], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _stable(value: Value) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case Drawn():
            return value.strokes
    return value


def record_export(scope: Scope, use: Use, *, form: str, key: str) -> None:
    """Write down that a book left the portal, once for each press of the button."""
    office_id, by = scope.officer.office.id, scope.officer.author()
    at = clock.now()
    with write() as session:
        if command_done(session, key):
            return
        record(session, office_id=office_id, kind=EXPORTED, at=at, by=by,
               details=use.details(bentuk=form))  # fmt: skip
        session.add(Command(key=key, person_id=by.person_id, at=at))


def store_edition(
    scope: Scope, use: Use, *, edition: int, digest: str, body: bytes, key: str
) -> int:
    """Keep a printed edition and give its id. Raises NewEditionError when its number is taken."""
    office_id, by = scope.officer.office.id, scope.officer.author()
    at = clock.now()
    with write() as session:
        # The office's row orders two officers who print the same book at once.
        session.execute(
            select(Office.id).where(Office.id == office_id).with_for_update(key_share=True)
        )
        if done := command_done(session, key):
            return int(done.target)
        if next_edition(session, office_id, use) != edition:
            raise NewEditionError
        printed = BookPrint(
            office_id=office_id,
            book=use.book,
            period=use.filed_as,
            edition=edition,
            digest=digest,
            sha256=hashlib.sha256(body).hexdigest(),
            body=body,
            printed_at=at,
            printed_by=by.name,
        )
        session.add(printed)
        session.flush()
        record(session, office_id=office_id, kind=PRINTED, at=at, by=by,
               details=use.details(cetakan=edition, sidik=printed.sha256))  # fmt: skip
        message = f"Cetakan ke-{edition} disimpan."
        session.add(
            Command(key=key, person_id=by.person_id, at=at, message=message,
                    target=str(printed.id))
        )  # fmt: skip
        return printed.id


def next_edition(session: Session, office_id: int, use: Use) -> int:
    """The number of the next edition of a book's period."""
    last = session.scalar(
        select(func.max(BookPrint.edition)).where(
            BookPrint.office_id == office_id,
            BookPrint.book == use.book,
            BookPrint.period == use.filed_as,
        )
    )
    return (last or 0) + 1
