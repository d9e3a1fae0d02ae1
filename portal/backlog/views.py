"""Old books and handwritten letters: the dry run, the taking in, the entry afterwards."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from portal import clock, dates
from portal.backlog import operations, papers, queries
from portal.backlog.columns import COLUMNS, NoHeadError
from portal.backlog.forms import LaterForm, SheetForm, later_form, sheet_form
from portal.letters.numbers import NumberRefusedError
from portal.offices.queries import villages_of
from portal.people.officer import Officer
from portal.people.session import me
from portal.sandbox import UnreadableError
from portal.web import bodies
from portal.web.forms import posted_version
from portal.web.guards import signed_in
from portal.web.tables import sent_table
from portal.web.tokens import posted

MOST_SHOWN = 200

backlog = Blueprint("backlog", __name__)


bodies.widen(backlog, {"backlog.stage": bodies.TABLE_BODY}, in_memory=True)


@backlog.get("/buku-lama")
@signed_in
def start() -> ResponseReturnValue:
    """The sheets so far, and the form of a new one."""
    keeper = _keeper()
    return _start_page(sheet_form(None, queries.books_of(keeper), _today().year))


@backlog.post("/buku-lama")
@signed_in
def stage() -> ResponseReturnValue:
    """Check a table; nothing goes into the book yet."""
    keeper = _keeper()
    sent: MultiDict[str, Any] = MultiDict(request.form)
    sent.update(request.files)
    form = sheet_form(sent, queries.books_of(keeper), _today().year)
    upload = _upload(form) if form.validate() else None
    if upload is None:
        return _start_page(form), 422
    try:
        ref = operations.stage(keeper, upload, key=posted().nonce) or abort(404)
    except UnreadableError as refusal:
        return _refused(form, str(refusal))
    except NoHeadError as refusal:
        return _refused(form, str(refusal))
    return _to_sheet(ref)


@backlog.get("/buku-lama/contoh.xlsx")
@signed_in
def template() -> ResponseReturnValue:
    """An empty table with the heads of the book."""
    _keeper()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(papers.empty_sheet(), kind, "contoh-buku-lama.xlsx")


@backlog.get("/buku-lama/lembar/<ref>")
@signed_in
def sheet(ref: str) -> ResponseReturnValue:
    """What the dry run found, and the button that takes the good lines in."""
    return _sheet_page(ref)


@backlog.get("/buku-lama/lembar/<ref>/laporan.csv")
@signed_in
def report(ref: str) -> ResponseReturnValue:
    """Every fault and warning of the dry run."""
    found, _ = queries.sheet_for(_keeper(), ref) or abort(404)
    return _file(papers.report(found.faults), "text/csv; charset=utf-8", "laporan-buku-lama.csv")


@backlog.post("/buku-lama/lembar/<ref>/pengambilan")
@signed_in
def take_in(ref: str) -> ResponseReturnValue:
    """Write the good lines into the book, all of them or none."""
    keeper = _keeper()
    try:
        operations.take_in(keeper, ref, version=posted_version(), key=posted().nonce) or abort(404)
    except (operations.ChangedError, NumberRefusedError) as refusal:
        return _sheet_page(ref, refusal=str(refusal)), 409
    return _to_sheet(ref)


@backlog.post("/buku-lama/lembar/<ref>/penghapusan")
@signed_in
def discard(ref: str) -> ResponseReturnValue:
    """Throw away a table that was not taken in."""
    try:
        operations.discard(_keeper(), ref, key=posted().nonce) or abort(404)
    except operations.ChangedError as refusal:
        return _sheet_page(ref, refusal=str(refusal)), 409
    return redirect(url_for("backlog.start", kabar=posted().nonce), 303)


@backlog.get("/buku-lama/catat")
@signed_in
def later() -> ResponseReturnValue:
    """The form of a letter that was written by hand, and those typed in before."""
    return _later_page(_later_form(None))


@backlog.post("/buku-lama/catat")
@signed_in
def enter_later() -> ResponseReturnValue:
    """Type a handwritten letter in on its reserved number."""
    form, key = _later_form(request.form), posted().nonce
    if not form.validate():
        return _later_page(form), 422
    try:
        operations.enter_later(me(), form.number_id.data, form.letter(), key=key) or abort(404)
    except NumberRefusedError as refusal:
        form.on.errors = [str(refusal)]
        return _later_page(form), 422
    return redirect(url_for("backlog.later", kabar=key), 303)


def _keeper() -> Officer:
    """The officer who asks, when it is one who keeps the books."""
    officer = me()
    return officer if queries.keeps_books(officer) else abort(403)


def _upload(form: SheetForm) -> operations.Upload | None:
    """The table that was sent, as a file or pasted; None with the reason in the form."""
    table = sent_table(form.file, form.pasted)
    return operations.Upload(form.series_id.data, form.year.data, *table) if table else None


def _refused(form: SheetForm, sentence: str) -> ResponseReturnValue:
    (form.pasted if form.pasted.data else form.file).errors = [sentence]
    return _start_page(form), 422


def _later_form(sent: Any) -> LaterForm:
    keeper = _keeper()
    return later_form(sent, queries.reserved_for(keeper), villages_of(keeper.office), _today())


def _start_page(form: SheetForm) -> str:
    heads = [column.head for column in COLUMNS]
    return render_template(
        "backlog/start.html", form=form, sheets=queries.sheets_of(me()), heads=heads
    )


def _sheet_page(ref: str, *, refusal: str = "") -> str:
    found, series = queries.sheet_for(_keeper(), ref) or abort(404)
    faults = [fault for fault in found.faults if not fault["warning"]]
    return render_template(
        "backlog/sheet.html",
        sheet=found,
        series=series,
        faults=faults,
        warnings=[fault for fault in found.faults if fault["warning"]],
        bad_lines=len({fault["line"] for fault in faults}),
        most=MOST_SHOWN,
        refusal=refusal,
    )


def _later_page(form: LaterForm) -> str:
    return render_template("backlog/later.html", form=form, entries=queries.entered_later(me()))


def _to_sheet(ref: str) -> ResponseReturnValue:
    return redirect(url_for("backlog.sheet", ref=ref, kabar=posted().nonce), 303)


def _file(body: bytes, kind: str, name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type=kind, headers=disposition)


def _today() -> date:
    return dates.day_of(clock.now(), me().office.zone)
