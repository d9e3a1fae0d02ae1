"""Every question a village office or a kecamatan asks of its own people's files."""

from collections.abc import Iterable

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.cases.model import Case, Member
from portal.cases.queries import of_village
from portal.cases.receipt import is_number
from portal.db import db
from portal.documents.model import Document
from portal.identity.digits import strip_separators
from portal.identity.name import search_key
from portal.people.officer import Officer
from portal.registration.model import RegisteredPerson, Registration, State
from portal.registration.queries import registrations_of, unfinished
from portal.sop.rules import Hold

PAGE = 30
FOUND = 20
BIGGEST = 2**31


def newest_of(village_code: str) -> list[Case]:
    """The newest cases of a village, with what their status is read from, in two statements."""
    cases = of_village(village_code)
    _complete(cases)
    return cases


def sent_from_here(officer: Officer, cases: Iterable[Case]) -> dict[int, Registration]:
    """The pre-registration that a case came from, where this office sent it; by the case's id."""
    ids = [case.id for case in cases]
    query = registrations_of(officer).where(Registration.case_id.in_(ids))
    return {item.case_id: item for item in db.session.scalars(query) if item.case_id}


def returned_to(officer: Officer) -> list[Registration]:
    """What the Dinas sent back, before or after a case began; the oldest first."""
    away = Registration.case.has(
        (Case.hold == Hold.PEMOHON.value) & Case.outcome.is_(None)
    ) & Registration.completed_at.is_(None)
    query = registrations_of(officer).where(
        or_(Registration.state == State.DIKEMBALIKAN.value, away)
    )
    return _with_cases(query.order_by(Registration.id))


def drafts_of(officer: Officer, after: str = "") -> tuple[list[Registration], str]:
    """What was never sent, the newest first, and the cursor of the rest."""
    query = registrations_of(officer).where(Registration.state == State.DRAF.value)
    return _page(query, after)


def sent_by(officer: Officer, after: str = "") -> tuple[list[Registration], str]:
    """What was sent and is not back, the newest first, and the cursor of the rest."""
    states = (State.TERKIRIM.value, State.DITERIMA.value)
    return _page(registrations_of(officer).where(Registration.state.in_(states)), after)


def seen_by_district(officer: Officer, after: str = "") -> tuple[list[Registration], str]:
    """What the villages of a kecamatan sent, the newest first."""
    query = registrations_of(officer).where(Registration.state != State.DIHAPUS.value)
    return _page(query.options(joinedload(Registration.village)), after)


def untouched(officer: Officer, sop_id: str) -> Registration | None:
    """This person's draft in which nothing was typed yet; a new one would only be one more."""
    query = registrations_of(officer).where(
        Registration.state == State.DRAF.value,
        Registration.sop_id == sop_id,
        Registration.made_by_id == officer.id,
        Registration.applicant_name == "",
        Registration.kk_no == "",
        Registration.version == 1,
        ~select(Document.id).where(Document.registration_id == Registration.id).exists(),
    )
    return db.session.scalars(query.order_by(Registration.id.desc()).limit(1)).first()


def documents_by_registration(
    registrations: Iterable[Registration],
) -> dict[int, list[Document]]:
    """The documents of several pre-registrations that count now, in one statement."""
    ids = [item.id for item in registrations]
    found: dict[int, list[Document]] = {ref: [] for ref in ids}
    query = select(Document).where(Document.registration_id.in_(ids), Document.retired_at.is_(None))
    for document in db.session.scalars(query.order_by(Document.id)):
        found[document.registration_id or 0].append(document)
    return found


def twins_here(officer: Officer, registration: Registration) -> list[tuple[str, Registration]]:
    """Persons of it who also stand in another open pre-registration of this village."""
    niks = [person.nik for person in registration.persons]
    ids = registrations_of(officer).with_only_columns(Registration.id).subquery()
    query = (
        select(RegisteredPerson.name, Registration)
        .join(Registration, Registration.id == RegisteredPerson.registration_id)
        .where(
            RegisteredPerson.office_id == registration.office_id,
            RegisteredPerson.nik.in_(niks),
            Registration.id.in_(select(ids.c.id)),
        )
        .where(Registration.sop_id == registration.sop_id, unfinished())
        .where(Registration.id != registration.id)
        .order_by(Registration.id)
        .limit(FOUND)
    )
    return [(name, item) for name, item in db.session.execute(query)]


def search(officer: Officer, text: str) -> tuple[list[Registration], list[Case]]:
    """Own people by name, number, NIK or KK (edge case 33).

    Files taken in at the Dinas are found by number or NIK only: whoever knows these has the
    receipt or the card in hand.
    """
    digits = strip_separators(text)
    if not digits.isascii() or not digits.isdigit():
        return _by_name(officer, search_key(text)), []
    village_code = officer.person.village_code
    cases = select(Case).where(Case.village_code == village_code)
    if is_number(digits):
        return (
            _found(registrations_of(officer).where(Registration.number == digits)),
            _found_cases(cases.where(Case.number == digits)),
        )
    if len(digits) != 16:
        return [], []
    with_nik = select(RegisteredPerson.registration_id).where(
        RegisteredPerson.office_id == officer.office.id, RegisteredPerson.nik == digits
    )
    theirs = select(Member.case_id).where(
        Member.office_id == officer.office.id, Member.nik == digits
    )
    mine = or_(Registration.id.in_(with_nik), Registration.kk_no == digits)
    return (
        _found(registrations_of(officer).where(mine)),
        _found_cases(cases.where(Case.id.in_(theirs))),
    )


def _by_name(officer: Officer, key: str) -> list[Registration]:
    if not key:
        return []
    named = select(RegisteredPerson.registration_id).where(
        RegisteredPerson.office_id == officer.office.id,
        func.upper(RegisteredPerson.name).contains(key.upper(), autoescape=True),
    )
    holds = Registration.applicant_key.contains(key, autoescape=True)
    return _found(registrations_of(officer).where(or_(holds, Registration.id.in_(named))))


def _found(query: Select[Registration]) -> list[Registration]:
    query = query.where(Registration.state != State.DIHAPUS.value)
    return _with_cases(query.order_by(Registration.id.desc()).limit(FOUND))


def _found_cases(query: Select[Case]) -> list[Case]:
    query = query.options(selectinload(Case.members)).order_by(Case.id.desc()).limit(FOUND)
    cases = list(db.session.scalars(query))
    _complete(cases)
    return cases


def _page(query: Select[Registration], after: str) -> tuple[list[Registration], str]:
    if after.isascii() and after.isdigit() and len(after) < 11 and int(after) < BIGGEST:
        query = query.where(Registration.id < int(after))
    found = _with_cases(query.order_by(Registration.id.desc()).limit(PAGE + 1))
    more = len(found) > PAGE
    return found[:PAGE], str(found[PAGE - 1].id) if more else ""


def _with_cases(query: Select[Registration]) -> list[Registration]:
    query = query.options(joinedload(Registration.case), joinedload(Registration.office))
    found = list(db.session.scalars(query))
    _complete([item.case for item in found if item.case])
    return found


def _complete(cases: list[Case]) -> None:
    """Fills the same objects; without it every line would ask for its visits by itself."""
    if not cases:
        return
    whole = select(Case).where(Case.id.in_([case.id for case in cases]))
    db.session.scalars(
        whole.options(
            selectinload(Case.stints), selectinload(Case.members), joinedload(Case.office)
        )
    ).all()
