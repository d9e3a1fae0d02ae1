"""How many living numbers a day of guessing would find, from the running configuration (TR-03)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.cases.model import Case
from portal.cases.queries import still_tracked
from portal.cases.receipt import SPACE
from portal.db import db
from portal.registration.lookup import not_yet_case
from portal.registration.model import AllottedNumber, Registration
from portal.web.guesses import expected_hits, most_guesses

GOAL = 1e-4  # hits a day
GOAL_LIVE = 100_000


@dataclass(frozen=True)
class Odds:
    """What guessers may try in a day, and what they can expect to find."""

    guesses: int
    live: int
    hits: float
    hits_at_goal: float  # with GOAL_LIVE living numbers

    @property
    def good(self) -> bool:
        """Whether a hit stays rarer than the goal, now and at GOAL_LIVE."""
        return max(self.hits, self.hits_at_goal) < GOAL


def odds(now: datetime) -> Odds:
    """The odds of this installation at this moment."""
    live = living_numbers(now)
    return Odds(most_guesses(), live, expected_hits(live, SPACE), expected_hits(GOAL_LIVE, SPACE))


def living_numbers(now: datetime) -> int:
    """How many numbers a look-up would answer: cases, pre-registrations, allotted ones."""
    arrived = select(Registration.id).where(Registration.number == AllottedNumber.number).exists()
    counts = (
        select(func.count()).select_from(Case).where(still_tracked(now)),
        select(func.count()).select_from(Registration).where(not_yet_case()),
        select(func.count()).select_from(AllottedNumber).where(~arrived),
    )
    return sum(db.session.scalar(count) or 0 for count in counts)
