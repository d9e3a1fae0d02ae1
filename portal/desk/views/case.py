"""The case page, its letter, and the note that it was opened."""

from flask import abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal import clock as time
from portal.cases.model import Case
from portal.desk import operations
from portal.desk.forms.base import WorkForm
from portal.desk.forms.table import FORMS, Desk
from portal.desk.pages import CasePage, case_page
from portal.desk.views.blueprint import case_and_sop, desk
from portal.desk.views.blueprint import catalogue as sops
from portal.desk.work.table import KEEP
from portal.letters.pdf import filed_pdf
from portal.letters.queries import letter_of
from portal.letters.signing import expected_block
from portal.offices.office_clock import OfficeClock, clock_of
from portal.people.session import me
from portal.sop.table import Sop
from portal.sop.vocabulary import Move
from portal.web.files import pdf
from portal.web.forms import posted_version
from portal.web.guards import officers
from portal.web.htmx import came_from_htmx
from portal.web.kit import complaints


@desk.get("/berkas/<ref>")
@officers
def case_file(ref: str) -> ResponseReturnValue:
    """One case, with only the moves that are open to this person."""
    case, sop = case_and_sop(ref)
    page, clock = seen(case, sop)
    return case_response(page, work_form(page, clock, None))


@desk.post("/berkas/<ref>/buka")
@officers
def opened(ref: str) -> ResponseReturnValue:
    """The desk has the case open: the waiting clock stops."""
    if version := posted_version():
        operations.open_case(me(), ref, version, sops())
    if came_from_htmx():
        return "", 204
    return redirect(url_for("desk.case_file", ref=ref), 303)


@desk.get("/berkas/<ref>/surat.pdf")
@officers
def letter_file(ref: str) -> ResponseReturnValue:
    """The letter as PDF: a KONSEP until it is signed and numbered."""
    case, sop = case_and_sop(ref)
    letter = letter_of(case) or abort(404)
    today = clock_of(case.office).day(time.now())
    expected = expected_block(sop, case.office, today)
    body = filed_pdf(letter, current_app.jinja_env, today=today, expected=expected)
    return pdf(body)


def seen(case: Case, sop: Sop) -> tuple[CasePage, OfficeClock]:
    """The case page's content for the officer who asks."""
    clock = clock_of(case.office)
    return case_page(case, sop, me(), time.now(), clock), clock


def work_form(page: CasePage, clock: OfficeClock, sent: object) -> WorkForm | None:
    """The form of the present task, when it is this officer's to do."""
    if Move.LANJUT not in page.moves:
        return None
    desk_facts = Desk(page.case, page.sop, page.task, page.letter, clock, clock.day(time.now()))
    return FORMS[page.task.act](desk_facts, sent)


def case_response(
    page: CasePage, form: WorkForm | None, messages: tuple[tuple[str, str], ...] = ()
) -> str:
    """The case page with its form; messages are what the work still misses."""
    return render_template(
        "desk/case.html",
        page=page,
        case=page.case,
        sop=page.sop,
        form=form,
        complaints=[
            *(complaints(form) if form else []),
            *((name if name != "form" else "", text) for name, text in messages),
        ],
        form_keeps=page.task.act in KEEP,
    )
