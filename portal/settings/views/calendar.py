"""The days off of a year, and the Ramadans."""

from datetime import date

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.offices.queries import days_off, has_decree
from portal.people.session import me
from portal.settings import operations, queries
from portal.settings.forms.calendar import (
    FIRST_YEAR,
    KIND_WORDS,
    LAST_YEAR,
    DayOffForm,
    RamadanForm,
)
from portal.settings.views.blueprint import settings, today
from portal.web.guards import admins
from portal.web.tokens import posted


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


def _to_calendar(year: int) -> ResponseReturnValue:
    return redirect(url_for("settings.calendar", tahun=year, kabar=posted().nonce), 303)


def _year() -> int:
    """The year asked for; anything else becomes this one."""
    text = request.args.get("tahun", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else today().year


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
