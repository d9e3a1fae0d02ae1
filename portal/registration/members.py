"""A person leaves a pre-registration: the papers of those behind move up with their owners."""

import secrets
from typing import Any

from portal.documents.model import Document, DocumentFile
from portal.documents.operations import retire
from portal.documents.queries import current, documents_of_registration
from portal.people.officer import Officer
from portal.registration.model import Registration, State
from portal.registration.operations import fill
from portal.registration.step import step_on
from portal.sop.rules import NotAllowedError


def drop_person(
    officer: Officer, ref: str, place: int, typed: dict[str, Any], *, version: int
) -> Registration:
    """Take the person at this place (from 1) out of what was typed, with the own papers.

    Raises NoSuchRegistrationError, StaleRegistrationError, NotAllowedError once it is sent.
    """
    with step_on(officer, ref, key="", version=version) as step:
        if step is None:
            raise NotAllowedError("hapus orang")
        registration = step.registration
        if registration.state not in (State.DRAF, State.DIKEMBALIKAN):
            raise NotAllowedError("sudah dikirim")
        people = [*typed["persons"]]
        del people[place - 1 : place]
        registration.saved_at = step.at
        fill(registration, {**typed, "persons": people})
        for document in current(documents_of_registration(registration.id)):
            if document.place >= place:
                retire(step.session, document, "dihapus", step.at)
            if document.place > place:
                step.session.add(_moved_up(document))
        registration.faults = [
            {**fault, "place": fault["place"] - 1} if fault["place"] > place else fault
            for fault in registration.faults
            if fault["place"] != place
        ]
        step.session.flush()
        return registration


def _moved_up(document: Document) -> Document:
    """The same photo as a paper of the place before; a document itself never changes."""
    kept = ("office_id", "village_code", "registration_id", "case_id", "code", "kind", "width",
            "height", "size", "shown_name", "n", "added_at", "added_by_id", "added_by")  # fmt: skip
    return Document(
        ref=secrets.token_hex(16),
        place=document.place - 1,
        files=[
            DocumentFile(part=part.part, page=part.page, sha256=part.sha256, size=part.size)
            for part in document.files
        ],
        **{name: getattr(document, name) for name in kept},
    )
