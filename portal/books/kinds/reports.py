"""Laporan: summary lines that write themselves, of files taken in and of KIS received (N29)."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import literal, select, tuple_, union_all
from sqlalchemy.orm import joinedload, selectinload

from portal import dates
from portal.books.book import Book, Column, Line, Mark, Scope, Shape, Stretch, Timing
from portal.books.queries import Query, how_many, in_period, last_before
from portal.cases.model import Case, Handover
from portal.cases.needs import needs_of, paper_of
from portal.cases.queries import cases_of
from portal.db import db
from portal.sop.vocabulary import Goods

INTAKE, CARD = 1, 2
TALLIES = {INTAKE: "terima", CARD: "kis"}
CURSOR = re.compile(r"(\d{1,17})\.([12])\.(\d{1,10})")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Report:
    """One thing to report: a file taken in, or cards received."""

    at: datetime
    kind: int
    id: int
    case: Case
    handover: Handover | None


def _ever(scope: Scope) -> list[tuple[Query, Any]]:
    """Files taken in and cards received at any time, each with the column of its moment."""
    mine = cases_of(scope.officer)
    if service := scope.asked("layanan"):
        mine = mine.where(Case.sop_id == service)
    intake = mine.with_only_columns(
        Case.received_at.label("at"), literal(INTAKE).label("kind"), Case.id.label("id")
    )
    cards = (
        mine.join(Handover, Handover.case_id == Case.id)
        .where(Handover.goods == Goods.KARTU.value)
        .with_only_columns(
            Handover.at.label("at"), literal(CARD).label("kind"), Handover.id.label("id")
        )
    )
    queries: list[tuple[Query, Any]] = [(intake, Case.received_at), (cards, Handover.at)]
    match scope.asked("laporan"):
        case "terima":
            return queries[:1]
        case "kis":
            return queries[1:]
    return queries


def _chosen(scope: Scope) -> list[Query]:
    return [in_period(query, column, scope) for query, column in _ever(scope)]


def _latest(scope: Scope) -> datetime | None:
    found = (last_before(query, column, scope) for query, column in _ever(scope))
    return max((moment for moment in found if moment), default=None)


def _fetch(scope: Scope, stretch: Stretch) -> list[Report]:
    every = union_all(*_chosen(scope)).subquery()
    columns = (every.c.at, every.c.kind, every.c.id)
    query = select(*columns)
    if read := CURSOR.fullmatch(stretch.beyond):
        at = EPOCH + timedelta(microseconds=int(read[1]))
        place = tuple_(literal(at, every.c.at.type), literal(int(read[2])), literal(int(read[3])))
        query = query.where(tuple_(*columns) > place)
    keys = [
        tuple(row) for row in db.session.execute(query.order_by(*columns).limit(stretch.size + 1))
    ]
    handovers = _found(Handover, [key for _, kind, key in keys if kind == CARD])
    wanted = {key for _, kind, key in keys if kind == INTAKE}
    cases = _found(
        Case,
        sorted(wanted | {item.case_id for item in handovers.values()}),
        joinedload(Case.village),
        selectinload(Case.members),
        selectinload(Case.papers),
    )
    return [
        Report(at, kind, key, cases[key], None)
        if kind == INTAKE
        else Report(at, kind, key, cases[handovers[key].case_id], handovers[key])
        for at, kind, key in keys
    ]


def _found(model: Any, ids: list[int], *options: Any) -> dict[int, Any]:
    query = select(model).where(model.id.in_(ids)).options(*options)
    return {item.id: item for item in db.session.scalars(query)}


def _lines(scope: Scope, records: Sequence[Report], _each: bool) -> list[Line]:
    return [_line(scope, record) for record in records]


def _line(scope: Scope, record: Report) -> Line:
    item = record.case
    words, whole = _card(scope, record) if record.handover else _intake(scope, item)
    sop = scope.catalogue.pinned(item.sop_id, item.sop_version)
    return Line(
        values={
            "waktu": record.at,
            "laporan": "KIS diterima" if record.handover else "Berkas diterima",
            "nomor": item.number,
            "nama": item.applicant.name,
            "nagari": f"{item.village.title}, Kec. {item.village.district}",
            "layanan": sop.short_name,
            "ringkasan": words,
        },
        ref=item.ref,
        mark=Mark.PLAIN if whole else Mark.ALERT,
        tally=TALLIES[record.kind],
        others=len(item.members) - 1,
    )


def _intake(scope: Scope, item: Case) -> tuple[str, bool]:
    """Who brought what, and whether everything was there."""
    sop = scope.catalogue.pinned(item.sop_id, item.sop_version)
    needs = needs_of(item, sop, scope.clock)
    there = [need for need in needs if (paper := paper_of(item, need)) and paper.present]
    lacking = [need for need in needs if need not in there and need.requirement.obligatory]
    verdict = (
        f"belum lengkap, kurang {', '.join(need.name for need in lacking)}"
        if lacking
        else "lengkap"
    )
    who = f"{item.bringer_name} ({item.bringer_relation.lower()})"
    return f"Dibawa {who}: {len(there)} dari {len(needs)} berkas ada, {verdict}.", not lacking


def _card(scope: Scope, record: Report) -> tuple[str, bool]:
    """When the cards were received, and by whom."""
    handover = record.handover
    if handover is None:
        return "", True
    cards = sum(bool(member.card_no) and member.included for member in record.case.members)
    day = dates.long_date(handover.at, scope.zone)
    who = f"{handover.receiver} ({handover.relation.lower()})"
    return f"KIS {cards} orang diterima {day} oleh {who}; diserahkan {handover.by_name}.", True


def _tallies(scope: Scope) -> Counter[str]:
    counted: Counter[str] = Counter()
    wanted = scope.asked("laporan")
    kinds = [kind for kind, words in TALLIES.items() if wanted in ("", words)]
    for kind, query in zip(kinds, _chosen(scope), strict=True):
        counted[TALLIES[kind]] = how_many(query)
    return counted


def _cursor(record: Any) -> str:
    since = (record.at - EPOCH) // timedelta(microseconds=1)
    return f"{since}.{record.kind}.{record.id}"


REPORTS = Book(
    key="laporan",
    title="Laporan penerimaan",
    summary=(
        "Ringkasan otomatis per hari atau per bulan: berkas yang diterima dan kelengkapannya, dan "
        "kartu KIS yang sudah sampai."
    ),
    columns=(
        Column("waktu", "Tanggal dan jam", 26, Shape.MOMENT),
        Column("laporan", "Laporan", 26),
        Column("nomor", "Nomor permohonan", 28, Shape.CASE),
        Column("nama", "Nama", 46, Shape.NAME),
        Column("nagari", "Nagari/Kelurahan", 44),
        Column("layanan", "Layanan", 36),
        Column("ringkasan", "Ringkasan", 100, Shape.REMARK),
    ),
    fetch=_fetch,
    lines=_lines,
    cursor=_cursor,
    tallies=_tallies,
    latest=_latest,
    noun="laporan",
    words={"terima": "berkas diterima", "kis": "KIS diterima"},
    empty="Tidak ada berkas atau KIS yang diterima pada {period}.",
    timing=Timing.DAY,
    newest_first=False,
    filters=("laporan", "layanan"),
)
