"""Making a move: going on, and the ways out, each shown to the officer before it is done."""

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock as time
from portal.cases.model import Case
from portal.desk import operations
from portal.desk.forms.leaving import LeaveForm, leave_form
from portal.desk.operations import Done, Order
from portal.desk.preview import SHOWN_FIRST, told_after
from portal.desk.views.blueprint import case_and_sop, catalogue, desk
from portal.desk.views.case import case_response, seen, work_form
from portal.desk.work.base import NotYetError
from portal.desk.work.table import KEEP
from portal.letters.pdf import file_issued
from portal.letters.queries import cases_on, letter_of
from portal.letters.turn import StaleCaseError
from portal.offices.office_clock import clock_of
from portal.people.operations import TooManyAttemptsError, WrongSecretError, confirm_secret
from portal.people.session import me
from portal.registration.returning import registration_of
from portal.sop.rules import NotAllowedError, moves_open_to
from portal.sop.table import Sop
from portal.sop.vocabulary import SECRET_MOVES, TRAITS, Move
from portal.web.errors import error_page
from portal.web.forms import posted_version
from portal.web.guards import officers
from portal.web.htmx import came_from_htmx
from portal.web.kit import complaints
from portal.web.tokens import posted

WRONG_SECRET = "Kata sandi belum benar. Belum ada yang berubah."  # noqa: S105
TOO_MANY = "Terlalu sering salah. Tunggu 5 menit, lalu coba lagi."
Messages = tuple[tuple[str, str], ...]
_MOVES = ", ".join(f'"{move.value}"' for move in Move if move is not Move.LANJUT)
WAY_OUT = f"/berkas/<ref>/<any({_MOVES}):move>"


@desk.post("/berkas/<ref>/lanjut")
@officers
def go_on(ref: str) -> ResponseReturnValue:
    """Do the present task and move the case on; or write down what is done so far."""
    _refuse_scripts()
    case, sop = case_and_sop(ref)
    _refuse_stale(ref, case.version)
    page, clock = seen(case, sop)
    form = work_form(page, clock, request.form)
    if form is None:
        raise NotAllowedError(page.conflict or "lanjut")
    secret = TRAITS[page.task.act].secret
    if not form.validate():
        return case_response(page, form), 422
    order = _order(Move.LANJUT, form.work_data())
    aside = request.form.get("aksi", "")
    try:
        if aside and page.task.act in KEEP:
            operations.keep_work(me(), ref, order, catalogue())
            return redirect(_aside(ref, aside), 303)
        if secret:
            confirm_secret(me().person, request.form.get("secret", ""))
        done = operations.make_move(me(), ref, order, catalogue())
    except WrongSecretError:
        return _again(ref, (("secret", WRONG_SECRET),))
    except TooManyAttemptsError:
        return _again(ref, (("secret", TOO_MANY),))
    except NotYetError as missing:
        return _again(ref, missing.messages)
    _file_letter(ref)
    return _answer(done, ref)


@desk.get(WAY_OUT)
@officers
def way_out(ref: str, move: str) -> ResponseReturnValue:
    """The form of a way out, with the words the citizen will read."""
    case, sop = case_and_sop(ref)
    if Move(move) not in moves_open_to(me().roles, case.here, sop):
        raise NotAllowedError(move)
    return _leave_page(ref, Move(move), _form_of(Move(move), case, sop, None))


@desk.post(WAY_OUT)
@officers
def leave(ref: str, move: str) -> ResponseReturnValue:
    """Make the move, once its public words were seen."""
    _refuse_scripts()
    case, sop = case_and_sop(ref)
    way = Move(move)
    _refuse_stale(ref, case.version)
    if way not in moves_open_to(me().roles, case.here, sop):
        raise NotAllowedError(move)
    form = _form_of(way, case, sop, request.form)
    if not form.validate():
        return _leave_page(ref, way, form), 422
    unseen = way in SHOWN_FIRST and form.seen.data != form.choice()
    if unseen or request.form.get("aksi") == "lihat":
        chosen = form.choice()
        return _leave_page(ref, way, form, shown=bool(chosen)), 200 if chosen else 422
    try:
        if way in SECRET_MOVES:
            confirm_secret(me().person, request.form.get("secret", ""))
        done = operations.make_move(me(), ref, _order(way, form.work_data()), catalogue())
    except WrongSecretError:
        return _leave_page(ref, way, form, messages=(("secret", WRONG_SECRET),)), 422
    except TooManyAttemptsError:
        return _leave_page(ref, way, form, messages=(("secret", TOO_MANY),)), 422
    except NotYetError as missing:
        return _leave_page(ref, way, form, messages=missing.messages), 422
    return _answer(done, ref)


def _form_of(way: Move, case: Case, sop: Sop, sent: object) -> LeaveForm:
    letter = letter_of(case) if way in (Move.KOREKSI, Move.GANTI_SURAT) else None
    return leave_form(
        way, case, sop, sent, shared=len(letter.cases) if letter else 1, by_village=_village(case)
    )


def _village(case: Case) -> bool:
    """Whether a village office sent it, and so completes it."""
    return registration_of(case) is not None


def _refuse_scripts() -> None:
    """A move is a plain form post: markup slipped into a page cannot make one (D12)."""
    if came_from_htmx():
        sentence = "Tindakan pada berkas hanya lewat tombol di halamannya."
        abort(make_response(error_page(403, sentence=sentence)))


def _file_letter(ref: str) -> None:
    """Once signed and numbered the letter is printed and its bytes are kept.

    What must wait (a certificate that cannot sign now) is tried again when it is read.
    """
    case, _ = case_and_sop(ref)
    letter = letter_of(case)
    if letter and letter.issued:
        file_issued(letter.id, current_app.jinja_env)


def _order(move: Move, data: object) -> Order:
    return Order(move, data, posted_version(), posted().nonce, posted().made_at)


def _refuse_stale(ref: str, version: int) -> None:
    """A form made before another officer's change is refused; a repeat of our own is not."""
    if version != posted_version():
        repeated = operations.repeated(me(), posted().nonce)
        if repeated:
            abort(make_response(_answer(repeated, ref)))
        raise StaleCaseError


def _answer(done: Done, ref: str) -> ResponseReturnValue:
    if done.target == "berkas":
        return redirect(url_for("desk.case_file", ref=ref, kabar=done.key), 303)
    return redirect(url_for("desk.queue", kabar=done.key), 303)


def _aside(ref: str, aside: str) -> str:
    """Where the clerk wanted to go after writing down the work so far."""
    if aside == "surat-bersama":
        return url_for("desk.sharing", ref=ref)
    try:
        return url_for("desk.way_out", ref=ref, move=Move(aside).value)
    except (ValueError, KeyError):
        return url_for("desk.case_file", ref=ref)


def _again(ref: str, messages: Messages) -> ResponseReturnValue:
    """The case page with what was typed and what is still missing."""
    case, sop = case_and_sop(ref)
    page, clock = seen(case, sop)
    form = work_form(page, clock, request.form)
    return case_response(page, form, messages), 422


def _leave_page(
    ref: str, move: Move, form: LeaveForm, *, shown: bool = False, messages: Messages = ()
) -> str:
    case, sop = case_and_sop(ref)
    now, clock = time.now(), clock_of(case.office)
    told = (
        told_after(move, case, sop, form.work_data(), now=now, clock=clock)
        if shown or move not in SHOWN_FIRST
        else None
    )
    found = [*complaints(form), *messages]
    letter = letter_of(case) if move is Move.GANTI_SURAT else None
    if move in SHOWN_FIRST and request.method == "POST" and not shown and not found:
        field = "reasons" if "reasons" in form else form.paper_rows()[0].id
        found.append((field, "Pilih alasannya lebih dulu."))
    return render_template(
        "desk/leave.html",
        case=case,
        sop=sop,
        move=move,
        form=form,
        told=told,
        office=f"kantor {sop.village_head}" if _village(case) else "",
        must_see=move in SHOWN_FIRST,
        together=cases_on(letter) if letter and len(letter.cases) > 1 else [],
        complaints=found,
    )
