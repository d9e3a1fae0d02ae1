"""Where a village office begins: what came back, what is not sent yet, what the Dinas has."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.nagari import queries
from portal.nagari.forms import check_draft, draft_form
from portal.nagari.lines import DraftLine, draft_line, line_of, returned_line, sent_line
from portal.nagari.operations import Checked, send_ready
from portal.nagari.views.blueprint import home, nagari, own, pinned, services, sop_of, today
from portal.offices.office_clock import clock_of
from portal.people.session import me
from portal.registration.model import Registration, State
from portal.registration.queries import count_clashes
from portal.web.guards import nagari_only
from portal.web.tokens import posted


@nagari.get("/nagari")
@nagari_only
def start() -> ResponseReturnValue:
    """Returned ones first, then drafts, then what was sent."""
    after, later = request.args.get("draf", ""), request.args.get("terkirim", "")
    drafts, more_drafts = queries.drafts_of(me(), after)
    sent, more_sent = queries.sent_by(me(), later)
    return render_template(
        "nagari/start.html",
        village=home(),
        services=services(),
        returned=[returned_line(item, sop_of(item)) for item in queries.returned_to(me())],
        drafts=_draft_lines(drafts),
        more_drafts=more_drafts,
        sent=[sent_line(item, sop_of(item)) for item in sent],
        more_sent=more_sent,
        further=bool(after or later),
        clashes=count_clashes(me()),
    )


@nagari.get("/nagari/cari")
@nagari_only
def look_up() -> ResponseReturnValue:
    """Own people, found again by name, number or NIK: for those without a phone (edge case 33)."""
    asked = request.args.get("q", "").strip()[:80]
    registrations, cases = queries.search(me(), asked) if asked else ([], [])
    found_here = {item.case_id for item in registrations}
    strange = [case for case in cases if case.id not in found_here]
    sent_here = queries.sent_from_here(me(), strange)
    return render_template(
        "nagari/search.html",
        village=home(),
        asked=asked,
        found=[sent_line(item, sop_of(item)) for item in registrations],
        cases=[line_of(case, pinned(case), sent_here.get(case.id)) for case in strange],
    )


@nagari.post("/nagari/kirim")
@nagari_only
def send_all_ready() -> ResponseReturnValue:
    """Send the drafts that the page showed as ready."""
    key = posted().nonce
    drafts = []
    for item in request.form.getlist("draf")[: queries.PAGE]:
        ref, _, version = item.partition(":")
        found, sop = own(ref)
        form = draft_form(found.typed)
        shown = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
        if found.state == State.DRAF and check_draft(form, today(), sop):
            drafts.append(Checked(ref, found.applicant_name, shown, sop, found.typed,
                                  form.file(found)))  # fmt: skip
    send_ready(me(), drafts, key=key)
    return redirect(url_for("nagari.start", kabar=key), 303)


def _draft_lines(drafts: list[Registration]) -> list[DraftLine]:
    documents, at, office_clock = (
        queries.documents_by_registration(drafts), clock.now(), clock_of(me().office),
    )  # fmt: skip
    lines = []
    for item in drafts:
        sop = sop_of(item)
        good = check_draft(draft_form(item.typed), today(), sop)
        lines.append(draft_line(item, sop, office_clock, documents[item.id], at, data_good=good))
    return lines
