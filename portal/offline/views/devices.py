"""The laptops of a village: made ready, given numbers, listed, revoked."""

import re

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.offline import operations, queries
from portal.offline.forms import PrepareForm
from portal.offline.laptop import blocks_of, device_of, pack_of
from portal.offline.sealing import NAME
from portal.offline.views.blueprint import offline, said
from portal.people.operations import TooManyAttemptsError, WrongSecretError
from portal.people.session import me
from portal.registration.model import NumberBlock
from portal.web.guards import nagari_only
from portal.web.tokens import form_token, posted

WRONG = "Kata sandi belum benar. Periksa lagi, lalu coba sekali lagi."
CLOSED = "Terlalu sering mencoba. Tunggu 5 menit, lalu coba lagi."
REVOKED = "Laptop ini sudah dicabut, jadi tidak mendapat nomor baru lagi."
TOO_MANY_DEVICES = "Sudah ada 10 laptop yang disiapkan. Cabut dulu yang tidak dipakai lagi."
TOO_MANY_NUMBERS = "Ratusan nomor laptop ini belum sampai. Kirim dulu yang menunggu."
NOT_YOURS = "Laptop ini disiapkan oleh akun lain atau untuk kantor lain."


@offline.get("/nagari/luring/token")
@nagari_only
def tokens() -> ResponseReturnValue:
    """Who is signed in, the tokens of the next posts, and what may have changed since."""
    ref = request.args.get("perangkat", "")
    device = queries.own_device(me(), ref) if NAME.fullmatch(ref) else None
    addresses = {
        "siap": url_for("offline.prepare"),
        "nomor": url_for("offline.more_numbers"),
        "kirim": url_for("offline.send_item"),
    }
    return said(
        account=me().person.username,
        village=queries.own_village(me()).title,
        tokens={name: form_token(address) for name, address in addresses.items()},
        known=device is not None,
        revoked=bool(device and device.revoked_at),
        pack=_pack() if device else None,
    )


@offline.post("/nagari/luring/siap")
@nagari_only
def prepare() -> ResponseReturnValue:
    """Make this laptop ready; or, where it is already, give its key for a new password."""
    form = PrepareForm(request.form)
    secret, ref = form.secret.data or "", form.device.data or ""
    try:
        if ref:
            device = operations.reopen(me(), secret, ref)
        else:
            device = operations.prepare(me(), secret, form.label.data or "", key=posted().nonce)
    except WrongSecretError:
        return said(422, why=WRONG)
    except TooManyAttemptsError:
        return said(429, why=CLOSED)
    except operations.RevokedError:
        return said(409, why=REVOKED)
    except operations.TooManyDevicesError:
        return said(409, why=TOO_MANY_DEVICES)
    if device is None:
        return said(404, why=NOT_YOURS)
    lost = queries.other_blocks(device, _known())
    numbers = _blocks(lost)
    return said(
        account=me().person.username,
        device=device_of(device),
        pack=_pack(),
        blocks=numbers["blocks"],
        keys=numbers["keys"],
    )


@offline.post("/nagari/luring/nomor")
@nagari_only
def more_numbers() -> ResponseReturnValue:
    """Another block of numbers for a laptop that is running out."""
    try:
        refs = operations.more_numbers(me(), request.form.get("device", ""), _known())
    except operations.RevokedError:
        return said(409, why=REVOKED)
    except operations.TooManyNumbersError:
        return said(409, why=TOO_MANY_NUMBERS)
    if refs is None:
        return said(404, why=NOT_YOURS)
    numbers = _blocks([block for ref in refs if (block := queries.block_with(ref))])
    return said(blocks=numbers["blocks"], keys=numbers["keys"])


@offline.get("/nagari/luring/perangkat")
@nagari_only
def devices() -> ResponseReturnValue:
    """The laptops that are ready, and those that were."""
    lines = queries.devices_of(me())
    return render_template(
        "offline/devices.html", lines=lines, clashes=len(queries.clashes_of(me()))
    )


@offline.post("/nagari/luring/perangkat/<ref>/cabut")
@nagari_only
def revoke(ref: str) -> ResponseReturnValue:
    """Revoke a laptop that is lost or no longer used."""
    operations.revoke(me(), ref, key=posted().nonce) or abort(404)
    return redirect(url_for("offline.devices", kabar=posted().nonce), 303)


def _pack() -> dict[str, object]:
    config = current_app.config
    village = queries.own_village(me())
    return pack_of(me().office, village, config["CATALOGUE"], config["PUBLIC_URL"])


def _blocks(found: list[NumberBlock]) -> dict[str, object]:
    return blocks_of(found, current_app.config["PUBLIC_URL"])


def _known() -> tuple[str, ...]:
    """The blocks that the laptop has already."""
    return tuple(re.findall(NAME, request.form.get("known", "")))[:200]
