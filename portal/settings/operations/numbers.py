"""Books of numbers: how they number, which numbers are set apart, which are slipped in."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import write
from portal.letters import numbers
from portal.letters.model import GivenBy, LetterNumber, NumberSeries
from portal.letters.numbers import BackwardDateError, Giving, NumberRefusedError
from portal.people.officer import Officer
from portal.settings.operations.change import Change, ChangedError, TakenError

WARN_BACKWARD = (
    "Tanggal server lebih awal daripada nomor terakhir di buku ini. Betulkan jam server dulu."
)


@dataclass(frozen=True)
class BookIn:
    """How a book numbers, as typed; `kinds` are of letters, none of them: all the others."""

    title: str
    pattern: str
    classification: str
    unit: str
    width: int
    kinds: tuple[str, ...]
    mode: GivenBy


def add_book(officer: Officer, book: BookIn, *, key: str) -> None:
    """Add a book of numbers to the office. Raises TakenError(field, sentence)."""
    change = Change(officer, key)
    with write() as session:
        if change.done_before(session):
            return
        others = _books(session, change.office_id)
        _refuse_overlap(book, others)
        series = NumberSeries(
            office_id=change.office_id, book=_slug(book.title, {item.book for item in others})
        )
        _fill(series, book)
        session.add(series)
        details = {"tindakan": "buku_baru", "menjadi": _told(book)}
        change.write_down(session, "nomor", f"Buku nomor {book.title} ditambahkan.", details)


def change_book(officer: Officer, series_id: int, book: BookIn, *, version: int, key: str) -> bool:
    """Change how a book numbers from now on; False when there is no such book.

    Numbers given stay as they are. Raises ChangedError, TakenError(field, sentence).
    """
    change = Change(officer, key)
    with write() as session:
        if change.done_before(session):
            return True
        books = _books(session, change.office_id)
        series = next((item for item in books if item.id == series_id), None)
        if series is None:
            return False
        if series.version != version:
            raise ChangedError
        _refuse_overlap(book, [item for item in books if item is not series])
        before = _told(_as_typed(series))
        _fill(series, book)
        details = {"tindakan": "ubah_buku", "semula": before, "menjadi": _told(book)}
        change.write_down(session, "nomor", f"Buku nomor {book.title} disimpan.", details)
    return True


def reserve_block(officer: Officer, series_id: int, *, count: int, reason: str, key: str) -> bool:
    """Set the next numbers of a book apart for paper; False when there is no such book.

    Raises NumberRefusedError.
    """
    change = Change(officer, key)
    with write() as session:
        if change.done_before(session):
            return True
        series = _book(session, change.office_id, series_id)
        if series is None:
            return False
        giving = Giving(change.by.name, change.at, change.today)
        try:
            block = numbers.reserve(session, series, giving, count, reason)
        except BackwardDateError:
            raise NumberRefusedError(WARN_BACKWARD) from None
        first, last = block[0].text, block[-1].text
        words = f"{first} sampai {last}" if count > 1 else first
        details = {"tindakan": "cadangkan", "dari": first, "sampai": last, "alasan": reason}
        change.write_down(session, "nomor", f"Dicadangkan: {words}.", details)
    return True


def insert_number(
    officer: Officer, series_id: int, *, year: int, serial: int, reason: str, key: str
) -> bool:
    """Slip a number in behind a serial, as 123A; False when there is no such book.

    The caller has asked whether this officer may. Raises NumberRefusedError.
    """
    change = Change(officer, key)
    with write() as session:
        if change.done_before(session):
            return True
        series = _book(session, change.office_id, series_id)
        if series is None:
            return False
        neighbour = session.scalar(
            select(LetterNumber).where(
                LetterNumber.series_id == series.id,
                LetterNumber.year == year,
                LetterNumber.serial == serial,
                LetterNumber.suffix == "",
            )
        )
        if neighbour is None:
            raise NumberRefusedError(f"Nomor urut {serial} tidak ada di buku tahun {year}.")
        giving = Giving(change.by.name, change.at, change.today)
        new = numbers.insert_after(session, neighbour, giving, reason)
        details = {
            "tindakan": "sisip",
            "sesudah": neighbour.text,
            "nomor": new.text,
            "alasan": reason,
        }
        change.write_down(session, "nomor", f"Nomor sisip {new.text} disiapkan.", details)
    return True


def void_reserved(officer: Officer, number_id: int, *, reason: str, key: str) -> int | None:
    """Void a reserved number, which stays in the book; gives its book, None without one.

    Raises NumberRefusedError when it was used or voided meanwhile.
    """
    change = Change(officer, key)
    with write() as session:
        if done := change.done_before(session):
            return int(done.target)
        number = session.scalar(
            select(LetterNumber)
            .join(LetterNumber.series)
            .where(LetterNumber.id == number_id, NumberSeries.office_id == change.office_id)
            .with_for_update(of=LetterNumber)
        )
        if number is None:
            return None
        if number.state != "cadangan":
            raise NumberRefusedError("Nomor ini sudah dipakai atau dibatalkan.")
        numbers.void_number(number, reason)
        details = {"tindakan": "batalkan", "nomor": number.text, "alasan": reason}
        message = f"Nomor {number.text} dibatalkan dan tetap tercatat di buku."
        series_id = number.series_id
        change.write_down(session, "nomor", message, details, target=str(series_id))
    return series_id


def _books(session: Session, office_id: int) -> list[NumberSeries]:
    query = select(NumberSeries).where(NumberSeries.office_id == office_id)
    return list(session.scalars(query.order_by(NumberSeries.id).with_for_update()))


def _book(session: Session, office_id: int, series_id: int) -> NumberSeries | None:
    return session.scalar(
        select(NumberSeries).where(
            NumberSeries.id == series_id, NumberSeries.office_id == office_id
        )
    )


def _refuse_overlap(book: BookIn, others: list[NumberSeries]) -> None:
    """Each kind of letter has exactly one book, and no two books have one title."""
    for other in others:
        if other.title.casefold() == book.title.casefold():
            raise TakenError("title", f"Buku {other.title} sudah ada.")
        if set(other.kinds) & set(book.kinds):
            raise TakenError("kinds", f"Macam surat ini sudah dinomori buku {other.title}.")
        if not other.kinds and not book.kinds:
            raise TakenError("kinds", f"Buku {other.title} sudah untuk semua macam surat lain.")
    if book.kinds and all(other.kinds for other in others):
        raise TakenError(
            "kinds", "Harus ada satu buku untuk semua macam surat lain: kosongkan pilihan ini."
        )


def _fill(series: NumberSeries, book: BookIn) -> None:
    series.title, series.pattern = book.title, book.pattern
    series.classification, series.unit = book.classification, book.unit
    series.width, series.kinds, series.mode = book.width, list(book.kinds), book.mode.value


def _as_typed(series: NumberSeries) -> BookIn:
    return BookIn(
        series.title, series.pattern, series.classification, series.unit, series.width,
        tuple(series.kinds), GivenBy(series.mode),
    )  # fmt: skip


def _told(book: BookIn) -> dict[str, Any]:
    words = ("judul", "pola", "kode", "unit", "lebar", "macam", "pemberi")
    return dict(zip(words, asdict(book).values(), strict=True))


def _slug(title: str, taken: set[str]) -> str:
    """The inner name of a new book: surat_pengantar, surat_pengantar_2."""
    bare = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:32] or "buku"
    names = (bare if n == 1 else f"{bare}_{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
