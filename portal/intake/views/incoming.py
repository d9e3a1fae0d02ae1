"""What village offices have sent: the inbox, one pre-registration, and taking it in."""

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.intake import arrivals, queries
from portal.intake.arrivals import Reading
from portal.intake.incoming import accept, accept_many
from portal.intake.operations import TwinError, may_receive
from portal.intake.views.blueprint import intake
from portal.people.session import me
from portal.registration.model import Registration, State
from portal.registration.queries import registration_for
from portal.registration.step import NoSuchRegistrationError, StaleRegistrationError
from portal.sop.catalogue import Catalogue
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop
from portal.web.errors import error_page
from portal.web.forms import posted_version
from portal.web.guards import officers
from portal.web.tokens import posted

STALE = (
    "Pra-pendaftaran ini baru saja berubah, jadi tindakan Anda belum dilakukan. Buka lagi, "
    "periksa, lalu ulangi bila masih perlu."
)


@intake.get("/pra-pendaftaran")
@officers
def inbox() -> ResponseReturnValue:
    """What waits for the Dinas, and what was completed after a return."""
    village, sop = request.args.get("nagari", ""), request.args.get("layanan", "")
    after = request.args.get("setelah", "")
    found = queries.inbox_of(me(), village=village, sop=sop, after=after)
    return render_template(
        "intake/inbox.html",
        waiting=found.waiting,
        following=found.following,
        first_page=not after,
        completed=[] if after else queries.completed_of(me()),
        villages=queries.villages_waiting(me()),
        services=services(),
        mine=mine(),
        village=village,
        sop=sop,
    )


@intake.post("/pra-pendaftaran/terima")
@officers
def take_in_many() -> ResponseReturnValue:
    """Take the ticked ones in, each by itself; told one by one on the next page."""
    # With the version that the list showed: nobody takes in what nobody has seen.
    ticked = dict(
        item.rpartition(":")[::2] for item in request.form.getlist("pilih")[: queries.PAGE_SIZE]
    )
    refs = list(ticked)
    if not refs:
        return redirect(url_for("intake.taken", kosong="ya"), 303)
    readings = [read(item) for item in queries.chosen_of(me(), refs)]
    if any(reading.sop.id not in mine() for reading in readings):
        raise NotAllowedError("terima")
    found = [reading.arrival for reading in readings if _may_become(reading)]
    seen = [item for item in found if item and str(item.version) == ticked[item.ref]]
    accept_many(me(), seen, key=posted().nonce)
    return redirect(url_for("intake.taken", p=refs), 303)


@intake.get("/pra-pendaftaran/hasil")
@officers
def taken() -> ResponseReturnValue:
    """What became of the ticked ones."""
    refs = request.args.getlist("p")[: queries.PAGE_SIZE]
    rows = []
    for item in queries.chosen_of(me(), refs):
        reading = read(item) if item.case is None else None
        like = arrivals.likeness_of(me(), reading) if reading else None
        rows.append({"item": item, "reading": reading, "twins": like.twins if like else []})
    return render_template("intake/taken.html", rows=rows)


@intake.get("/pra-pendaftaran/<ref>")
@officers
def arrival(ref: str) -> ResponseReturnValue:
    """One pre-registration with its papers; once taken in, its case."""
    found = registration_of(ref)
    if found.case is not None:
        return redirect(f"/berkas/{found.case.ref}", 303)
    return _page(read(found))


@intake.post("/pra-pendaftaran/<ref>/terima")
@officers
def take_in_one(ref: str) -> ResponseReturnValue:
    """Make it a case with the same number."""
    reading = reading_of(ref)
    wanted = reading.arrival
    if wanted is None:
        return _page(reading), 422
    known = request.form.get("twins_known") == "y"
    try:
        case_ref = accept(
            me(), wanted.seen(posted_version(), twins_known=known), key=posted().nonce
        )
    except TwinError:
        return _page(reading_of(ref), twin=True), 422
    except StaleRegistrationError:
        return stale(ref)
    except NoSuchRegistrationError:
        abort(404)
    return redirect(f"/berkas/{case_ref}/diterima", 303)


def registration_of(ref: str) -> Registration:
    """The pre-registration through the officer who asks; else not found."""
    return registration_for(me(), ref) or abort(404)


def reading_of(ref: str) -> Reading:
    """The pre-registration, read by the rules of today; else not found."""
    return read(registration_of(ref))


def mine() -> frozenset[str]:
    """The services whose counter this officer works."""
    officer = me()
    return frozenset(
        sop.id for sop in services() if may_receive(officer.roles, officer.office, sop)
    )


def services() -> tuple[Sop, ...]:
    """The services of the office."""
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    return catalogue.of_region(me().office.region)


def stale(ref: str) -> ResponseReturnValue:
    """Somebody was quicker."""
    return error_page(409, sentence=STALE, todo=((f"/pra-pendaftaran/{ref}", "Buka lagi"),))


def _may_become(reading: Reading) -> bool:
    return reading.registration.state == State.TERKIRIM and reading.file is not None


def read(registration: Registration) -> Reading:
    """What it says by the rules of today."""
    return arrivals.read(registration, current_app.config["CATALOGUE"], clock.now())


def _page(reading: Reading, *, twin: bool = False) -> str:
    return render_template(
        "intake/arrival.html",
        reading=reading,
        found=reading.registration,
        sop=reading.sop,
        like=arrivals.likeness_of(me(), reading),
        may_act=reading.sop.id in mine(),
        twin=twin,
    )
