"""Returning a pre-registration to its village office."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.cases.told import completed_by_village
from portal.intake.arrivals import Reading
from portal.intake.incoming import send_back
from portal.intake.return_form import ReturnForm, return_form
from portal.intake.views.blueprint import intake
from portal.intake.views.incoming import mine, reading_of, stale
from portal.people.session import me
from portal.registration.model import State
from portal.registration.returning import NoNoteError, NoReasonError
from portal.registration.step import NoSuchRegistrationError, StaleRegistrationError
from portal.sop.rules import NotAllowedError
from portal.web.forms import posted_version
from portal.web.guards import officers
from portal.web.kit import complaints
from portal.web.tokens import posted

NO_REASON = "Pilih berkas dan apa yang kurang."
NO_NOTE = "Jelaskan “lainnya” di catatan."


@intake.get("/pra-pendaftaran/<ref>/kembalikan")
@officers
def send_back_page(ref: str) -> ResponseReturnValue:
    """What is wrong with which paper."""
    reading = reading_of(ref)
    if reading.sop.id not in mine():
        raise NotAllowedError("kembalikan")
    if reading.registration.state != State.TERKIRIM:
        return redirect(url_for("intake.arrival", ref=ref), 303)
    return _page(reading, _form(reading, None))


@intake.post("/pra-pendaftaran/<ref>/kembalikan")
@officers
def give_back(ref: str) -> ResponseReturnValue:
    """Return it, with a reason at least."""
    reading = reading_of(ref)
    form = _form(reading, request.form)
    if not form.validate():
        return _page(reading, form), 422
    note = " ".join((form["note"].data or "").split())
    try:
        send_back(me(), ref, reading.sop, form.faults(), note=note, version=posted_version(),
                  key=posted().nonce)  # fmt: skip
    except NoReasonError:
        return _page(reading_of(ref), form, (form.paper_rows()[0].id, NO_REASON)), 422
    except NoNoteError:
        return _page(reading_of(ref), form, ("note", NO_NOTE)), 422
    except StaleRegistrationError:
        return stale(ref)
    except NoSuchRegistrationError:
        abort(404)
    return redirect(url_for("intake.inbox", kabar=posted().nonce), 303)


def _form(reading: Reading, sent: object) -> ReturnForm:
    return return_form(tuple(sheet.need for sheet in reading.sheets), reading.sop, sent)


def _page(reading: Reading, form: ReturnForm, *messages: tuple[str, str]) -> str:
    return render_template(
        "intake/send_back.html",
        reading=reading,
        found=reading.registration,
        sop=reading.sop,
        form=form,
        told=completed_by_village(reading.sop.village_head, ()),
        complaints=[*complaints(form), *messages],
    )
