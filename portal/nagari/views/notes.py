"""How this village office's files fare: complete at first try, and what they come back for."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal import clock
from portal.nagari.views.blueprint import home, nagari, services
from portal.people.session import me
from portal.registration.firsttry import commonest, months_of
from portal.web.guards import nagari_only


@nagari.get("/nagari/catatan")
@nagari_only
def notes() -> ResponseReturnValue:
    """Twelve months, and the five commonest reasons of a return."""
    village, at = home(), clock.now()
    months = months_of(village.code, at, me().office.zone)
    judged = sum(month.judged for month in months)
    good = sum(month.first_try for month in months)
    return render_template(
        "nagari/notes.html",
        village=village,
        months=months,
        judged=judged,
        good=good,
        share=round(100 * good / judged) if judged else None,
        sent=sum(month.sent for month in months),
        accepted=sum(month.accepted for month in months),
        returned=sum(month.returned for month in months),
        reasons=commonest(village.code, services(), at),
    )
