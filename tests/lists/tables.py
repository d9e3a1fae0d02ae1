"""Lists of people as village offices keep them, and how they are sent."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import xlsxwriter
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.browser import Browser, filled
from tests.cast import P22

PAGE = "/nagari/daftar"
HEADS = (
    "No", "NIK", "Nama", "Nomor KK", "Tempat lahir", "Tanggal lahir", "Jenis kelamin",
    "Hubungan dalam KK", "Alamat/jorong", "Nomor HP", "Nomor kartu KIS", "Keterangan", "Nagari",
)  # fmt: skip
KEYS = (
    "no", "nik", "name", "kk_no", "birth_place", "born", "sex", "relation", "address", "phone",
    "card_no", "remark", "village",
)  # fmt: skip
Row = list[Any]


def person(n: int, /, **changes: Any) -> Row:
    """One good row; everybody has a NIK, a card and a family card of their own."""
    born = date(1960, 1, 13) + timedelta(days=n % 9000)
    born = born if born.day > 12 else born.replace(day=born.day + 12)  # no day that may be a month
    cells = {
        "no": f"{n}",
        "nik": f"130199{born:%d%m%y}{n % 9999 + 1:04}",
        "name": f"WARGA CONTOH {_letters(n)}",
        "kk_no": f"130199150715{n % 9999 + 1:04}",
        "birth_place": "Painan",
        "born": f"{born:%d-%m-%Y}",
        "sex": "L",
        "relation": "Kepala keluarga",
        "address": "Jorong Contoh",
        "phone": "0812 3456 7890",
        "card_no": f"00099{n % 99999999:08}",
        "remark": "",
        "village": "",
    }
    return list((cells | changes).values())


def as_csv(rows: list[Row], delimiter: str = ";", code: str = "utf-8", end: str = "\n") -> bytes:
    """The rows under their heads."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([HEADS, *rows])
    return out.getvalue().encode(code)


def as_xlsx(rows: list[Row], *, epoch_1904: bool = False) -> bytes:
    """The same as an XLSX: texts as text, numbers as numbers, days as days."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "date_1904": epoch_1904}
    with xlsxwriter.Workbook(out, options) as book:
        sheet, day = book.add_worksheet("Daftar"), book.add_format({"num_format": "dd/mm/yyyy"})
        for at, cells in enumerate([HEADS, *rows]):
            for place, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(at, place, cell, day)
                else:
                    sheet.write(at, place, cell)
    return out.getvalue()


def send(
    browser: Browser, body: bytes, name: str = "daftar.csv", sop: str = P22, expect: int = 200,
    **more: str,
) -> None:  # fmt: skip
    """Hand a file in to be checked, as the page's own form does."""
    browser.get(PAGE)
    form = browser.page.select_one("#unggah")
    assert form is not None
    fields = filled(form, browser.page) | more
    fields |= {"sop": sop, "file": FileStorage(io.BytesIO(body), name)}
    # Encoded here: the test client would leave a large body's temporary file open.
    boundary, sent = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    browser.post(PAGE, sent, expect, content_type=kind)  # type: ignore[arg-type]


def told(browser: Browser, section: str = "h-salah") -> dict[int, list[str]]:
    """The reasons on the open page, by line."""
    found: dict[int, list[str]] = {}
    for line in browser.page.select(f"section[aria-labelledby='{section}'] tbody tr"):
        for small in line.select("small"):
            small.extract()
        at, column, reason = [" ".join(cell.text.split()) for cell in line.select("td")]
        found.setdefault(int(at), []).append(f"{column}: {reason}")
    return found


def _letters(n: int) -> str:
    """A number as letters, because names have no digits."""
    return "".join(chr(ord("A") + int(digit)) for digit in str(n))
