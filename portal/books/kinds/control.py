"""Buku Kendali: where each file is now, since when, and what came of it (N36)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from portal import dates
from portal.books.book import Book, Column, Line, Mark, Scope, Shape, Stretch
from portal.books.kinds.receipts import SENT
from portal.books.kinds.register import (
    STANDINGS,
    chosen_cases,
    counted_by_standing,
    standing,
)
from portal.books.queries import cut, letters_of_cases, with_people
from portal.books.working_days import WorkingDays
from portal.cases.model import Case
from portal.db import db
from portal.sop.rules import Hold, status_of
from portal.sop.table import Sop
from portal.sop.vocabulary import ROLE_WORDS, STATUS_WORDS, Goods, Outcome, Role


@dataclass(frozen=True)
class Held:
    """One file and the number of its letter."""

    case: Case
    letter: str


def _chosen(scope: Scope) -> Select[Case]:
    query = chosen_cases(scope)
    match scope.asked("posisi"):
        case "berjalan":
            query = query.where(Case.outcome.is_(None))
        case "selesai":
            query = query.where(Case.outcome.is_not(None))
    sop_id, _, row = scope.asked("langkah").rpartition(":")
    if sop_id:
        query = query.where(Case.outcome.is_(None), Case.sop_id == sop_id, Case.row == int(row))
    return query


def _fetch(scope: Scope, stretch: Stretch) -> list[Held]:
    query = cut(_chosen(scope), Case.agenda_no, stretch).options(
        *with_people(),
        selectinload(Case.stints),
        selectinload(Case.dispositions),
        selectinload(Case.handovers),
    )
    cases = list(db.session.scalars(query))
    letters = letters_of_cases([item.id for item in cases])
    return [Held(item, _number(letters.get(item.id, []))) for item in cases]


def _number(letters: list[Any]) -> str:
    live = [letter.number for _, letter in letters if letter.voided_at is None]
    return live[-1] if live else ""


def _lines(scope: Scope, records: Sequence[Held], _each: bool) -> list[Line]:
    days = WorkingDays(scope.clock, scope.now)
    return [_line(scope, record, days) for record in records]


def _line(scope: Scope, record: Held, days: WorkingDays) -> Line:
    item = record.case
    sop = scope.catalogue.pinned(item.sop_id, item.sop_version)
    waiting = None if item.outcome else days.since(item.arrived_at)
    sent = [each for each in item.handovers if each.goods == SENT]
    card = [each for each in item.handovers if each.goods == Goods.KARTU]
    people = [member for member in item.members if member.included]
    late = not item.outcome and item.due_at < scope.now
    return Line(
        values={
            "agenda": item.agenda_no,
            "diterima": dates.day_of(item.received_at, scope.zone),
            "nama": item.applicant.name,
            "posisi": holder(item, sop),
            "sejak": item.ended_at or item.arrived_at,
            "hari": waiting,
            "disposisi": _dispositions(item, scope.zone),
            "surat": record.letter,
            "kirim": dates.day_of(sent[-1].at, scope.zone) if sent else None,
            "hasil": _answer(item),
            "kartu": ", ".join(member.card_no for member in people if member.card_issued_on),
            "kartu_diterima": dates.day_of(card[-1].at, scope.zone) if card else None,
        },
        ref=item.ref,
        mark=Mark.ALERT if late else Mark.PLAIN,
        tally=standing(item.outcome, item.hold),
        others=len(item.members) - 1,
    )


def holder(item: Case, sop: Sop) -> str:
    """Who has the file: 'Kasi: Hendri Putra', 'Pemohon', or how it ended."""
    if item.outcome:
        return STATUS_WORDS[status_of(item.here, sop)]
    if item.hold == Hold.PEMOHON:
        return "Pemohon"
    desks = item.desk.split("+")
    desk = " / ".join(ROLE_WORDS[role] for role in Role if role.value in desks)
    stint = item.stint
    return f"{desk}: {stint.opened_by}" if stint and stint.opened_by else desk


def _dispositions(item: Case, zone: str) -> str:
    return "; ".join(
        f"{each.by_name} ke {ROLE_WORDS[Role(each.to_role)]}, {dates.short_date(each.at, zone)}"
        for each in item.dispositions
    )


def _answer(item: Case) -> str:
    if item.outcome == Outcome.DITOLAK_BPJS:
        return "Ditolak"
    issued = sum(member.card_issued_on is not None for member in item.members)
    return f"Terbit {issued} kartu" if issued else ""


def _tallies(scope: Scope) -> Counter[str]:
    return counted_by_standing(_chosen(scope))


def _cursor(record: Any) -> str:
    return str(record.case.agenda_no)


CONTROL = Book(
    key="kendali",
    title="Buku Kendali",
    summary=(
        "Di mana setiap berkas sekarang, sejak kapan, dan berapa hari kerja menunggu; disposisi, "
        "pengiriman ke BPJS Kesehatan, dan kartu yang terbit."
    ),
    columns=(
        Column("agenda", "No. agenda", 14, Shape.NUMBER),
        Column("diterima", "Tanggal terima", 20, Shape.DATE),
        Column("nama", "Pemohon", 36, Shape.NAME),
        Column("posisi", "Posisi berkas sekarang", 36),
        Column("sejak", "Sejak", 22, Shape.MOMENT),
        Column("hari", "Hari kerja menunggu", 17, Shape.NUMBER),
        Column("disposisi", "Disposisi (dari–ke, tanggal)", 44),
        Column("surat", "Nomor surat pengantar", 32),
        Column("kirim", "Tanggal kirim ke BPJS", 20, Shape.DATE),
        Column("hasil", "Hasil BPJS", 20),
        Column("kartu", "Nomor kartu KIS", 26),
        Column("kartu_diterima", "Tanggal KIS diterima", 20, Shape.DATE),
    ),
    fetch=_fetch,
    lines=_lines,
    cursor=_cursor,
    tallies=_tallies,
    noun="berkas",
    words=STANDINGS,
    empty="Tidak ada berkas yang cocok.",
    newest_first=False,
    before_words="nomor agenda",
    filters=("posisi", "layanan", "langkah", "nagari"),
)
