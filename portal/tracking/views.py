"""The pages that need no account and set no cookie."""

from flask import (
    Blueprint,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from portal import clock
from portal.cases.forms import NumberForm
from portal.cases.model import Case
from portal.cases.receipt import is_number
from portal.complaints.queries import told_of
from portal.offices.model import Office
from portal.offices.queries import all_offices, office_of_region
from portal.registration.lookup import Found, look_up
from portal.registration.model import Registration
from portal.sop.catalogue import Catalogue
from portal.sop.diagram import draw
from portal.survey.queries import may_answer
from portal.tracking.pages import (
    Result,
    allotted_result,
    contact_of,
    registered_result,
    result_of,
)
from portal.tracking.standards import standard_of
from portal.web.guards import changes_nothing, public
from portal.web.guesses import TooManyGuessesError
from portal.web.throttled import throttled
from portal.web.tongue import tongue, way

tracking = Blueprint("tracking", __name__)

UNKNOWN = (
    "Nomor ini belum ada di sistem kami. Periksa lagi angkanya. Jika tanda terima baru "
    "dicetak, coba lagi 10 menit lagi."
)


@tracking.get("/")
@public
def home() -> ResponseReturnValue:
    """What the offices do, free of charge."""
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    services = [
        {
            "office": contact_of(office),
            "code": office.code,
            "items": catalogue.of_region(office.region),
        }
        for office in all_offices()
    ]
    return render_template("tracking/home.html", services=services)


@tracking.get("/layanan/<sop_id>")
@public
def service(sop_id: str) -> ResponseReturnValue:
    """One service: what a citizen brings and gets, and its standard (UU 25/2009 Pasal 21)."""
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    sop = catalogue.in_force(sop_id) or abort(404)
    office = office_of_region(sop.region) or abort(404)
    return render_template(
        "tracking/service.html",
        sop=sop,
        drawing=draw(sop),
        standard=standard_of(sop, office, tongue()),
    )


@tracking.get("/lacak")
@public
def look_up_page() -> ResponseReturnValue:
    """Where a number is typed."""
    return render_template("tracking/look_up.html", form=NumberForm(), error=None)


@tracking.post("/lacak")
@public
@changes_nothing
def look_up_number() -> ResponseReturnValue:
    """Answer a typed number; it never stands in an address or a log."""
    form = NumberForm(request.form)
    if not form.validate():
        return render_template("tracking/look_up.html", form=form, error=None), 422
    return _answer(form.number, form)


@tracking.get("/L/<number>")
@public
def scanned(number: str) -> ResponseReturnValue:
    """Answer the QR code of a receipt."""
    form = NumberForm(data={"nomor": number[:30]})
    if not is_number(number):
        form.validate()
        return render_template("tracking/look_up.html", form=form, error=None), 404
    return _answer(number, form)


@tracking.get("/l/<number>")
@public
def scanned_small(number: str) -> ResponseReturnValue:
    """A phone that lowered the address still arrives."""
    return redirect(way(url_for("tracking.scanned", number=number)), 308)


def _answer(number: str, form: NumberForm) -> ResponseReturnValue:
    try:
        found = look_up(number, request.remote_addr or "")
    except TooManyGuessesError as refusal:
        return throttled(refusal)
    if found is None:
        return render_template("tracking/look_up.html", form=form, error=UNKNOWN), 404
    office = found if isinstance(found, Office) else found.office
    page = render_template(
        "tracking/result.html",
        r=_result(number, found),
        wishes=told_of(number, tongue(), office.zone),
        survey=_may_judge(found),
    )
    answer = make_response(page)
    answer.headers["Referrer-Policy"] = "no-referrer"  # its forms carry the number
    return answer


def _may_judge(found: Found) -> bool:
    """Whether the survey is offered: to whom something was handed over, once."""
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    if not isinstance(found, Case):
        return False
    sop = catalogue.pinned(found.sop_id, found.sop_version)
    return may_answer(found, sop, current_app.config["SECRET_KEY"])


def _result(number: str, found: Found) -> Result:
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    now, language = clock.now(), tongue()
    if isinstance(found, Case):
        return result_of(found, catalogue.pinned(found.sop_id, found.sop_version), now, language)
    if isinstance(found, Registration):
        sop = catalogue.in_force(found.sop_id) or abort(404)
        return registered_result(found, sop, now, language)
    head = next((sop.village_head for sop in catalogue.of_region(found.region)), "nagari")
    return allotted_result(number, found, head, now, language)
