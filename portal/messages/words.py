"""The ready text of a message, and the link that opens WhatsApp with it.

It is made of the words of the public page, so it names nobody, no number of a person and no
paper; whoever picks up a shared telephone learns only what the page says anyway.
"""

from datetime import datetime
from urllib.parse import quote

from portal.cases.model import Case
from portal.cases.outbox import DEAD, REMINDER
from portal.cases.told import OBJECTION, situation_of, tell
from portal.identity.phone import read_phone
from portal.registration.returning import registration_of
from portal.sop.table import Sop
from portal.sop.vocabulary import STATUS_WORDS, Status

MOBILE = "+628"
FREE = "Layanan ini gratis."
# Sentences of the page or the paper that would point at nothing when read on a telephone.
INSTEAD = {
    OBJECTION: (
        "Jika menurut Anda ini keliru, ajukan keberatan di halaman ini atau di loket. Gratis."
    ),
    "Bawa juga tanda terima ini.": "Bawa juga tanda terima Anda.",
}


def phone_of(case: Case) -> str:
    """The mobile number that the family left, as +62...; '' when nobody can be written to.

    Nothing for a file that ended because the person died (edge case 1), and nothing without a
    mobile number (edge case 33).
    """
    if DEAD in case.reasons:
        return ""
    phone = read_phone(case.bringer_phone).value if case.bringer_phone else ""
    return phone if phone.startswith(MOBILE) else ""


def text_of(case: Case, sop: Sop, about: str, *, public_url: str, at: datetime) -> str:
    """What is sent about a case, as it stands at this moment."""
    village = registration_of(case) is not None
    told = tell(situation_of(case, sop, at, by_village=village))
    opening = " mengingatkan" if about == REMINDER else ""
    said = [f"{told.headline}.", told.sentence]
    if told.deadline:
        said.append(f"{told.when_label} {told.deadline}.")
    todo = [INSTEAD.get(line, line) for line in told.todo]
    return "\n\n".join(
        part
        for part in (
            f"{case.office.short_name}{opening}: {' '.join(said)}",
            " ".join(todo),
            f"Halaman permohonan Anda: {public_url}/L/{case.number}",
            FREE,
        )
        if part
    )


def wa_link(phone: str, text: str) -> str:
    """The address that opens WhatsApp with the text written, and sends nothing by itself."""
    return f"https://wa.me/{phone.removeprefix('+')}?text={quote(text, safe='')}"


def about_words(about: str) -> str:
    """What a message is about, for staff."""
    return "Pengingat melengkapi berkas" if about == REMINDER else STATUS_WORDS[Status(about)]
