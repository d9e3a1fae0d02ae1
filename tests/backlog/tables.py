"""Old books as offices kept them: tables of lines, as CSV and as XLSX, and how they are sent."""

import csv
import io
from datetime import date, timedelta

import xlsxwriter
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from portal.backlog.columns import COLUMNS
from tests.browser import Browser, filled

HEADS = [column.head for column in COLUMNS]
YEAR = 2025  # a book that is closed on any day these tests run
Row = list[str]


def row(n: int, /, **changes: str) -> Row:
    """One good line of the book; a change by the key of its column replaces the cell."""
    day = date(YEAR, 1, 2) + timedelta(days=n % 360)
    cells = {
        "serial": f"{n}",
        "number": f"460/{n}/DINSOS/I/{YEAR}",
        "on": f"{day:%d-%m-%Y}",
        "name": "WARGA CONTOH",
        "nik": "1301995408900001",
        "village": "Nagari Contoh",
        "service": "Rekomendasi reaktivasi",
        "signer": "Pejabat Contoh",
        "addressee": "BPJS Kesehatan",
        "handed_on": "",
        "receiver": "",
        "remark": "",
        "void": "",
    }
    return list((cells | changes).values())


def as_csv(rows: list[Row], delimiter: str = ";") -> bytes:
    """The rows under the heads of the book."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([HEADS, *rows])
    return out.getvalue().encode()


def as_xlsx(rows: list[Row]) -> bytes:
    """The same as an XLSX whose cells are all text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Buku")
        for at, cells in enumerate([HEADS, *rows]):
            for place, cell in enumerate(cells):
                sheet.write_string(at, place, cell)
    return out.getvalue()


def send(browser: Browser, body: bytes, name: str = "buku.csv", expect: int = 200) -> None:
    """Hand a file in to be checked, as the page's own form does."""
    browser.get("/buku-lama")
    form = browser.page.select_one("#unggah")
    assert form is not None
    fields = filled(form, browser.page) | {
        "year": str(YEAR),
        "file": FileStorage(io.BytesIO(body), name),
    }
    # Encoded here: the test client would leave a large body's temporary file open.
    boundary, sent = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    browser.post("/buku-lama", sent, expect, content_type=kind)  # type: ignore[arg-type]
