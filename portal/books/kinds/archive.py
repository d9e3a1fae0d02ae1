"""Buku Arsip: where the paper of each file stands, found by place, name, number or NIK (N38)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select

from portal import dates
from portal.books.book import Book, Column, Line, Scope, Shape, Stretch
from portal.books.queries import cut, how_many, in_period, letters_of_cases, rank, with_people
from portal.cases.model import Case, Member
from portal.cases.queries import cases_of
from portal.db import db
from portal.identity.digits import strip_separators
from portal.identity.name import search_key
from portal.letters.model import LetterCase, LetterNumber

FILED = "berarsip"


@dataclass(frozen=True)
class Filed:
    """One file in the cabinet and the numbers of its letters."""

    case: Case
    letters: tuple[str, ...]


def _chosen(scope: Scope) -> Select[Case]:
    query = cases_of(scope.officer).where(Case.archive_place != "")
    query = in_period(query, Case.received_at, scope)
    if place := scope.asked("tempat"):
        query = query.where(Case.archive_place.icontains(place, autoescape=True))
    if text := scope.asked("q"):
        query = query.where(_sought(scope, text))
    return query


def _sought(scope: Scope, text: str) -> Any:
    """Name, NIK, application number or letter number."""
    digits = strip_separators(text)
    mine = select(Member.case_id).where(Member.office_id == scope.officer.office.id)
    found: list[Any] = [
        Case.id.in_(
            select(LetterCase.case_id)
            .join(LetterNumber, LetterNumber.letter_id == LetterCase.letter_id)
            .where(LetterNumber.text.icontains(text, autoescape=True))
        )
    ]
    if digits.isascii() and digits.isdigit():
        found += [Case.number == digits, Case.id.in_(mine.where(Member.nik == digits))]
    elif key := search_key(text):
        found.append(Case.id.in_(mine.where(Member.name_key.contains(key, autoescape=True))))
    return or_(*found)


def _fetch(scope: Scope, stretch: Stretch) -> list[Filed]:
    cases = list(db.session.scalars(cut(_chosen(scope), Case.id, stretch).options(*with_people())))
    letters = letters_of_cases([item.id for item in cases])
    return [
        Filed(item, tuple(number.text for number, _ in letters.get(item.id, []))) for item in cases
    ]


def _lines(scope: Scope, records: Sequence[Filed], _each: bool) -> list[Line]:
    return [
        Line(
            values={
                "nomor": record.case.number,
                "nama": record.case.applicant.name,
                "nik": record.case.applicant.nik,
                "nagari": f"{record.case.village.title}, Kec. {record.case.village.district}",
                "layanan": scope.catalogue.pinned(
                    record.case.sop_id, record.case.sop_version
                ).short_name,
                "surat": ", ".join(record.letters),
                "selesai": dates.day_of(record.case.ended_at, scope.zone)
                if record.case.ended_at
                else None,
                "tempat": record.case.archive_place,
            },
            ref=record.case.ref,
            tally=FILED,
            others=len(record.case.members) - 1,
        )
        for record in records
    ]


def _tallies(scope: Scope) -> Counter[str]:
    return Counter({FILED: how_many(_chosen(scope).with_only_columns(Case.id))})


def _rank(scope: Scope, cursor: str) -> int:
    return rank(_chosen(scope).with_only_columns(Case.id), Case.id, cursor, backward=True)


def _cursor(record: Any) -> str:
    return str(record.case.id)


ARCHIVE = Book(
    key="arsip",
    title="Buku Arsip",
    summary="Lemari, laci, atau map tempat berkas kertas berdiri. Cari menurut tempat atau nama.",
    columns=(
        Column("no", "No.", 10, Shape.ORDINAL),
        Column("nomor", "Nomor permohonan", 28, Shape.CASE),
        Column("nama", "Nama", 46, Shape.NAME),
        Column("nik", "NIK", 32, Shape.NIK),
        Column("nagari", "Nagari/Kelurahan", 46),
        Column("layanan", "Layanan", 34),
        Column("surat", "Nomor surat", 40),
        Column("selesai", "Selesai", 22, Shape.DATE),
        Column("tempat", "Tempat arsip", 40),
    ),
    fetch=_fetch,
    lines=_lines,
    cursor=_cursor,
    tallies=_tallies,
    rank=_rank,
    noun="berkas",
    empty="Tidak ada berkas yang diarsipkan dan cocok.",
    filters=("tempat", "q"),
)
