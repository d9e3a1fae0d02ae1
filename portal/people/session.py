"""Who sent this request: the session cookie, the officer, the gate before every view."""

import hashlib

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user

from portal import clock, dates
from portal.people.model import LoginSession
from portal.people.officer import Officer, officer_on
from portal.people.operations import TOUCH, is_alive, touch
from portal.people.queries import session_of
from portal.sop.vocabulary import Role
from portal.web.errors import error_page
from portal.web.guards import Door, door_of, is_harmless
from portal.web.mangled import nul_in_address, nul_in_form
from portal.web.tokens import FIELD, BadTokenError, read_token

SIGNERS = frozenset({Role.KADIS, Role.KABID})
SAFE = ("GET", "HEAD", "OPTIONS")


class Visitor(UserMixin):
    """Flask-Login's view of a signed-in person; its id is the session, not the person."""

    def __init__(self, found: LoginSession, officer: Officer) -> None:
        self.found, self.officer = found, officer

    def get_id(self) -> str:
        return self.found.token_sha256


def cookie_name() -> str:
    """The __Host- prefix binds the cookie to this host, where there is TLS."""
    return "__Host-sesi" if current_app.config["HTTPS"] else "sesi"


def register_sessions(app: Flask) -> None:
    """Load the visitor through Flask-Login and stand before every view."""
    manager = LoginManager(app)
    manager.session_protection = None  # our own table decides; no Flask session is used
    manager.request_loader(_load)
    app.before_request(_gate)
    app.context_processor(lambda: {"me": g.get("person")})


def me() -> Officer:
    """The officer who asks; only behind a door that needs an account."""
    officer: Officer = current_user.officer
    return officer


def _load(_request: object) -> Visitor | None:
    token = request.cookies.get(cookie_name(), "")
    found = session_of(token) if token else None
    if found is None:
        return None
    at = clock.now()
    officer = officer_on(found.person, dates.day_of(at, found.person.office.zone))
    if not is_alive(found, at, signer=bool(officer.roles & SIGNERS)):
        return None
    return Visitor(found, officer)


def doors_of(officer: Officer | None) -> frozenset[Door]:
    """The kinds of door this visitor may pass."""
    doors = {Door.PUBLIC}
    if officer:
        doors.add(Door.SIGNED_IN)
        if officer.roles:
            doors.add(Door.OFFICER)
        if officer.person.admin:
            doors.add(Door.ADMIN)
        if officer.person.village_code:
            doors.add(Door.NAGARI)
        if officer.person.district_code:
            doors.add(Door.KECAMATAN)
        if doors & {Door.OFFICER, Door.NAGARI, Door.KECAMATAN}:
            doors.add(Door.FILES)
    return frozenset(doors)


def _gate() -> ResponseReturnValue | None:
    """Decide before any view runs: is the door open, and is a change really meant?"""
    g.person, g.session_mark = None, ""
    if nul_in_address():
        return error_page(400)
    if request.endpoint is None:
        _know_visitor()  # the error page of a signed-in person stays inside the office
        return None
    door = door_of(current_app, request.endpoint)
    if door is not Door.PUBLIC:
        _know_visitor()
        if refusal := _refusal(door):
            return refusal
    return None if request.method in SAFE else _refused_form(request.endpoint)


def _refused_form(endpoint: str) -> ResponseReturnValue | None:
    if nul_in_form():
        return error_page(400)
    return None if is_harmless(current_app, endpoint) else _forgery()


def _know_visitor() -> None:
    if not current_user.is_authenticated:
        return
    g.person = current_user.officer
    token = request.cookies.get(cookie_name(), "")
    g.session_mark = hashlib.sha256(f"formulir{token}".encode()).hexdigest()[:32]
    found, at = current_user.found, clock.now()
    if at - found.seen_at > TOUCH:
        touch(token, at)


def _refusal(door: Door) -> ResponseReturnValue | None:
    if g.person is None:
        came = request.full_path.rstrip("?") if request.method in SAFE else ""
        if cookie_name() in request.cookies or request.method not in SAFE:
            link = url_for("people.sign_in_page", next=came or None)
            return error_page(401, todo=((link, "Masuk lagi"),))
        return redirect(url_for("people.sign_in_page", next=came), 303)
    if door not in doors_of(g.person):
        return error_page(403)
    return None


def _forgery() -> ResponseReturnValue | None:
    """An unsafe request must come from our own page, with the token of its form (D12)."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    foreign = (site not in ("same-origin", "none")) if site else False
    if origin is not None and origin != request.host_url.rstrip("/"):
        foreign = True
    if foreign:
        return error_page(403, sentence="Permintaan ini tidak datang dari halaman portal.")
    if any(len(request.form.getlist(key)) > 1 for key in (FIELD, "version")):
        return error_page(400)
    try:
        g.form_token = read_token(request.form.get(FIELD, ""), request.path)
    except BadTokenError:
        return error_page(419)
    return None
