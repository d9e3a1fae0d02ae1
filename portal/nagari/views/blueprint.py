"""The blueprint of the village office, and what its views ask first."""

from datetime import date

from flask import Blueprint, abort, current_app

from portal import clock, dates
from portal.cases.model import Case
from portal.offices.model import Village
from portal.offices.queries import village
from portal.people.session import me
from portal.registration.model import Registration
from portal.registration.queries import registration_for
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop
from portal.web import bodies

nagari = Blueprint("nagari", __name__)


bodies.widen(nagari, {"nagari.add_paper": bodies.PHOTOS})


def home() -> Village:
    """The village whose office asks."""
    return village(me().person.village_code or "") or abort(404)


def services() -> list[Sop]:
    """What the people of this region can be registered for."""
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    return list(catalogue.of_region(me().office.region))


def sop_of(registration: Registration) -> Sop:
    """The SOP it is for: of a case the version it began with."""
    if registration.case is not None:
        return pinned(registration.case)
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    return catalogue.in_force(registration.sop_id) or abort(404)


def pinned(case: Case) -> Sop:
    """The SOP version a case began with."""
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    return catalogue.pinned(case.sop_id, case.sop_version)


def own(ref: str) -> tuple[Registration, Sop]:
    """A pre-registration through the person who asks; another's is like none at all."""
    registration = registration_for(me(), ref) or abort(404)
    return registration, sop_of(registration)


def today() -> date:
    """The day at the office of the one who asks."""
    return dates.day_of(clock.now(), me().office.zone)
