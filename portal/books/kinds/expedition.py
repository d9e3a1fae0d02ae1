"""Buku Ekspedisi: letters and files sent to outside parties, day by day."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.books.book import Book, Column, Line, Scope, Shape, Stretch, Timing
from portal.books.kinds.receipts import SENT, Receipt, handovers, handovers_ever, receipts
from portal.books.queries import how_many, last_before, rank
from portal.cases.model import Handover


def _fetch(scope: Scope, stretch: Stretch) -> list[Receipt]:
    return receipts(scope, stretch, sent=True)


def _lines(_scope: Scope, records: Sequence[Receipt], _each: bool) -> list[Line]:
    return [
        Line(
            values={
                "waktu": record.handover.at,
                "surat": record.letter.number if record.letter else None,
                "hal": record.letter.title if record.letter else "",
                "nama": record.case.applicant.name,
                "tujuan": record.handover.receiver,
                "cara": record.handover.way,
                "petugas": record.handover.by_name,
                "diterima": "",
            },
            ref=record.case.ref,
            tally=SENT,
            others=sum(member.included for member in record.case.members) - 1,
        )
        for record in records
    ]


def _tallies(scope: Scope) -> Counter[str]:
    found = how_many(handovers(scope, sent=True).with_only_columns(Handover.id))
    return Counter({SENT: found})


def _rank(scope: Scope, cursor: str) -> int:
    query = handovers(scope, sent=True).with_only_columns(Handover.id)
    return rank(query, Handover.id, cursor, backward=True)


def _latest(scope: Scope) -> datetime | None:
    return last_before(handovers_ever(scope, sent=True), Handover.at, scope)


def _cursor(record: Any) -> str:
    return str(record.handover.id)


EXPEDITION = Book(
    key="ekspedisi",
    title="Buku Ekspedisi",
    summary="Surat dan berkas yang dikirim ke luar kantor, dengan tempat paraf penerimanya.",
    columns=(
        Column("no", "No.", 10, Shape.ORDINAL),
        Column("waktu", "Tanggal dan jam kirim", 26, Shape.MOMENT),
        Column("surat", "Nomor surat", 40),
        Column("hal", "Perihal", 44),
        Column("nama", "Nama", 44, Shape.NAME),
        Column("tujuan", "Dikirim kepada", 40),
        Column("cara", "Cara pengiriman", 28),
        Column("petugas", "Petugas", 30),
        Column("diterima", "Diterima oleh, tanggal, dan paraf", 48, Shape.REMARK),
    ),
    fetch=_fetch,
    lines=_lines,
    cursor=_cursor,
    tallies=_tallies,
    rank=_rank,
    latest=_latest,
    noun="kiriman",
    empty="Tidak ada surat yang dikirim ke luar pada {period}.",
    timing=Timing.DAY,
    filters=("layanan",),
)
