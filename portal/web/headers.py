"""The headers every answer carries (security HD): strict CSP, nothing stored, no referrer."""

from flask import Flask, request
from flask.wrappers import Response

from portal.web.kit import inline_css_hash


def register_headers(app: Flask, *, https: bool) -> None:
    """Add the headers after every request."""
    style = f"'self' '{inline_css_hash()}'"
    policy = (
        f"default-src 'none'; script-src 'self'; style-src {style}; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )

    @app.after_request
    def _add(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        # no-referrer would also blank the Origin of our own forms; but an address that holds an
        # application number goes nowhere, whatever the answer was.
        telling = "/l/" in request.path.lower()
        headers.setdefault("Referrer-Policy", "no-referrer" if telling else "same-origin")
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "geolocation=(), microphone=(), payment=()"
        if https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint == "static":
            # Addresses of our files carry a hash of their content.
            if "v" in request.args:
                headers["Cache-Control"] = "public, max-age=31536000, immutable"
        else:
            headers["Cache-Control"] = "no-store"
            headers["X-Robots-Tag"] = "noindex"
        return response
