"""What a citizen sees, with the number and without an account."""

from collections.abc import Callable

from flask import Blueprint, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.cases.forms import NumberForm
from portal.cases.model import Case
from portal.registration.lookup import look_up
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop
from portal.survey.elements import ELEMENTS, PROFILE
from portal.survey.forms import SurveyForm
from portal.survey.operations import AlreadyGivenError, Filled, NotYetError, give
from portal.survey.queries import has_answered, is_handed_over
from portal.web.guards import changes_nothing, public
from portal.web.guesses import TooManyGuessesError
from portal.web.throttled import throttled
from portal.web.tokens import posted
from portal.web.tongue import tongue, way

survey = Blueprint("survey", __name__)

UNKNOWN = "Nomor ini belum ada di sistem kami. Periksa lagi angkanya di tanda terima."
Then = Callable[[NumberForm, Case, Sop], ResponseReturnValue]


@survey.get("/survei")
@public
def start() -> ResponseReturnValue:
    """What the survey is, and where the number is typed."""
    return _start(NumberForm())


@survey.post("/survei")
@public
@changes_nothing
def questions() -> ResponseReturnValue:
    """The nine questions, to whoever has a number that was handed over and has not answered."""
    return _asked(NumberForm(request.form), _questions)


@survey.post("/survei/kirim")
@public
def send() -> ResponseReturnValue:
    """Keep the answers; whoever left one out gets the page back with all the others."""
    filled = SurveyForm(request.form)

    def answer(form: NumberForm, case: Case, sop: Sop) -> ResponseReturnValue:
        if not filled.validate():
            return _questions(form, case, sop, filled), 422
        try:
            give(
                form.number,
                Filled(filled.answers, filled.profile),
                current_app.config["CATALOGUE"],
                secret_key=_secret(),
                key=posted().nonce,
            )
        except AlreadyGivenError:
            return _page("given")
        except NotYetError:
            return _page("early")
        return redirect(way("/survei/terima-kasih"), 303)

    return _asked(NumberForm(request.form), answer, again=True)


@survey.get("/survei/terima-kasih")
@public
def thanks() -> ResponseReturnValue:
    """That the answers are kept."""
    return _page("thanks")


def _asked(form: NumberForm, then: Then, *, again: bool = False) -> ResponseReturnValue:
    """Look the number up within the budget and go on, or say why not.

    `again`: the same form may come twice; whether it did is known only where it is kept.
    """
    if not form.validate():
        return _start(form), 422
    try:
        found = look_up(form.number, request.remote_addr or "")
    except TooManyGuessesError as error:
        return throttled(error, "/survei")
    if found is None:
        form.nomor.errors = [tongue().say(UNKNOWN)]
        return _start(form), 404
    if not isinstance(found, Case):
        return _page("early")
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    sop = catalogue.pinned(found.sop_id, found.sop_version)
    if not is_handed_over(found, sop):
        return _page("early")
    if not again and has_answered(form.number, _secret()):
        return _page("given")
    return then(form, found, sop)


def _start(form: NumberForm) -> str:
    return render_template("survey/start.html", form=form)


def _questions(form: NumberForm, case: Case, sop: Sop, filled: SurveyForm | None = None) -> str:
    office = case.office
    return render_template(
        "survey/questions.html",
        form=filled or SurveyForm(),
        number=form.number,
        elements=ELEMENTS,
        profile=PROFILE,
        service=sop.short_name,
        contact={
            "name": office.short_name, "address": office.address, "phone": office.phone,
            "hours_text": office.counter_hours,
        },
    )  # fmt: skip


def _page(outcome: str) -> str:
    """thanks, given (the case had answered before) or early (nothing handed over yet)."""
    return render_template("survey/outcome.html", outcome=outcome)


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
