"""What the office says on the public page of standards."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.people.session import me
from portal.settings.forms.standards import StandardsForm, standards_form
from portal.settings.operations import ChangedError
from portal.settings.operations.standards import set_standards, standards_of
from portal.settings.views.blueprint import settings
from portal.sop.catalogue import Catalogue
from portal.web.guards import admins
from portal.web.tokens import posted

CHANGED = "Orang lain baru saja mengubah standar pelayanan. Periksa isian Anda, lalu simpan lagi."


@settings.get("/pengaturan/standar-pelayanan")
@admins
def standards() -> ResponseReturnValue:
    """The texts of the office and its two periods."""
    return _page(standards_form(None, standards_of(me().office)))


@settings.post("/pengaturan/standar-pelayanan")
@admins
def set_office_standards() -> ResponseReturnValue:
    """Set them; citizens read them at once."""
    form = standards_form(request.form, standards_of(me().office))
    if not form.validate():
        return _page(form), 422
    try:
        seen = request.form.get("seen", "")
        set_standards(me(), form.standards(), seen=seen, key=posted().nonce)
    except ChangedError:
        form.form_errors = [CHANGED]
        return _page(form), 409
    return redirect(url_for("settings.standards", kabar=posted().nonce), 303)


def _page(form: StandardsForm) -> str:
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    office = me().office
    return render_template(
        "settings/standards.html",
        form=form,
        seen=standards_of(office).mark,
        sops=catalogue.of_region(office.region),
    )
