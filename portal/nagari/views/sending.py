"""Sending a pre-registration, and telling the Dinas that a returned case is complete."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.documents.queries import current, documents_of_registration
from portal.nagari.forms import SendForm, check_draft, draft_form
from portal.nagari.hints import CAMERA, hint_of
from portal.nagari.views.blueprint import home, nagari, own, services, today
from portal.offices.office_clock import clock_of
from portal.people.session import me
from portal.registration import operations
from portal.registration import papers as files
from portal.registration.checklist import is_with_village, missing, returned_at
from portal.registration.firsttry import Common, commonest
from portal.registration.forms import complaints_of
from portal.registration.model import Registration, State
from portal.registration.papers import MOST_FILES
from portal.registration.sketch import papers_of
from portal.registration.step import StaleRegistrationError
from portal.sop.table import Sop
from portal.web.forms import posted_version
from portal.web.guards import nagari_only
from portal.web.tokens import posted

NOT_YET = "Centang bahwa berkas asli dibawa pemohon, atau unggah dulu fotonya."


@nagari.get("/nagari/pra/<ref>/dokumen")
@nagari_only
def papers(ref: str) -> ResponseReturnValue:
    """The papers, each with its pictures, and the button that sends."""
    found, sop = own(ref)
    if not is_with_village(found):
        return redirect(url_for("nagari.registration", ref=ref), 303)
    return papers_page(found, sop)


@nagari.post("/nagari/pra/<ref>/kirim")
@nagari_only
def send(ref: str) -> ResponseReturnValue:
    """Send it to the Dinas, or say what is missing; what was typed stays."""
    found, sop = own(ref)
    if found.state not in (State.DRAF, State.DIKEMBALIKAN):
        return redirect(url_for("nagari.registration", ref=ref), 303)
    said, form = SendForm(request.form), draft_form(found.typed)
    if not check_draft(form, today(), sop):
        complaints = [
            (url_for("nagari.registration", ref=ref), words)
            for _, words in complaints_of(form, form.persons)
        ]
        return papers_page(found, sop, said=said, faulty=complaints), 422
    key, later = posted().nonce, bool(said.papers_later.data)
    typed = found.typed
    try:
        operations.send(
            me(), ref, sop, typed, form.file(found),
            papers_later=later, version=posted_version(), key=key,
        )  # fmt: skip
    except operations.NotReadyError:
        found, sop = own(ref)
        said.papers_later.errors = [NOT_YET]
        return papers_page(found, sop, said=said), 422
    except StaleRegistrationError:
        found, sop = own(ref)
        stale = "Pendaftaran ini baru saja diubah di tempat lain. Periksa lagi, lalu kirim."
        return papers_page(found, sop, said=said, complaint=stale), 409
    return redirect(url_for("nagari.registration", ref=ref, kabar=key), 303)


@nagari.post("/nagari/pra/<ref>/lengkap")
@nagari_only
def complete(ref: str) -> ResponseReturnValue:
    """The asked papers of a returned case are there now."""
    found, sop = own(ref)
    if not is_with_village(found):
        return redirect(url_for("nagari.registration", ref=ref), 303)
    states = papers_page_facts(found, sop)["states"]
    left = [state for state in states if state.fault and not state.renewed]
    said = SendForm(request.form)
    if left and not said.papers_later.data:
        said.papers_later.errors = [NOT_YET]
        return papers_page(found, sop, said=said), 422
    key = posted().nonce
    files.complete(me(), ref, key=key)
    return redirect(url_for("nagari.registration", ref=ref, kabar=key), 303)


def papers_page(
    found: Registration,
    sop: Sop,
    *,
    said: SendForm | None = None,
    faulty: list[tuple[str, str]] | None = None,
    complaint: str = "",
    refused: dict[str, list[str]] | None = None,
) -> str:
    """The page of the papers; `refused`: sentences by paper."""
    form = said or SendForm(data={"papers_later": found.papers_later})
    return render_template(
        "nagari/papers.html",
        registration=found,
        said=form,
        faulty=faulty or [],
        complaint=complaint,
        refused=refused or {},
        sop=sop,
        village=home(),
        **papers_page_facts(found, sop),
    )


def papers_page_facts(found: Registration, sop: Sop) -> dict[str, Any]:
    """The papers with their pictures, hints and what often goes wrong here."""
    documents = current(documents_of_registration(found.id))
    at = clock.now()
    states, ageless = papers_of(found, sop, clock_of(found.office), documents, at)
    asked = {state.need.field for state in states}
    often: dict[str, list[Common]] = {}
    for item in commonest(found.village_code, services(), at):
        often.setdefault(item.paper, []).append(item)
    back = returned_at(found) is not None
    return {
        "states": states,
        "ageless": sorted(ageless),
        "data_good": found.case is not None or check_draft(draft_form(found.typed), today(), sop),
        "spare": [document for document in documents if document.field not in asked],
        "lacking": [state for state in states if state.fault and not state.renewed]
        if found.case
        else missing(states),
        "often": often,
        "back": back,
        "hints": {need.code: hint_of(need, sop) for need in sop.checked_requirements},
        "camera": CAMERA,
        "most_files": MOST_FILES,
    }
