"""Many cases of one office at once, copied from one that was really made."""

from datetime import timedelta

from sqlalchemy import func, insert, select

from portal.cases.model import Case, Member
from portal.cases.receipt import new_number
from portal.db import db, write

BATCH = 5_000


def fill(count: int, *, open_share: float = 0.02) -> None:
    """Add so many cases to the office of the first open one, a share of them still open."""
    model = db.session.scalars(select(Case).where(Case.outcome.is_(None))).first()
    assert model is not None
    base = {c.key: getattr(model, c.key) for c in Case.__table__.columns if c.key != "id"}
    person = {
        c.key: getattr(model.members[0], c.key)
        for c in Member.__table__.columns
        if c.key not in ("id", "case_id")
    }
    mine = (Case.office_id == model.office_id, Case.agenda_year == model.agenda_year)
    first = (db.session.scalar(select(func.max(Case.agenda_no)).where(*mine)) or 0) + 1
    for begin in range(first, first + count, BATCH):
        _add(base, person, range(begin, min(begin + BATCH, first + count)), open_share)


def _add(
    base: dict[str, object], person: dict[str, object], numbers: range, open_share: float
) -> None:
    rows = [_case(base, n, still_open=n % round(1 / open_share) == 0) for n in numbers]
    with write() as session:
        session.execute(insert(Case), rows)
        wanted = (Case.agenda_no >= numbers.start, Case.agenda_no < numbers.stop)
        ids = session.execute(
            select(Case.agenda_no, Case.id).where(Case.office_id == base["office_id"], *wanted)
        )
        session.execute(
            insert(Member),
            [
                person
                | {
                    "case_id": case_id,
                    "name_key": f"warga {n:06} contoh",
                    "nik": f"13019901018{n:05}",
                }
                for n, case_id in ids
            ],
        )


def _case(base: dict[str, object], n: int, *, still_open: bool) -> dict[str, object]:
    return base | {
        "ref": f"{n:032x}",
        "number": new_number(),
        "agenda_no": n,
        "outcome": None if still_open else "selesai",
        "desk": base["desk"] if still_open else "",
        "due_at": base["due_at"] + timedelta(seconds=n),  # type: ignore[operator]
    }
