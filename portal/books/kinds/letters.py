"""Buku Rekomendasi: one line for every number the office gave out, in number order (N32).

A void number stays as BATAL, a reserved one and one used on paper stand in their place, and a
serial without a line shows as a line of its own: no gap is silent (edge case 40).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, literal, select, tuple_
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal import dates
from portal.books.book import UNKNOWN, Book, Column, Line, Mark, Scope, Shape, Stretch
from portal.books.queries import HEADED, UNREAD, Query, series_of
from portal.cases.model import Case, Handover, Member
from portal.db import db
from portal.letters.model import (
    KIND_WORDS,
    Kind,
    Letter,
    LetterCase,
    LetterNumber,
    NumberCounter,
    NumberSeries,
    PaperEntry,
)
from portal.letters.model import NumberState as State
from portal.sop.table import Sop
from portal.sop.vocabulary import Goods

CURSOR = re.compile(r"(\d{1,9})([A-Z]{0,2})")
MISSING = "hilang"
WORDS = {
    State.DIPAKAI.value: "dipakai",
    State.KERTAS.value: "dipakai di kertas",
    State.CADANGAN.value: "cadangan",
    State.BATAL.value: "batal",
    MISSING: "tidak tercatat",
}
TO_THE_APPLICANT = (Kind.PENGEMBALIAN.value, Kind.PENOLAKAN.value)


@dataclass(frozen=True)
class Entry:
    """One number of the book, its letter's cases, and the serial that stands before it."""

    number: LetterNumber
    previous: int | None  # of a plain serial: the one before it in the book; None for a sisip
    cases: tuple[Case, ...]
    backward: bool  # read from the newest back: a gap stands below its number


def series_asked(scope: Scope) -> NumberSeries | None:
    """The series of the book that was chosen; the office's first one otherwise."""
    known = series_of(scope.officer)
    return next(
        (item for item in known if item.book == scope.asked("seri")), next(iter(known), None)
    )


def _series_id(scope: Scope) -> int:
    series = series_asked(scope)
    return series.id if series else 0


def _previous() -> Any:
    """The serial that stands before a plain one in its book and year."""
    other = aliased(LetterNumber)
    return (
        select(other.serial)
        .where(
            other.series_id == LetterNumber.series_id,
            other.year == LetterNumber.year,
            other.serial < LetterNumber.serial,
            other.suffix == "",
        )
        .order_by(other.serial.desc())
        .limit(1)
        .correlate(LetterNumber)
        .scalar_subquery()
    )


def _chosen(scope: Scope, query: Query) -> Query:
    period = scope.period
    query = query.where(
        LetterNumber.series_id == _series_id(scope), LetterNumber.year == period.year
    )
    if not period.is_whole_year:
        query = query.where(LetterNumber.on >= period.first, LetterNumber.on <= period.last)
    if state := scope.asked("status"):
        query = query.where(LetterNumber.state == state)
    return query


def _fetch(scope: Scope, stretch: Stretch) -> list[Entry]:
    query = _chosen(scope, select(LetterNumber, _previous()))
    place = tuple_(LetterNumber.serial, LetterNumber.suffix)
    if read := CURSOR.fullmatch(stretch.beyond):
        at = tuple_(literal(int(read[1])), literal(read[2]))
        query = query.where(place < at if stretch.backward else place > at)
    order = (LetterNumber.serial, LetterNumber.suffix)
    ordered = [column.desc() for column in order] if stretch.backward else order
    query = (
        query.order_by(*ordered)
        .limit(stretch.size + 1)
        .options(
            joinedload(LetterNumber.paper),
            joinedload(LetterNumber.letter).options(
                *UNREAD,
                selectinload(Letter.copies),
                joinedload(Letter.replaces).options(HEADED),
                joinedload(Letter.replaced_by).options(HEADED),
            ),
        )
    )
    found = [(number, previous) for number, previous in db.session.execute(query)]
    cases = _cases_on([number.letter_id for number, _ in found if number.letter_id])
    return [
        Entry(
            number,
            None if number.suffix else previous or 0,
            cases.get(number.letter_id, ()),
            stretch.backward,
        )
        for number, previous in found
    ]


def _cases_on(letters: list[int]) -> dict[int | None, tuple[Case, ...]]:
    query = (
        select(LetterCase.letter_id, Case)
        .join(Case, Case.id == LetterCase.case_id)
        .where(LetterCase.letter_id.in_(letters))
        .order_by(LetterCase.id)
        .options(selectinload(Case.members), selectinload(Case.handovers), joinedload(Case.village))
    )
    found: dict[int | None, list[Case]] = defaultdict(list)
    for letter_id, case_ in db.session.execute(query):
        found[letter_id].append(case_)
    return {letter_id: tuple(cases) for letter_id, cases in found.items()}


def _lines(scope: Scope, records: Sequence[Entry], each: bool) -> list[Line]:
    found: list[Line] = []
    for entry in records:
        gap = [] if scope.asked("status") else list(_gap(entry))
        own = list(_entry_lines(scope, entry, each))
        found += own + gap if entry.backward else gap + own
    return found


def _gap(entry: Entry) -> Iterator[Line]:
    if entry.previous is not None and entry.previous + 1 < entry.number.serial:
        yield missing_line(entry.previous + 1, entry.number.serial - 1)


def missing_line(first: int, last: int) -> Line:
    """The line of serials that stand nowhere; they are shown, never passed over."""
    return Line(
        values={
            "urut": first if first == last else f"{first}–{last}",
            "surat": "tidak tercatat",
            "ket": f"{last - first + 1} nomor tidak tercatat. Laporkan kepada pengelola portal.",
        },
        mark=Mark.MISSING,
        tally=MISSING,
        counts=last - first + 1,
    )


def _ending(scope: Scope) -> list[Line]:
    """Serials that the counter gave out behind the last line."""
    counter = db.session.get(NumberCounter, (_series_id(scope), scope.period.year))
    if counter is None or scope.asked("status") or not scope.period.holds(counter.last_day):
        return []
    last = db.session.scalar(
        select(func.max(LetterNumber.serial)).where(
            LetterNumber.series_id == counter.series_id,
            LetterNumber.year == counter.year,
            LetterNumber.suffix == "",
        )
    )
    return [missing_line((last or 0) + 1, counter.n)] if (last or 0) < counter.n else []


def _entry_lines(scope: Scope, entry: Entry, each: bool) -> Iterator[Line]:
    number = entry.number
    first = {
        "urut": f"{number.serial}{number.suffix}" if number.suffix else number.serial,
        "tanggal": number.on,
        "surat": number.text,
    }
    void = number.state == State.BATAL
    mark = Mark.VOID if void else Mark.PLAIN
    if number.letter is not None and entry.cases:
        yield from _letter_lines(scope, entry, number.letter, first, each)
        return
    more = _paper_values(number.paper, scope.zone) if number.paper else {}
    remark = _remark_of_number(number, scope.zone)
    yield Line(values={**first, **more, "ket": remark}, mark=mark, tally=number.state)


def _remark_of_number(number: LetterNumber, zone: str) -> str:
    entry = number.paper
    match number.state:
        case State.BATAL:
            return _void(number.reason)
        case State.CADANGAN:
            kind = "Nomor sisip, belum dipakai" if number.suffix else "Cadangan"
            return f"{kind}: {number.reason}" if number.reason else kind
        case State.KERTAS if entry is None:
            return "Dipakai di kertas, isinya belum dicatat"
        case _ if entry is not None:
            when = dates.full_moment(entry.recorded_at, zone)
            later = f"Dicatat kemudian: {when}, oleh {entry.recorded_by}"
            return f"{later}. {entry.remark}" if entry.remark else later
    return ""


def _paper_values(entry: PaperEntry, zone: str) -> dict[str, Any]:
    return {
        "nama": entry.name,
        "nik": entry.nik or None,
        "nagari": entry.village,
        "jenis": entry.service or KIND_WORDS[Kind(entry.kind)],
        "penandatangan": entry.signer,
        "tujuan": entry.addressee,
        "diserahkan": entry.handed_on,
        "penerima": entry.receiver,
    }


def _letter_lines(
    scope: Scope, entry: Entry, letter: Letter, first: dict[str, Any], each: bool
) -> Iterator[Line]:
    number = entry.number
    void = number.state == State.BATAL or letter.voided_at is not None
    people = [(item, member) for item in entry.cases for member in item.members if member.included]
    people = people or [(item, item.applicant) for item in entry.cases]
    for place, (item, member) in enumerate(people if each else people[:1]):
        sop = scope.catalogue.pinned(item.sop_id, item.sop_version)
        handed = _handed(item, number, letter)
        yield Line(
            values={
                **first,
                **_person_values(item, member),
                "jenis": letter.title,
                "penandatangan": str(letter.signer["name"]) if letter.signer else UNKNOWN,
                "tujuan": _addressee(letter, sop),
                "diserahkan": dates.day_of(handed.at, scope.zone) if handed else None,
                "penerima": handed.receiver if handed else UNKNOWN,
                "ket": "bersama nomor di atas" if place else _remark(letter, number, scope.zone),
            },
            ref=item.ref,
            mark=Mark.VOID if void else Mark.PLAIN,
            tally="" if place else number.state,
            others=0 if each else len(people) - 1,
        )


def _person_values(item: Case, member: Member) -> dict[str, Any]:
    return {
        "nomor": item.number,
        "nama": member.name,
        "nik": member.nik,
        "nagari": f"{item.village.title}, Kec. {item.village.district}",
    }


def _addressee(letter: Letter, sop: Sop) -> str:
    return "Pemohon" if letter.kind in TO_THE_APPLICANT else sop.addressee


def _handed(item: Case, number: LetterNumber, letter: Letter) -> Handover | None:
    """Who took this letter; the card that may follow it belongs to another book.

    A letter was voided perhaps long after it was taken; what was taken later is another one.
    """
    until = letter.voided_at
    taken = [
        each
        for each in item.handovers
        if each.goods != Goods.KARTU
        and each.at >= number.at
        and (until is None or each.at <= until)
    ]
    return taken[-1] if taken else None


def _remark(letter: Letter, number: LetterNumber, zone: str) -> str:
    words = []
    if number.state == State.BATAL or letter.voided_at is not None:
        words.append(_void(letter.void_reason or number.reason))
        if letter.replaced_by is not None and letter.replaced_by.number:
            words.append(f"diganti nomor {letter.replaced_by.number}")
    elif not letter.signed_at:
        words.append("Belum ditandatangani")
    if letter.replaces is not None:
        words.append(f"Pengganti nomor {letter.replaces.number}")
    if number.suffix:
        words.append(f"Nomor sisip: {number.reason}" if number.reason else "Nomor sisip")
    words += copy_words(letter, zone)
    return "; ".join(words)


def copy_words(letter: Letter, zone: str) -> list[str]:
    """Each reprint of a letter: 'salinan ke-1 tanggal 23-11-2026'."""
    return [
        f"salinan ke-{copy.n} tanggal {dates.short_date(copy.at, zone)}" for copy in letter.copies
    ]


def _void(reason: str) -> str:
    return f"BATAL: {reason}" if reason else "BATAL"


def _tallies(scope: Scope) -> Counter[str]:
    gap = case((LetterNumber.suffix == "", LetterNumber.serial - func.coalesce(_previous(), 0) - 1),
               else_=0)  # fmt: skip
    numbers = _chosen(scope, select(LetterNumber.state, gap.label("gap"))).subquery()
    counted: Counter[str] = Counter()
    for state, count, missing in db.session.execute(
        select(numbers.c.state, func.count(), func.sum(numbers.c.gap)).group_by(numbers.c.state)
    ):
        counted[state] += count
        counted[MISSING] += 0 if scope.asked("status") else int(missing)
    for line in _ending(scope):
        counted[MISSING] += line.counts
    return counted


def _cursor(entry: Any) -> str:
    return f"{entry.number.serial}{entry.number.suffix}"


LETTERS = Book(
    key="rekomendasi",
    title="Buku Rekomendasi",
    summary=(
        "Semua nomor surat yang pernah diberikan, berurutan: yang dipakai, yang batal, yang "
        "dicadangkan, dan yang ditulis di kertas. Tidak ada nomor yang hilang tanpa tampak."
    ),
    columns=(
        Column("urut", "No. urut", 11, Shape.NUMBER),
        Column("tanggal", "Tanggal", 19, Shape.DATE),
        Column("surat", "Nomor surat", 38),
        Column("nomor", "Nomor permohonan", 23, Shape.CASE),
        Column("nama", "Nama", 32, Shape.NAME),
        Column("nik", "NIK", 25, Shape.NIK),
        Column("nagari", "Nagari/Kecamatan", 29),
        Column("jenis", "Jenis rekomendasi", 25),
        Column("penandatangan", "Penandatangan", 27),
        Column("tujuan", "Tujuan", 24),
        Column("diserahkan", "Diserahkan tanggal", 19, Shape.DATE),
        Column("penerima", "Penerima", 24),
        Column("ket", "Ket.", 30, Shape.REMARK),
    ),
    fetch=_fetch,
    lines=_lines,
    cursor=_cursor,
    tallies=_tallies,
    ending=_ending,
    noun="nomor",
    words=WORDS,
    empty="Belum ada surat bernomor pada {period}.",
    before_words="nomor",
    filters=("seri", "status"),
)
