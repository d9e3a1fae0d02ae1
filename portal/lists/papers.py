"""The files that leave this room: an empty table, the report of the check, the numbers given."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from portal.cells import safe_for_csv
from portal.letters.content import office_block
from portal.letters.glyphs import undrawable
from portal.lists.columns import BOTH, COLUMNS, TITLES
from portal.lists.model import StagedList
from portal.lists.words import RELATIONS
from portal.offices.model import Office
from portal.registration.model import Registration, State

HEADS = ("No", *(column.head for column in COLUMNS if column.key != "village"), "Keterangan")
WIDTHS = {"No": 5, "NIK": 20, "Nama": 30, "Nomor KK": 20, "Alamat/jorong": 30}
HINTS = {
    "NIK": "16 angka di KTP",
    "Nomor KK": "16 angka di Kartu Keluarga",
    "Tanggal lahir": "Hari, bulan, tahun: 07-08-1984",
    "Nomor HP": "Boleh kosong",
    "Tempat lahir": "Boleh kosong",
    "Nomor kartu KIS": "13 angka; hanya untuk layanan yang memintanya",
}
CHOICES = {
    "Jenis kelamin": ["L", "P"],
    "Hubungan dalam KK": list(dict.fromkeys(RELATIONS.values())),
}
ROWS_PREPARED = 1000
STATE_WORDS = {
    State.DRAF: "Belum dikirim",
    State.TERKIRIM: "Terkirim ke Dinas",
    State.DIKEMBALIKAN: "Dikembalikan Dinas",
    State.DITERIMA: "Diterima Dinas",
    State.DIHAPUS: "Dihapus",
}
MOST_PRINTED = 600  # numbers on paper: above that the press takes longer than a person waits
CHUNK = 35  # lines of one table: the press's work grows with the square of them
KEYS = {head: key for key, head in TITLES.items()}


@dataclass(frozen=True)
class Told:
    """One thing found in a row."""

    line: int
    column: str
    nature: str  # salah, ganda, peringatan
    reason: str
    cell: str


def told_in(
    places: Mapping[str, int], line: int, state: str, cells: Sequence[Any], faults: Iterable[Any]
) -> Iterator[Told]:
    """Everything found in a row, beside what stood there."""
    for fault in faults:
        key = KEYS.get(fault["column"], "")
        place = places.get(key, places.get(BOTH, -1) if key in ("born", "birth_place") else -1)
        cell = str(cells[place])[:120] if 0 <= place < len(cells) else ""
        nature = "peringatan" if fault["warning"] else state
        yield Told(line, fault["column"], nature, fault["reason"], cell)


def empty_table() -> bytes:
    """An XLSX with the heads of a list; every cell is text, so that no NIK loses a digit."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Daftar")
        head, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for at, words in enumerate(HEADS):
            sheet.set_column(at, at, WIDTHS.get(words, 18), text)
            sheet.write_string(0, at, words, head)
            rule: dict[str, Any] = {"validate": "any"}
            if words in CHOICES:
                rule = {"validate": "list", "source": CHOICES[words]}
            if words in HINTS:
                rule |= {"input_title": words, "input_message": HINTS[words]}
            if len(rule) > 1:
                sheet.data_validation(1, at, ROWS_PREPARED, at, rule)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def report(found: Iterable[Told]) -> bytes:
    """The check as CSV for a spreadsheet: line, column, nature, reason, and what stood there."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(("Baris", "Kolom", "Sifat", "Alasan", "Isi"))
    for item in found:
        texts = (item.column, item.nature, item.reason, item.cell)
        writer.writerow((item.line, *map(safe_for_csv, texts)))
    return out.getvalue().encode("utf-8-sig")


def numbers_table(taken: Iterable[tuple[int, Registration]], service: str, printed: str) -> bytes:
    """The numbers given out, as an XLSX of texts that says who took it when."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Nomor")
        head = book.add_format({"bold": True})
        sheet.write_string(0, 0, service, head)
        sheet.write_string(1, 0, printed)
        for at, (words, width) in enumerate(_COLUMNS):
            sheet.set_column(at, at, width)
            sheet.write_string(3, at, words, head)
        for row, cells in enumerate(_lines(taken), 4):
            for at, cell in enumerate(cells):
                sheet.write_string(row, at, cell)
    return out.getvalue()


def numbers_form(
    office: Office, staged: StagedList, taken: Sequence[tuple[int, Registration]], **words: str
) -> dict[str, Any]:
    """The same for paper, which is passed around and so bears no NIK; `words`: village, service,
    printed.
    """
    lines = [[drawable(cell) for cell in cells] for cells in _lines(taken)]
    return {
        "office": office_block(office),
        "title": "DAFTAR NOMOR PRA-PENDAFTARAN",
        "file": drawable(staged.file_name),
        "people": str(len(lines)),
        "chunks": [lines[at : at + CHUNK] for at in range(0, len(lines), CHUNK)],
        **{key: drawable(text) for key, text in words.items()},
    }


_COLUMNS = (("Nomor", 20), ("Nama", 32), ("NIK", 20), ("Baris", 8), ("Keadaan", 20))


def _lines(taken: Iterable[tuple[int, Registration]]) -> Iterator[list[str]]:
    for line, item in taken:
        number = " ".join(item.number[at : at + 5] for at in range(0, len(item.number), 5))
        person = (item.typed.get("persons") or [{}])[0]
        words = STATE_WORDS[State(item.state)]
        yield [number, item.applicant_name, str(person.get("nik") or ""), str(line), words]


def drawable(text: str) -> str:
    """The words with a question mark for what the font cannot draw: no list waits for a name."""
    composed = unicodedata.normalize("NFC", text)
    lost = set(undrawable(composed))
    return "".join("?" if char in lost else char for char in composed)
