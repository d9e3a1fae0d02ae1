"""A book as landscape pages in the office's form: heading, columns, total, signer lines.

Tables are cut into chunks, because the press's work grows with the square of a table's rows.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from portal import dates
from portal.books.book import Book, Column, Drawn, Line, Scope, Shape
from portal.books.reading import every_line, tallied
from portal.books.sheet import total_of
from portal.books.signature import png_source
from portal.books.wordings import words_of
from portal.letters.glyphs import undrawable
from portal.letters.press import nip, press
from portal.people.model import KIND_PREFIX, Kind
from portal.people.queries import holder_of
from portal.sop.vocabulary import Role

CHUNK = 35
MOST_LINES = 600  # of one PDF: above that the press takes longer than a person waits
SHEETS = {"f4": (330, 215), "a4": (297, 210)}
SIDE_MM = 12
STRUCK = "surat"  # the column that a void number is struck through in
UNPRINTED = "?"  # a character that the font lacks; the XLSX has it
FAMILIES = {"sans": "Surat Sans", "serif": "Surat Serif"}


class TooLongError(Exception):
    """More lines than one PDF may hold; the argument is how many are allowed."""


@dataclass(frozen=True)
class Printed:
    """What is to be printed: the lines, and the total below them."""

    lines: tuple[Line, ...]
    total: str


@dataclass(frozen=True)
class Cell:
    """One printed cell."""

    words: str
    picture: str = ""  # a signature


def printable(book: Book, scope: Scope) -> Printed:
    """Every line of the period. Raises TooLongError beyond MOST_LINES."""
    counted: Counter[str] = Counter()
    lines: list[Line] = []
    for line in every_line(book, scope, each=True, batch=MOST_LINES + 1):
        if len(lines) == MOST_LINES:
            raise TooLongError(MOST_LINES)
        tallied(counted, line)
        lines.append(line)
    return Printed(tuple(lines), total_of(book, scope, counted))


def book_pdf(
    book: Book, scope: Scope, printed: Printed, jinja_env: Environment, *, full: bool, edition: int
) -> bytes:
    """The PDF; edition 0 is a preview that is not kept."""
    rows = [
        (line.mark.value, [_cell(column, line, scope.zone, full) for column in book.columns])
        for line in printed.lines
    ]
    return press(
        jinja_env.get_template("books/paper.html").render(
            **sheet_of(scope),
            title=book.title,
            period=scope.period.words,
            narrowed=_narrowed(scope),
            columns=_columns(book),
            chunks=[rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK)] or [[]],
            empty=drawable(book.empty.format(period=scope.period.phrase)),
            total=printed.total,
            edition=edition,
        )
    )


def sheet_of(scope: Scope) -> dict[str, Any]:
    """The sheet and its signers: what every page of a book says of the office."""
    office, today = scope.officer.office, scope.clock.day(scope.now)
    width, height = SHEETS.get(office.paper, SHEETS["a4"])
    person = scope.officer.person
    return {
        "width": width,
        "height": height,
        "side": SIDE_MM,
        "font": FAMILIES.get(office.font, FAMILIES["sans"]),
        "face": office.font if office.font in FAMILIES else "sans",
        "office": drawable(office.full_name),
        "demo": office.demo,
        "place_date": f"{office.city}, {dates.long_date(today)}",
        "head": _head(scope),
        "clerk": {"name": drawable(person.name), "nip": nip(person.nip)},
    }


def drawable(text: str) -> str:
    """The words with a question mark for what the font cannot draw: no book waits for a name."""
    composed = unicodedata.normalize("NFC", text)
    lost = set(undrawable(composed))
    return "".join(UNPRINTED if char in lost else char for char in composed) if lost else composed


def _head(scope: Scope) -> dict[str, str]:
    """Who countersigns: the head of the office as the post is held today."""
    office = scope.officer.office
    held = holder_of(office.id, Role.KADIS, scope.clock.day(scope.now))
    if held is None:
        return {"post": office.head_title, "name": "", "rank": "", "nip": ""}
    prefix = KIND_PREFIX[Kind(held.kind)] if held.kind in (Kind.PLT, Kind.PLH) else ""
    return {
        "post": drawable(prefix + office.head_title),
        "name": drawable(held.person.name),
        "rank": held.person.rank,
        "nip": nip(held.person.nip),
    }


def _columns(book: Book) -> list[dict[str, Any]]:
    whole = sum(column.mm for column in book.columns)
    return [
        {
            "label": column.label,
            "struck": column.key == STRUCK,
            "width": round(100 * column.mm / whole, 2),
            "right": column.shape in (Shape.NUMBER, Shape.ORDINAL),
        }
        for column in book.columns
    ]


def _cell(column: Column, line: Line, zone: str, full: bool) -> Cell:
    value = line.values.get(column.key)
    if isinstance(value, Drawn):
        return Cell("", png_source(value))
    return Cell(drawable(words_of(column, line, zone=zone, full=full)))


def _narrowed(scope: Scope) -> str:
    """How the book was narrowed, so that a part is never taken for the whole."""
    return drawable(", ".join(f"{key} {words}" for key, words in chosen_words(scope)))


def chosen_words(scope: Scope) -> Sequence[tuple[str, str]]:
    """The filters that were used, in order."""
    return sorted((key, value) for key, value in scope.chosen.items() if value)
