"""One act of a village office on its lists: who, when, under which key, and its record."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, dates
from portal.journal.model import Command
from portal.journal.operations import command_done, record
from portal.lists.model import StagedList
from portal.offices.model import Office
from portal.people.officer import Officer
from portal.registration.operations import author_of

EVENT = "daftar_nagari"


class Act:
    """What an act needs; it writes its event and its command."""

    def __init__(self, officer: Officer, key: str = "") -> None:
        # Read before write() begins, which expires what was loaded.
        self.office_id, self.zone = officer.office.id, officer.office.zone
        self.village_code = officer.person.village_code or ""
        self.by, self.key, self.at = author_of(officer), key, clock.now()

    @property
    def today(self) -> date:
        return dates.day_of(self.at, self.zone)

    def done_before(self, session: Session) -> Command | None:
        """The first answer to this very form; keeps the office's other writers waiting."""
        office = select(Office.id).where(Office.id == self.office_id)
        session.execute(office.with_for_update(key_share=True))
        return command_done(session, self.key)

    def staged(self, session: Session, ref: str) -> StagedList | None:
        """A list of this village, kept from others till the end of the transaction."""
        return session.scalar(
            select(StagedList)
            .where(StagedList.ref == ref, StagedList.village_code == self.village_code)
            .with_for_update()
        )

    def done(
        self, session: Session, staged: StagedList, message: str, act: str, **details: Any
    ) -> None:
        """The event and the command."""
        told = {"tindakan": act, "berkas": staged.file_name, "sha256": staged.digest,
                "layanan": staged.sop_id, **details}  # fmt: skip
        record(session, office_id=self.office_id, kind=EVENT, at=self.at, by=self.by, details=told)
        self.answer(session, message, staged.ref)

    def answer(self, session: Session, message: str, target: str) -> None:
        """The command alone: what had happened before makes no event."""
        session.add(
            Command(key=self.key, person_id=self.by.person_id, at=self.at, message=message,
                    target=target)
        )  # fmt: skip
