"""The page that opens without a network. Nobody's data is in it, so anyone may fetch it."""

from collections.abc import Callable

from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue

from portal.offline import shell as files
from portal.offline.views.blueprint import offline
from portal.web.guards import public


@offline.get("/nagari/luring")
@public
def shell() -> ResponseReturnValue:
    """The empty page; its script fills it from what this browser keeps."""
    return _page()


@offline.get("/nagari/pekerja.js")
@public
def worker() -> ResponseReturnValue:
    """The service worker, for all addresses of the village office."""
    body = files.worker(_asset, _page())
    answer = Response(body, content_type="text/javascript; charset=utf-8")
    answer.headers["Service-Worker-Allowed"] = "/nagari"
    return answer


@offline.get("/nagari/manifes.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    """What makes the page installable."""
    return Response(files.manifest(_asset), content_type="application/manifest+json")


def _asset(path: str) -> str:
    versioned: Callable[[str], str] = current_app.jinja_env.globals["asset"]  # type: ignore[assignment]
    return versioned(path)


def _page() -> str:
    # Nothing of the visitor or the moment: the same bytes for everybody, or it would never be new.
    return render_template("offline/shell.html", modules=files.MODULES)
