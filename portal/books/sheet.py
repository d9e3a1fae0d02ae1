"""A book as CSV or XLSX, written to a temporary file line by line, so that memory stays flat.

Whatever a citizen is called stays text. XLSX cells are typed; in CSV, where everything is text
to be guessed at, a cell that a spreadsheet would run or round begins with an apostrophe.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter

from portal import dates
from portal.books.book import Book, Column, Line, Scope, Shape
from portal.books.reading import every_line, tallied
from portal.books.wordings import words_of
from portal.cells import safe_for_csv

# Excel in Indonesian writes 1,5 and therefore parts columns with a semicolon.
SEPARATOR = ";"
CHUNK = 64 * 1024
NEVER = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed stamp, so that equal books are equal files
XLSX_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd-mm-yyyy",
}


@dataclass(frozen=True)
class Export:
    """A finished file, open at its beginning and already gone from the folder, and its total."""

    file: IO[bytes]
    lines: int
    size: int

    def chunks(self) -> Iterator[bytes]:
        """The bytes, piece by piece; the file is closed at the end."""
        with self.file:
            while piece := self.file.read(CHUNK):
                yield piece


def export(book: Book, scope: Scope, kind: str, *, full: bool) -> Export:
    """The whole book as 'csv' or 'xlsx'; `full` shows whole NIKs."""
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - handed out open, closed by who reads it
    try:
        counted: Counter[str] = Counter()
        write = _write_xlsx if kind == "xlsx" else _write_csv
        lines = write(file, book, scope, _tallying(book, scope, counted), full, counted)
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return Export(file, lines, size)


def heading(book: Book, scope: Scope) -> list[str]:
    """What stands above the columns."""
    return [scope.officer.office.full_name, book.title, f"Keadaan {scope.period.words}"]


def total_of(book: Book, scope: Scope, counted: Counter[str]) -> str:
    """The total of the lines that went by; a book whose lines are sums gives its own."""
    return book.total(counted or book.tallies(scope))


def _tallying(book: Book, scope: Scope, counted: Counter[str]) -> Iterator[Line]:
    for line in every_line(book, scope, each=True):
        tallied(counted, line)
        yield line


def _write_csv(
    file: IO[bytes], book: Book, scope: Scope, lines: Iterable[Line], full: bool,
    counted: Counter[str],
) -> int:  # fmt: skip
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    out = csv.writer(text, delimiter=SEPARATOR, lineterminator="\r\n")
    out.writerow([safe_for_csv(column.label) for column in book.columns])
    number = 0
    for number, line in enumerate(lines, start=1):  # noqa: B007 - counted for the caller
        cells = (words_of(column, line, zone=scope.zone, full=full) for column in book.columns)
        out.writerow([safe_for_csv(cell) for cell in cells])
    out.writerow([safe_for_csv(total_of(book, scope, counted))])
    text.flush()
    text.detach()
    return number


def _write_xlsx(
    file: IO[bytes], book: Book, scope: Scope, lines: Iterable[Line], full: bool,
    counted: Counter[str],
) -> int:  # fmt: skip
    workbook = xlsxwriter.Workbook(file, XLSX_OPTIONS)
    workbook.set_properties({"title": book.title, "created": NEVER})
    sheet = workbook.add_worksheet(book.title[:31])
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    formats = {
        Shape.DATE: workbook.add_format({"num_format": "dd-mm-yyyy"}),
        Shape.MOMENT: workbook.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
    }
    for place, column in enumerate(book.columns):
        sheet.set_column(place, place, max(8, round(column.mm * 0.6)))
    head = heading(book, scope)
    for row, words in enumerate(head):
        sheet.write_string(row, 0, words, bold)
    top = len(head) + 1
    for place, column in enumerate(book.columns):
        sheet.write_string(top, place, column.label, bold)
    sheet.freeze_panes(top + 1, 0)
    number = 0
    for number, line in enumerate(lines, start=1):
        for place, column in enumerate(book.columns):
            _write_cell(sheet, (top + number, place), column, line, scope.zone, full, formats)
    sheet.write_string(top + number + 2, 0, total_of(book, scope, counted), bold)
    workbook.close()
    return number


def _write_cell(
    sheet: Any, at: tuple[int, int], column: Column, line: Line, zone: str, full: bool,
    formats: dict[Shape, Any],
) -> None:  # fmt: skip
    value = line.values.get(column.key)
    match value:
        case datetime():
            wall = dates.local(value, zone).replace(tzinfo=None, microsecond=0)
            sheet.write_datetime(*at, wall, formats[Shape.MOMENT])
        case date():
            sheet.write_datetime(*at, value, formats[Shape.DATE])
        case int():
            sheet.write_number(*at, value)
        case _:
            sheet.write_string(*at, words_of(column, line, zone=zone, full=full))
