"""Pre-registrations as a test wants them: families, pictures, and the stand they are at."""

import secrets
from typing import Any

from PIL import Image, ImageDraw

from portal import clock as time
from portal.cases.incoming import case_from
from portal.cases.needs import Need, needs_of
from portal.db import db
from portal.documents.operations import Ready, keep
from portal.documents.photos import as_jpeg, thumbnail
from portal.documents.safe import SafeDocument
from portal.offices.office_clock import clock_of
from portal.registration.forms import FamilyForm, family_form
from portal.registration.model import Registration
from portal.registration.operations import send, start
from portal.registration.papers import add_papers
from portal.registration.queries import registration_for
from tests.cast import P22, Cast

SHADE = iter(range(1, 10_000_000))


def photo(width: int = 640, height: int = 480) -> bytes:
    """A little photo as a telephone sends it, never the same twice."""
    return as_jpeg(_drawn(width, height))


def _drawn(width: int, height: int) -> Image.Image:
    n = next(SHADE)
    image = Image.new("RGB", (width, height), (n % 200 + 40, n // 200 % 200 + 40, 180))
    ImageDraw.Draw(image).text((20, 20), f"CONTOH {n}", fill="black")
    return image


class Village:
    """One village office at work."""

    def __init__(self, cast: Cast, username: str = "nagari.pessel") -> None:
        self.cast, self.username = cast, username

    @property
    def officer(self) -> Any:
        """Its operator, read afresh."""
        db.session.rollback()
        return self.cast.officer(self.username)

    def typed(self, sop_id: str = P22, size: int = 1) -> dict[str, Any]:
        """A family as its operator types it."""
        sop = self.cast.sop(sop_id)
        file = self.cast.file(sop, self.cast.office_of(sop_id), size=size)
        return {
            "kk_no": file.kk_no,
            "address": "Jorong Contoh, RT 01",
            "phone": "",
            "emergency_reason": "dirawat (contoh)" if sop.emergency else "",
            "persons": [
                {
                    "name": person.name, "nik": person.nik, "born": person.born.isoformat(),
                    "birth_place": person.birth_place, "sex": person.sex,
                    "relation": person.relation, "card_no": person.card_no,
                }
                for person in file.persons
            ],
        }  # fmt: skip

    def draft(self, sop_id: str = P22, size: int = 1, **more: Any) -> str:
        """A draft with everything typed and no picture yet; gives its ref."""
        typed = more.pop("typed", None) or self.typed(sop_id, size)
        return start(self.officer, self.cast.sop(sop_id), typed, key=secrets.token_hex(16), **more)

    def of(self, ref: str) -> Registration:
        """It, as it stands now."""
        found = registration_for(self.officer, ref)
        assert found is not None
        return found

    def form(self, ref: str) -> FamilyForm:
        """Its form, checked and right."""
        registration = self.of(ref)
        form = family_form(registration.typed)
        assert form.check(time.now().date(), self.cast.sop(registration.sop_id)), form.errors
        return form

    def needs(self, ref: str) -> list[Need]:
        """The papers it has to bring."""
        registration, form = self.of(ref), self.form(ref)
        sop = self.cast.sop(registration.sop_id)
        case = case_from(registration.office, sop, form.file(registration), time.now())
        return needs_of(case, sop, clock_of(registration.office))

    def fields(self, ref: str) -> list[str]:
        """The same by the stems of their fields."""
        return [need.field for need in self.needs(ref)]

    def picture(self) -> Ready:
        """A photo, safe by its making and stored."""
        image = _drawn(640, 480)
        safe = SafeDocument("foto", (as_jpeg(image),), thumbnail(image), None, *image.size)
        return keep(self.cast.app.config["STORE"], safe, "foto.jpg")

    def add(self, ref: str, field: str, **more: Any) -> None:
        """One photo for a paper."""
        sop = self.cast.sop(self.of(ref).sop_id)
        ready = [more.pop("ready", None) or self.picture()]
        add_papers(self.officer, ref, sop, field, ready, key=secrets.token_hex(16), **more)

    def send(self, ref: str, *, papers_later: bool = False, **more: Any) -> None:
        """To the Dinas."""
        registration, form = self.of(ref), self.form(ref)
        sop, file, typed = self.cast.sop(registration.sop_id), form.file(registration), form.typed()
        version = more.get("version", registration.version)
        key = more.get("key") or secrets.token_hex(16)
        send(self.officer, ref, sop, typed, file,
             papers_later=papers_later, version=version, key=key)  # fmt: skip

    def sent(self, sop_id: str = P22, size: int = 1) -> str:
        """One that waits at the Dinas, its papers to be brought; gives its ref."""
        ref = self.draft(sop_id, size)
        self.send(ref, papers_later=True)
        return ref
