"""The counter's form and the receipt it prints."""

from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, dates
from portal.cases.amending import may_amend
from portal.cases.model import Case
from portal.cases.queries import case_for, open_relatives
from portal.intake import operations
from portal.intake.amendment import amend as amend_file
from portal.intake.forms import IntakeForm
from portal.intake.slip import slip_of
from portal.intake.views.blueprint import intake
from portal.journal.queries import message_for, warnings_of
from portal.letters.press import press, receipt_html, receipt_roll
from portal.offices.queries import villages_of
from portal.people.session import me
from portal.registration.forms import MOST_PERSONS, complaints_of
from portal.registration.returning import registration_of
from portal.sop.catalogue import Catalogue
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop
from portal.web.files import pdf
from portal.web.forms import options, posted_version
from portal.web.guards import officers
from portal.web.tokens import posted


@intake.get("/berkas/baru")
@officers
def new_file() -> ResponseReturnValue:
    """Choose the service, then fill in the file."""
    services = _services()
    ref = request.args.get("dari", "")
    before = _ended(ref) if ref else None
    sop = _chosen(services, request.args.get("layanan", ""))
    if sop is None:
        return render_template("intake/services.html", services=services, before=before)
    return _page(_continued(before, sop) if before else _form(sop, None), sop)


@intake.post("/berkas/baru")
@officers
def take_in() -> ResponseReturnValue:
    """Take the file in, or say what is missing and keep what was typed."""
    sop = _chosen(_services(), request.form.get("sop", "")) or abort(404)
    form = _form(sop, request.form)
    if request.form.get("aksi") == "tambah":
        if len(form.persons.entries) < MOST_PERSONS:
            form.persons.append_entry()
        return _page(form, sop)
    today = dates.day_of(clock.now(), me().office.zone)
    if not form.check(today, needs_card=sop.needs_card, emergency_only=sop.emergency):
        return _page(form, sop), 422
    try:
        ref = operations.receive(me().id, sop, form.file(), key=posted().nonce)
    except operations.TwinError as found:
        return _page(form, sop, twins=found.cases), 422
    return redirect(url_for("intake.received", ref=ref), 303)


@intake.get("/berkas/<ref>/ubah")
@officers
def amend_page(ref: str) -> ResponseReturnValue:
    """Correct what was typed at the counter."""
    case, sop = _amendable(ref)
    return _page(_filled(case, sop), sop, case=case)


@intake.post("/berkas/<ref>/ubah")
@officers
def amend(ref: str) -> ResponseReturnValue:
    """Store the corrected data; the checking starts anew."""
    done = message_for(posted().nonce, me().id)
    if done:
        return redirect(f"/berkas/{ref}?kabar={done.key}", 303)
    case, sop = _amendable(ref)
    form = _form(sop, request.form)
    if request.form.get("aksi") == "tambah":
        if len(form.persons.entries) < MOST_PERSONS:
            form.persons.append_entry()
        return _page(form, sop, case=case)
    today = dates.day_of(case.received_at, case.office.zone)
    good = form.check(today, needs_card=sop.needs_card, emergency_only=sop.emergency)
    if good and len(form.file().persons) < len(case.members):
        blank = next(entry for entry in form.entries() if entry.is_blank)
        blank["name"].errors = ["Orang yang sudah tercatat tidak dapat dihapus. Isi namanya."]
        good = False
    if not good:
        return _page(form, sop, case=case), 422
    key = posted().nonce
    amend_file(
        me().id,
        ref,
        current_app.config["CATALOGUE"],
        form.file(),
        version=posted_version(),
        key=key,
    )
    return redirect(f"/berkas/{ref}?kabar={key}", 303)


@intake.get("/berkas/<ref>/diterima")
@officers
def received(ref: str) -> ResponseReturnValue:
    """The numbers given out, the receipt to print, the way on."""
    case = case_for(me(), ref) or abort(404)
    return render_template(
        "intake/received.html",
        case=case,
        sop=_sop(case),
        warnings=warnings_of(case.id),
        sent=registration_of(case),
    )


@intake.get("/berkas/<ref>/tanda-terima.pdf")
@officers
def receipt(ref: str) -> ResponseReturnValue:
    """The receipt, A5 with QR; printed again it is the same paper."""
    case = case_for(me(), ref) or abort(404)
    return pdf(press(receipt_html(_slip(case), current_app.jinja_env)), "tanda-terima")


@intake.get("/berkas/<ref>/tanda-terima-80.pdf")
@officers
def receipt_on_roll(ref: str) -> ResponseReturnValue:
    """The receipt for a thermal printer, 80 mm wide."""
    case = case_for(me(), ref) or abort(404)
    return pdf(receipt_roll(_slip(case), current_app.jinja_env), "tanda-terima-80")


def _slip(case: Case) -> dict[str, Any]:
    return slip_of(case, _sop(case), current_app.config["PUBLIC_URL"], clock.now())


def _amendable(ref: str) -> tuple[Case, Sop]:
    case = case_for(me(), ref) or abort(404)
    sop = _sop(case)
    if not may_amend(me().roles, case, sop):
        raise NotAllowedError("ubah data")
    return case, sop


def _ended(ref: str) -> Case:
    case = case_for(me(), ref) or abort(404)
    return case if case.outcome else abort(404)


def _continued(before: Case, sop: Sop) -> IntakeForm:
    """The form of a new application with the people and papers of an ended one (edge case 21)."""
    form = _filled(before, sop)
    form.from_ref.data = before.ref
    here = {need.code for need in sop.checked_requirements}
    form.papers.data = [p.code for p in before.papers if p.present and p.code in here]
    return form


def _filled(case: Case, sop: Sop) -> IntakeForm:
    """The form with what was typed before."""
    form = _form(sop, None)
    for name in ("bringer_name", "bringer_relation", "bringer_phone", "kk_no", "address",
                 "village_code", "emergency", "emergency_reason"):  # fmt: skip
        form[name].data = getattr(case, name)
    while len(form.persons.entries) < len(case.members):
        form.persons.append_entry()
    for entry, member in zip(form.entries(), case.members, strict=True):
        for name in ("name", "nik", "born", "birth_place", "sex", "relation", "card_no"):
            entry[name].data = getattr(member, name)
    return form


def _services() -> list[Sop]:
    officer = me()
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    return [
        sop
        for sop in catalogue.of_region(officer.office.region)
        if operations.may_receive(officer.roles, officer.office, sop)
    ] or abort(403)


def _chosen(services: list[Sop], sop_id: str) -> Sop | None:
    if not sop_id and len(services) == 1:
        return services[0]
    return next((sop for sop in services if sop.id == sop_id), None)


def _sop(case: Case) -> Sop:
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    return catalogue.pinned(case.sop_id, case.sop_version)


def _form(sop: Sop, sent: Any) -> IntakeForm:
    form = IntakeForm(sent)
    form.sop.choices = options([(sop.id, sop.short_name)])
    if sent is None:
        form.sop.data = sop.id
        form.emergency.data = sop.emergency
    villages = villages_of(me().office)
    form.village_code.choices = options(
        [("", "Pilih"), *((v.code, f"{v.name}, Kecamatan {v.district}") for v in villages)]
    )
    form.papers.choices = options((need.code, need.name) for need in sop.checked_requirements)
    return form


def _page(
    form: IntakeForm, sop: Sop, twins: list[Case] | None = None, case: Case | None = None
) -> str:
    relatives = open_relatives(me().office.id, form.kk_no.data) if form.kk_no.data else []
    return render_template(
        "intake/new.html",
        form=form,
        sop=sop,
        twins=twins or [],
        relatives=[item for item in relatives if item not in [*(twins or []), case]],
        case=case,
        complaints=complaints_of(form, form.persons),
        most=MOST_PERSONS,
    )
