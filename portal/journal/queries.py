"""Every question about the record."""

from collections.abc import Iterator
from contextlib import closing

from sqlalchemy import select

from portal.db import db
from portal.journal.chain import chained, details_digest
from portal.journal.model import Chain, Command, Event

# Not told on the case's page: who looked at its documents, and that somebody complained.
UNTOLD = ("dokumen_dilihat", "pengaduan_masuk", "pengaduan_dijawab")


def events_of(case_id: int, limit: int = 200) -> list[Event]:
    """What happened to a case, newest first, as every officer of the office may read it."""
    query = select(Event).where(Event.case_id == case_id, Event.kind.not_in(UNTOLD))
    return list(db.session.scalars(query.order_by(Event.id.desc()).limit(limit)))


def warnings_of(case_id: int) -> list[str]:
    """What was doubtful in the data as last typed; it never blocks."""
    query = (
        select(Event)
        .where(Event.case_id == case_id, Event.kind.in_(("diterima", "diubah")))
        .order_by(Event.id.desc())
        .limit(1)
    )
    event = db.session.scalar(query)
    return list(event.details.get("peringatan", ())) if event else []


def message_for(key: str, person_id: int) -> Command | None:
    """What a person was told about the change done under this key."""
    done = db.session.get(Command, key) if len(key) == 32 else None
    return done if done and done.person_id == person_id else None


def faults_in_chains() -> Iterator[str]:
    """Every break in the record: a changed, missing or reordered event."""
    for head in db.session.scalars(select(Chain)).all():
        if fault := _fault_in(head):
            yield f"kantor {head.office_id}: {fault}"


def _fault_in(head: Chain) -> str:
    """What is wrong with one office's chain, '' when it is whole."""
    previous, seq = "0" * 64, 0
    query = select(Event).where(Event.office_id == head.office_id).order_by(Event.seq)
    # Closed at once also when a break is found: the rest is not read any more.
    with closing(db.session.scalars(query.execution_options(yield_per=1000))) as events:
        for seq, event in enumerate(events, 1):
            broken = (
                event.seq != seq
                or event.previous != previous
                or event.digest != details_digest(event)
                or event.hash != chained(event)
            )
            if broken:
                return f"catatan ke-{seq} berubah atau hilang"
            previous = event.hash
    return "" if (head.seq, head.hash) == (seq, previous) else "catatan terakhir hilang"
