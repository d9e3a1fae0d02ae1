"""Signing in and out."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.people import operations
from portal.people.forms import SignInForm
from portal.people.queries import demo_accounts
from portal.people.session import cookie_name
from portal.web.guards import public, signed_in

people = Blueprint("people", __name__)

WRONG = "Nama akun atau kata sandi belum benar. Periksa lagi, lalu coba sekali lagi."
CLOSED = "Terlalu sering mencoba. Tunggu 5 menit, lalu coba lagi."


@people.get("/masuk")
@public
def sign_in_page() -> ResponseReturnValue:
    """The sign-in form."""
    return _page(SignInForm())


@people.post("/masuk")
@public
def sign_in() -> ResponseReturnValue:
    """Begin a session."""
    form = SignInForm(request.form)
    if not form.validate():
        return _page(form), 422
    try:
        token = operations.sign_in(form.username.data or "", form.password.data or "")
    except operations.TooManyAttemptsError:
        form.password.errors = [CLOSED]
        return _page(form), 429
    if token is None:
        form.password.errors = [WRONG]
        return _page(form), 422
    answer = redirect(_next(), 303)
    answer.set_cookie(
        cookie_name(),
        token,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["HTTPS"],
        path="/",
    )
    return answer


@people.post("/keluar")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session at once."""
    operations.sign_out(request.cookies.get(cookie_name(), ""))
    answer = redirect(url_for("people.sign_in_page"), 303)
    answer.delete_cookie(cookie_name(), path="/", secure=current_app.config["HTTPS"])
    return answer


def _next() -> str:
    """Where to go after signing in; only to a path of our own."""
    wanted = request.values.get("next", "")
    # Browsers drop tabs and line ends inside an address, so none may stand in it.
    safe = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if safe else "/antrean"


def _page(form: SignInForm) -> str:
    return render_template(
        "people/sign_in.html",
        form=form,
        next=request.values.get("next", ""),
        demo_accounts=demo_accounts(),
        demo_password=current_app.config["DEMO_PASSWORD"],
    )
