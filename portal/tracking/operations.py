"""Looking a number up, within the budget of wrong guesses."""

from portal.cases.model import Case
from portal.cases.queries import tracked
from portal.web.guesses import within_budget


def look_up(number: str, address: str) -> Case | None:
    """The case of a well-formed number, or None. Raises TooManyGuessesError."""
    return within_budget("lacak", address, lambda: tracked(number))
