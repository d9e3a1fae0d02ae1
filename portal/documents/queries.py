"""Every question about documents. A document is fetched through the person who asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Table, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.cases.model import Case, Member
from portal.db import Base, db
from portal.documents.model import Document
from portal.people.officer import Officer


def documents_of_registration(registration_id: int) -> list[Document]:
    """Every document of a pre-registration, the oldest first, retired ones included."""
    return _all(Document.registration_id == registration_id)


def documents_of_case(case_id: int) -> list[Document]:
    """Every document of a case, the oldest first, retired ones included."""
    return _all(Document.case_id == case_id)


def current(documents: Iterable[Document]) -> list[Document]:
    """Those that count now."""
    return [document for document in documents if document.retired_at is None]


def document_for(officer: Officer, ref: str) -> Document | None:
    """One document, or None: one that this person may not see is like none at all."""
    query = _documents_of(officer).where(Document.ref == ref)
    return db.session.scalar(
        query.options(joinedload(Document.office), selectinload(Document.files))
    )


@dataclass(frozen=True)
class Beside:
    """The versions before and after one, as far as this person may see them."""

    older: Document | None
    newer: Document | None


def beside(officer: Officer, document: Document) -> Beside:
    """What a document replaces, and what has replaced it."""
    query = _documents_of(officer)
    older = None
    if document.replaces_id:
        older = db.session.scalar(query.where(Document.id == document.replaces_id))
    return Beside(older, db.session.scalar(query.where(Document.replaces_id == document.id)))


@dataclass(frozen=True)
class About:
    """What a document belongs to."""

    number: str  # the application number
    sop_id: str
    sop_version: int | None  # None: no case yet, so the SOP in force
    person: str  # whose paper it is; of the family: the applicant
    case_ref: str
    registration_ref: str


def about(document: Document) -> About:
    """The application that a document belongs to, and the person whose paper it is."""
    place, table = document.place or 1, _registration()
    found = db.session.execute(
        select(table.c.ref, table.c.number, table.c.sop_id, table.c.typed).where(
            table.c.id == document.registration_id
        )
    ).one_or_none()
    registration_ref = found.ref if found else ""
    case = db.session.get(Case, document.case_id) if document.case_id else None
    if case is not None:
        member = select(Member.name).where(Member.case_id == case.id, Member.place == place)
        person = db.session.scalar(member) or ""
        return About(case.number, case.sop_id, case.sop_version, person, case.ref, registration_ref)
    if found is None:
        raise LookupError("a document of nothing")
    persons = found.typed.get("persons") or []
    person = str(persons[place - 1].get("name") or "") if len(persons) >= place else ""
    return About(found.number, found.sop_id, None, person, "", registration_ref)


def _all(which: ColumnElement[bool]) -> list[Document]:
    query = select(Document).where(which).order_by(Document.id)
    return list(db.session.scalars(query.options(selectinload(Document.files))))


def _documents_of(officer: Officer) -> Select[Document]:
    """As pre-registrations and cases are scoped; only officers look at what no longer counts.

    A draft belongs to its village office alone, one thrown away to nobody.
    """
    table, person = _registration(), officer.person
    query = select(Document).outerjoin(table, table.c.id == Document.registration_id)
    query = query.where(or_(table.c.state.is_(None), table.c.state != "dihapus"))
    sent, counts = table.c.first_sent_at.is_not(None), Document.retired_at.is_(None)
    if person.village_code:
        mine = Document.village_code == person.village_code
        return query.where(mine, table.c.village_code == person.village_code, counts)
    if person.district_code:
        inside = f"{person.district_code}."
        return query.where(
            Document.village_code.startswith(inside, autoescape=True),
            table.c.village_code.startswith(inside, autoescape=True),
            sent,
            counts,
        )
    if officer.roles:
        mine = Document.office_id == officer.office.id
        return query.where(mine, or_(Document.case_id.is_not(None), sent))
    return query.where(false())


def _registration() -> Table:
    """The room of pre-registrations lies above this one; its table is known by name only."""
    return Base.metadata.tables["registration"]
