"""Papers as files: stored first, then known; a new version stands beside the old one.

`make_ready` runs outside any transaction; `attach`, `retire` and `follow` inside their caller's
`write()`, which also writes the event of the act that they are part of.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.cases.model import Case, Member, Paper
from portal.db import write
from portal.documents.model import Document, DocumentFile
from portal.documents.refusal import RefusedFileError
from portal.documents.safe import SafeDocument, make_safe, shown_name
from portal.documents.store import Store, digest_of
from portal.documents.watermark import glimpse
from portal.journal.operations import record
from portal.people.officer import Officer

__all__ = ["Owner", "Ready", "RefusedFileError", "attach", "follow", "keep", "make_ready", "retire"]

REPLACED = "diganti"


class ReplacedError(Exception):
    """The file to be replaced is no longer the one that counts."""


@dataclass(frozen=True)
class Part:
    """One stored part of a document."""

    part: str  # halaman | kecil | asli
    page: int
    sha256: str
    size: int


@dataclass(frozen=True)
class Ready:
    """A safe file whose bytes lie in the store already."""

    kind: str
    width: int
    height: int
    shown_name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Owner:
    """Whose file it is. Without a village no village office may see it (N19)."""

    office_id: int
    village_code: str | None = None
    registration_id: int | None = None
    case_id: int | None = None


def make_ready(store: Store, clamd: str, name: str, body: bytes) -> Ready:
    """A foreign file made safe and stored, not yet known to anybody (D15: files before rows).

    Raises RefusedFileError with a sentence for the sender; StoreError.
    """
    return keep(store, make_safe(body, name=name, antivirus=clamd), shown_name(name))


def keep(store: Store, safe: SafeDocument, name: str) -> Ready:
    """The parts of a safe file put into the store. Raises StoreError."""
    parts = [("halaman", page, body) for page, body in enumerate(safe.pages, 1)]
    parts.append(("kecil", 1, glimpse(safe.thumb)))
    if safe.original is not None:
        parts.append(("asli", 1, safe.original))
    stored = []
    for part, page, body in parts:
        sha256 = digest_of(body)
        store.put(sha256, body)
        stored.append(Part(part, page, sha256, len(body)))
    return Ready(safe.kind, safe.width, safe.height, name, tuple(stored))


def attach(  # noqa: PLR0913 - who, what, where and when are all part of it
    session: Session, owner: Owner, code: str, place: int, ready: Ready,
    by_id: int, by_name: str, at: datetime, replaces: Document | None = None,
) -> Document:  # fmt: skip
    """A stored file becomes a paper of its owner, perhaps in place of an older version.

    On a case, what was ticked right by the old one is no longer (edge case 14). Raises
    ReplacedError when somebody replaced it before.
    """
    if replaces is not None:
        same = (replaces.code, replaces.place, replaces.registration_id, replaces.case_id)
        if replaces.retired_at or same != (code, place, owner.registration_id, owner.case_id):
            raise ReplacedError
        replaces.retired_at, replaces.retired_why = at, REPLACED
    document = Document(
        ref=secrets.token_hex(16), office_id=owner.office_id, village_code=owner.village_code,
        registration_id=owner.registration_id, case_id=owner.case_id, code=code, place=place,
        kind=ready.kind, width=ready.width, height=ready.height,
        size=sum(part.size for part in ready.parts), shown_name=ready.shown_name,
        n=replaces.n + 1 if replaces else 1, replaces_id=replaces.id if replaces else None,
        added_at=at, added_by_id=by_id, added_by=by_name,
        files=[
            DocumentFile(part=part.part, page=part.page, sha256=part.sha256, size=part.size)
            for part in ready.parts
        ],
    )  # fmt: skip
    session.add(document)
    _unsettle(session, document, at)
    session.flush()
    return document


def retire(session: Session, document: Document, why: str, at: datetime) -> None:
    """It no longer counts (`why`: dihapus, diganti); its bytes and its history stay."""
    if document.retired_at is None:
        document.retired_at, document.retired_why = at, why
        _unsettle(session, document, at)
        session.flush()


def follow(session: Session, registration_id: int, case_id: int) -> None:
    """The documents of an accepted pre-registration belong to its case, too."""
    session.execute(
        update(Document)
        .where(Document.registration_id == registration_id)
        .values(case_id=case_id)
        .execution_options(synchronize_session="fetch")
    )


def note_seen(
    officer: Officer, document: Document, number: str, purpose: str, *, page: int
) -> None:
    """Write down that somebody is about to see a page; when this fails, nobody sees it."""
    _note(officer, document, number, "dokumen_dilihat", {"tujuan": purpose, "halaman": page})


def note_copied(officer: Officer, document: Document, number: str, purpose: str) -> None:
    """Write down that somebody is about to be given a copy; each one given is a line."""
    pages = document.pages
    _note(officer, document, number, "dokumen_disalin", {"tujuan": purpose, "halaman": pages})


def _note(
    officer: Officer, document: Document, number: str, kind: str, more: dict[str, object]
) -> None:
    # Read before write() begins, which expires what was loaded.
    by, office_id, case_id = officer.author(), document.office_id, document.case_id
    details = {
        "nomor": number, "dokumen": document.ref, "berkas": document.field,
        "versi": document.n, **more,
    }  # fmt: skip
    with write() as session:
        record(
            session, office_id=office_id, kind=kind, at=clock.now(), by=by, case_id=case_id,
            details=details,
        )  # fmt: skip


def _unsettle(session: Session, document: Document, at: datetime) -> None:
    """What was seen of this one paper has to be seen again; all other ticks stay."""
    if document.case_id is None:
        return
    case = session.get_one(Case, document.case_id)
    case.touched_at = at
    papers = select(Paper).where(Paper.case_id == case.id, Paper.code == document.code)
    if document.place:
        papers = papers.join(Member, Member.id == Paper.member_id)
        papers = papers.where(Member.place == document.place)
    for paper in session.scalars(papers):
        paper.correct = False
