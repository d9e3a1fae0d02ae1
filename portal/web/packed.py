"""Answers packed with gzip for a weak line: pages and our own text files.

A page shows secrets (tokens, NIKs) beside words that a stranger may have chosen, and the length of
a packed page could betray them (BREACH); so every packed page has a length that is partly chance.
"""

import gzip
import io
import secrets
from pathlib import Path
from threading import Lock

from flask import Flask, request
from flask.wrappers import Response
from werkzeug.security import safe_join

SMALLEST = 1024  # bytes; below that packing saves nothing
MOST_CHANCE = 100  # letters at most that are added to a page by chance
TEXTS = (
    "text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml",
    "text/plain", "application/manifest+json",
)  # fmt: skip


def register_packing(app: Flask) -> None:
    """Pack what may be packed. Register it before all else that touches answers: it runs last."""
    files = PackedFiles(Path(str(app.static_folder)))

    @app.after_request
    def _pack(response: Response) -> Response:
        if not _may_be_packed(response):
            return response
        response.vary.add("Accept-Encoding")  # also on what goes out unpacked
        if not _is_wanted():
            return response
        if request.endpoint == "static":
            _send(response, files.packed(str((request.view_args or {})["filename"])))
        elif len(body := response.get_data()) >= SMALLEST:
            _send(response, _by_chance(body))
        return response


class PackedFiles:
    """Our own files, each packed once for as long as it stays as it is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, tuple[tuple[int, int], bytes]] = {}
        self._turn = Lock()

    def packed(self, name: str) -> bytes:
        """The file as gzip. Raises FileNotFoundError."""
        path = safe_join(str(self._folder), name)
        if path is None:
            raise FileNotFoundError(name)
        found = Path(path).stat()
        state = (found.st_mtime_ns, found.st_size)
        with self._turn:
            if self._known.get(name, (None,))[0] != state:
                self._known[name] = state, gzip.compress(Path(path).read_bytes(), 9, mtime=0)
            return self._known[name][1]


def _may_be_packed(response: Response) -> bool:
    if request.method not in {"GET", "POST"}:
        return False
    if response.status_code in (204, 206, 304) or "Content-Encoding" in response.headers:
        return False
    if request.endpoint == "static":
        return response.mimetype in TEXTS
    return (
        response.mimetype == "text/html"
        and not response.is_streamed
        and not response.direct_passthrough
    )


def _is_wanted() -> bool:
    wanted = {name.lower(): quality for name, quality in request.accept_encodings}
    return wanted.get("gzip", wanted.get("*", 0)) > 0


def _by_chance(body: bytes) -> bytes:
    """Packed with a file name of chance length in its head, which every reader skips."""
    out = io.BytesIO()
    name = "a" * secrets.randbelow(MOST_CHANCE)
    with gzip.GzipFile(name, "wb", compresslevel=6, fileobj=out, mtime=0) as packer:
        packer.write(body)
    return out.getvalue()


def _send(response: Response, packed: bytes) -> None:
    if callable(close := getattr(response.response, "close", None)):
        close()  # the file, which nobody will read now
    response.direct_passthrough = False
    response.set_data(packed)  # sets the length too
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    etag, _ = response.get_etag()
    if etag:
        # The same text in other bytes: weak, so a browser's question about it is still answered.
        response.set_etag(etag, weak=True)
