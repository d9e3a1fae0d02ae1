"""What the office sees: the queue with its deadlines, one complaint, and its answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock as time
from portal.cases.model import Case
from portal.cases.queries import case_for
from portal.complaints.access import access_sheet
from portal.complaints.choices import ACCEPTED, ANSWERS, KINDS, Choice, Words, answer_of, topic_of
from portal.complaints.forms import AnswerForm
from portal.complaints.model import Complaint, Kind
from portal.complaints.operations import (
    ChangedError,
    NoSuchComplaintError,
    Reply,
    answer,
    may_print,
    note_opened,
    note_printed,
)
from portal.complaints.queries import (
    accesses_of,
    case_of,
    complaint_for,
    counts_of,
    open_of_case,
    others_of,
    queue_of,
    registration_of,
)
from portal.letters.content import UndrawableError, refuse_undrawable
from portal.letters.press import form_html, press
from portal.people.session import me
from portal.sop.catalogue import Catalogue
from portal.web.errors import error_page
from portal.web.files import pdf
from portal.web.forms import posted_version
from portal.web.guards import officers
from portal.web.tokens import posted

complaints_office = Blueprint("complaints_office", __name__)

CHANGED = (
    "Petugas lain lebih dulu menjawab atau mengubahnya, jadi jawaban Anda belum terkirim. "
    "Baca dahulu keadaannya."
)


@dataclass(frozen=True)
class Line:
    """One complaint with its words."""

    item: Complaint
    words: Words
    topic: Choice
    late: bool
    answer: Choice | None


@complaints_office.get("/pengaduan-warga")
@officers
def queue() -> ResponseReturnValue:
    """The open ones by deadline, or those answered last (?saring=dijawab)."""
    answered = request.args.get("saring", "") == "dijawab"
    now, catalogue = time.now(), _catalogue()
    waiting, late = counts_of(me(), catalogue, now)
    lines = _lines(queue_of(me(), catalogue, answered=answered), now)
    return render_template(
        "complaints/queue.html", lines=lines, waiting=waiting, late=late, answered=answered,
        zone=me().office.zone,
    )  # fmt: skip


@complaints_office.get("/pengaduan-warga/<ref>")
@officers
def one(ref: str) -> ResponseReturnValue:
    """One complaint; opening it the first time is noted."""
    item = complaint_for(me(), _catalogue(), ref) or abort(404)
    if item.opened_at is None:
        note_opened(me(), _catalogue(), ref)
        item = complaint_for(me(), _catalogue(), ref) or abort(404)
    return _page(item, AnswerForm(Kind(item.kind)))


@complaints_office.post("/pengaduan-warga/<ref>")
@officers
def reply(ref: str) -> ResponseReturnValue:
    """Answer it with a sentence of the list."""
    item = complaint_for(me(), _catalogue(), ref) or abort(404)
    form = AnswerForm(Kind(item.kind), request.form)
    if not form.validate():
        return _page(item, form), 422
    key = posted().nonce
    wish = Reply(form.answer.data, form.note.data or "", posted_version(), key)
    try:
        answer(me(), _catalogue(), ref, wish)
    except NoSuchComplaintError:
        abort(404)
    except ChangedError:
        todo = ((url_for("complaints_office.one", ref=ref), "Buka lagi"),)
        return error_page(409, sentence=CHANGED, todo=todo)
    return redirect(url_for("complaints_office.one", ref=ref, kabar=key), 303)


@complaints_office.get("/berkas/<ref>/riwayat-akses.pdf")
@officers
def accesses(ref: str) -> ResponseReturnValue:
    """Who has seen this file, for its applicant; each print is a line of the record itself."""
    case = case_for(me(), ref) or abort(404)
    sop = _catalogue().pinned(case.sop_id, case.sop_version)
    facts = access_sheet(case, sop, accesses_of(case), time.now())
    try:
        refuse_undrawable(facts)
    except UndrawableError as lost:
        return error_page(400, sentence=str(lost), todo=((f"/berkas/{ref}", "Buka berkasnya"),))
    note_printed(me(), _catalogue(), ref)  # when it fails, nobody gets the list
    html = form_html("complaints/access.html", facts, current_app.jinja_env)
    return pdf(press(html), "riwayat-akses")


@complaints_office.app_template_global()
def complaints_of(case: Case) -> tuple[Line, ...]:
    """The open complaints of a case that the officer who asks may see, for its page."""
    return _lines(open_of_case(me(), _catalogue(), case), time.now())


@complaints_office.app_template_global("may_print_accesses")
def may_print_of(case: Case) -> bool:
    """Whether the officer who asks hands out the list of accesses of this case."""
    return may_print(me(), _catalogue().pinned(case.sop_id, case.sop_version))


def _page(item: Complaint, form: AnswerForm) -> str:
    catalogue, kind = _catalogue(), Kind(item.kind)
    case, now = case_of(me(), item), time.now()
    sop = catalogue.in_force(item.sop_id)
    return render_template(
        "complaints/one.html",
        line=_lines([item], now)[0],
        item=item,
        case=case,
        form=form,
        hints={choice.code: choice.citizen for choice in ANSWERS[kind]},
        others=_lines(others_of(me(), catalogue, item), now),
        registration=registration_of(me(), item) if case is None else None,
        service=sop.short_name if sop else item.sop_id,
        zone=item.office.zone,
        may_print=case is not None and may_print_of(case),
        accepted=item.answer == ACCEPTED and kind is Kind.KEBERATAN,
    )


def _lines(items: Iterable[Complaint], now: datetime) -> tuple[Line, ...]:
    return tuple(
        Line(
            item,
            KINDS[Kind(item.kind)],
            topic_of(item.kind, item.topic),
            item.answered_at is None and item.due_at < now,
            answer_of(item.kind, item.answer) if item.answer else None,
        )
        for item in items
    )


def _catalogue() -> Catalogue:
    found: Catalogue = current_app.config["CATALOGUE"]
    return found
