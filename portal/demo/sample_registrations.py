"""Pre-registrations of the practice village office: a draft, two at the Dinas, one sent back."""

import secrets
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from portal import clock as time
from portal.cases.incoming import case_from
from portal.cases.needs import Need, needs_of
from portal.demo.persons import Families, Family
from portal.documents.operations import Ready, keep
from portal.documents.photos import as_jpeg, thumbnail
from portal.documents.safe import SafeDocument
from portal.documents.store import Store
from portal.offices.model import Office
from portal.offices.office_clock import clock_of
from portal.people.officer import Officer
from portal.registration.forms import FamilyForm, family_form
from portal.registration.operations import send, start
from portal.registration.papers import add_papers
from portal.registration.queries import registration_for
from portal.registration.returning import send_back
from portal.sop.table import Sop

PAPER = (900, 640)  # pixels
INK, PALE = "#1f3d7a", "#c8d2e6"


def file_samples(operator: Officer, clerk: Officer, sop: Sop, store: Store) -> None:
    """What the village office of this operator has in hand, one at each stage."""
    families = Families(operator.office.region, 91)
    for size, share, stage in ((3, 0.5, "draf"), (2, 1.0, "terkirim"), (1, 0.0, "terkirim"),
                               (1, 1.0, "dikembalikan")):  # fmt: skip
        ref = _begin(operator, sop, families.next(size=size, cards=sop.needs_card))
        form = _form(operator, ref)
        needs = _needs(operator, ref, sop, form)
        for need in needs[: round(len(needs) * share)]:
            ready = _photo(store, need, operator.office)
            add_papers(operator, ref, sop, need.field, [ready], key=secrets.token_hex(16))
        if stage != "draf":
            _send(operator, ref, sop)
        if stage == "dikembalikan":
            _send_back(clerk, ref, needs[-1])


def _begin(operator: Officer, sop: Sop, family: Family) -> str:
    typed = {
        "kk_no": family.kk_no,
        "address": "Jorong Contoh, Jalan Contoh Nomor 5",
        "phone": "",
        "emergency_reason": "sedang dirawat (contoh)" if sop.emergency else "",
        "persons": [{**vars(person), "born": person.born.isoformat()} for person in family.persons],
    }
    return start(operator, sop, typed, key=secrets.token_hex(16))


def _form(operator: Officer, ref: str) -> FamilyForm:
    found = registration_for(operator, ref)
    return family_form(found.typed if found else None)


def _needs(operator: Officer, ref: str, sop: Sop, form: FamilyForm) -> Sequence[Need]:
    registration, at = registration_for(operator, ref), time.now()
    clock = clock_of(operator.office)
    if registration is None or not form.check(clock.day(at), sop):
        raise RuntimeError("a practice family that its own form refuses")
    return needs_of(case_from(operator.office, sop, form.file(registration), at), sop, clock)


def _send(operator: Officer, ref: str, sop: Sop) -> None:
    form, registration = _form(operator, ref), registration_for(operator, ref)
    if registration is None or not form.check(clock_of(operator.office).day(time.now()), sop):
        raise RuntimeError("a practice family that its own form refuses")
    file, version = form.file(registration), registration.version
    send(operator, ref, sop, form.typed(), file,
         papers_later=True, version=version, key=secrets.token_hex(16))  # fmt: skip


def _send_back(clerk: Officer, ref: str, wrong: Need) -> None:
    registration = registration_for(clerk, ref)
    if registration is None:
        raise RuntimeError("a practice file that did not arrive")
    send_back(clerk, ref, [(wrong, "tidak_terbaca")], note="Foto ulang di tempat terang.",
              version=registration.version, key=secrets.token_hex(16))  # fmt: skip


def _photo(store: Store, need: Need, office: Office) -> Ready:
    """A drawn sheet that says what it stands for; nothing on it belongs to anybody."""
    image = Image.new("RGB", PAPER, "white")
    pen, large, small = (
        ImageDraw.Draw(image),
        ImageFont.load_default(34),
        ImageFont.load_default(24),
    )
    pen.rectangle((12, 12, PAPER[0] - 12, PAPER[1] - 12), outline=INK, width=4)
    pen.text((50, 50), "CONTOH", font=large, fill=INK)
    pen.text((50, 110), need.requirement.name[:52], font=small, fill="black")
    pen.text(
        (50, 150), need.member.name if need.member else office.short_name, font=small, fill="black"
    )
    for line in range(8):
        at, end = 240 + 42 * line, 820 - 60 * (line % 3)
        pen.line((50, at, end, at), fill=PALE, width=12)
    page = as_jpeg(image)
    safe = SafeDocument("foto", (page,), thumbnail(image), None, *PAPER)
    return keep(store, safe, f"{need.field}.jpg")
