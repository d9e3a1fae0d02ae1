"""What these tests do again and again: send a complaint as a citizen does, and find it."""

import secrets
from datetime import timedelta

from sqlalchemy import select, update

from portal import clock
from portal.cases.model import Case
from portal.complaints.model import Complaint
from portal.db import db, write
from portal.desk.work.ways_out import Leaving
from portal.intake.arrivals import read
from portal.intake.incoming import accept
from portal.registration.queries import registration_for
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, Cast

TOPICS = {"pengaduan": "lama", "keberatan": "data", "perbaikan_data": "nama",
          "riwayat_akses": "semua"}  # fmt: skip
WORDS = "Saya sudah tiga kali datang, selalu disuruh pulang."


def open_form(visitor: Browser, number: str, kind: str) -> None:
    """From the number to the form of a kind, by the pages' own buttons."""
    visitor.get("/pengaduan")
    visitor.submit("form[action='/pengaduan']", {"nomor": number})
    visitor.submit("form[action='/pengaduan']", button=f"jenis={kind}")


def lodge(
    visitor: Browser, number: str, kind: str = "pengaduan", expect: int = 200, **more: str
) -> str:
    """Send one complaint; gives the words of the answer page."""
    open_form(visitor, number, kind)
    data = {"topik": TOPICS[kind], "teks": WORDS, **more}
    visitor.submit("form[action='/pengaduan/kirim']", data, expect=expect)
    return visitor.text


def stored() -> list[Complaint]:
    """Every complaint as it stands now, the oldest first."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Complaint).order_by(Complaint.id)))


def last_ref() -> str:
    """The address of the newest one."""
    return stored()[-1].ref


def refused(cast: Cast, sop_id: str = P17) -> Case:
    """A case that the Kadis refused just now."""
    case = cast.case_at(sop_id, 5)
    cast.move("kadis.pessel", case.ref, Move.TOLAK, Leaving(("desil",), (), "", None))
    return cast.case(case.ref)


def ended_earlier(case: Case, days: int) -> None:
    """Let the case have ended so many days ago."""
    ref = case.ref
    with write() as session:
        at = clock.now() - timedelta(days=days)
        session.execute(update(Case).where(Case.ref == ref).values(ended_at=at))


def take_in(cast: Cast, ref: str) -> Case:
    """The counter makes a case of a pre-registration that was sent."""
    db.session.rollback()
    officer = cast.officer("staf.pessel")
    registration = registration_for(officer, ref)
    assert registration is not None
    arrival = read(registration, cast.catalogue, clock.now()).arrival
    assert arrival is not None
    return cast.case(accept(officer, arrival, key=secrets.token_hex(16)))
