"""Looking a letter up by its code, within the budget of wrong guesses."""

from portal.verify.queries import Found, letter_by_code
from portal.web.guesses import within_budget


def look_up(code: str, address: str) -> Found | None:
    """The letter of a well-formed code, or None. Raises TooManyGuessesError."""
    return within_budget("periksa", address, lambda: letter_by_code(code))
