"""Buku Tanda Terima: who took the letter or the card, and how it was signed for (N35)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.books.book import Book, Column, Drawn, Line, Scope, Shape, Stretch
from portal.books.kinds.letters import copy_words
from portal.books.queries import Query, cut, how_many, in_period, letters_of_cases, rank
from portal.cases.model import Case, Handover
from portal.db import db
from portal.letters.model import Letter, LetterNumber
from portal.sop.vocabulary import Goods

SENT = "kiriman"


@dataclass(frozen=True)
class Receipt:
    """One hand-over, its file, and the letter that was handed over."""

    handover: Handover
    case: Case
    letter: Letter | None


def handovers(scope: Scope, *, sent: bool) -> Query:
    """The hand-overs of the period: to citizens, or sent to outside parties."""
    return in_period(handovers_ever(scope, sent=sent), Handover.at, scope)


def handovers_ever(scope: Scope, *, sent: bool) -> Query:
    """The same of any time."""
    query = (
        select(Handover, Case)
        .join(Case, Case.id == Handover.case_id)
        .where(Case.office_id == scope.officer.office.id)
        .where(Handover.goods == SENT if sent else Handover.goods != SENT)
    )
    if not scope.officer.roles:
        query = query.where(Handover.id.is_(None))
    if service := scope.asked("layanan"):
        query = query.where(Case.sop_id == service)
    return query


def receipts(scope: Scope, stretch: Stretch, *, sent: bool) -> list[Receipt]:
    """One stretch of hand-overs with their letters."""
    query = cut(handovers(scope, sent=sent), Handover.id, stretch).options(
        selectinload(Case.members), joinedload(Case.village)
    )
    found = [(handover, item) for handover, item in db.session.execute(query)]
    letters = letters_of_cases({item.id for _, item in found})
    return [
        Receipt(handover, item, _handed(handover, letters.get(item.id, [])))
        for handover, item in found
    ]


def _handed(handover: Handover, letters: list[tuple[LetterNumber, Letter]]) -> Letter | None:
    """The newest letter there was at that moment: a void one was replaced only later."""
    before = [letter for number, letter in letters if number.at <= handover.at]
    return before[-1] if before else next((letter for _, letter in letters), None)


def _fetch(scope: Scope, stretch: Stretch) -> list[Receipt]:
    return receipts(scope, stretch, sent=False)


def _lines(scope: Scope, records: Sequence[Receipt], _each: bool) -> list[Line]:
    return [_line(scope, record) for record in records]


def _line(scope: Scope, record: Receipt) -> Line:
    handover, item, letter = record.handover, record.case, record.letter
    is_card = handover.goods == Goods.KARTU
    words = ["Kartu KIS"] if is_card else []
    if letter is not None and not is_card:
        words += ["surat kemudian dibatalkan"] if letter.voided_at is not None else []
        words += copy_words(letter, scope.zone)
    return Line(
        values={
            "waktu": handover.at,
            "surat": letter.number if letter else None,
            "nama": item.applicant.name,
            "penerima": handover.receiver,
            "hubungan": handover.relation,
            "identitas": handover.identity_last4,
            "tanda_tangan": drawn(handover.strokes),
            "petugas": handover.by_name,
            "ket": "; ".join(words),
        },
        ref=item.ref,
        tally=handover.goods,
        others=sum(member.included for member in item.members) - 1,
    )


def drawn(strokes: list[Any] | None) -> Drawn | None:
    """The stored strokes of a signature; None when it stands on the printed page."""
    if not strokes:
        return None
    return Drawn(tuple(tuple((int(x), int(y)) for x, y in stroke) for stroke in strokes))


def _tallies(scope: Scope) -> Counter[str]:
    query = handovers(scope, sent=False)
    cards = how_many(query.with_only_columns(Handover.id).where(Handover.goods == Goods.KARTU))
    everything = how_many(query.with_only_columns(Handover.id))
    return Counter({Goods.SURAT.value: everything - cards, Goods.KARTU.value: cards})


def _rank(scope: Scope, cursor: str) -> int:
    query = handovers(scope, sent=False).with_only_columns(Handover.id)
    return rank(query, Handover.id, cursor, backward=True)


def _cursor(record: Any) -> str:
    return str(record.handover.id)


RECEIPTS = Book(
    key="tanda-terima",
    title="Buku Tanda Terima",
    summary=(
        "Siapa yang menerima surat atau kartu, hubungannya, dan tanda tangannya. Yang tidak "
        "menandatangani di layar menandatangani lembar cetaknya."
    ),
    columns=(
        Column("no", "No.", 10, Shape.ORDINAL),
        Column("waktu", "Tanggal dan jam", 24, Shape.MOMENT),
        Column("surat", "Nomor surat", 36),
        Column("nama", "Nama pada surat", 42, Shape.NAME),
        Column("penerima", "Nama penerima", 38),
        Column("hubungan", "Hubungan", 28),
        Column("identitas", "Nomor identitas penerima (4 digit akhir)", 24),
        Column("tanda_tangan", "Tanda tangan", 42, Shape.SIGNATURE),
        Column("petugas", "Petugas", 28),
        Column("ket", "Ket.", 34, Shape.REMARK),
    ),
    fetch=_fetch,
    lines=_lines,
    cursor=_cursor,
    tallies=_tallies,
    rank=_rank,
    noun="penyerahan",
    words={Goods.SURAT.value: "surat", Goods.KARTU.value: "kartu KIS"},
    empty="Belum ada surat yang diserahkan pada {period}.",
    filters=("layanan",),
)
