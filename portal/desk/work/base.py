"""What every piece of work is handed, and how it says that something is still missing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.model import Case
from portal.journal.operations import Author
from portal.letters.model import Letter
from portal.offices.office_clock import OfficeClock
from portal.people.officer import Officer
from portal.sop.table import Sop, Task


@dataclass(frozen=True)
class Work:
    """One move in hand: the case, its SOP and task, who acts, and when."""

    session: Session
    case: Case
    sop: Sop
    task: Task
    letter: Letter | None
    officer: Officer
    by: Author
    at: datetime
    clock: OfficeClock
    fellows: tuple[Case, ...] = ()  # other cases on the same letter, at the same task

    @property
    def together(self) -> list[Case]:
        """The cases of the letter: this one, and those that travel with it."""
        return [self.case, *self.fellows]


class NotYetError(Exception):
    """The work cannot be closed yet; each message names the field it is about."""

    def __init__(self, *messages: tuple[str, str]) -> None:
        super().__init__("; ".join(text for _, text in messages))
        self.messages = messages


Details = dict[str, Any]  # what the event of the move remembers
Doing = Callable[[Work, Any], Details]
