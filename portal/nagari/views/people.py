"""The cases of this village's people, whoever brought them to the Dinas."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.nagari.lines import line_of
from portal.nagari.queries import newest_of, sent_from_here
from portal.nagari.views.blueprint import home, nagari, pinned
from portal.people.session import me
from portal.web.guards import nagari_only


@nagari.get("/nagari/warga")
@nagari_only
def people() -> ResponseReturnValue:
    """The newest files of this village's people, and of no other village."""
    village = home()
    cases = newest_of(village.code)
    ours = sent_from_here(me(), cases)
    lines = [line_of(case, pinned(case), ours.get(case.id)) for case in cases]
    return render_template("nagari/people.html", village=village, lines=lines, office=me().office)
