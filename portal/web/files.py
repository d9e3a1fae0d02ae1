"""Files handed to the browser, which may run nothing in them."""

from flask import Response


def pdf(body: bytes, name: str = "surat") -> Response:
    """A PDF shown in the browser."""
    headers = {
        "Content-Disposition": f"inline; filename={name}.pdf",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(body, content_type="application/pdf", headers=headers)
