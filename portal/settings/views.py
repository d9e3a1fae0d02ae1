"""The settings of an office: an overview, the calendar, the decrees."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, dates
from portal.letters.numbering import letter_number
from portal.letters.queries import series_of
from portal.offices.queries import days_off, has_decree
from portal.people.session import me
from portal.registers.queries import decree, decrees
from portal.settings import operations, queries
from portal.settings.forms import (
    FIRST_YEAR,
    KIND_WORDS,
    LAST_YEAR,
    DayOffForm,
    DecreeForm,
    RamadanForm,
    decree_dates_form,
    decree_form,
)
from portal.sop.catalogue import Catalogue
from portal.web.guards import admins
from portal.web.tokens import posted

settings = Blueprint("settings", __name__)


@settings.get("/pengaturan")
@admins
def overview() -> ResponseReturnValue:
    """The office as the portal knows it: nothing to change here."""
    office, today = me().office, _today()
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    return render_template(
        "settings/overview.html",
        office=office,
        staff=queries.staff_of(office),
        series=_series(today),
        sops=catalogue.of_region(office.region),
        today=today,
        undecreed=queries.years_without_decree(office, today),
    )


@settings.get("/pengaturan/kalender")
@admins
def calendar() -> ResponseReturnValue:
    """The days off of a year, and the Ramadans."""
    return _calendar_page(DayOffForm(), RamadanForm())


@settings.post("/pengaturan/kalender/hari")
@admins
def add_day_off() -> ResponseReturnValue:
    """Add a day off of this office."""
    form = DayOffForm(request.form)
    if not form.validate():
        return _calendar_page(form, RamadanForm()), 422
    day, kind = form.day.data, operations.DayKind(form.kind.data)
    try:
        operations.add_day_off(me(), day=day, name=form["name"].data, kind=kind, key=posted().nonce)
    except operations.TakenError as taken:
        form.day.errors = [f"Tanggal ini sudah ada di kalender: {taken}."]
        return _calendar_page(form, RamadanForm()), 422
    return _to_calendar(day.year)


@settings.post("/pengaturan/kalender/hari/<int:day_id>/penghapusan")
@admins
def remove_day_off(day_id: int) -> ResponseReturnValue:
    """Take a day off out of the calendar."""
    year = operations.remove_day_off(me(), day_id, key=posted().nonce) or abort(404)
    return _to_calendar(year)


@settings.post("/pengaturan/kalender/ramadan")
@admins
def add_ramadan() -> ResponseReturnValue:
    """Add a Ramadan."""
    form = RamadanForm(request.form)
    if not form.validate():
        return _calendar_page(DayOffForm(), form), 422
    first, last = form.first.data, form.last.data
    try:
        operations.add_ramadan(me(), first=first, last=last, key=posted().nonce)
    except operations.TakenError as taken:
        form.first.errors = [f"Bertumpuk dengan Ramadan {taken}. Hapus dulu yang lama."]
        return _calendar_page(DayOffForm(), form), 422
    return _to_calendar(first.year)


@settings.post("/pengaturan/kalender/ramadan/<first>/penghapusan")
@admins
def remove_ramadan(first: str) -> ResponseReturnValue:
    """Take a Ramadan out, an estimate for example."""
    day = _day(first) or abort(404)
    year = operations.remove_ramadan(me(), day, key=posted().nonce) or abort(404)
    return _to_calendar(year)


@settings.get("/pengaturan/sk")
@admins
def decree_list() -> ResponseReturnValue:
    """The ministerial decrees that removed PBI members."""
    return _decree_page(decree_form(_today(), None))


@settings.post("/pengaturan/sk")
@admins
def add_decree() -> ResponseReturnValue:
    """Add a decree."""
    form = decree_form(_today(), request.form)
    if not form.validate():
        return _decree_page(form), 422
    number, months = form.number.data, form.months.data
    days = {"issued": form.issued.data, "in_force": form.in_force.data}
    try:
        operations.add_decree(me(), number=number, months=months, **days, key=posted().nonce)
    except operations.TakenError as taken:
        form.number.errors = [f"SK {taken} sudah ada di daftar."]
        return _decree_page(form), 422
    return _to_decrees()


@settings.get("/pengaturan/sk/<int:decree_id>/tanggal")
@admins
def decree_dates(decree_id: int) -> ResponseReturnValue:
    """The form that corrects the days of a decree."""
    known = decree(decree_id) or abort(404)
    form = decree_dates_form(_today(), None, known)
    return render_template("settings/decree_dates.html", decree=known, form=form)


@settings.post("/pengaturan/sk/<int:decree_id>/tanggal")
@admins
def correct_decree(decree_id: int) -> ResponseReturnValue:
    """Correct the days of a decree."""
    known = decree(decree_id) or abort(404)
    form = decree_dates_form(_today(), request.form)
    if not form.validate():
        return render_template("settings/decree_dates.html", decree=known, form=form), 422
    days = {"issued": form.issued.data, "in_force": form.in_force.data}
    operations.correct_decree(me(), decree_id, **days, key=posted().nonce) or abort(404)
    return _to_decrees()


def _calendar_page(day_form: DayOffForm, ramadan_form: RamadanForm) -> str:
    office, year = me().office, _year()
    return render_template(
        "settings/calendar.html",
        year=year,
        years=[each for each in range(year - 1, year + 3) if FIRST_YEAR <= each <= LAST_YEAR],
        days=days_off(office, year),
        kinds=KIND_WORDS,
        decreed=has_decree(office, year),
        ramadans=queries.ramadans(),
        day_form=day_form,
        ramadan_form=ramadan_form,
    )


def _decree_page(form: DecreeForm) -> str:
    return render_template("settings/decrees.html", decrees=decrees(), form=form)


def _to_calendar(year: int) -> ResponseReturnValue:
    return redirect(url_for("settings.calendar", tahun=year, kabar=posted().nonce), 303)


def _to_decrees() -> ResponseReturnValue:
    return redirect(url_for("settings.decree_list", kabar=posted().nonce), 303)


def _series(today: date) -> dict[str, Any] | None:
    """The number series of the office, with a number as it would look today."""
    series = series_of(me().office.id)
    if series is None:
        return None
    last = queries.last_serial(series, today.year)
    example = letter_number(
        series.pattern,
        code=series.classification,
        serial=last + 1,
        unit=series.unit,
        on=today,
        width=series.width,
    )
    return {"pattern": series.pattern, "last": last, "example": example}


def _year() -> int:
    """The year asked for; anything else becomes this one."""
    text = request.args.get("tahun", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else _today().year


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _today() -> date:
    return dates.day_of(clock.now(), me().office.zone)
