"""One paper's files: added, replaced, taken away; a refused one is told at its own paper."""

from collections.abc import Iterator

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from portal.documents.operations import Ready, ReplacedError, make_ready
from portal.documents.refusal import RefusedFileError
from portal.documents.store import StoreError
from portal.nagari.forms import SendForm
from portal.nagari.operations import key_for
from portal.nagari.views.blueprint import nagari, own
from portal.nagari.views.sending import papers_page, papers_page_facts
from portal.people.session import me
from portal.registration.checklist import is_with_village
from portal.registration.papers import (
    MOST_FILES,
    TooManyFilesError,
    add_papers,
    paper_at,
    remove_paper,
    stands,
)
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop
from portal.web import bodies
from portal.web.errors import error_page
from portal.web.guards import nagari_only
from portal.web.htmx import came_from_htmx
from portal.web.tokens import posted

REPLACES = "ganti-"
GONE = "Foto ini sudah diganti atau dihapus. Lihat keadaannya sekarang."
SENT = "Pendaftaran ini sudah dikirim ke Dinas Sosial, jadi dokumennya tidak dapat diubah lagi."
FULL = "Satu berkas paling banyak 6 foto. Hapus dulu yang tidak diperlukan."
NOTHING = "Pilih dulu foto atau PDF-nya."


@nagari.post("/nagari/pra/<ref>/dokumen/<field>")
@nagari_only
def add_paper(ref: str, field: str) -> ResponseReturnValue:
    """Add, replace or remove files of one paper."""
    found, sop = own(ref)
    try:
        paper_at(sop, field)
    except NotAllowedError:
        abort(404)
    if not is_with_village(found):
        todo = ((url_for("nagari.registration", ref=ref), "Lihat pendaftarannya"),)
        return error_page(409, sentence=SENT, todo=todo)
    refusals = list(_acted(ref, sop, field))
    return _answer(ref, field, refusals)


def _acted(ref: str, sop: Sop, field: str) -> Iterator[str]:
    """Do what was asked; gives a sentence for each thing that could not be done."""
    key = posted().nonce
    try:
        if gone := request.form.get("hapus", ""):
            remove_paper(me(), ref, gone, key=key_for(key, gone))
            return
        name, files = _chosen()
        if not files:
            yield NOTHING
            return
        replaces = name.removeprefix(REPLACES) if name != "berkas" else ""
        if replaces and not stands(me(), ref, field, replaces):
            yield GONE  # said before the file is looked at, which takes a while
            return
        ready: list[Ready] = []
        yield from _made_ready(files, ready)
        if ready:
            add_papers(me(), ref, sop, field, ready, key=key_for(key, replaces), replaces=replaces)
    except TooManyFilesError:
        yield FULL
    except (ReplacedError, NotAllowedError):
        yield GONE


def _chosen() -> tuple[str, list[FileStorage]]:
    """The one field of the form in which something was chosen, with its files."""
    for name in request.files:
        files = [item for item in request.files.getlist(name) if item.filename]
        if files and (name == "berkas" or name.startswith(REPLACES)):
            return name, files
    return "", []


def _made_ready(files: list[FileStorage], ready: list[Ready]) -> Iterator[str]:
    store, clamd = current_app.config["STORE"], current_app.config["CLAMD"]
    for file in files[: MOST_FILES + 1]:
        name, body = file.filename or "", file.read(bodies.PHOTO + 1)
        try:
            ready.append(make_ready(store, clamd, name, body))
        except (RefusedFileError, StoreError) as refusal:
            # Which of several it was; one alone needs no name.
            yield f"{name[-40:]}: {refusal}" if len(files) > 1 else str(refusal)


def _answer(ref: str, field: str, refusals: list[str]) -> ResponseReturnValue:
    found, sop = own(ref)
    code = 422 if refusals else 200
    if came_from_htmx():
        facts = papers_page_facts(found, sop)
        row = render_template(
            "nagari/row.html", registration=found, sop=sop, field=field,
            said=SendForm(data={"papers_later": found.papers_later}),
            refused={field: refusals}, **facts,
        )  # fmt: skip
        return row, code
    if refusals:
        return papers_page(found, sop, refused={field: refusals}), code
    return redirect(url_for("nagari.papers", ref=ref, _anchor=f"dok-{field}"), 303)
