"""Lists from a meeting: upload, the check with its progress, the report, the numbers."""

from time import monotonic
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from portal import clock, dates
from portal.letters.press import form_html, press
from portal.lists import operations, papers, queries, steps
from portal.lists.columns import NoHeadError
from portal.lists.forms import ListForm, list_form
from portal.lists.model import StagedList
from portal.lists.papers import told_in
from portal.offices.queries import village
from portal.people.session import me
from portal.sandbox import UnreadableError
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop
from portal.web import bodies
from portal.web.files import pdf
from portal.web.forms import posted_version
from portal.web.guards import nagari_only
from portal.web.htmx import came_from_htmx
from portal.web.tokens import posted

MOST_SHOWN = 200
PATIENCE = 3.0  # seconds of checking in one press, where no script presses for the next step
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

lists = Blueprint("lists", __name__)


bodies.widen(lists, {"lists.stage": bodies.TABLE_BODY}, in_memory=True)


@lists.get("/nagari/daftar")
@nagari_only
def start() -> ResponseReturnValue:
    """The lists so far, and the form of a new one."""
    return _start_page(list_form(None, _sops()))


@lists.post("/nagari/daftar")
@nagari_only
def stage() -> ResponseReturnValue:
    """Read a table and check its first rows; nobody is registered yet."""
    sent: MultiDict[str, Any] = MultiDict(request.form)
    sent.update(request.files)
    form = list_form(sent, _sops())
    sop = _catalogue().in_force(form.sop.data) if form.validate() else None
    upload = form.upload(sop) if sop else None
    if sop is None or upload is None:
        return _start_page(form), 422
    key = posted().nonce
    try:
        ref = operations.stage(me(), sop, upload, key=key)
    except (NoHeadError, operations.EmptyListError) as refusal:
        return _refused(form, str(refusal))
    except UnreadableError as refusal:
        return _refused(form, str(refusal))
    steps.check_some(me(), ref, sop)  # a list of one meeting is done with this
    return _to_list(ref)


@lists.get("/nagari/daftar/contoh.xlsx")
@nagari_only
def template() -> ResponseReturnValue:
    """An empty table with the heads of a list."""
    return _file(papers.empty_table(), XLSX, "contoh-daftar-warga.xlsx")


@lists.get("/nagari/daftar/<ref>")
@nagari_only
def show(ref: str) -> ResponseReturnValue:
    """How far the check is, what it found, or the numbers that were given."""
    return _list_page(ref)


@lists.post("/nagari/daftar/<ref>/pemeriksaan")
@nagari_only
def check(ref: str) -> ResponseReturnValue:
    """Check the next rows; a script asks for one step at a time, a press for several."""
    staged = _staged(ref)
    sop, until = _sop_of(staged), monotonic() + PATIENCE
    done = steps.check_some(me(), ref, sop)
    while done is False and not came_from_htmx() and monotonic() < until:
        done = steps.check_some(me(), ref, sop)
    return redirect(url_for("lists.show", ref=ref), 303)


@lists.get("/nagari/daftar/<ref>/laporan.csv")
@nagari_only
def report(ref: str) -> ResponseReturnValue:
    """Every fault, double and warning of the list."""
    staged = _staged(ref)
    places = dict(staged.columns)
    found = (item for row in queries.told_of(staged) for item in told_in(places, *row))
    return _file(papers.report(found), "text/csv; charset=utf-8", "laporan-daftar.csv")


@lists.post("/nagari/daftar/<ref>/pemasukan")
@nagari_only
def take_in(ref: str) -> ResponseReturnValue:
    """Make pre-registrations of the good rows, all of them or none."""
    sop = _sop_of(_staged(ref))
    try:
        version, key = posted_version(), posted().nonce
        operations.take_in(me(), ref, sop, version=version, key=key) or abort(404)
    except operations.ChangedError as refusal:
        return _list_page(ref, refusal=str(refusal)), 409
    return _to_list(ref)


@lists.post("/nagari/daftar/<ref>/pengiriman")
@nagari_only
def send_all(ref: str) -> ResponseReturnValue:
    """Send the drafts of the list to the Dinas; the papers come with the applicants."""
    operations.send_all(me(), ref, key=posted().nonce) or abort(404)
    return _to_list(ref)


@lists.post("/nagari/daftar/<ref>/penghapusan")
@nagari_only
def discard(ref: str) -> ResponseReturnValue:
    """Throw away a list that was not taken in."""
    try:
        operations.discard(me(), ref, key=posted().nonce) or abort(404)
    except operations.ChangedError as refusal:
        return _list_page(ref, refusal=str(refusal)), 409
    return redirect(url_for("lists.start", kabar=posted().nonce), 303)


@lists.get("/nagari/daftar/<ref>/nomor.xlsx")
@nagari_only
def numbers(ref: str) -> ResponseReturnValue:
    """The numbers given to the people of the list, as a table."""
    staged = _staged(ref)
    body = papers.numbers_table(queries.taken_of(staged), _sop_of(staged).short_name, _printed())
    return _file(body, XLSX, "nomor-daftar.xlsx")


@lists.get("/nagari/daftar/<ref>/nomor.pdf")
@nagari_only
def numbers_on_paper(ref: str) -> ResponseReturnValue:
    """The same on paper, to be read out at the meeting."""
    staged, home = _staged(ref), village(me().person.village_code or "")
    taken = queries.taken_of(staged)
    if not 0 < len(taken) <= papers.MOST_PRINTED or home is None:
        abort(404)
    form = papers.numbers_form(
        me().office, staged, taken, printed=_printed(), village=home.title,
        service=_sop_of(staged).short_name,
    )  # fmt: skip
    return pdf(press(form_html("lists/paper.html", form, current_app.jinja_env)), "nomor-daftar")


def _catalogue() -> Catalogue:
    found: Catalogue = current_app.config["CATALOGUE"]
    return found


def _sops() -> tuple[Sop, ...]:
    return _catalogue().of_region(me().office.region)


def _staged(ref: str) -> StagedList:
    return queries.list_for(me(), ref) or abort(404)


def _sop_of(staged: StagedList) -> Sop:
    return _catalogue().in_force(staged.sop_id) or abort(404)


def _refused(form: ListForm, sentence: str) -> ResponseReturnValue:
    (form.pasted if form.pasted.data else form.file).errors = [sentence]
    return _start_page(form), 422


def _start_page(form: ListForm) -> str:
    sops = {sop.id: sop.short_name for sop in _sops()}
    return render_template(
        "lists/start.html", form=form, lists=queries.lists_of(me()), sops=sops, heads=papers.HEADS
    )


def _list_page(ref: str, *, refusal: str = "") -> str:
    staged = _staged(ref)
    facts: dict[str, Any] = {"staged": staged, "sop": _sop_of(staged), "refusal": refusal}
    if staged.checked < staged.total:
        return render_template("lists/checking.html", **facts)
    counts, places = queries.counts_of(staged), dict(staged.columns)
    found = {
        state: [
            item
            for row in queries.rows_of(staged, state, MOST_SHOWN)
            for item in told_in(places, row.line, state, row.cells, row.faults)
        ]
        for state in ("salah", "ganda")
    }
    facts |= {"counts": counts, "found": found, "most": MOST_SHOWN}
    if staged.taken_at is None:
        return render_template("lists/report.html", warned=queries.warned_of(staged), **facts)
    return render_template(
        "lists/taken.html",
        taken=queries.taken_of(staged, MOST_SHOWN),
        drafts=queries.drafts_of(staged),
        words=papers.STATE_WORDS,
        printable=staged.taken <= papers.MOST_PRINTED,
        **facts,
    )


def _to_list(ref: str) -> ResponseReturnValue:
    return redirect(url_for("lists.show", ref=ref, kabar=posted().nonce), 303)


def _printed() -> str:
    """When and by whom a table of persons was taken out."""
    moment = dates.full_moment(clock.now(), me().office.zone)
    return f"{moment}, oleh {me().person.name}"


def _file(body: bytes, kind: str, name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type=kind, headers=disposition)
