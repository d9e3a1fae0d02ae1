"""Belum diambil: letters that have a number and were not yet handed over (N35)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.books.book import Book, Column, Line, Mark, Scope, Shape, Stretch, Timing
from portal.books.queries import GOODS, UNREAD, Query, cut, how_many, rank
from portal.books.working_days import WorkingDays
from portal.cases.model import Case, Handover
from portal.db import db
from portal.letters.model import Letter, LetterCase, LetterNumber, NumberState
from portal.sop.vocabulary import Goods, Outcome

LONG = 5  # working days after which a letter is asked about
WITH_PHONE, WITHOUT_PHONE = "ada", "tanpa"


@dataclass(frozen=True)
class Waiting:
    """One file's letter that lies ready."""

    place: int
    number: LetterNumber
    letter: Letter
    case: Case


def _chosen(scope: Scope) -> Query:
    taken = (
        select(Handover.id)
        .where(
            Handover.case_id == Case.id,
            Handover.goods != Goods.KARTU.value,
            Handover.at >= LetterNumber.at,
        )
        .exists()
    )
    query = (
        select(LetterCase.id, LetterNumber, Letter, Case)
        .join(Letter, Letter.id == LetterCase.letter_id)
        .join(LetterNumber, LetterNumber.letter_id == Letter.id)
        .join(Case, Case.id == LetterCase.case_id)
        .where(
            Letter.office_id == scope.officer.office.id,
            Letter.kind.in_(GOODS),
            Letter.voided_at.is_(None),
            LetterNumber.state == NumberState.DIPAKAI.value,
            Case.outcome.is_(None) | (Case.outcome == Outcome.SELESAI.value),
            ~taken,
        )
    )
    if not scope.officer.roles:
        query = query.where(Letter.id.is_(None))
    if service := scope.asked("layanan"):
        query = query.where(Case.sop_id == service)
    if village := scope.asked("nagari"):
        query = query.where(Case.village_code == village)
    if phone := scope.asked("telepon"):
        without = Case.bringer_phone == ""
        query = query.where(without if phone == WITHOUT_PHONE else ~without)
    return query


def _fetch(scope: Scope, stretch: Stretch) -> list[Waiting]:
    query = cut(_chosen(scope), LetterCase.id, stretch).options(
        *UNREAD, selectinload(Case.members), joinedload(Case.village)
    )
    return [Waiting(*row) for row in db.session.execute(query)]


def _lines(scope: Scope, records: Sequence[Waiting], _each: bool) -> list[Line]:
    days = WorkingDays(scope.clock, scope.now)
    return [_line(record, days.since_day(record.number.on)) for record in records]


def _line(record: Waiting, days: int) -> Line:
    item = record.case
    phone = item.bringer_phone
    return Line(
        values={
            "surat": record.number.text,
            "tanggal": record.number.on,
            "nomor": item.number,
            "nama": item.applicant.name,
            "nagari": f"{item.village.title}, Kec. {item.village.district}",
            "pembawa": item.bringer_name,
            "telepon": phone or "tanpa telepon",
            "hari": days,
            "keadaan": "Siap" if record.letter.signed_at else "Belum ditandatangani",
        },
        ref=item.ref,
        mark=Mark.ALERT if days > LONG else Mark.PLAIN,
        tally=WITH_PHONE if phone else WITHOUT_PHONE,
        others=sum(member.included for member in item.members) - 1,
    )


def _tallies(scope: Scope) -> Counter[str]:
    query = _chosen(scope).with_only_columns(LetterCase.id)
    without = how_many(query.where(Case.bringer_phone == ""))
    return Counter({WITH_PHONE: how_many(query) - without, WITHOUT_PHONE: without})


def _rank(scope: Scope, cursor: str) -> int:
    query = _chosen(scope).with_only_columns(LetterCase.id)
    return rank(query, LetterCase.id, cursor, backward=False)


def _cursor(record: Any) -> str:
    return str(record.place)


WAITING = Book(
    key="belum-diambil",
    title="Surat belum diambil",
    summary=(
        "Surat yang sudah bernomor dan belum diserahkan, dengan lama menunggu. Yang tanpa telepon "
        "dikabari lewat nagari."
    ),
    columns=(
        Column("no", "No.", 10, Shape.ORDINAL),
        Column("surat", "Nomor surat", 38),
        Column("tanggal", "Tanggal surat", 22, Shape.DATE),
        Column("nomor", "Nomor permohonan", 26, Shape.CASE),
        Column("nama", "Nama", 44, Shape.NAME),
        Column("nagari", "Nagari/Kelurahan", 42),
        Column("pembawa", "Pembawa berkas", 38),
        Column("telepon", "Telepon", 28),
        Column("hari", "Hari kerja menunggu", 20, Shape.NUMBER),
        Column("keadaan", "Keadaan", 28),
    ),
    fetch=_fetch,
    lines=_lines,
    cursor=_cursor,
    tallies=_tallies,
    rank=_rank,
    noun="surat",
    words={WITH_PHONE: "dapat ditelepon", WITHOUT_PHONE: "tanpa telepon"},
    empty="Semua surat sudah diambil.",
    timing=Timing.NOW,
    newest_first=False,
    filters=("layanan", "nagari", "telepon"),
)
