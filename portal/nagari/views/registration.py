"""The family card: begun, saved at every change, and read again once it was sent."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.documents.queries import current, documents_of_registration
from portal.nagari.forms import (
    check_draft,
    draft_form,
    fill_from_nik,
    nik_words,
    typed_of,
)
from portal.nagari.lines import status_words
from portal.nagari.queries import twins_here, untouched
from portal.nagari.views.blueprint import home, nagari, own, services, sop_of, today
from portal.nagari.views.sending import papers_page_facts
from portal.offices.office_clock import clock_of
from portal.people.session import me
from portal.registration import members, operations
from portal.registration.checklist import returned_at
from portal.registration.forms import MOST_PERSONS, FamilyForm, complaints_of, family_form
from portal.registration.model import Registration, State
from portal.registration.sketch import papers_of
from portal.registration.step import StaleRegistrationError
from portal.sop.table import Sop
from portal.web.errors import error_page
from portal.web.forms import posted_version
from portal.web.guards import nagari_only
from portal.web.htmx import came_from_htmx
from portal.web.tokens import posted

STALE = (
    "Draf ini sudah diubah di tempat lain sejak halaman ini dibuka, jadi isian di sini belum "
    "disimpan. Buka draf terbaru, lalu isi lagi yang belum ada di sana."
)
WRITTEN = (State.DRAF, State.DIKEMBALIKAN)


@nagari.get("/nagari/pra/baru")
@nagari_only
def choose() -> ResponseReturnValue:
    """Which service the person needs."""
    return render_template("nagari/services.html", services=services(), village=home())


@nagari.post("/nagari/pra/baru")
@nagari_only
def begin() -> ResponseReturnValue:
    """Begin a draft, or go on with one in which nothing stands yet."""
    wanted = request.form.get("sop", "")
    sop = next((item for item in services() if item.id == wanted), None) or abort(404)
    found = untouched(me(), sop.id)
    ref = found.ref if found else operations.start(me(), sop, {}, key=posted().nonce)
    return redirect(url_for("nagari.registration", ref=ref), 303)


@nagari.get("/nagari/pra/<ref>")
@nagari_only
def registration(ref: str) -> ResponseReturnValue:
    """The form while it is being written; afterwards its number and its status."""
    found, sop = own(ref)
    if found.state not in WRITTEN:
        return _sent_page(found, sop)
    wanted = request.args.get("orang", "")
    persons = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 3 else 0
    return _page(draft_form(found.typed, persons=persons), found, sop)


@nagari.post("/nagari/pra/<ref>")
@nagari_only
def save(ref: str) -> ResponseReturnValue:
    """Keep the draft as it stands; a script sends it at every change, a button otherwise."""
    found, sop = own(ref)
    if found.state not in WRITTEN:
        return redirect(url_for("nagari.registration", ref=ref), 303)
    form = family_form(sent=request.form)
    fill_from_nik(form, today())
    typed, version = typed_of(form), posted_version()
    does, _, place = request.form.get("aksi", "").partition("-")
    try:
        if does == "hapus":
            count = len(typed["persons"])
            at = int(place) if place.isascii() and place.isdigit() and len(place) < 3 else 0
            if not 1 < at <= MOST_PERSONS:
                abort(404)
            if at > count:  # a row in which nothing was typed
                saved = operations.save(me(), ref, typed, version=version)
            else:
                saved = members.drop_person(me(), ref, at, typed, version=version)
        else:
            saved = operations.save(me(), ref, typed, version=version)
    except StaleRegistrationError:
        link = url_for("nagari.registration", ref=ref)
        return error_page(409, sentence=STALE, todo=((link, "Buka draf terbaru"),))
    if came_from_htmx():
        return render_template("nagari/saved.html", **_facts(form, saved, sop_of(saved)))
    return _after(does, form, saved, sop)


@nagari.post("/nagari/pra/<ref>/hapus")
@nagari_only
def discard(ref: str) -> ResponseReturnValue:
    """Throw away a draft that was never sent."""
    own(ref)
    key = posted().nonce
    operations.discard(me(), ref, version=posted_version(), key=key)
    return redirect(url_for("nagari.start", kabar=key), 303)


def _after(does: str, form: FamilyForm, saved: Registration, sop: Sop) -> ResponseReturnValue:
    """Where a saved form leads."""
    ref, count = saved.ref, saved.people
    if does == "tambah":
        following = min(len(form.entries()) + 1, MOST_PERSONS)
        anchor = f"persons-{following - 1}-name"
        return redirect(
            url_for("nagari.registration", ref=ref, orang=following, _anchor=anchor), 303
        )
    if does == "hapus":
        return redirect(url_for("nagari.registration", ref=ref, _anchor=f"orang-{count}"), 303)
    if does == "lanjut":
        if not check_draft(form, today(), sop):
            return _page(form, saved, sop), 422
        return redirect(url_for("nagari.papers", ref=ref), 303)
    return redirect(url_for("nagari.registration", ref=ref), 303)


def _page(form: FamilyForm, found: Registration, sop: Sop) -> str:
    return render_template(
        "nagari/family.html",
        complaints=complaints_of(form, form.persons),
        most=MOST_PERSONS,
        twins=twins_here(me(), found),
        village=home(),
        **_facts(form, found, sop),
    )


def _facts(form: FamilyForm, found: Registration, sop: Sop) -> dict[str, Any]:
    """What the form, and the line that says it was saved, both show."""
    documents = current(documents_of_registration(found.id))
    states, ageless = papers_of(found, sop, clock_of(found.office), documents, clock.now())
    return {
        "form": form,
        "registration": found,
        "sop": sop,
        "states": states,
        "ageless": [form.entries()[n - 1] for n in sorted(ageless) if n <= len(form.entries())],
        "niks": [nik_words(entry, today()) for entry in form.entries()],
        "with_photos": {document.place for document in documents},
        "data_good": check_draft(draft_form(found.typed), today(), sop),
        "saved": bool(found.typed),
    }


def _sent_page(found: Registration, sop: Sop) -> str:
    status, tone = status_words(found, sop)
    return render_template(
        "nagari/sent.html",
        registration=found,
        sop=sop,
        status=status,
        tone=tone,
        returned=returned_at(found) is not None and found.completed_at is None,
        **papers_page_facts(found, sop),
    )
