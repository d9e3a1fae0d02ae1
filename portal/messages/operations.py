"""What an officer does with a message: say that it was sent, or pass it over."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock as time
from portal import dates
from portal.cases.model import Case, Message
from portal.cases.outbox import WAITING, Sending
from portal.db import write
from portal.journal.model import Command
from portal.journal.operations import Author, command_done, record
from portal.messages.queries import message_of
from portal.people.model import Person
from portal.people.officer import Officer, officer_on
from portal.sop.catalogue import Catalogue

BY_HAND = "wa.me"
SENT, PASSED = "kabar_terkirim", "kabar_lewat"


class NoSuchMessageError(Exception):
    """There is no such message for this officer."""


class ChangedError(Exception):
    """The message was sent, passed over or overtaken since the page was opened."""


def mark_sent(officer: Officer, ref: str, catalogue: Catalogue, *, version: int, key: str) -> str:
    """Note that this officer sent it from the own telephone; gives the case's ref.

    Neither number nor text is kept, only that it was sent, when and by whom (edge case 17).
    Raises NoSuchMessageError, ChangedError.
    """
    return _settle(officer, ref, catalogue, version=version, key=key, to=Sending.TERKIRIM)


def pass_over(officer: Officer, ref: str, catalogue: Catalogue, *, version: int, key: str) -> str:
    """Note that nothing is to be sent: the family was told at the counter, say.

    Gives the case's ref. Raises NoSuchMessageError, ChangedError.
    """
    return _settle(officer, ref, catalogue, version=version, key=key, to=Sending.LEWAT)


def hold_case(session: Session, message: object) -> None:
    """Hold the row of the case that a message is about: a turn of it and this come in order.

    `message` is a condition on Message. A turn overtakes waiting messages behind the same lock.
    """
    query = select(Case.id).join(Message, Message.case_id == Case.id)
    session.execute(query.where(message).with_for_update(of=Case))  # type: ignore[arg-type]


def note(session: Session, message: Message, kind: str, by: Author) -> None:
    """The event of a message: what about and how, never to which number or in which words."""
    session.flush()
    details = {"tentang": message.about} | ({"cara": message.way} if message.way else {})
    record(
        session, office_id=message.office_id, kind=kind, at=time.now(), by=by,
        case_id=message.case_id, details=details,
    )  # fmt: skip


def _settle(
    officer: Officer, ref: str, catalogue: Catalogue, *, version: int, key: str, to: Sending
) -> str:
    person_id, at = officer.id, time.now()
    with write() as session:
        hold_case(session, Message.ref == ref)
        if done := command_done(session, key):
            if done.person_id != person_id:
                raise NoSuchMessageError
            return done.target
        person = session.get_one(Person, person_id)
        officer = officer_on(person, dates.day_of(at, person.office.zone))
        message = message_of(officer, ref, catalogue)
        if message is None:
            raise NoSuchMessageError
        if message.version != version or message.state not in WAITING:
            raise ChangedError
        case = message.case
        by = officer.author(catalogue.pinned(case.sop_id, case.sop_version).counter)
        message.state, message.next_try_at, message.sent_by = to.value, None, by.name
        if to is Sending.TERKIRIM:
            message.way, message.sent_at = BY_HAND, at
        note(session, message, SENT if to is Sending.TERKIRIM else PASSED, by)
        said = "dicatat terkirim" if to is Sending.TERKIRIM else "dilewati"
        session.add(
            Command(
                key=key, person_id=person_id, at=at, case_id=case.id, target=case.ref,
                message=f"Kabar untuk keluarga {case.applicant.name} {said}.",
            )
        )  # fmt: skip
        return case.ref
