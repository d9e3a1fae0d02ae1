"""The files that leave this room: an empty table to fill in, and the report of a dry run."""

import csv
import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter

from portal.backlog.columns import COLUMNS
from portal.cells import safe_for_csv

WIDTHS = {"number": 28, "on": 18, "name": 30, "nik": 20, "village": 24, "service": 26}
ROWS_AS_TEXT = 20_001


def empty_sheet() -> bytes:
    """An XLSX with the heads of the book; every cell is text, so that no NIK loses a digit."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Buku")
        head, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for at, column in enumerate(COLUMNS):
            sheet.set_column(at, at, WIDTHS.get(column.key, 16), text)
            sheet.write_string(0, at, column.head, head)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def report(faults: Iterable[dict[str, Any]]) -> bytes:
    """The dry run as CSV for a spreadsheet: line, column, reason, and what stood there."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(("Baris", "Kolom", "Sifat", "Alasan", "Isi"))
    for fault in faults:
        nature = "peringatan" if fault["warning"] else "salah"
        texts = (fault["column"], nature, fault["reason"], fault["cell"])
        writer.writerow((fault["line"] or "", *map(safe_for_csv, texts)))
    return out.getvalue().encode("utf-8-sig")
