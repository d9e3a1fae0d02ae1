"""The pages on which anyone checks a letter, without an account and without a cookie."""

from flask import Blueprint, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock, dates
from portal.letters import seals
from portal.letters.code import grouped, is_code, typed
from portal.verify import standalone
from portal.verify.forms import CheckForm
from portal.verify.operations import look_up
from portal.verify.pages import answer_of, unknown
from portal.web.guards import changes_nothing, public
from portal.web.guesses import TooManyGuessesError
from portal.web.throttled import throttled

verify = Blueprint("verify", __name__)


@verify.get("/periksa")
@public
def check_page() -> ResponseReturnValue:
    """Where a code is typed."""
    return render_template("verify/check.html", form=CheckForm())


@verify.post("/periksa")
@public
@changes_nothing
def check_code() -> ResponseReturnValue:
    """Answer a typed code."""
    form = CheckForm(request.form)
    if not form.validate():
        return render_template("verify/check.html", form=form), 422
    return _answer(typed(form.kode.data or ""))


@verify.get("/periksa/<code>")
@public
def scanned(code: str) -> ResponseReturnValue:
    """Answer the QR code of a letter; what stands behind its # never comes here."""
    found = typed(code[:40])
    if is_code(found):
        return _answer(found)
    form = CheckForm(data={"kode": grouped(found) if len(found) > 12 else found})
    form.validate()
    return render_template("verify/check.html", form=form), 404


@verify.get("/periksa/kunci")
@public
def key_page() -> ResponseReturnValue:
    """The public keys, and what to do with each answer of a check."""
    keys = [(key, seals.last_day(key)) for key in seals.all_keys()]
    return render_template("verify/keys.html", keys=keys)


@verify.get("/periksa/kunci.json")
@public
def key_file() -> ResponseReturnValue:
    """The public keys for programs."""
    return jsonify(standalone.key_set())


@verify.get("/periksa/mandiri.html")
@public
def standalone_page() -> ResponseReturnValue:
    """The check page to keep: it works with the network cut."""
    page = render_template(
        "verify/standalone.html", policy=standalone.policy(), made=dates.long_date(clock.now())
    )
    answer = make_response(standalone.complete(page, standalone.key_set()))
    answer.headers["Content-Disposition"] = "attachment; filename=periksa-surat.html"
    answer.headers["Content-Security-Policy"] = f"{standalone.policy()}; frame-ancestors 'none'"
    return answer


def _answer(code: str) -> ResponseReturnValue:
    try:
        found = look_up(code, request.remote_addr or "")
    except TooManyGuessesError as refusal:
        return throttled(refusal, "/periksa")
    shown = answer_of(found, clock.now()) if found else unknown(code)
    answer = make_response(render_template("verify/answer.html", a=shown), 200 if found else 404)
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address holds the code
    return answer
