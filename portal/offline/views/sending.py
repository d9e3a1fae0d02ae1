"""What laptops send: one item at a time by network, or all of them in a file."""

from flask import abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage, MultiDict

from portal.offline import queries
from portal.offline.arriving import NO_SERVICE, NoServiceError, arrive
from portal.offline.forms import PackageForm
from portal.offline.package import PackageError, bring
from portal.offline.sealing import KINDS, NAME, Sealed, UnopenedError, from_base64
from portal.offline.views.blueprint import offline, said, work_desk
from portal.offline.work import NETWORK, Came
from portal.people.session import me
from portal.web.guards import nagari_only, officers
from portal.web.tokens import posted

UNREADABLE = "Isian ini tidak dapat dibaca: rusak, atau bukan dari laptop ini."
NOT_YOURS = "Laptop ini disiapkan oleh akun lain atau untuk kantor lain."
NO_FILE = "Pilih berkas paketnya."


@offline.post("/nagari/luring/kirim")
@nagari_only
def send_item() -> ResponseReturnValue:
    """One sealed entry or photo of a laptop; the same again answers the same."""
    device = queries.own_device(me(), request.form.get("device", ""))
    if device is None:
        return said(404, why=NOT_YOURS)
    try:
        sealed = _sealed()
        answer = arrive(work_desk(), Came(device, me(), sealed.item, NETWORK), sealed)
    except UnopenedError:
        return said(422, why=UNREADABLE)
    except NoServiceError:
        return said(422, why=NO_SERVICE)
    return said(**vars(answer))


@offline.get("/nagari/luring/berkas")
@nagari_only
def own_package() -> ResponseReturnValue:
    """Where a village office brings a package of its own laptops."""
    return _package_page(PackageForm())


@offline.post("/nagari/luring/berkas")
@nagari_only
def bring_own_package() -> ResponseReturnValue:
    """Take in a package of the own laptops."""
    return _bring()


@offline.get("/pra-pendaftaran/paket")
@officers
def package() -> ResponseReturnValue:
    """Where the counter takes in a package that a village office brought."""
    _refuse_others()
    return _package_page(PackageForm())


@offline.post("/pra-pendaftaran/paket")
@officers
def bring_package() -> ResponseReturnValue:
    """Take in a package of any village of the office."""
    _refuse_others()
    return _bring()


def _refuse_others() -> None:
    if not queries.works_a_counter(me(), current_app.config["CATALOGUE"]):
        abort(403)


def _bring() -> ResponseReturnValue:
    sent: MultiDict[str, FileStorage] = MultiDict(request.files)
    form = PackageForm(sent)
    file = form.file.data
    if not isinstance(file, FileStorage) or not file.filename:
        form.file.errors = [NO_FILE]
        return _package_page(form), 422
    try:
        report = bring(work_desk(), me(), file.stream, key=posted().nonce)
    except PackageError as refusal:
        form.file.errors = [str(refusal)]
        return _package_page(form), 422
    return render_template(
        "offline/report.html", report=report, address=request.path, own=_is_village()
    )


def _package_page(form: PackageForm) -> str:
    return render_template(
        "offline/package.html", form=form, address=request.path, own=_is_village()
    )


def _is_village() -> bool:
    return bool(me().person.village_code)


def _sealed() -> Sealed:
    file, item, kind = request.files.get("isi"), request.form.get("item", ""), request.form["kind"]
    if file is None or not NAME.fullmatch(item) or kind not in KINDS:
        raise UnopenedError
    return Sealed(item, kind, from_base64(request.form.get("iv", "")), file.read())
