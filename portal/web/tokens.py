"""The hidden token of every form: against forgery, against double clicks, and a time stamp.

It is signed and bound to the session and to the address it is posted to. Its nonce is the
idempotency key of the change (D4), and the moment it was made is when the page was opened.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask, current_app, g
from itsdangerous import BadSignature, URLSafeSerializer

from portal import clock

FIELD = "_token"
LIFETIME = timedelta(hours=12)


class BadTokenError(Exception):
    """The form did not come from a page we gave to this session for this address."""


@dataclass(frozen=True)
class FormToken:
    """What a valid token carries."""

    nonce: str
    made_at: datetime


def register_tokens(app: Flask) -> None:
    """Let templates write `form_token(address)`."""
    app.jinja_env.globals["form_token"] = form_token


def form_token(address: str) -> str:
    """A fresh token for a form posted to this address by the present session."""
    payload = [_session(), _path(address), secrets.token_hex(16), int(clock.now().timestamp())]
    return str(_serializer().dumps(payload))


def read_token(text: str, address: str) -> FormToken:
    """The token of a posted form. Raises BadTokenError."""
    try:
        session, path, nonce, made = _serializer().loads(text)
    except (BadSignature, ValueError, TypeError):
        raise BadTokenError from None
    made_at = datetime.fromtimestamp(made, UTC)
    fresh = timedelta(0) <= clock.now() - made_at + timedelta(seconds=5) <= LIFETIME
    if session != _session() or path != _path(address) or not fresh:
        raise BadTokenError
    return FormToken(nonce, made_at)


def posted() -> FormToken:
    """The token of the request in hand, verified by the gate."""
    token: FormToken = g.form_token
    return token


def _path(address: str) -> str:
    return address.split("?", maxsplit=1)[0].strip("/")


def _session() -> str:
    return str(g.get("session_mark", ""))


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="form")
