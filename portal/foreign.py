"""Reads a table out of a foreign XLSX or CSV, inside the sandbox (D13)."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from portal.sandbox import CrowdedError, TooHeavyError, UnreadableError, run_limited

MOST_ROWS = 20_000
MOST_COLUMNS = 100
FEWEST_COLUMNS = 4  # a book has no fewer
MOST_CELL = 2_000  # letters; a longer one is cut and then refused by its column
MOST_UNPACKED = 64 * 1024 * 1024
MOST_PARTS = 300
STRAY_QUOTE = (
    'Tanda petik (") di baris {line} salah tempat: isinya tidak dapat dipisahkan dari baris '
    "sesudahnya. Hapus tanda petik itu, lalu unggah atau tempel lagi."
)
DELIMITERS = "\t;,"
FIRST_LINES = 15  # that tell by what the cells are parted; the very first may be a title
# A letter of UTF-8 in a text that as a whole is not: read as CP1252 it would be two wrong ones.
TWO_CODES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")

READ_SECONDS, READ_MEGABYTES = 8, 512
TOO_HEAVY = "Berkas ini terlalu berat untuk dibaca. Pindahkan tabelnya ke berkas baru, lalu unggah."
UNREADABLE = "Berkas ini rusak atau bukan XLSX atau CSV. Simpan ulang sebagai XLSX, lalu unggah."

Row = list[Any]  # [line in the file, the cells]


def table_of(body: bytes) -> dict[str, Any]:
    """What read_table finds, in a child that can be ended.

    Raises UnreadableError, always with a sentence for the sender.
    """
    try:
        found: dict[str, Any] = run_limited(
            "portal.foreign:read_table", body, seconds=READ_SECONDS, megabytes=READ_MEGABYTES
        )
    except UnreadableError as refusal:
        raise UnreadableError(str(refusal) or UNREADABLE) from None
    except CrowdedError as refusal:
        raise UnreadableError(str(refusal)) from None
    except TooHeavyError:
        raise UnreadableError(TOO_HEAVY) from None
    return found


def read_table(body: bytes) -> dict[str, Any]:
    """The filled rows with their line numbers, and notes on what was left unread; for the child.

    Raises UnreadableError with a sentence for the officer.
    """
    if body.startswith(b"PK"):
        return _workbook(body)
    if body.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8")):
        raise UnreadableError("Berkas ini bukan XLSX atau CSV. Simpan ulang sebagai XLSX.")
    return {"rows": _counted(_csv_rows(_text(body))), "notes": []}


def _workbook(body: bytes) -> dict[str, Any]:
    _refuse_bomb(body)
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(body))
    except PasswordError:
        raise UnreadableError("Berkas ini dikunci kata sandi. Buka kuncinya dulu.") from None
    visible = [
        sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible
    ]
    filled = [name for name in visible if book.get_sheet_by_name(name).height]
    if not filled:
        raise UnreadableError("Berkas ini tidak berisi tabel.")
    rows = _counted(_sheet_rows(book.get_sheet_by_name(filled[0])))
    unread = [name for name in book.sheet_names if name != filled[0]]
    notes = [f"Lembar {name} tidak dibaca." for name in unread[:20]]
    return {"rows": rows, "notes": [f"Dibaca dari lembar {filled[0]}.", *notes] if notes else []}


def _refuse_bomb(body: bytes) -> None:
    """A small packet that unpacks into something huge is refused before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packet:
            parts = packet.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError):
        raise UnreadableError(
            "Berkas ini rusak atau bukan XLSX. Simpan ulang, lalu unggah."
        ) from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnreadableError("Isi berkas ini terlalu besar. Pindahkan tabelnya ke berkas baru.")
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise UnreadableError("Berkas ini bukan XLSX. Simpan ulang sebagai XLSX.")


def _sheet_rows(sheet: CalamineSheet) -> Iterator[Row]:
    if sheet.width > MOST_COLUMNS:
        raise UnreadableError(
            f"Tabel ini lebih dari {MOST_COLUMNS} kolom. Hapus isi yang terpencil."
        )
    for line, cells in enumerate(sheet.iter_rows(), 1):  # the empty rows above count too
        yield [line, [_cell(value) for value in cells]]


def _cell(value: Any) -> str | int | float:
    """A cell as text, but numbers stay numbers: a NIK typed as one has lost a digit."""
    match value:
        case bool():
            return "ya" if value else "tidak"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case int() | float():
            return int(value) if float(value).is_integer() else float(value)
    return _clean(str(value))


def _text(body: bytes) -> str:
    """The letters of a CSV in whichever of the usual codes it was saved."""
    for code in ("utf-16",) if body[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = body.decode(code)
        except UnicodeDecodeError:
            continue
        if code == "cp1252" and TWO_CODES.search(body):
            raise UnreadableError(
                "Huruf di berkas ini tersimpan dengan dua cara, jadi sebagian nama akan rusak. "
                "Simpan ulang sebagai XLSX."
            )
        if "\0" not in text:
            return text
    raise UnreadableError("Berkas ini bukan XLSX atau CSV. Simpan ulang sebagai XLSX.")


def _csv_rows(text: str) -> Iterator[Row]:
    first = "\n".join(islice((line for line in text.splitlines() if line.strip()), FIRST_LINES))
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(100_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line, widths = 1, Counter[int]()
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise UnreadableError(f"Baris {line} lebih dari {MOST_COLUMNS} kolom.")
            if reader.line_num > line:
                _refuse_swallowed(line, cells, delimiter, widths)
            widths[len(cells)] += 1
            yield [line, [_clean(cell) for cell in cells]]
            line = reader.line_num + 1
    except csv.Error:
        raise UnreadableError(STRAY_QUOTE.format(line=line)) from None


def _refuse_swallowed(line: int, cells: list[str], delimiter: str, widths: Counter[int]) -> None:
    """A row over several lines may be an address in one cell, or a quote that ate other rows.

    Quotes in the last cell of a row and the first of the next make both into one long row.
    """
    usual = max(widths, key=lambda width: widths[width], default=0)
    twice = usual >= FEWEST_COLUMNS and len(cells) >= 2 * usual - 1
    for cell in cells:
        breaks = len(re.findall(r"\r\n|\r|\n", cell))
        if breaks and (twice or delimiter in cell):
            raise UnreadableError(STRAY_QUOTE.format(line=line))
        line += breaks


def _clean(text: str) -> str:
    return " ".join(text[: MOST_CELL + 1].split())


def _counted(rows: Iterator[Row]) -> list[Row]:
    """The rows with anything in them, as long as they are not too many."""
    found: list[Row] = []
    for row in rows:
        if any(cell != "" for cell in row[1]):
            found.append(row)
        if len(found) > MOST_ROWS + 1:
            raise UnreadableError(
                f"Paling banyak {MOST_ROWS:,} baris sekali unggah.".replace(",", ".")
            )
    return found
