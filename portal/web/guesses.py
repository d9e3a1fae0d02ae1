"""The budget of wrong guesses at a public number or code, per address and for all together."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from portal import clock
from portal.db import write
from portal.web.limits import attempts, count_attempt

# Well-formed ones that do not exist: loose for one address (many citizens share one), tight
# once the whole installation is being searched.
WINDOW = timedelta(minutes=10)
PER_ADDRESS, PER_ADDRESS_UNDER_ATTACK = 30, 3
HOUR, PER_HOUR = timedelta(hours=1), 2000

T = TypeVar("T")


class TooManyGuessesError(Exception):
    """This address guessed too often; it must wait."""


def within_budget(window: str, address: str, find: Callable[[], T | None]) -> T | None:
    """What `find` finds, or None counted against the address at this window (lacak, periksa).

    Raises TooManyGuessesError. Right guesses are always served to those within their budget.
    """
    at = clock.now()
    attacked = attempts(window, at, HOUR) >= PER_HOUR
    limit = PER_ADDRESS_UNDER_ATTACK if attacked else PER_ADDRESS
    if attempts(f"{window}:{address}", at, WINDOW) >= limit:
        raise TooManyGuessesError
    found = find()
    if found is None:
        with write() as session:
            count_attempt(session, f"{window}:{address}", at, WINDOW)
            count_attempt(session, window, at, HOUR)
    return found
