"""Buku Register: every file of the office by the agenda number of the year (N34)."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from portal.books.book import UNKNOWN, Book, Column, Line, Mark, Scope, Shape, Stretch
from portal.books.queries import cut, in_period, with_people
from portal.cases.model import Case, Finding
from portal.cases.queries import cases_of
from portal.db import db
from portal.registers.results import CHECK_WORDS, result
from portal.sop.rules import Hold, status_of
from portal.sop.table import Sop
from portal.sop.vocabulary import STATUS_WORDS, Act, Check, Outcome

STANDINGS = {
    "berjalan": "sedang berjalan",
    "kembali": "di pemohon",
    Outcome.SELESAI.value: "selesai",
    Outcome.INFORMASI.value: "selesai dengan informasi",
    Outcome.DITOLAK.value: "tidak dapat diproses",
    Outcome.DITOLAK_BPJS.value: "ditolak BPJS Kesehatan",
    Outcome.DIBATALKAN.value: "dibatalkan",
    Outcome.DITUTUP_OTOMATIS.value: "ditutup",
}
MARKS = {
    "kembali": Mark.ALERT,
    Outcome.DITOLAK.value: Mark.ALERT,
    Outcome.DITOLAK_BPJS.value: Mark.ALERT,
    Outcome.DIBATALKAN.value: Mark.VOID,
    Outcome.DITUTUP_OTOMATIS.value: Mark.ALERT,
}


def standing(outcome: str | None, hold: str | None) -> str:
    """What a case counts as."""
    return outcome or ("kembali" if hold == Hold.PEMOHON else "berjalan")


def chosen_cases(scope: Scope) -> Select[Case]:
    """The office's files of the period, narrowed to a service and a nagari."""
    query = cases_of(scope.officer).where(Case.agenda_year == scope.period.year)
    if not scope.period.is_whole_year:
        query = in_period(query, Case.received_at, scope)
    if service := scope.asked("layanan"):
        query = query.where(Case.sop_id == service)
    if village := scope.asked("nagari"):
        query = query.where(Case.village_code == village)
    return query


def _fetch(scope: Scope, stretch: Stretch) -> list[Case]:
    query = cut(chosen_cases(scope), Case.agenda_no, stretch).options(
        *with_people(), selectinload(Case.findings), selectinload(Case.stints)
    )
    return list(db.session.scalars(query))


def _lines(scope: Scope, records: Sequence[Case], _each: bool) -> list[Line]:
    return [_line(case, scope.catalogue.pinned(case.sop_id, case.sop_version)) for case in records]


def _line(case: Case, sop: Sop) -> Line:
    stint = case.stint
    opened = stint is not None and stint.opened_at is not None
    found = {kind: _found(case, kind) for kind in Check}
    stands = standing(case.outcome, case.hold)
    siks_ng = found.pop(Check.SIKS_NG)
    return Line(
        values={
            "agenda": case.agenda_no,
            "masuk": case.received_at,
            "nomor": case.number,
            "nama": case.applicant.name,
            "nik": case.applicant.nik,
            "nagari": case.village.title,
            "layanan": sop.short_name,
            "siks_ng": siks_ng,
            "cek_lain": "; ".join(
                f"{CHECK_WORDS[kind]}: {words}" for kind, words in found.items() if words
            ),
            "petugas": _checker(case, sop),
            "keadaan": STATUS_WORDS[status_of(case.here, sop, opened=opened)],
        },
        ref=case.ref,
        mark=MARKS.get(stands, Mark.PLAIN),
        tally=stands,
        others=len(case.members) - 1,
    )


def _found(case: Case, kind: Check) -> str:
    """The last finding of each person in a register; several persons are counted."""
    last: dict[int, Finding] = {}
    for finding in case.findings:
        if finding.kind == kind:
            last[finding.member_id] = finding
    words = Counter(result(kind, finding.result).words for finding in last.values())
    if len(case.members) == 1:
        return "".join(words)
    return ", ".join(f"{word} ({count} orang)" for word, count in words.items())


def _checker(case: Case, sop: Sop) -> str:
    """Who looked into the registers; before that, who checked the papers."""
    if case.findings:
        return case.findings[-1].by_name
    row = sop.first(Act.PERIKSA).row
    names = [stint.done_by or stint.opened_by for stint in case.stints if stint.row == row]
    return next((name for name in reversed(names) if name), UNKNOWN)


def counted_by_standing(chosen: Select[Case]) -> Counter[str]:
    """How many of these cases stand how, for the total of a book of cases."""
    cases = chosen.subquery()
    columns = (cases.c.outcome, cases.c.hold)
    counted: Counter[str] = Counter()
    for outcome, hold, count in db.session.execute(
        select(*columns, func.count()).group_by(*columns)
    ):
        counted[standing(outcome, hold)] += count
    return counted


def _tallies(scope: Scope) -> Counter[str]:
    return counted_by_standing(chosen_cases(scope))


def _cursor(case: Any) -> str:
    return str(case.agenda_no)


REGISTER = Book(
    key="register",
    title="Buku Register",
    summary=(
        "Semua permohonan yang diterima kantor Anda, menurut nomor agenda, dengan hasil cek dan "
        "keadaannya. Yang dikembalikan, ditolak, dan dibatalkan tetap tercatat."
    ),
    columns=(
        Column("agenda", "No.", 10, Shape.NUMBER),
        Column("masuk", "Tanggal dan jam masuk", 24, Shape.MOMENT),
        Column("nomor", "Nomor permohonan", 24, Shape.CASE),
        Column("nama", "Nama", 38, Shape.NAME),
        Column("nik", "NIK", 30, Shape.NIK),
        Column("nagari", "Nagari/Kelurahan", 28),
        Column("layanan", "Layanan", 28),
        Column("siks_ng", "Hasil SIKS-NG", 24),
        Column("cek_lain", "Hasil cek lain", 38),
        Column("petugas", "Petugas", 28),
        Column("keadaan", "Keadaan", 30),
    ),
    fetch=_fetch,
    lines=_lines,
    cursor=_cursor,
    tallies=_tallies,
    noun="permohonan",
    words=STANDINGS,
    empty="Belum ada permohonan di buku ini.",
    before_words="nomor agenda",
    filters=("layanan", "nagari"),
)
