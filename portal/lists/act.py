"""One act of a village office on its lists."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.lists.model import StagedList
from portal.people import act
from portal.people.officer import Officer
from portal.registration.step import author_of

EVENT = "daftar_nagari"


class Act(act.Act):
    """What an act needs; it writes its event and its command."""

    def __init__(self, officer: Officer, key: str = "") -> None:
        super().__init__(officer, key, author_of(officer))
        self.village_code = officer.person.village_code or ""

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
        # Not the file's name: it may be somebody's, and what is recorded stays.
        told = {"tindakan": act, "sha256": staged.digest, "layanan": staged.sop_id, **details}
        self.tell(session, EVENT, message, told, staged.ref)
