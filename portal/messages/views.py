"""What waits to be told to citizens, and the officer's mark that it was told."""

from collections.abc import Callable
from dataclasses import dataclass

import segno
from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock as time
from portal.cases.model import Case, Message
from portal.cases.outbox import WAITING
from portal.messages import operations
from portal.messages.queries import may_tell, messages_about, waiting_for
from portal.messages.words import about_words, phone_of, text_of, wa_link
from portal.people.session import me
from portal.sop.catalogue import Catalogue
from portal.web.errors import error_page
from portal.web.forms import posted_version
from portal.web.guards import officers
from portal.web.tokens import posted

messages = Blueprint("messages", __name__)

CHANGED = (
    "Kabar ini sudah dikirim, dilewati, atau diganti kabar yang lebih baru. Belum ada yang "
    "dicatat. Buka lagi daftarnya."
)


@dataclass(frozen=True)
class Offer:
    """A message that an officer may send from the own telephone."""

    message: Message
    case: Case
    about: str
    text: str
    link: str
    code: str  # the link as a QR picture, for the officer's telephone


@dataclass(frozen=True)
class News:
    """What the page of a case shows of its messages."""

    offer: Offer | None
    told: tuple[tuple[str, Message], ...]  # (what about, the message), the newest first


@messages.get("/kabar")
@officers
def waiting() -> ResponseReturnValue:
    """The families that wait to be told, the newest news first."""
    offers = [_offer(message) for message in waiting_for(me(), _catalogue())]
    return render_template("messages/waiting.html", offers=offers, zone=me().office.zone)


@messages.post("/kabar/<ref>/terkirim")
@officers
def sent(ref: str) -> ResponseReturnValue:
    """ "Sudah saya kirim"."""
    return _settled(operations.mark_sent, ref)


@messages.post("/kabar/<ref>/lewat")
@officers
def passed_over(ref: str) -> ResponseReturnValue:
    """ "Lewati": the family knows already."""
    return _settled(operations.pass_over, ref)


@messages.app_template_global()
def news_of(case: Case) -> News | None:
    """The messages of a case for the officer who asks; None when there is nothing to show."""
    catalogue = _catalogue()
    if not may_tell(me(), catalogue.pinned(case.sop_id, case.sop_version)):
        return None
    found, phone = messages_about(case), phone_of(case)
    offered = next((item for item in found if item.state in WAITING), None)
    told = [(about_words(item.about), item) for item in found if phone or item.sent_at]
    offer = _offer(offered) if offered and phone else None
    return News(offer, tuple(told)) if told else None


def _settled(act: Callable[..., str], ref: str) -> ResponseReturnValue:
    key = posted().nonce
    try:
        case_ref = act(me(), ref, _catalogue(), version=posted_version(), key=key)
    except operations.NoSuchMessageError:
        return error_page(404)
    except operations.ChangedError:
        todo = ((url_for("messages.waiting"), "Buka kabar untuk warga"),)
        return error_page(409, sentence=CHANGED, todo=todo)
    if request.form.get("kembali") == "berkas":
        return redirect(url_for("desk.case_file", ref=case_ref, kabar=key), 303)
    return redirect(url_for("messages.waiting", kabar=key), 303)


def _offer(message: Message) -> Offer:
    case = message.case
    sop = _catalogue().pinned(case.sop_id, case.sop_version)
    public_url = current_app.config["PUBLIC_URL"]
    text = text_of(case, sop, message.about, public_url=public_url, at=time.now())
    link = wa_link(phone_of(case), text)
    code = segno.make(link, error="l", micro=False).svg_data_uri(scale=3, border=4)
    return Offer(message, case, about_words(message.about), text, link, str(code))


def _catalogue() -> Catalogue:
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    return catalogue
