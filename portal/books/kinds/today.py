"""Pekerjaan saya hari ini: the queue of the officer who asks, and what was finished (N37)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.books.book import Book, Column, Line, Mark, Scope, Shape, Stretch, Timing
from portal.books.queries import in_period
from portal.cases.model import Case, Stint
from portal.cases.queries import cases_of, desks_worked_by
from portal.db import db
from portal.sop.vocabulary import TRAITS

MOST = 1000  # of each part: nobody has more on a desk of one day
WAITS, DONE = "menunggu", "selesai"


@dataclass(frozen=True)
class Work:
    """One piece of work: waiting, or finished in a stint of this officer."""

    case: Case
    stint: Stint | None


def _fetch(scope: Scope, _stretch: Stretch) -> list[Work]:
    desks = desks_worked_by(scope.officer.roles, scope.catalogue)
    queue = (
        cases_of(scope.officer)
        .where(Case.outcome.is_(None), Case.desk.in_(sorted(desks)))
        .order_by(Case.priority, Case.due_at, Case.id)
        .limit(MOST)
        .options(joinedload(Case.village), selectinload(Case.members))
    )
    done = (
        select(Stint, Case)
        .join(Case, Case.id == Stint.case_id)
        .where(
            Case.office_id == scope.officer.office.id,
            Stint.done_by_id == scope.officer.id,
        )
        .order_by(Stint.done_at, Stint.id)
        .limit(MOST)
        .options(joinedload(Case.village), selectinload(Case.members))
    )
    finished = db.session.execute(in_period(done, Stint.done_at, scope))
    # What waits is only known as it is now; of an earlier day there is what was finished.
    waiting = db.session.scalars(queue) if scope.period.holds(scope.clock.day(scope.now)) else ()
    return [
        *(Work(item, None) for item in waiting),
        *(Work(item, stint) for stint, item in finished),
    ]


def _lines(scope: Scope, records: Sequence[Work], _each: bool) -> list[Line]:
    return [_line(scope, record) for record in records]


def _line(scope: Scope, record: Work) -> Line:
    item, stint = record.case, record.stint
    sop = scope.catalogue.pinned(item.sop_id, item.sop_version)
    task = sop.task(stint.row, stint.task) if stint else sop.task(item.row, item.task)
    late = stint is None and item.due_at < scope.now
    return Line(
        values={
            "bagian": "Selesai" if stint else "Menunggu",
            "nomor": item.number,
            "nama": item.applicant.name,
            "layanan": sop.short_name,
            "langkah": f"{sop.row(task.row).number.rstrip('.')} "
            f"{task.label or TRAITS[task.act].name}",
            "tiba": stint.arrived_at if stint else item.arrived_at,
            "dibuka": stint.opened_at if stint else None,
            "selesai": stint.done_at if stint else None,
            "menit": round(stint.worked) if stint and stint.worked is not None else None,
            "tenggat": None if stint else item.due_at,
        },
        ref=item.ref,
        mark=Mark.ALERT if late else Mark.PLAIN,
        tally=DONE if stint else WAITS,
        others=len(item.members) - 1,
    )


def _tallies(scope: Scope) -> Counter[str]:
    return Counter(line.tally for line in _lines(scope, _fetch(scope, Stretch()), False))


def _cursor(_record: Any) -> str:
    return ""


TODAY = Book(
    key="pekerjaan",
    title="Pekerjaan saya hari ini",
    summary="Yang menunggu di meja Anda, dan yang sudah Anda selesaikan, dengan jamnya.",
    columns=(
        Column("bagian", "Keadaan", 20),
        Column("nomor", "Nomor permohonan", 30, Shape.CASE),
        Column("nama", "Nama", 50, Shape.NAME),
        Column("layanan", "Layanan", 40),
        Column("langkah", "Langkah", 50),
        Column("tiba", "Tiba di meja", 26, Shape.MOMENT),
        Column("dibuka", "Dibuka", 26, Shape.MOMENT),
        Column("selesai", "Selesai", 26, Shape.MOMENT),
        Column("menit", "Lama kerja (menit)", 18, Shape.NUMBER),
        Column("tenggat", "Tenggat", 26, Shape.MOMENT),
    ),
    fetch=_fetch,
    lines=_lines,
    cursor=_cursor,
    tallies=_tallies,
    noun="pekerjaan",
    words={WAITS: "menunggu", DONE: "selesai"},
    empty="Tidak ada pekerjaan yang menunggu, dan belum ada yang selesai.",
    timing=Timing.ONE_DAY,
    newest_first=False,
)
