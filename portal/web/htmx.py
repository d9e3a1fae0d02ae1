"""The only module that knows htmx-flask.

We answer full pages and let htmx pick its part (hx-select), so all that is asked of the
package is whether a request came from htmx at all.
"""

from flask import Flask, request
from htmx_flask import Htmx


def register_htmx(app: Flask) -> None:
    """Let requests tell whether htmx sent them."""
    Htmx().init_app(app)


def came_from_htmx() -> bool:
    """Whether a script sent this request. Signing refuses those (D12)."""
    return bool(getattr(request, "htmx", False)) or "HX-Request" in request.headers
