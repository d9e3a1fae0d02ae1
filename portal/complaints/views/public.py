"""What a citizen sees, with the number and without an account; no address holds the number."""

from typing import Any

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.cases.forms import NumberForm
from portal.complaints.choices import KINDS, TOPICS
from portal.complaints.forms import WritingForm
from portal.complaints.model import Kind
from portal.complaints.operations import (
    Kept,
    NoSuchNumberError,
    NotOpenError,
    TooManyOpenError,
    TooManySentError,
    Wish,
    openings_of,
    send,
)
from portal.complaints.queries import Tied, tie, tied_to
from portal.complaints.rules import DATA, MOST_OPEN, Opening
from portal.offices.model import Office
from portal.registration.lookup import look_up
from portal.sop.catalogue import Catalogue
from portal.web.errors import error_page
from portal.web.guards import changes_nothing, public
from portal.web.guesses import TooManyGuessesError
from portal.web.throttled import throttled
from portal.web.tokens import posted
from portal.web.tongue import say, tongue, way

complaints = Blueprint("complaints", __name__)

UNKNOWN = (
    "Nomor ini belum ada di sistem kami. Periksa lagi angkanya. "
    "Masih gagal? Datang ke loket dengan tanda terima Anda."
)
ENOUGH = (
    "Sudah ada {n} kiriman dari nomor ini yang belum kami jawab. "
    "Tunggu jawabannya, atau telepon kami."
)
TOO_OFTEN = "Terlalu banyak kiriman dari jaringan ini. Tunggu 1 jam, lalu coba lagi."


@complaints.get("/pengaduan")
@public
def start() -> ResponseReturnValue:
    """What one can do here, and where the number is typed."""
    return _start(NumberForm())


@complaints.post("/pengaduan")
@public
@changes_nothing
def choose() -> ResponseReturnValue:
    """The kinds open for a number; with a kind chosen, the form for it."""
    form = NumberForm(request.form)
    if not form.validate():
        return _start(form), 422
    number = form.number
    try:
        tied = _look_up(number)
    except TooManyGuessesError as refusal:
        return throttled(refusal, "/pengaduan")
    if tied is None:
        return _start(form, UNKNOWN), 404
    kind = _kind(request.form.get("jenis", ""))
    if kind is None or not openings_of(tied, _catalogue(), clock.now())[kind].open:
        return _kinds(number, tied)
    return _write(number, tied, WritingForm(kind))


@complaints.post("/pengaduan/kirim")
@public
def keep() -> ResponseReturnValue:
    """Keep it and say by when it is answered; a fault keeps everything that was typed."""
    asked = NumberForm(request.form)
    kind = _kind(request.form.get("jenis", ""))
    if kind is None or not asked.validate():
        abort(400)
    number, form = asked.number, WritingForm(kind, request.form)
    try:
        tied = _look_up(number)
    except TooManyGuessesError as refusal:
        return throttled(refusal, "/pengaduan")
    if tied is None:
        return _start(asked, UNKNOWN), 404
    if not form.validate():
        return _write(number, tied, form), 422
    wish = Wish(number, kind, form.topik.data, form.text, form.phone)
    return _kept(wish, form)


def _kept(wish: Wish, form: WritingForm) -> ResponseReturnValue:
    try:
        kept = send(wish, _catalogue(), key=posted().nonce, address=request.remote_addr or "")
    except TooManySentError:
        return error_page(429, sentence=say(TOO_OFTEN), todo=((way("/pengaduan"), say("Kembali")),))
    except NoSuchNumberError:
        return _start(NumberForm(data={"nomor": wish.number}), UNKNOWN), 404
    except (TooManyOpenError, NotOpenError) as refusal:
        tied = tied_to(wish.number) or abort(404)
        why: str = say(ENOUGH, n=MOST_OPEN)
        if isinstance(refusal, NotOpenError):
            why = _why(openings_of(tied, _catalogue(), clock.now())[wish.kind])
        return _write(wish.number, tied, form, why), 422
    return render_template("complaints/sent.html", **_sent(wish.number, kept))


def _look_up(number: str) -> Tied | None:
    """Within the budget of all pages that take a number. Raises TooManyGuessesError."""
    return tie(look_up(number, request.remote_addr or ""))


def _start(form: NumberForm, wrong: str = "") -> str:
    said = say(wrong) if wrong else ""
    return render_template("complaints/start.html", form=form, wrong=said, kinds=KINDS)


def _kinds(number: str, tied: Tied) -> str:
    language, known = tongue(), openings_of(tied, _catalogue(), clock.now())
    lines = [
        {
            "kind": kind.value,
            "words": KINDS[kind],
            "open": item.open,
            "why": _why(item),
            "last": language.weekday_date(item.last) if item.last else "",
        }
        for kind, item in known.items()
    ]  # fmt: skip
    return render_template(
        "complaints/kinds.html", number=number, lines=lines, contact=contact_of(tied.office)
    )


def _why(item: Opening) -> str:
    """Why it cannot be sent now, '' when it can."""
    return say(item.why, hari=tongue().long_date(item.last) if item.last else "")


def _write(number: str, tied: Tied, form: WritingForm, refused: str = "") -> str:
    return render_template(
        "complaints/write.html",
        number=number,
        form=form,
        words=KINDS[form.kind],
        topics=TOPICS[form.kind],
        about_data=form.kind in DATA,
        refused=refused,
        contact=contact_of(tied.office),
    )


def _sent(number: str, kept: Kept) -> dict[str, Any]:
    language = tongue()
    by_minute = kept.kind in DATA
    told = language.full_moment if by_minute else language.weekday_date
    return {
        "number": number,
        "words": KINDS[kept.kind],
        "due": told(kept.due_at, kept.zone),
        "contact": contact_of(kept.office),
    }


def contact_of(office: Office) -> dict[str, str]:
    """The office as the footer of a public page shows it."""
    return {
        "name": office.short_name, "address": office.address, "phone": office.phone,
        "hours_text": office.counter_hours,
    }  # fmt: skip


def _kind(code: str) -> Kind | None:
    return Kind(code) if code in set(Kind) else None


def _catalogue() -> Catalogue:
    found: Catalogue = current_app.config["CATALOGUE"]
    return found
