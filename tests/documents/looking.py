"""Papers put up without the sandbox, for tests of who may look at them and what they then see."""

import io
import secrets
from typing import Any

import segno
from PIL import Image, ImageDraw

from portal import clock
from portal.db import db, write
from portal.documents.model import Document
from portal.documents.operations import Owner, Ready, attach, keep
from portal.documents.safe import SafeDocument
from portal.registration.model import Registration
from tests.cast import Cast


def sheet(words: str, size: tuple[int, int] = (1130, 1600)) -> bytes:
    """A page as the portal makes it, with a QR code that a camera should still read."""
    page = Image.new("RGB", size, (246, 243, 236))
    code = io.BytesIO()
    segno.make(words, error="l").save(code, kind="png", scale=max(2, size[0] // 160))
    page.paste(Image.open(code).convert("RGB"), (size[0] // 4, size[1] // 4))
    ImageDraw.Draw(page).text((40, 40), words, fill="black")
    out = io.BytesIO()
    page.save(out, "JPEG", quality=82)
    return out.getvalue()


def ready(cast: Cast, *, pages: int = 1, name: str = "kk.jpg", original: bytes = b"") -> Ready:
    """A stored file nobody has yet."""
    bodies = tuple(sheet(f"{secrets.token_hex(4)} {n}") for n in range(pages))
    thumb = sheet("kecil", (170, 240))
    safe = SafeDocument(
        "pdf" if original else "foto", bodies, thumb, original or None, 1130, 1600
    )  # fmt: skip
    return keep(cast.app.config["STORE"], safe, name)


def put(
    cast: Cast, owner: Owner, code: str = "kk", place: int = 0, file: Ready | None = None,
    replaces: str = "", **more: Any,
) -> str:  # fmt: skip
    """A document of this owner; gives its ref."""
    file = file or ready(cast, **more)
    person = cast.officer("nagari.pessel").id
    with write() as session:
        old = session.query(Document).filter_by(ref=replaces).one() if replaces else None
        at = clock.now()
        return attach(
            session, owner, code, place, file, person, "Operator Nagari", at, old
        ).ref  # fmt: skip


def owner_of(registration: Registration) -> Owner:
    """The village office's papers of a pre-registration."""
    return Owner(
        registration.office_id, registration.village_code, registration.id, registration.case_id
    )


def document(ref: str) -> Document:
    """It, as it stands now."""
    db.session.rollback()
    return db.session.query(Document).filter_by(ref=ref).one()
