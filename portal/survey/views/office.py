"""What the office sees: the result of a period, on screen and as a report to sign."""

from datetime import date

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock as time
from portal.people.session import me
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop
from portal.survey.forms import PeriodForm
from portal.survey.papers import report_pdf
from portal.survey.queries import month_before
from portal.survey.report import Report, finished_month, month_words, report_of
from portal.web.errors import error_page
from portal.web.files import pdf
from portal.web.guards import officers

survey_office = Blueprint("survey_office", __name__)

MONTHS_BACK = 60
UNREADABLE = "Pilihan bulan atau layanan tidak dapat dibaca. Pilih lagi."


@survey_office.get("/skm")
@officers
def result() -> ResponseReturnValue:
    """The index of a period, with its elements, sample and profile."""
    form = _form()
    if not form.validate():
        return render_template("survey/result.html", form=form, report=None, chosen={}), 422
    return render_template(
        "survey/result.html", form=form, report=_report(form), chosen=form.data, now=time.now()
    )


@survey_office.get("/skm.pdf")
@officers
def paper() -> ResponseReturnValue:
    """The report of a period, to be signed by the head of the office."""
    form = _form()
    if not form.validate():
        back = ((url_for(".result"), "Kembali"),)
        return error_page(422, sentence=UNREADABLE, todo=back)
    report = _report(form)
    body = report_pdf(report, me().office, time.now(), current_app.jinja_env)
    return pdf(body, f"skm-{form.dari.data}-{form.sampai.data}")


def _form() -> PeriodForm:
    """The form with its months, the newest first; at first the year up to the last full month."""
    office = me().office
    last = finished_month(office, time.now())
    months, month = [], last
    for _ in range(MONTHS_BACK):
        months.append((f"{month:%Y-%m}", month_words(month)))
        month = month_before(month)
    services = [(sop.id, sop.short_name) for sop in _services()]
    first = date(last.year, 1, 1)
    return PeriodForm(
        request.args or None, months, services, dari=f"{first:%Y-%m}", sampai=f"{last:%Y-%m}",
        layanan="",
    )  # fmt: skip


def _report(form: PeriodForm) -> Report:
    chosen = [sop for sop in _services() if form.layanan.data in ("", sop.id)]
    return report_of(me().office, chosen, form.first, form.last)


def _services() -> tuple[Sop, ...]:
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    return catalogue.of_region(me().office.region)
