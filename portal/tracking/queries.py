"""What stands behind an application number before there is a case."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.offices.model import Office
from portal.registration.model import AllottedNumber, Device, NumberBlock, Registration, State


def registered(number: str) -> Registration | None:
    """The pre-registration of a number; one that was thrown away is unknown."""
    query = (
        select(Registration)
        .where(Registration.number == number, Registration.state != State.DIHAPUS.value)
        .options(joinedload(Registration.office))
    )
    return db.session.scalar(query)


def allotted_by(number: str) -> Office | None:
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


def came_from_village(case_id: int) -> bool:
    """Whether a village office sent this case, and so completes it."""
    query = select(Registration.id).where(Registration.case_id == case_id)
    return db.session.scalar(query) is not None
