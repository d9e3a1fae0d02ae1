"""The sheet that letters are printed on."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.letters.press import letter_pdf
from portal.people.session import me
from portal.settings.forms.sheet import SheetForm, sheet_form
from portal.settings.operations import ChangedError
from portal.settings.operations.sheet import set_sheet, sheet_of
from portal.settings.sample import sample_letter
from portal.settings.views.blueprint import settings, today
from portal.web.files import pdf
from portal.web.guards import admins
from portal.web.tokens import posted

CHANGED = "Orang lain baru saja mengubah lembar surat. Periksa isian Anda, lalu simpan lagi."


@settings.get("/pengaturan/surat")
@admins
def letter_sheet() -> ResponseReturnValue:
    """Paper, font and margins."""
    return _page(sheet_form(None, sheet_of(me().office)))


@settings.post("/pengaturan/surat")
@admins
def set_letter_sheet() -> ResponseReturnValue:
    """Set them for letters from now on."""
    form = sheet_form(request.form, sheet_of(me().office))
    if not form.validate():
        return _page(form), 422
    try:
        set_sheet(me(), form.sheet(), seen=request.form.get("seen", ""), key=posted().nonce)
    except ChangedError:
        form.form_errors = [CHANGED]
        return _page(form), 409
    return redirect(url_for("settings.letter_sheet", kabar=posted().nonce), 303)


@settings.get("/pengaturan/surat/contoh.pdf")
@admins
def sample_sheet() -> ResponseReturnValue:
    """A letter about nobody on the sheet as it is set."""
    payload = sample_letter(me().office, today())
    body = letter_pdf(payload, draft=True, jinja_env=current_app.jinja_env)
    return pdf(body, "contoh-surat")


def _page(form: SheetForm) -> str:
    return render_template("settings/sheet.html", form=form, seen=sheet_of(me().office).mark)
