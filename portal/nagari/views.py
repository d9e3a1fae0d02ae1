"""The one page of a village office."""

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from portal.nagari.lines import line_of
from portal.nagari.queries import newest_of
from portal.offices.queries import village
from portal.people.session import me
from portal.sop.catalogue import Catalogue
from portal.web.guards import nagari_only

nagari = Blueprint("nagari", __name__)


@nagari.get("/nagari")
@nagari_only
def people() -> ResponseReturnValue:
    """The newest files of this village's people, and of no other village."""
    home = village(me().person.village_code or "") or abort(404)
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    lines = [
        line_of(case, catalogue.pinned(case.sop_id, case.sop_version))
        for case in newest_of(home.code)
    ]
    return render_template("nagari/people.html", village=home, lines=lines, office=me().office)
