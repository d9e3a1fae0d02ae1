"""The open figures of an office, as a page and as a table to take along."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from portal import clock
from portal.figures.kept import MONTHS, Kept
from portal.figures.published import FEWEST, Month
from portal.figures.queries import months_of, office_coded
from portal.figures.sheet import days_words, table
from portal.offices.model import Office
from portal.offices.queries import all_offices
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop
from portal.web.guards import public

figures = Blueprint("figures", __name__)


@figures.get("/angka")
@public
def offices() -> ResponseReturnValue:
    """Whose figures there are; with one office only, they are these."""
    found = all_offices()
    return _page(found[0]) if len(found) == 1 else render_template(
        "figures/offices.html", offices=found
    )  # fmt: skip


@figures.get("/angka/<code>")
@public
def office(code: str) -> ResponseReturnValue:
    """What each service of an office did, month by month."""
    return _page(office_coded(code) or abort(404))


@figures.get("/angka/<code>.csv")
@public
def sheet(code: str) -> ResponseReturnValue:
    """The same cells for a spreadsheet."""
    found = office_coded(code) or abort(404)
    sops = _services(found)
    headers = {"Content-Disposition": f"attachment; filename=angka-{found.code}.csv"}
    body = table(sops, _months(found, sops))
    return Response(body, content_type="text/csv; charset=utf-8", headers=headers)


def _page(found: Office) -> str:
    sops = _services(found)
    months = _months(found, sops)
    return render_template(
        "figures/office.html",
        office=found,
        services=[
            {"sop": sop, "lines": [(month.month, month.services[sop.id]) for month in months]}
            for sop in sops
        ],
        complaints=[(month.month, month.complaints) for month in months],
        months=MONTHS,
        fewest=FEWEST,
        days_words=days_words,
        contact={
            "name": found.short_name, "address": found.address, "phone": found.phone,
            "hours_text": found.counter_hours,
        },
    )  # fmt: skip


def _services(found: Office) -> tuple[Sop, ...]:
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    return catalogue.of_region(found.region)


def _months(found: Office, sops: Sequence[Sop]) -> list[Month]:
    kept: Kept = current_app.extensions.setdefault("figures", Kept(months_of))
    return kept.months(found, [sop.id for sop in sops], clock.now())
