"""Looking a number up, within the budget of wrong guesses."""

from dataclasses import dataclass

from portal.cases.model import Case
from portal.cases.queries import tracked
from portal.offices.model import Office
from portal.registration.model import Registration
from portal.tracking.queries import allotted_by, registered
from portal.web.guesses import within_budget


@dataclass(frozen=True)
class Found:
    """What a number stands for; an office: its village gave the number out, no more is known."""

    what: Case | Registration | Office


def look_up(number: str, address: str) -> Found | None:
    """What a well-formed number stands for, or None. Raises TooManyGuessesError.

    The case; before it the pre-registration; before that the office whose village gave the
    number out without a network. The number is the same from the slip to the end.
    """

    def find() -> Found | None:
        what = tracked(number) or registered(number) or allotted_by(number)
        return Found(what) if what else None

    return within_budget("lacak", address, find)
