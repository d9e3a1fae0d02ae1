"""The forms of a case, listed and as PDF, and the expedition sheet of a day."""

from datetime import date

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock as time
from portal import dates
from portal.cases.model import Case
from portal.cases.queries import case_for
from portal.documents.queries import current, documents_of_registration
from portal.letters.content import UndrawableError, refuse_undrawable
from portal.letters.press import form_html, form_roll, press
from portal.offices.office_clock import clock_of
from portal.people.session import me
from portal.prints.base import Asked, Form
from portal.prints.expedition import expedition_sheet
from portal.prints.kinds import kinds_for
from portal.prints.queries import letters_of
from portal.prints.village import KINDS as VILLAGE_KINDS
from portal.prints.village import VillageAsked
from portal.registration.queries import registration_for
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop
from portal.web.errors import error_page
from portal.web.files import pdf
from portal.web.guards import nagari_only, officers

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
    back = (f"/berkas/{ref}", "Buka berkasnya")
    return _pressed(found.template, found.build(asked), kind, back)


@prints.get("/nagari/pra/<ref>/cetak/<kind>.pdf")
@nagari_only
def village_form(ref: str, kind: str) -> ResponseReturnValue:
    """A paper that the village office prints of its own pre-registration (N17)."""
    registration = registration_for(me(), ref) or abort(404)
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    case = registration.case
    if case is not None:
        sop = catalogue.pinned(case.sop_id, case.sop_version)
    else:
        sop = catalogue.in_force(registration.sop_id) or abort(404)
    found = VILLAGE_KINDS.get(kind)
    if found is None or not found.offered(registration, sop):
        abort(404)
    asked = VillageAsked(
        registration, sop, clock_of(registration.office), time.now(),
        current_app.config["PUBLIC_URL"], current(documents_of_registration(registration.id)),
    )  # fmt: skip
    back = url_for("nagari.registration", ref=ref)
    back_link = (back, "Buka pendaftarannya")
    return _pressed(found.template, found.build(asked), kind, back_link, roll=found.roll)


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


def _pressed(
    template: str, facts: Form, name: str, back: tuple[str, str], *, roll: bool = False
) -> ResponseReturnValue:
    try:
        refuse_undrawable(facts)
    except UndrawableError as lost:
        return error_page(400, sentence=str(lost), todo=(back,))
    if roll:
        return pdf(form_roll(template, facts, current_app.jinja_env), name)
    return pdf(press(form_html(template, facts, current_app.jinja_env)), name)


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
