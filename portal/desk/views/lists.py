"""The queue, all cases, search."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock as time
from portal.cases import queries
from portal.cases.model import Case
from portal.desk.pages import Line, line_of
from portal.desk.queue import queue_page
from portal.desk.views.blueprint import catalogue, desk
from portal.offices.office_clock import clock_of
from portal.people.session import me
from portal.web.errors import error_page
from portal.web.guards import officers, signed_in

NO_POST = (
    "Hari ini Anda tidak memegang jabatan apa pun di portal. Hubungi pengelola portal kantor Anda."
)
STATES = (
    ("terbuka", "Sedang berjalan"),
    ("pemohon", "Menunggu pemohon"),
    ("selesai", "Selesai"),
    ("semua", "Semua"),
)


@desk.get("/antrean")
@signed_in
def queue() -> ResponseReturnValue:
    """What waits for this person now; those without a desk are shown to their own page."""
    officer = me()
    if not officer.roles:
        if officer.person.admin:
            return redirect(url_for("settings.overview"), 303)
        if officer.person.village_code:
            return redirect(url_for("nagari.start"), 303)
        if officer.person.district_code:
            return redirect(url_for("nagari.district"), 303)
        return error_page(403, sentence=NO_POST, todo=(("/", "Halaman depan"),))
    page = queue_page(officer, catalogue(), time.now(), request.args.to_dict())
    return render_template("desk/queue.html", page=page, officer=officer)


@desk.get("/berkas")
@officers
def all_cases() -> ResponseReturnValue:
    """Every case of the office, the newest first."""
    state = request.args.get("keadaan", "terbuka")
    found = queries.all_of(me(), state=state, after=request.args.get("setelah", ""))
    return render_template(
        "desk/all.html",
        lines=_lines(found.cases),
        following=found.following,
        state=state,
        states=STATES,
    )


@desk.get("/cari")
@officers
def search() -> ResponseReturnValue:
    """By name, NIK, KK, card, application or agenda number, within the office."""
    text = request.args.get("q", "").strip()[:100]
    found = queries.search(me(), text) if text else []
    return render_template(
        "desk/search.html", lines=_lines(found), q=text, most=queries.SEARCH_LIMIT
    )


def _lines(cases: list[Case]) -> list[Line]:
    now, clock, known = time.now(), clock_of(me().office), catalogue()
    return [line_of(c, known.pinned(c.sop_id, c.sop_version), now, clock) for c in cases]
