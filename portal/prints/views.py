"""The forms of a case, listed and as PDF, and the expedition sheet of a day."""

from datetime import date

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock as time
from portal import dates
from portal.cases.model import Case
from portal.cases.queries import case_for
from portal.letters.content import UndrawableError, refuse_undrawable
from portal.letters.press import form_html, press
from portal.offices.office_clock import clock_of
from portal.people.session import me
from portal.prints.base import Asked
from portal.prints.expedition import expedition_sheet
from portal.prints.kinds import kinds_for
from portal.prints.queries import letters_of
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop
from portal.web.errors import error_page
from portal.web.files import pdf
from portal.web.guards import officers

prints = Blueprint("prints", __name__)


@prints.get("/berkas/<ref>/cetak")
@officers
def forms(ref: str) -> ResponseReturnValue:
    """The forms that can be printed of a case."""
    case, sop = _case_and_sop(ref)
    return render_template("prints/forms.html", case=case, sop=sop, kinds=kinds_for(case, sop))


@prints.get("/berkas/<ref>/cetak/<kind>.pdf")
@officers
def form(ref: str, kind: str) -> ResponseReturnValue:
    """One form of a case; another office's case, or a form it does not have, is not found."""
    case, sop = _case_and_sop(ref)
    found = kinds_for(case, sop).get(kind) or abort(404)
    asked = Asked(case, sop, clock_of(case.office), time.now(), current_app.config["PUBLIC_URL"])
    facts = found.build(asked)
    try:
        refuse_undrawable(facts)
    except UndrawableError as lost:
        return error_page(400, sentence=str(lost), todo=((f"/berkas/{ref}", "Buka berkasnya"),))
    return pdf(press(form_html(found.template, facts, current_app.jinja_env)), kind)


@prints.get("/ekspedisi.pdf")
@officers
def expedition() -> ResponseReturnValue:
    """The letters of a day for other offices (?tanggal=2026-11-23; today), to be signed for."""
    office, now = me().office, time.now()
    day = _day(request.args.get("tanggal", "")) or dates.day_of(now, office.zone)
    printed = dates.full_moment(now, office.zone)
    sheet = expedition_sheet(office, day, letters_of(me(), day), printed)
    html = form_html("prints/expedition.html", sheet, current_app.jinja_env)
    return pdf(press(html), f"ekspedisi-{day.isoformat()}")


def _case_and_sop(ref: str) -> tuple[Case, Sop]:
    """The case through the officer who asks, with its pinned SOP; else not found."""
    case = case_for(me(), ref) or abort(404)
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    return case, catalogue.pinned(case.sop_id, case.sop_version)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)
