"""The office as the portal knows it: nothing to change here."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from portal.people.session import me
from portal.settings import queries
from portal.settings.views.blueprint import settings, today
from portal.sop.catalogue import Catalogue
from portal.web.guards import admins


@settings.get("/pengaturan")
@admins
def overview() -> ResponseReturnValue:
    """The office as the portal knows it: nothing to change here."""
    office, day = me().office, today()
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    return render_template(
        "settings/overview.html",
        office=office,
        staff=queries.staff_of(office),
        books=queries.books_of(me(), day),
        sops=catalogue.of_region(office.region),
        today=day,
        undecreed=queries.years_without_decree(office, day),
    )
