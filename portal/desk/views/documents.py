"""Putting pictures of papers into a case."""

from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from portal.cases.model import Case
from portal.desk.documents import add_documents, may_add
from portal.desk.forms.documents import DocumentForm, document_form
from portal.desk.views.blueprint import case_and_sop, catalogue, desk
from portal.desk.views.case import seen
from portal.documents.operations import Ready, RefusedFileError, make_ready
from portal.people.session import me
from portal.registration.papers import MOST_FILES, TooManyFilesError
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop
from portal.web import bodies
from portal.web.forms import posted_version
from portal.web.guards import officers
from portal.web.kit import complaints
from portal.web.tokens import posted

NO_FILE = "Pilih foto atau PDF."
TOO_MANY = f"Satu dokumen paling banyak {MOST_FILES} lembar. Ganti salah satunya."


bodies.widen(desk, {"desk.add_document": bodies.PHOTOS})


@desk.get("/berkas/<ref>/dokumen")
@officers
def add_document_page(ref: str) -> ResponseReturnValue:
    """Which paper, and its pictures."""
    case, sop = _open(ref)
    return _page(case, sop, None)


@desk.post("/berkas/<ref>/dokumen")
@officers
def add_document(ref: str) -> ResponseReturnValue:
    """Store the pictures; a refused one is told, and nothing of the others is kept."""
    case, sop = _open(ref)
    sent: MultiDict[str, Any] = MultiDict(request.form)
    sent.update(request.files)
    form = _form(case, sop, sent)
    ready = _ready(form) if form.validate() else []
    if not ready:
        return _page(case, sop, form), 422
    field, replaces = form.target()
    try:
        add_documents(me(), ref, field, ready, catalogue(), replaces=replaces,
                      version=posted_version(), key=posted().nonce)  # fmt: skip
    except TooManyFilesError:
        form.files.errors = [TOO_MANY]
        case, sop = _open(ref)
        return _page(case, sop, form), 422
    return redirect(f"{url_for('desk.case_file', ref=ref, kabar=posted().nonce)}#dokumen", 303)


def _open(ref: str) -> tuple[Case, Sop]:
    case, sop = case_and_sop(ref)
    if not may_add(me().roles, case, sop):
        raise NotAllowedError("dokumen")
    return case, sop


def _ready(form: DocumentForm) -> list[Ready]:
    """The files, safe and stored; an empty list with its reason when one is refused."""
    found = form.bodies()
    if not found or len(found) > MOST_FILES:
        form.files.errors = [TOO_MANY if found else NO_FILE]
        return []
    store, clamd = current_app.config["STORE"], current_app.config["CLAMD"]
    try:
        return [make_ready(store, clamd, name, body) for name, body in found]
    except RefusedFileError as refusal:
        form.files.errors = [str(refusal)]
        return []


def _form(case: Case, sop: Sop, sent: object) -> DocumentForm:
    page, _ = seen(case, sop)
    return document_form(page.folder, case.office.zone, sent)


def _page(case: Case, sop: Sop, form: DocumentForm | None) -> str:
    shown = form or _form(case, sop, None)
    return render_template(
        "desk/document.html", case=case, sop=sop, form=shown, complaints=complaints(shown)
    )
