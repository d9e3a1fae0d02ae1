"""Gives out letter numbers: one statement on a counter row, in the transaction of the letter.

Never a sequence and never max()+1: those leave gaps or duplicates (security M2-M6). Every
number ever given has a row of its own, which is voided but never removed (N32, edge case 40).
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.db import insert_into
from portal.letters.model import GivenBy, LetterNumber, NumberCounter, NumberSeries
from portal.letters.model import NumberState as State
from portal.letters.numbering import letter_number

MOST_RESERVED = 200
SUFFIXES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class BackwardDateError(Exception):
    """The server's date lies before the last number's: numbering refuses (D5)."""


class NoSeriesError(Exception):
    """The office has no number series; its admin must set one."""


class NumberRefusedError(Exception):
    """The number cannot be given; the message says why, for the officer."""


@dataclass(frozen=True)
class Giving:
    """Who gives a number, at what moment, and which day the letter bears."""

    by_name: str
    at: datetime
    on: date


@dataclass(frozen=True)
class Line:
    """A number as it stands in the book; one of an old paper book may be void there already."""

    serial: int
    text: str
    on: date
    void: bool = False
    suffix: str = ""


def series_for(session: Session, office_id: int, kind: str) -> NumberSeries:
    """The book in which a kind of letter is numbered. Raises NoSeriesError."""
    books = list(
        session.scalars(
            select(NumberSeries)
            .where(NumberSeries.office_id == office_id)
            .order_by(NumberSeries.id)
        )
    )
    named = next((book for book in books if kind in book.kinds), None)
    found = named or next((book for book in books if not book.kinds), None)
    if found is None:
        raise NoSeriesError
    return found


def next_number(
    session: Session,
    series: NumberSeries,
    giving: Giving,
    *,
    letter_id: int | None = None,
    typed: str = "",
) -> LetterNumber:
    """The next number of a book for a letter; call it inside write().

    A book of the Secretariat takes the number as typed; both keep our own running serial.
    Raises BackwardDateError, NumberRefusedError.
    """
    by_hand = series.mode == GivenBy.SEKRETARIAT
    if by_hand != bool(typed):
        raise NumberRefusedError(
            "Tulis nomor dari buku Sekretariat." if by_hand else "Nomor diberikan oleh portal."
        )
    if typed and is_taken(session, series, giving.on.year, typed):
        raise NumberRefusedError(f"Nomor {typed} sudah dipakai tahun ini di buku ini.")
    line = _fresh(session, series, giving, typed)
    return _write_down(session, series, line, giving, State.DIPAKAI, letter_id=letter_id)


def reserve(
    session: Session, series: NumberSeries, giving: Giving, count: int, reason: str
) -> list[LetterNumber]:
    """Set a block of the next numbers apart, to be used on paper; inside write().

    Raises BackwardDateError, NumberRefusedError.
    """
    if series.mode == GivenBy.SEKRETARIAT:
        raise NumberRefusedError("Nomor buku ini diberikan Sekretariat, tidak dapat dicadangkan.")
    if not 1 <= count <= MOST_RESERVED:
        raise NumberRefusedError(f"Cadangkan 1 sampai {MOST_RESERVED} nomor.")
    lines = [_fresh(session, series, giving) for _ in range(count)]
    return [
        _write_down(session, series, line, giving, State.CADANGAN, reason=reason) for line in lines
    ]


def insert_after(
    session: Session, neighbour: LetterNumber, giving: Giving, reason: str
) -> LetterNumber:
    """A nomor sisip behind a number, as 123A: reserved, bearing its neighbour's day.

    Only the Sekretaris or the admin orders one, and it says why (edge case 30); the caller
    has asked who. Raises NumberRefusedError.
    """
    series = neighbour.series
    if series.mode == GivenBy.SEKRETARIAT:
        raise NumberRefusedError("Nomor buku ini diberikan Sekretariat.")
    _hold(session, series, neighbour.year)
    used = set(
        session.scalars(
            select(LetterNumber.suffix).where(
                LetterNumber.series_id == series.id,
                LetterNumber.year == neighbour.year,
                LetterNumber.serial == neighbour.serial,
            )
        )
    )
    suffix = next((letter for letter in SUFFIXES if letter not in used), "")
    if not suffix:
        raise NumberRefusedError("Nomor sisip A sampai Z di belakang nomor ini sudah habis.")
    text = text_of(series, neighbour.serial, neighbour.on, suffix)
    line = Line(neighbour.serial, text, neighbour.on, suffix=suffix)
    return _write_down(session, series, line, giving, State.CADANGAN, reason=reason)


def use_inserted(number: LetterNumber, letter_id: int) -> None:
    """Put a letter on a reserved nomor sisip. Raises NumberRefusedError when it is not free."""
    if number.state != State.CADANGAN or not number.suffix:
        raise NumberRefusedError("Nomor sisip itu sudah dipakai atau dibatalkan.")
    number.state, number.letter_id = State.DIPAKAI.value, letter_id


def use_on_paper(number: LetterNumber, on: date, today: date) -> None:
    """A reserved number was used on a letter written by hand. Raises NumberRefusedError."""
    if number.state != State.CADANGAN:
        raise NumberRefusedError("Nomor itu bukan nomor cadangan, atau sudah dipakai.")
    if not number.on <= on <= today or on.year != number.year:
        raise NumberRefusedError(
            "Tanggal surat harus sejak nomor dicadangkan, sampai hari ini, dalam tahun yang sama."
        )
    number.state, number.on = State.KERTAS.value, on


def void_number(number: LetterNumber, reason: str) -> None:
    """Void a number: it stays in the book as BATAL. Raises NumberRefusedError when it is."""
    if number.state == State.BATAL:
        raise NumberRefusedError("Nomor itu sudah batal.")
    # Why it was ordered stays beside why it was voided.
    told = f"{number.reason}; batal: {reason}" if number.reason else reason
    number.state, number.reason = State.BATAL.value, told[:300]


def adopt(
    session: Session, series: NumberSeries, year: int, old: list[Line], giving: Giving
) -> list[LetterNumber]:
    """Take over the numbers of an old paper book, in a year the portal has not numbered.

    The counter goes on behind the highest one; places left open may be filled later, also
    after the portal has begun to number. Raises NumberRefusedError when a line lies beyond
    what the portal has given, or a serial comes twice.
    """
    _hold(session, series, year, first=min(item.on for item in old))
    mine = [State.DIPAKAI.value, State.CADANGAN.value]
    of_year = (LetterNumber.series_id == series.id, LetterNumber.year == year)
    begun = session.scalar(
        select(LetterNumber.id).where(*of_year, LetterNumber.state.in_(mine)).limit(1)
    )
    key = (NumberCounter.series_id == series.id, NumberCounter.year == year)
    last, last_day = session.execute(
        select(NumberCounter.n, NumberCounter.last_day).where(*key)
    ).one()
    if begun and any(item.serial > last for item in old):
        raise NumberRefusedError("Buku tahun itu sudah bernomor di portal; pakai nomor cadangan.")
    known = session.execute(select(LetterNumber.serial, LetterNumber.suffix).where(*of_year))
    places = [*(tuple(row) for row in known), *((item.serial, item.suffix) for item in old)]
    if len(set(places)) < len(places):
        raise NumberRefusedError("Ada nomor urut yang sama dua kali.")
    session.execute(
        update(NumberCounter)
        .where(*key)
        .values(
            n=max(last, *(item.serial for item in old)),
            last_day=max(last_day, *(item.on for item in old)),
        )
        .execution_options(synchronize_session=False)
    )
    given = [
        _line_of(
            series,
            item,
            giving,
            State.BATAL if item.void else State.KERTAS,
            reason="batal menurut buku lama" if item.void else "",
        )
        for item in old
    ]
    session.add_all(given)
    session.flush()  # once: thousands of lines hold up everybody else's writing
    return given


def is_taken(session: Session, series: NumberSeries, year: int, text: str) -> bool:
    """Whether a full number stands in the book of that year already."""
    query = select(LetterNumber.id).where(
        LetterNumber.series_id == series.id,
        LetterNumber.year == year,
        func.lower(LetterNumber.text) == text.lower(),
    )
    return session.scalar(query) is not None


def _stands(session: Session, series: NumberSeries, year: int, text: str) -> bool:
    """The same, letter for letter and by the index: asked at every number."""
    query = select(LetterNumber.id).where(
        LetterNumber.series_id == series.id, LetterNumber.year == year, LetterNumber.text == text
    )
    return session.scalar(query) is not None


def text_of(series: NumberSeries, serial: int, on: date, suffix: str = "") -> str:
    """The full number by the pattern of the book: 460/123/DINSOS/XI/2026."""
    return letter_number(
        series.pattern,
        code=series.classification,
        serial=serial,
        unit=series.unit,
        on=on,
        width=series.width,
        inserted=suffix,
    )


def _fresh(session: Session, series: NumberSeries, giving: Giving, typed: str = "") -> Line:
    """The next line of the book; a serial whose number an old line already bears becomes BATAL."""
    while True:
        (serial,) = _advance(session, series, giving.on, 1)
        text = typed or text_of(series, serial, giving.on)
        if typed or not _stands(session, series, giving.on.year, text):
            return Line(serial, text, giving.on)
        double = Line(serial, f"{text} (ganda)", giving.on)
        reason = "nomor ini sudah tertulis pada baris lain"
        _write_down(session, series, double, giving, State.BATAL, reason=reason)


def _advance(session: Session, series: NumberSeries, on: date, count: int) -> range:
    """Move the counter of the day's year on; gives the serials that are now ours."""
    _hold(session, series, on.year, first=on)
    key = (NumberCounter.series_id == series.id, NumberCounter.year == on.year)
    last_day = session.scalar(select(NumberCounter.last_day).where(*key))
    if last_day is None or on < last_day:
        raise BackwardDateError
    last = session.execute(
        update(NumberCounter)
        .where(*key)
        .values(n=NumberCounter.n + count, last_day=on)
        .returning(NumberCounter.n)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return range(int(last) - count + 1, int(last) + 1)


def _hold(session: Session, series: NumberSeries, year: int, first: date | None = None) -> int:
    """Keep others off the book of a year till this transaction ends; gives its last serial."""
    key = (NumberCounter.series_id == series.id, NumberCounter.year == year)
    if first is not None:
        insert = insert_into(session, NumberCounter)
        session.execute(
            insert.values(series_id=series.id, year=year, n=0, last_day=first)
            .on_conflict_do_nothing()
        )  # fmt: skip
    return session.scalar(select(NumberCounter.n).where(*key).with_for_update()) or 0


def _write_down(
    session: Session,
    series: NumberSeries,
    line: Line,
    giving: Giving,
    state: State,
    *,
    reason: str = "",
    letter_id: int | None = None,
) -> LetterNumber:
    number = _line_of(series, line, giving, state, reason=reason, letter_id=letter_id)
    session.add(number)
    session.flush()
    return number


def _line_of(
    series: NumberSeries,
    line: Line,
    giving: Giving,
    state: State,
    *,
    reason: str = "",
    letter_id: int | None = None,
) -> LetterNumber:
    return LetterNumber(
        series_id=series.id,
        year=line.on.year,
        serial=line.serial,
        suffix=line.suffix,
        text=line.text,
        on=line.on,
        state=state.value,
        letter_id=letter_id,
        reason=reason,
        by_name=giving.by_name,
        at=giving.at,
    )
