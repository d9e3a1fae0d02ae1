"""The blueprint of the settings, and what its views ask first."""

from datetime import date

from flask import Blueprint, abort

from portal import clock, dates
from portal.people.officer import Officer
from portal.people.session import me
from portal.settings.queries import orders_numbers

settings = Blueprint("settings", __name__)


def today() -> date:
    """The day at the office of the one who asks."""
    return dates.day_of(clock.now(), me().office.zone)


def orderer() -> Officer:
    """The officer who asks, when it is one who orders numbers: Sekretaris or admin."""
    officer = me()
    return officer if orders_numbers(officer) else abort(403)
