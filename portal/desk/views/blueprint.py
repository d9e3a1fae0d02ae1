"""The blueprint, and what every view of the desk asks first."""

from flask import Blueprint, abort, current_app

from portal.cases.model import Case
from portal.cases.queries import case_for
from portal.desk.words import desk_words
from portal.people.session import me
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop

desk = Blueprint("desk", __name__)
desk.context_processor(desk_words)


def catalogue() -> Catalogue:
    """The SOPs this portal knows."""
    found: Catalogue = current_app.config["CATALOGUE"]
    return found


def case_and_sop(ref: str) -> tuple[Case, Sop]:
    """The case through the officer who asks, with its pinned SOP; else not found."""
    case = case_for(me(), ref) or abort(404)
    return case, catalogue().pinned(case.sop_id, case.sop_version)
