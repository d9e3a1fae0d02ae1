"""The files of a pre-registration: added, replaced, taken away, and told complete."""

from portal.documents.model import Document
from portal.documents.operations import Owner, Ready, attach, retire
from portal.documents.queries import documents_of_registration
from portal.people.officer import Officer
from portal.registration.camat import STATEMENT, lift_camat
from portal.registration.checklist import (
    is_with_village,
    returned_at,
)
from portal.registration.model import (
    Registration,
)
from portal.registration.queries import registration_for
from portal.registration.step import step_on
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop
from portal.sop.vocabulary import Party

MOST_FILES = 6  # current files of one paper (N19: one to six photos of the house)


class TooManyFilesError(Exception):
    """A paper already has as many files as it may have."""


def add_papers(
    officer: Officer, ref: str, sop: Sop, field: str, ready: list[Ready], *, key: str,
    replaces: str = "",
) -> None:  # fmt: skip
    """Add files to one paper, or put the first of them in the place of an earlier one.

    The files are stored already (portal.documents). Raises NoSuchRegistrationError,
    NotAllowedError for a paper that is not asked or a file that is not there,
    TooManyFilesError.
    """
    code, place = paper_at(sop, field)
    with step_on(officer, ref, key=key) as step:
        if step is None:
            return
        registration = step.registration
        _refuse_unless_open(officer, registration)
        if place > registration.people:
            raise NotAllowedError(f"paper {field}")
        standing = [
            item
            for item in documents_of_registration(registration.id)
            if item.retired_at is None and item.field == field
        ]
        old = next((item for item in standing if item.ref == replaces), None)
        if replaces and old is None:
            raise NotAllowedError(f"document {replaces}")
        if len(standing) + len(ready) - bool(old) > MOST_FILES:
            raise TooManyFilesError
        owner = Owner(registration.office_id, registration.village_code, registration.id,
                      registration.case_id)  # fmt: skip
        for item in ready:
            attach(step.session, owner, code, place, item, officer.id, step.by.name, step.at, old)
            old = None
        if code == STATEMENT:
            lift_camat(step)
        step.done("pra_dokumen", "Dokumen tersimpan.", berkas=field, jumlah=len(ready))


def stands(officer: Officer, ref: str, field: str, document_ref: str) -> bool:
    """Whether this file of this paper still counts, for whoever may see its pre-registration."""
    registration = registration_for(officer, ref)
    return registration is not None and any(
        item.ref == document_ref and item.field == field and item.retired_at is None
        for item in documents_of_registration(registration.id)
    )


def remove_paper(officer: Officer, ref: str, document_ref: str, *, key: str) -> None:
    """Take one file away again; it stays in the record, but no longer counts.

    Raises NoSuchRegistrationError, NotAllowedError.
    """
    with step_on(officer, ref, key=key) as step:
        if step is None:
            return
        registration = step.registration
        _refuse_unless_open(officer, registration)
        document = _own_document(registration, document_ref)
        since = returned_at(registration)
        if registration.case_id and (since is None or document.added_at < since):
            # The Dinas has looked at it already; it can be replaced, not removed.
            raise NotAllowedError(f"document {document_ref}")
        retire(step.session, document, "dihapus", step.at)
        if document.code == STATEMENT:
            lift_camat(step)
        step.done("pra_dokumen", "Dokumen dihapus.", berkas=document.field, jumlah=-1)


def complete(officer: Officer, ref: str, *, key: str) -> None:
    """Tell the Dinas that the papers of a returned case are there now (edge case 16).

    Raises NoSuchRegistrationError, NotAllowedError.
    """
    with step_on(officer, ref, key=key) as step:
        if step is None:
            return
        registration = step.registration
        if not officer.person.village_code or not registration.case_id:
            raise NotAllowedError("lengkapi")
        _refuse_unless_open(officer, registration)
        registration.completed_at = step.at
        registration.turn_to(Party.KANTOR, step.at)
        step.done("pra_dilengkapi", "Terkirim. Dinas Sosial akan memeriksa lagi berkasnya.")


def paper_at(sop: Sop, field: str) -> tuple[str, int]:
    """The requirement and the person's place of a paper's field. Raises NotAllowedError."""
    code, _, place = field.partition("-")
    need = next((item for item in sop.checked_requirements if item.code == code), None)
    fits = place.isascii() and place.isdigit() and 0 < len(place) < 3 and int(place) > 0
    if need is None or need.per_person != bool(place) or (place and not fits):
        raise NotAllowedError(f"paper {field}")
    return code, int(place) if place else 0


def _refuse_unless_open(officer: Officer, registration: Registration) -> None:
    if not officer.person.village_code or not is_with_village(registration):
        raise NotAllowedError("sudah dikirim")


def _own_document(registration: Registration, document_ref: str) -> Document:
    for document in documents_of_registration(registration.id):
        if document.ref == document_ref and document.retired_at is None:
            return document
    raise NotAllowedError(f"document {document_ref}")
