"""What an application number stands for; every public page that takes a number asks here."""

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload

from portal.cases.model import Case
from portal.cases.queries import tracked
from portal.db import db
from portal.offices.model import Office
from portal.registration.model import AllottedNumber, Device, NumberBlock, Registration, State
from portal.web.guesses import within_budget

# An office: its village gave the number out without a network, and no more is known.
Found = Case | Registration | Office


def look_up(number: str, address: str) -> Found | None:
    """What a well-formed number stands for, or None: then it counts as a wrong guess.

    The number is the same from the slip to the end. Raises TooManyGuessesError.
    """
    return within_budget("lacak", address, lambda: stands_for(number))


def stands_for(number: str) -> Found | None:
    """The case; before it the pre-registration; before that the office whose number it is."""
    case: Found | None = tracked(number)
    return case or _registered(number) or _allotted_by(number)


def not_yet_case() -> ColumnElement[bool]:
    """The pre-registrations whose number they themselves stand for, not thrown away."""
    return and_(Registration.state != State.DIHAPUS.value, Registration.case_id.is_(None))


def _registered(number: str) -> Registration | None:
    query = (
        select(Registration)
        .where(Registration.number == number, not_yet_case())
        .options(joinedload(Registration.office))
    )
    return db.session.scalar(query)


def _allotted_by(number: str) -> Office | None:
    """The office whose village got this number to give out, while its data have not come."""
    arrived = select(Registration.id).where(Registration.number == number).exists()
    query = (
        select(Office)
        .join(Device, Device.office_id == Office.id)
        .join(NumberBlock, NumberBlock.device_id == Device.id)
        .join(AllottedNumber, AllottedNumber.block_id == NumberBlock.id)
        .where(AllottedNumber.number == number, ~arrived)
    )
    return db.session.scalar(query)
