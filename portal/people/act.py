"""One act of a person on something that is no case: who, when, under which key, and its record."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, dates
from portal.journal.model import Command
from portal.journal.operations import Author, command_done, record
from portal.offices.model import Office
from portal.people.officer import Officer


class Act:
    """What such an act needs; rooms add how they fetch what it is done to."""

    def __init__(self, officer: Officer, key: str, by: Author | None = None) -> None:
        # Read before write() begins, which expires what was loaded.
        self.office_id, self.zone = officer.office.id, officer.office.zone
        self.by, self.key, self.at = by or officer.author(), key, clock.now()

    @property
    def today(self) -> date:
        """The office's calendar day."""
        return dates.day_of(self.at, self.zone)

    def done_before(self, session: Session) -> Command | None:
        """The first answer to this very form; keeps the office's other writers waiting."""
        office = select(Office.id).where(Office.id == self.office_id)
        session.execute(office.with_for_update(key_share=True))
        return command_done(session, self.key)

    def tell(
        self, session: Session, kind: str, message: str, details: dict[str, Any], target: str = ""
    ) -> None:
        """The event and the command."""
        record(
            session, office_id=self.office_id, kind=kind, at=self.at, by=self.by, details=details
        )
        self.answer(session, message, target)

    def answer(self, session: Session, message: str, target: str) -> None:
        """The command alone: what was found to have happened already makes no event."""
        person_id = self.by.person_id
        session.add(
            Command(key=self.key, person_id=person_id, at=self.at, message=message, target=target)
        )
