"""Entries that did not go in by themselves, each with what may be decided about it."""

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.offline import deciding, queries
from portal.offline.arriving import settle
from portal.offline.views.blueprint import offline, work_desk
from portal.offline.work import NETWORK, Came
from portal.people.session import me
from portal.web.guards import nagari_only
from portal.web.tokens import posted


@offline.get("/nagari/luring/bentrok")
@nagari_only
def clashes() -> ResponseReturnValue:
    """The conflicts of this village, the oldest first."""
    return _page()


@offline.post("/nagari/luring/bentrok/<int:item_id>")
@nagari_only
def decide(item_id: int) -> ResponseReturnValue:
    """Settle one of them."""
    choice, key = request.form.get("aksi", ""), posted().nonce
    catalogue = current_app.config["CATALOGUE"]
    try:
        decision = deciding.decide(me(), item_id, choice, catalogue, key=key) or abort(404)
    except deciding.ChangedError as refusal:
        return _page(str(refusal)), 409
    # What was whole already goes on to the Dinas at once.
    if device := queries.village_device(me(), decision.device_ref):
        entry = queries.item_named(device.id, decision.item)
        if entry:
            settle(work_desk(), Came(device, me(), decision.item, NETWORK), entry)
    return redirect(url_for("offline.clashes", kabar=key), 303)


def _page(refusal: str = "") -> str:
    catalogue = current_app.config["CATALOGUE"]
    lines = [
        {
            "item": item,
            "entry": item.content or {},
            "sop": catalogue.in_force(str((item.content or {}).get("sop", ""))),
            "choices": [(name, deciding.WORDS[name]) for name in deciding.choices_of(item)],
        }
        for item in queries.clashes_of(me())
    ]
    return render_template("offline/conflicts.html", lines=lines, refusal=refusal)
