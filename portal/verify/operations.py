"""Looking a letter up by its code, and the budget of wrong guesses."""

from datetime import timedelta

from portal import clock
from portal.db import write
from portal.verify.queries import Found, letter_by_code
from portal.web.limits import attempts, count_attempt

# As for tracking: loose for one address (a hospital shares one), tight once all is searched.
WINDOW = timedelta(minutes=10)
PER_ADDRESS, PER_ADDRESS_UNDER_ATTACK = 30, 3
HOUR, PER_HOUR = timedelta(hours=1), 2000


class TooManyGuessesError(Exception):
    """This address guessed too often; it must wait."""


def look_up(code: str, address: str) -> Found | None:
    """The letter of a well-formed code, or None, counted against the address.

    Raises TooManyGuessesError. Right codes are always served to those within their budget.
    """
    at = clock.now()
    attacked = attempts("periksa", at, HOUR) >= PER_HOUR
    limit = PER_ADDRESS_UNDER_ATTACK if attacked else PER_ADDRESS
    if attempts(f"periksa:{address}", at, WINDOW) >= limit:
        raise TooManyGuessesError
    found = letter_by_code(code)
    if found is None:
        with write() as session:
            count_attempt(session, f"periksa:{address}", at, WINDOW)
            count_attempt(session, "periksa", at, HOUR)
    return found
