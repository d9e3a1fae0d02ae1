"""Looking a number up, and the budget of wrong guesses."""

from datetime import timedelta

from portal import clock
from portal.cases.model import Case
from portal.cases.queries import tracked
from portal.db import write
from portal.web.limits import attempts, count_attempt

# Well-formed numbers that do not exist: loose for one address (many citizens share one),
# tight once the whole installation is being searched.
WINDOW = timedelta(minutes=10)
PER_ADDRESS, PER_ADDRESS_UNDER_ATTACK = 30, 3
HOUR, PER_HOUR = timedelta(hours=1), 2000


class TooManyGuessesError(Exception):
    """This address guessed too often; it must wait."""


def look_up(number: str, address: str) -> Case | None:
    """The case of a well-formed number, or None, counted against the address.

    Raises TooManyGuessesError. Right numbers are always served to those within their budget.
    """
    at = clock.now()
    attacked = attempts("lacak", at, HOUR) >= PER_HOUR
    limit = PER_ADDRESS_UNDER_ATTACK if attacked else PER_ADDRESS
    if attempts(f"lacak:{address}", at, WINDOW) >= limit:
        raise TooManyGuessesError
    case = tracked(number)
    if case is None:
        with write() as session:
            count_attempt(session, f"lacak:{address}", at, WINDOW)
            count_attempt(session, "lacak", at, HOUR)
    return case
