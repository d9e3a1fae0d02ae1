"""A case's letters: their history, their PDFs and copies, and the cases that share one."""

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock as time
from portal.desk.copies import note_copy
from portal.desk.forms.letters import COPY_REASONS, ShareForm, share_form
from portal.desk.sharing import companions_of, may_share, share_letter
from portal.desk.views.blueprint import case_and_sop, catalogue, desk
from portal.desk.work.base import NotYetError
from portal.letters.model import KIND_WORDS, Letter
from portal.letters.pdf import archive_pdf, filed_pdf
from portal.letters.queries import cases_on, letter_of, letters_of
from portal.offices.office_clock import clock_of
from portal.people.session import me
from portal.sop.rules import NotAllowedError
from portal.web.files import pdf
from portal.web.forms import posted_version
from portal.web.guards import officers
from portal.web.kit import complaints
from portal.web.tokens import posted


@desk.get("/berkas/<ref>/surat")
@officers
def letters(ref: str) -> ResponseReturnValue:
    """Every letter made for a case: numbers, parafs, void ones with their reason, copies."""
    case, sop = case_and_sop(ref)
    return render_template(
        "desk/letters.html",
        case=case,
        sop=sop,
        letters=list(reversed(letters_of(case))),
        kind_words={kind.value: words for kind, words in KIND_WORDS.items()},
        reasons=COPY_REASONS,
    )


@desk.get("/berkas/<ref>/surat/<letter_ref>.pdf")
@officers
def one_letter(ref: str, letter_ref: str) -> ResponseReturnValue:
    """An issued letter as it was filed, a void one too."""
    letter = _issued(ref, letter_ref)
    today = clock_of(me().office).day(time.now())
    return pdf(filed_pdf(letter, current_app.jinja_env, today=today, expected=None))


@desk.get("/berkas/<ref>/surat/<letter_ref>/arsip.pdf")
@officers
def archive_copy(ref: str, letter_ref: str) -> ResponseReturnValue:
    """The office's own copy, with the parafs on it (N41)."""
    return pdf(archive_pdf(_issued(ref, letter_ref), current_app.jinja_env))


@desk.post("/berkas/<ref>/surat/<letter_ref>/salinan")
@officers
def copy(ref: str, letter_ref: str) -> ResponseReturnValue:
    """Note that a copy is printed: salinan ke-n, the same bytes (edge case 18)."""
    reason = request.form.get("reason", "")
    if reason not in COPY_REASONS:
        abort(400)
    note_copy(me(), ref, letter_ref, reason, key=posted().nonce)
    return redirect(url_for("desk.letters", ref=ref, kabar=posted().nonce), 303)


@desk.get("/berkas/<ref>/surat-bersama")
@officers
def sharing(ref: str) -> ResponseReturnValue:
    """Which cases the letter is for."""
    return _sharing_page(ref, None)


@desk.post("/berkas/<ref>/surat-bersama")
@officers
def share(ref: str) -> ResponseReturnValue:
    """Put cases on the letter, and take them off."""
    chosen = frozenset(request.form.getlist("cases"))
    try:
        share_letter(me(), ref, chosen, catalogue(), version=posted_version(), key=posted().nonce)
    except NotYetError as missing:
        return _sharing_page(ref, request.form, missing.messages), 422
    return redirect(url_for("desk.case_file", ref=ref, kabar=posted().nonce), 303)


def _issued(ref: str, letter_ref: str) -> Letter:
    case, _ = case_and_sop(ref)
    found = (item for item in letters_of(case) if item.ref == letter_ref and item.issued)
    return next(found, None) or abort(404)


def _sharing_page(ref: str, sent: object, messages: tuple[tuple[str, str], ...] = ()) -> str:
    case, sop = case_and_sop(ref)
    if not may_share(me(), case, sop):
        raise NotAllowedError("surat-bersama")
    letter = letter_of(case)
    present = frozenset(one.ref for one in cases_on(letter)) if letter else frozenset()
    form: ShareForm = share_form(companions_of(me(), case), present, sent)
    return render_template(
        "desk/sharing.html",
        case=case,
        sop=sop,
        form=form,
        complaints=[*complaints(form), *messages],
    )
