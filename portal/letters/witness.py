"""The printed letters as witnesses of the record: each carries the head of its day (D7)."""

from collections.abc import Iterator

from sqlalchemy import select

from portal.db import db
from portal.journal.model import Event
from portal.letters.model import Letter

EMPTY_RECORD = "0" * 64


def letters_out_of_record() -> Iterator[str]:
    """Every issued letter whose printed fingerprint the record no longer holds (LV-06)."""
    seen: dict[int, set[str]] = {}
    events = select(Event.office_id, Event.hash)
    for office_id, found in db.session.execute(events.execution_options(yield_per=1000)):
        seen.setdefault(office_id, {EMPTY_RECORD[:10]}).add(found[:10])
    letters = select(Letter.office_id, Letter.number, Letter.payload).where(
        Letter.payload.is_not(None)
    )
    for office_id, number, payload in db.session.execute(letters.execution_options(yield_per=200)):
        mark = (payload or {}).get("chain", "")
        if mark and mark not in seen.get(office_id, {EMPTY_RECORD[:10]}):
            yield f"kantor {office_id}: surat {number} bersaksi atas catatan {mark} yang tidak ada"


def events_with(fingerprint: str) -> list[Event]:
    """The events whose hash begins with the fingerprint on a letter ("Jejak")."""
    mark = fingerprint.strip().lower()
    if not mark or set(mark) - set("0123456789abcdef"):
        return []
    return list(db.session.scalars(select(Event).where(Event.hash.startswith(mark)).limit(5)))
