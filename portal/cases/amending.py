"""When the data typed at the counter may still be corrected."""

from portal.cases.model import Case
from portal.sop.rules import desk_of
from portal.sop.table import Sop
from portal.sop.vocabulary import Role


def may_amend(roles: frozenset[Role], case: Case, sop: Sop) -> bool:
    """Whether these roles may correct the typed data: the checking desk, while it has the file.

    Later a superior first sends the draft back down, so that no paraf stands on changed data.
    """
    here = case.here
    checking = sop.counter
    return bool(
        here.outcome is None
        and here.hold is None
        and not here.signed
        and roles & checking & desk_of(here, sop)
    )
