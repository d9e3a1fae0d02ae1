"""File Arsip Rekap: a month by nagari and service, with its letters and their place (N33)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case, func, select

from portal.books.book import Book, Column, Line, Scope, Shape, Stretch, Timing
from portal.books.queries import Query, in_period
from portal.cases.model import Case, Stint
from portal.cases.passage import WITH_APPLICANT
from portal.cases.queries import cases_of
from portal.db import db
from portal.letters.model import LetterCase, LetterNumber, NumberSeries, NumberState
from portal.offices.model import Village
from portal.sop.vocabulary import Move, Outcome

REFUSED = (Outcome.DITOLAK.value, Outcome.DITOLAK_BPJS.value)
ON_PAPER, VOID, RESERVED = "kertas", "batal", "cadangan"
FIGURES = {
    "masuk": "masuk",
    "selesai": "selesai",
    "kembali": "dikembalikan",
    "tolak": "ditolak",
    "lain": "selesai dengan cara lain",
    "surat": "surat",
}
Group = tuple[str, str]  # village code, sop id


@dataclass
class Figures:
    """What happened with one service in one nagari."""

    counts: Counter[str] = field(default_factory=Counter)
    minutes: float = 0.0
    letters: list[str] = field(default_factory=list)  # full numbers, in order
    places: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Recap:
    """One line: a nagari and a service, or the numbers that belong to no file."""

    village: Village | None
    sop_id: str
    figures: Figures
    words: str = ""


def _by_group(query: Query) -> Query:
    return query.group_by(Case.village_code, Case.sop_id)


def _fetch(scope: Scope, _stretch: Stretch) -> list[Recap]:
    found: dict[Group, Figures] = defaultdict(Figures)
    _received(scope, found)
    _ended(scope, found)
    _returned(scope, found)
    _numbered(scope, found)
    query = select(Village).where(Village.code.in_({code for code, _ in found}))
    villages = {item.code: item for item in db.session.scalars(query)}
    recaps = [Recap(villages[code], sop_id, figures) for (code, sop_id), figures in found.items()]
    recaps.sort(key=_order)
    return [*recaps, *_without_file(scope)]


def _order(recap: Recap) -> tuple[str, str, str]:
    village = recap.village
    return (village.district, village.name, recap.sop_id) if village else ("", "", "")


def _groups(scope: Scope, *more: Any) -> Query:
    query = cases_of(scope.officer).with_only_columns(Case.village_code, Case.sop_id, *more)
    if service := scope.asked("layanan"):
        query = query.where(Case.sop_id == service)
    if village := scope.asked("nagari"):
        query = query.where(Case.village_code == village)
    return query


def _received(scope: Scope, found: dict[Group, Figures]) -> None:
    query = in_period(_groups(scope, func.count()), Case.received_at, scope)
    for village, sop_id, count in db.session.execute(_by_group(query)):
        found[village, sop_id].counts["masuk"] = count


def _ended(scope: Scope, found: dict[Group, Figures]) -> None:
    """How files ended in the period; the office's own working minutes of the finished ones."""
    worked = (
        select(func.sum(func.coalesce(Stint.waited, 0.0) + func.coalesce(Stint.worked, 0.0)))
        .where(Stint.case_id == Case.id, Stint.desk != WITH_APPLICANT)
        .correlate(Case)
        .scalar_subquery()
    )
    kind = case(
        (Case.outcome == Outcome.SELESAI.value, "selesai"),
        (Case.outcome.in_(REFUSED), "tolak"),
        else_="lain",
    )
    each = in_period(
        _groups(scope, kind.label("kind"), worked.label("minutes")), Case.ended_at, scope
    ).subquery()
    columns = (each.c.village_code, each.c.sop_id, each.c.kind)
    query = select(*columns, func.count(), func.sum(each.c.minutes)).group_by(*columns)
    for village, sop_id, ending, count, minutes in db.session.execute(query):
        figures = found[village, sop_id]
        figures.counts[ending] = count
        if ending == "selesai":
            figures.minutes = minutes or 0.0


def _returned(scope: Scope, found: dict[Group, Figures]) -> None:
    query = _groups(scope, func.count(Stint.id)).join(Stint, Stint.case_id == Case.id)
    query = in_period(query.where(Stint.move == Move.KEMBALIKAN.value), Stint.done_at, scope)
    for village, sop_id, count in db.session.execute(_by_group(query)):
        found[village, sop_id].counts["kembali"] = count


def _numbered(scope: Scope, found: dict[Group, Figures]) -> None:
    """Each number in use, under its letter's first file, so that none is counted twice."""
    first = (
        select(func.min(LetterCase.id))
        .where(LetterCase.letter_id == LetterNumber.letter_id)
        .correlate(LetterNumber)
        .scalar_subquery()
    )
    query = (
        _groups(scope, LetterNumber.text, Case.archive_place)
        .join(LetterCase, LetterCase.case_id == Case.id)
        .join(LetterNumber, LetterNumber.letter_id == LetterCase.letter_id)
        .where(
            LetterCase.id == first,
            LetterNumber.state == NumberState.DIPAKAI.value,
            LetterNumber.on >= scope.period.first,
            LetterNumber.on <= scope.period.last,
        )
        .order_by(LetterNumber.series_id, LetterNumber.serial, LetterNumber.suffix)
    )
    for village, sop_id, text, place in db.session.execute(query):
        figures = found[village, sop_id]
        figures.counts["surat"] += 1
        figures.letters.append(text)
        if place:
            figures.places.add(place)


def _without_file(scope: Scope) -> list[Recap]:
    """Numbers used on paper, void and reserved: they stand in the book, but under no nagari."""
    if scope.asked("layanan") or scope.asked("nagari"):
        return []
    query = (
        select(LetterNumber.state, LetterNumber.text)
        .join(NumberSeries, NumberSeries.id == LetterNumber.series_id)
        .where(
            NumberSeries.office_id == scope.officer.office.id,
            LetterNumber.state != NumberState.DIPAKAI.value,
            LetterNumber.on >= scope.period.first,
            LetterNumber.on <= scope.period.last,
        )
        .order_by(LetterNumber.series_id, LetterNumber.serial, LetterNumber.suffix)
    )
    texts: dict[str, list[str]] = defaultdict(list)
    for state, text in db.session.execute(query):
        texts[state].append(text)
    words = {
        NumberState.KERTAS.value: "Surat yang ditulis di kertas",
        NumberState.BATAL.value: "Nomor batal",
        NumberState.CADANGAN.value: "Nomor cadangan",
    }
    return [
        Recap(None, state, Figures(Counter({state: len(texts[state])}), letters=texts[state]), word)
        for state, word in words.items()
        if texts[state]
    ]


def _lines(scope: Scope, records: Sequence[Recap], _each: bool) -> list[Line]:
    names = {sop.id: sop.short_name for sop in scope.catalogue}
    return [_line(record, names.get(record.sop_id, record.sop_id)) for record in records]


def _line(record: Recap, service: str) -> Line:
    figures, counts = record.figures, record.figures.counts
    done = counts["selesai"]
    village = record.village
    return Line(
        values={
            "nagari": f"{village.title}, Kec. {village.district}" if village else record.words,
            "layanan": service if village else "",
            **{key: counts[key] for key in FIGURES if key != "surat"},
            "rata": _hours(figures.minutes / done) if done else None,
            "surat": len(figures.letters),
            "nomor": _from_to(figures.letters),
            "tempat": ", ".join(sorted(figures.places)),
        },
    )


def _hours(minutes: float) -> str:
    """Working minutes as '12 jam 5 menit'."""
    hours, rest = divmod(round(minutes), 60)
    return f"{hours} jam {rest} menit" if hours else f"{rest} menit"


def _from_to(numbers: list[str]) -> str:
    if len(numbers) < 2:
        return "".join(numbers)
    return f"{numbers[0]} s.d. {numbers[-1]}"


def figures_of(scope: Scope) -> Counter[str]:
    """The sums of the recap's columns; they equal the lines of the books of that month."""
    total: Counter[str] = Counter()
    for record in _fetch(scope, Stretch()):
        total += record.figures.counts
    return total


def _cursor(_record: Any) -> str:
    return ""


RECAP = Book(
    key="rekap",
    title="File Arsip Rekap Rekomendasi",
    summary=(
        "Rekap satu bulan per nagari dan layanan: masuk, selesai, dikembalikan, ditolak, rata-rata "
        "waktu, nomor surat, dan tempat arsipnya."
    ),
    columns=(
        Column("nagari", "Nagari/Kelurahan", 48),
        Column("layanan", "Layanan", 40),
        Column("masuk", "Masuk", 14, Shape.NUMBER),
        Column("selesai", "Selesai", 14, Shape.NUMBER),
        Column("kembali", "Dikembalikan", 20, Shape.NUMBER),
        Column("tolak", "Ditolak", 14, Shape.NUMBER),
        Column("lain", "Selesai cara lain", 18, Shape.NUMBER),
        Column("rata", "Rata-rata waktu kerja kantor", 26),
        Column("surat", "Surat", 12, Shape.NUMBER),
        Column("nomor", "Nomor surat (dari s.d.)", 56),
        Column("tempat", "Boks/map arsip", 34),
    ),
    fetch=_fetch,
    lines=_lines,
    cursor=_cursor,
    tallies=figures_of,
    noun="",
    words={**FIGURES, ON_PAPER: "surat di kertas", VOID: "nomor batal", RESERVED: "nomor cadangan"},
    empty="Tidak ada permohonan dan surat pada {period}.",
    timing=Timing.MONTH,
    newest_first=False,
    filters=("layanan", "nagari"),
)
