"""A kecamatan reads along for its villages, and ticks 'diketahui Camat' (N46); nothing else."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.nagari.forms import CamatForm
from portal.nagari.lines import sent_line, status_words
from portal.nagari.queries import seen_by_district
from portal.nagari.views.blueprint import nagari, own, sop_of
from portal.nagari.views.sending import papers_page_facts
from portal.offices.queries import village
from portal.people.session import me
from portal.registration.camat import asks_camat, mark_camat, may_mark
from portal.registration.sketch import sketch_of
from portal.web.errors import error_page
from portal.web.forms import posted_version
from portal.web.guards import kecamatan_only
from portal.web.tokens import posted


@nagari.get("/kecamatan")
@kecamatan_only
def district() -> ResponseReturnValue:
    """What the villages of this kecamatan sent, the newest first."""
    found, more = seen_by_district(me(), request.args.get("setelah", ""))
    lines = []
    for item in found:
        sop = sop_of(item)
        lines.append((sent_line(item, sop, village=item.village.title), may_mark(item, sop)))
    here = village(me().person.district_code or "") or abort(404)
    return render_template("nagari/district.html", lines=lines, more=more, here=here)


@nagari.get("/kecamatan/<ref>")
@kecamatan_only
def district_registration(ref: str) -> ResponseReturnValue:
    """One of them, with its papers."""
    return _page(ref, CamatForm())


@nagari.post("/kecamatan/<ref>/camat")
@kecamatan_only
def mark(ref: str) -> ResponseReturnValue:
    """The Camat knows of the poverty statement."""
    found, sop = own(ref)
    form, key = CamatForm(request.form), posted().nonce
    if not form.check():
        return _page(ref, form), 422
    if found.case_id is not None:
        todo = ((url_for("nagari.district_registration", ref=ref), "Lihat pendaftarannya"),)
        return error_page(409, sentence="Dinas Sosial sudah menerima berkas ini.", todo=todo)
    mark_camat(me(), ref, sop, form.camat_name.data or "", version=posted_version(), key=key)
    return redirect(url_for("nagari.district_registration", ref=ref, kabar=key), 303)


def _page(ref: str, form: CamatForm) -> str:
    found, sop = own(ref)
    status, tone = status_words(found, sop)
    facts = papers_page_facts(found, sop)
    return render_template(
        "nagari/district_registration.html",
        registration=found,
        sop=sop,
        form=form,
        status=status,
        tone=tone,
        persons=sketch_of(found, found.saved_at.date()).file.persons,
        states=facts["states"],
        may_mark=may_mark(found, sop),
        asks_camat=asks_camat(sop),
    )
