"""The ministerial decrees that removed PBI members."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.people.session import me
from portal.registers.queries import decree, decrees
from portal.settings import operations
from portal.settings.forms.calendar import DecreeForm, decree_dates_form, decree_form
from portal.settings.views.blueprint import settings, today
from portal.web.guards import admins
from portal.web.tokens import posted


@settings.get("/pengaturan/sk")
@admins
def decree_list() -> ResponseReturnValue:
    """The ministerial decrees that removed PBI members."""
    return _decree_page(decree_form(today(), None))


@settings.post("/pengaturan/sk")
@admins
def add_decree() -> ResponseReturnValue:
    """Add a decree."""
    form = decree_form(today(), request.form)
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
    form = decree_dates_form(today(), None, known)
    return render_template("settings/decree_dates.html", decree=known, form=form)


@settings.post("/pengaturan/sk/<int:decree_id>/tanggal")
@admins
def correct_decree(decree_id: int) -> ResponseReturnValue:
    """Correct the days of a decree."""
    known = decree(decree_id) or abort(404)
    form = decree_dates_form(today(), request.form)
    if not form.validate():
        return render_template("settings/decree_dates.html", decree=known, form=form), 422
    days = {"issued": form.issued.data, "in_force": form.in_force.data}
    operations.correct_decree(me(), decree_id, **days, key=posted().nonce) or abort(404)
    return _to_decrees()


def _decree_page(form: DecreeForm) -> str:
    return render_template("settings/decrees.html", decrees=decrees(), form=form)


def _to_decrees() -> ResponseReturnValue:
    return redirect(url_for("settings.decree_list", kabar=posted().nonce), 303)
