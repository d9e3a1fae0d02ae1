"""One change by an admin: one transaction, one event, once per form (D1, D4)."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, dates
from portal.journal.model import Command
from portal.journal.operations import command_done, record
from portal.offices.model import Office
from portal.people.officer import Officer


class TakenError(Exception):
    """What is to be added is there already; the argument says as what."""


class ChangedError(Exception):
    """Someone else changed it since the page was opened; nothing was written."""


class Change:
    """One change by an admin: who, under which key; writes its event and its command."""

    def __init__(self, officer: Officer, key: str) -> None:
        # Read before write() begins, which expires what was loaded.
        self.office_id, self.by, self.key = officer.office.id, officer.author(), key
        self.at, self._zone = clock.now(), officer.office.zone

    @property
    def today(self) -> date:
        """The day of this change at the office."""
        return dates.day_of(self.at, self._zone)

    def done_before(self, session: Session) -> Command | None:
        """The first answer to this very form, if it was sent twice."""
        # All offices share decrees and national days: one change at a time, whoever makes it.
        # NO KEY UPDATE, so that a case being taken in meanwhile need not wait.
        session.execute(select(Office.id).order_by(Office.id).with_for_update(key_share=True))
        return command_done(session, self.key)

    def write_down(
        self, session: Session, kind: str, message: str, details: dict[str, Any], target: str = ""
    ) -> None:
        """The event and the command of this change."""
        at, by = self.at, self.by
        record(session, office_id=self.office_id, kind=kind, at=at, by=by, details=details)
        session.add(
            Command(key=self.key, person_id=by.person_id, at=at, message=message, target=target)
        )
