"""The list of letters owed, one of them as it will read, and issuing it."""

from pathlib import Path

from flask import (
    Blueprint,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from portal import clock as time
from portal.cases.model import Case
from portal.cases.queries import case_for
from portal.letters.content import UndrawableError
from portal.letters.lifecycle import printed
from portal.letters.model import KIND_WORDS, Kind, Letter
from portal.letters.numbers import BackwardDateError, NoSeriesError, NumberRefusedError
from portal.letters.pdf import file_issued, filed_pdf
from portal.letters.press import letter_pdf
from portal.letters.queries import book_for
from portal.letters.signing import block_of
from portal.letters.turn import NoSuchCaseError, StaleCaseError
from portal.notices.forms import IssueForm, VoidForm, issue_form
from portal.notices.operations import (
    Issuing,
    NotOwedError,
    content_for,
    issue_notice,
    may_issue,
    void_notice,
)
from portal.notices.queries import kind_owed, notice_of, waiting_cases
from portal.offices.office_clock import clock_of
from portal.people.operations import TooManyAttemptsError, WrongSecretError, confirm_secret
from portal.people.session import me
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop
from portal.sop.vocabulary import ROLE_WORDS, Role
from portal.web.errors import error_page
from portal.web.files import pdf
from portal.web.forms import posted_version
from portal.web.guards import officers
from portal.web.htmx import came_from_htmx
from portal.web.kit import complaints
from portal.web.tokens import posted

notices = Blueprint("notices", __name__)

CHANGED = "Berkas ini berubah, atau suratnya sudah terbit. Buka lagi halamannya."


@notices.get("/surat-pemberitahuan")
@officers
def owed() -> ResponseReturnValue:
    """Returned and refused files whose letter is not written yet."""
    lines = []
    for case in waiting_cases(me()):
        kind = kind_owed(case)
        if kind:
            lines.append((case, _sop(case), KIND_WORDS[kind]))
    return render_template("notices/owed.html", lines=lines, zone=me().office.zone)


@notices.get("/berkas/<ref>/pemberitahuan")
@officers
def notice(ref: str) -> ResponseReturnValue:
    """The letter this case is owed, or the one it has."""
    case, kind = _case(ref)
    return _page(case, kind, issue_form(book_for(case.office_id, kind.value), None))


@notices.get("/berkas/<ref>/pemberitahuan.pdf")
@officers
def notice_file(ref: str) -> ResponseReturnValue:
    """The letter as PDF: a KONSEP until it is issued."""
    case, kind = _case(ref)
    found, env = notice_of(case), current_app.jinja_env
    today = clock_of(case.office).day(time.now())
    if found:
        body = filed_pdf(found, env, today=today, expected=None)
    else:
        body = letter_pdf(_preview(case, kind), draft=True, jinja_env=env)
    return pdf(body)


@notices.post("/berkas/<ref>/pemberitahuan")
@officers
def issue(ref: str) -> ResponseReturnValue:
    """Sign and number it."""
    if came_from_htmx():
        sentence = "Surat hanya diterbitkan lewat tombol di halamannya."
        return error_page(403, sentence=sentence)
    case, kind = _case(ref)
    form = issue_form(book_for(case.office_id, kind.value), request.form)
    if not form.validate():
        return _page(case, kind, form), 422
    try:
        letter_id = _issue(ref, form)
    except Refused as refused:
        case, kind = _case(ref)
        return _page(case, kind, form, ((refused.field, refused.sentence),)), 422
    file_issued(letter_id, current_app.jinja_env)
    return redirect(url_for("notices.notice", ref=ref, kabar=posted().nonce), 303)


@notices.post("/berkas/<ref>/pemberitahuan/batal")
@officers
def void(ref: str) -> ResponseReturnValue:
    """Void it: a wrong letter stays in the book as BATAL."""
    if came_from_htmx():
        return error_page(403, sentence="Surat hanya dibatalkan lewat tombol di halamannya.")
    case, kind = _case(ref)
    form = VoidForm(request.form)
    if not form.validate():
        return _page(case, kind, form), 422
    try:
        _void(ref, form)
    except Refused as refused:
        case, kind = _case(ref)
        return _page(case, kind, form, ((refused.field, refused.sentence),)), 422
    return redirect(url_for("notices.notice", ref=ref, kabar=posted().nonce), 303)


def _void(ref: str, form: VoidForm) -> None:
    try:
        confirm_secret(me().person, form.secret.data or "")
        void_notice(
            me(), ref, form.reason.data or "", version=posted_version(), key=posted().nonce,
            catalogue=_catalogue(),
        )  # fmt: skip
    except WrongSecretError:
        raise Refused("secret", "Kata sandi belum benar. Surat tidak dibatalkan.") from None
    except TooManyAttemptsError:
        raise Refused("secret", "Terlalu sering salah. Tunggu 5 menit, lalu coba lagi.") from None
    except (NotOwedError, NoSuchCaseError, StaleCaseError):
        raise Refused("", CHANGED) from None


class Refused(Exception):  # noqa: N818 - said to the officer, not a fault
    """Why the letter is not issued, and the field it is about."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


def _issue(ref: str, form: IssueForm) -> int:
    typed = (form["typed"].data or "") if "typed" in form else ""
    order = Issuing(posted_version(), posted().nonce, typed)
    try:
        confirm_secret(me().person, form.secret.data or "")
        return issue_notice(me(), ref, order, _catalogue(), _texts())
    except WrongSecretError:
        raise Refused("secret", "Kata sandi belum benar. Surat belum terbit.") from None
    except TooManyAttemptsError:
        raise Refused("secret", "Terlalu sering salah. Tunggu 5 menit, lalu coba lagi.") from None
    except (NotOwedError, NoSuchCaseError, StaleCaseError):
        raise Refused("", CHANGED) from None
    except (UndrawableError, NumberRefusedError) as fault:
        raise Refused("typed" if typed else "", str(fault)) from fault
    except BackwardDateError:
        raise Refused("", "Tanggal komputer mundur dari nomor terakhir.") from None
    except NoSeriesError:
        raise Refused("", "Pola nomor surat kantor ini belum diatur.") from None


def _page(
    case: Case, kind: Kind, form: IssueForm | VoidForm, messages: tuple[tuple[str, str], ...] = ()
) -> str:
    sop, letter = _sop(case), notice_of(case)
    if letter and isinstance(form, IssueForm):
        form = VoidForm(None)
    return render_template(
        "notices/notice.html",
        case=case,
        words=KIND_WORDS[kind],
        letter=letter,
        form=form if may_issue(me(), sop) else None,
        signers=" atau ".join(ROLE_WORDS[role] for role in Role if role in sop.refusers),
        complaints=[*complaints(form), *messages],
    )


def _preview(case: Case, kind: Kind) -> dict[str, object]:
    """The letter as it would print if this officer, or nobody yet, signed it today."""
    sop, today = _sop(case), clock_of(case.office).day(time.now())
    try:
        content = content_for(case, sop, kind, _texts())
    except UndrawableError as fault:
        abort(make_response(error_page(422, sentence=str(fault))))
    acting = me().acting_as(sop.refusers)
    expected = block_of(acting, case.office, today) if acting else None
    draft = Letter(office_id=case.office_id, kind=kind.value, content=content, number="")
    return printed(draft, today, expected)


def _case(ref: str) -> tuple[Case, Kind]:
    case = case_for(me(), ref) or abort(404)
    return case, kind_owed(case) or abort(404)


def _sop(case: Case) -> Sop:
    return _catalogue().pinned(case.sop_id, case.sop_version)


def _catalogue() -> Catalogue:
    found: Catalogue = current_app.config["CATALOGUE"]
    return found


def _texts() -> Path:
    return Path(current_app.instance_path) / "surat"
