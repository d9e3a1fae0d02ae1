"""The house-keeping of the store: what nobody names goes, what somebody names must be there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from portal import clock
from portal.db import db
from portal.documents.model import Document, DocumentFile
from portal.documents.store import AlteredFileError, MissingFileError, Store

DAY = timedelta(days=1)
_AT_ONCE = 500


@dataclass(frozen=True)
class Lost:
    """A file that a document names and that is not there, or is no longer what it was."""

    document_ref: str
    part: str
    page: int
    altered: bool

    @property
    def words(self) -> str:
        """The line for whoever keeps the portal."""
        what = "berubah" if self.altered else "hilang"
        return f"dokumen {self.document_ref}: {self.part} {self.page} {what}"


def sweep(store: Store, older_than: timedelta = DAY) -> int:
    """Remove stored files that no document names, and what killed processes left; gives how many.

    A file that is being stored now has no row yet, so only older ones are touched. Raises
    StoreError.
    """
    limit = clock.now() - older_than
    old = [item.name for item in store.every() if item.at < limit]
    # The rows are asked after the files: whatever was stored in between is too young.
    db.session.rollback()
    named = _named(old)
    db.session.rollback()
    return sum(store.delete(name, limit) for name in old if name not in named)


def missing(store: Store) -> Iterator[Lost]:
    """Every file of a document that cannot be handed out, read whole to know. Raises StoreError."""
    query = (
        select(Document.ref, DocumentFile.part, DocumentFile.page, DocumentFile.sha256)
        .join(Document, Document.id == DocumentFile.document_id)
        .order_by(DocumentFile.id)
    )
    rows = db.session.execute(query).all()
    db.session.rollback()  # reading all the files takes long
    for ref, part, page, sha256 in rows:
        try:
            store.get(sha256)
        except (MissingFileError, AlteredFileError) as fault:
            yield Lost(ref, part, page, altered=isinstance(fault, AlteredFileError))


def _named(hashes: list[str]) -> set[str]:
    """Which of these hashes a row names."""
    found: set[str] = set()
    for first in range(0, len(hashes), _AT_ONCE):
        some = hashes[first : first + _AT_ONCE]
        query = select(DocumentFile.sha256).where(DocumentFile.sha256.in_(some))
        found.update(db.session.scalars(query))
    return found
