"""Files made to hurt are refused with a sentence, and soon."""

import io
import time
import zipfile
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

import pytest
import xlsxwriter

from portal.foreign import (
    MOST_ROWS,
    READ_MEGABYTES,
    READ_SECONDS,
    TOO_HEAVY,
    UNREADABLE,
    read_table,
)
from portal.sandbox import TooHeavyError, UnreadableError, run_limited
from portal.web import bodies
from portal.web.tables import TOO_LARGE
from tests.backlog.tables import as_csv, as_xlsx, row, send
from tests.browser import Browser
from tests.server import served

SignIn = Callable[[str], Browser]
READER = "portal.foreign:read_table"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"


@pytest.fixture
def engine_name() -> str:
    """What a foreign file does to us is the same on every database."""
    return "sqlite"


def with_sheet(xml: str, **other: str) -> bytes:
    """A sound workbook with one part replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx([row(1)]))) as sound,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in sound.namelist():
            made.writestr(part, xml if part == SHEET else sound.read(part))
        for name, body in other.items():
            made.writestr(name, body)
    return out.getvalue()


def cell(place: str, text: str = "x") -> str:
    line = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    words = f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
    return f'<row r="{line}">{words}</row>'


def lying() -> bytes:
    """A bomb whose directory says that it is small."""
    body = with_sheet(HEAD + cell("A1", " " * 90_000_000) + TAIL)
    size = len((HEAD + cell("A1") + TAIL).encode()) + 90_000_000 - 1
    return body.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def locked() -> bytes:
    """What Excel writes for a workbook with a password: no packet at all."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000


def many_rows() -> bytes:
    return as_csv([["1"]] * (MOST_ROWS + 2))


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
BILLION = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "tawa">{ENTITIES}]>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (lambda: with_sheet(HEAD + " " * 70_000_000 + TAIL), "Isi berkas ini terlalu besar."),
    "lying bomb": (lying, ""),
    "many parts": (
        lambda: with_sheet(HEAD + TAIL, **{f"x{n}": "" for n in range(400)}),
        "Isi berkas ini terlalu besar.",
    ),
    "far cell": (lambda: with_sheet(HEAD + cell("A1") + cell("XFD1048576") + TAIL), ""),
    "wide": (lambda: with_sheet(HEAD + cell("A1") + cell("ZZ9") + TAIL), "lebih dari 100 kolom"),
    "entities": (lambda: with_sheet(BILLION + HEAD + cell("A1", "&a11;") + TAIL), ""),
    "not xml": (lambda: with_sheet("<worksheet><sheetData><row>"), ""),
    "not xlsx": (lambda: zipped("halo.txt"), "Berkas ini bukan XLSX."),
    "torn": (lambda: as_xlsx([row(1)])[:2000], "Berkas ini rusak atau bukan XLSX."),
    "locked": (locked, "Berkas ini bukan XLSX atau CSV."),
    "pdf": (lambda: b"%PDF-1.7\n", "Berkas ini bukan XLSX atau CSV."),
    "binary": (lambda: bytes(range(256)) * 50, "Berkas ini bukan XLSX atau CSV."),
    "too many rows": (many_rows, "Paling banyak 20.000 baris"),
    "quote never closed": (
        lambda: b'No. urut;"' + b"x" * 200_000,
        "baris 1 salah tempat",
    ),
}


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packet:
        packet.writestr(name, "halo")
    return out.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_soon(name: str) -> None:
    make, sentence = HOSTILE[name]
    body = make()
    begun = time.monotonic()

    with pytest.raises((UnreadableError, TooHeavyError)) as refusal:
        run_limited(READER, body, seconds=READ_SECONDS, megabytes=READ_MEGABYTES)

    assert time.monotonic() - begun < 10
    assert sentence in str(refusal.value)
    assert sentence or not str(refusal.value), "what the parser stumbled over is not our words"


def test_the_clerk_is_told_what_to_do_with_it(sign_in: SignIn) -> None:
    clerk = sign_in("staf.pessel")
    for body, sentence in (
        (HOSTILE["far cell"][0](), TOO_HEAVY),
        (HOSTILE["not xml"][0](), UNREADABLE),
        (HOSTILE["torn"][0](), "Berkas ini rusak atau bukan XLSX."),
        (b"x" * (5 * 1024 * 1024 + 1), TOO_LARGE),
        (b"satu;dua;tiga\n1;2;3\n", "Baris judul kolom tidak ditemukan."),
        (b"No. urut;Nomor surat\n1;2\n", "Kolom Tanggal tidak ada."),
    ):
        send(clerk, body, "buku.xlsx", expect=422)
        assert sentence in clerk.page.select_one("[role=alert]").text


def test_a_body_beyond_all_bounds_is_not_even_read(sign_in: SignIn) -> None:
    clerk = sign_in("staf.pessel")

    send(clerk, b"x" * (7 * 1024 * 1024), "buku.xlsx", expect=413)

    assert "Kiriman terlalu besar" in clerk.text


def test_what_lies_on_other_sheets_is_told_and_not_read(sign_in: SignIn) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        hidden, shown = book.add_worksheet("Rahasia"), book.add_worksheet("Buku")
        hidden.write_string(0, 0, "tersembunyi")
        shown.activate()
        shown.set_first_sheet()
        hidden.hide()
        for at, head in enumerate(("No", "No Surat", "Tgl", "Nama Pemohon", "NIK")):
            shown.write_string(3, at, head)
        for at, value in enumerate((1, "460/1/X", 45659, "WARGA CONTOH", 1301995408900000)):
            shown.write(4, at, value)
    clerk = sign_in("staf.pessel")

    send(clerk, out.getvalue(), "buku.xlsx")

    assert "Lembar Rahasia tidak dibaca." in clerk.text
    assert "Angka terakhir NIK hilang karena kolom ini disimpan sebagai angka." in clerk.text
    (line,) = clerk.page.select("section[aria-labelledby='h-salah'] tbody tr")
    assert line.select_one("td").text == "5"


def test_the_served_portal_lets_in_the_five_megabytes_that_the_page_promises(
    database_url: str, tmp_path: Path
) -> None:
    with served(tmp_path, database_url) as address:
        answers = []
        for size, body in ((bodies.TABLE, b"x" * bodies.TABLE), (bodies.SERVED + 1, b"")):
            line = HTTPConnection(address.removeprefix("http://"), timeout=20)
            line.request("POST", "/buku-lama", body, {"Content-Length": str(size)})
            answers.append(line.getresponse().status)
            line.close()
    assert answers == [401, 413], "who is signed in may send it; more is refused unread"


STRAY = "No. urut;Nomor surat;Tanggal;Nama;Ket.\n1;460/1/X;3-3-2025;Ani;\n"
QUOTES = {
    "never closed": '2;460/2/X;3-3-2025;"Budi;\n3;460/3/X;3-3-2025;Cici;\n',
    "closed in a later row": '2;460/2/X;3-3-2025;"Budi;\n3;460/3/X;3-3-2025;Cici";\n',
    "closed by a sound cell": '2;460/2/X;3-3-2025;"Budi;\n3;460/3/X;3-3-2025;"Cici, S.H.";\n',
    "from the last cell to the first": '2;460/2/X;3-3-2025;Budi;"x\n3";460/3/X;3-3-2025;Cici;\n',
    "words behind it": '2;460/2/X;3-3-2025;"Budi" Contoh;\n3;460/3/X;3-3-2025;Cici;\n',
}


@pytest.mark.parametrize("rows", QUOTES.values(), ids=list(QUOTES))
def test_a_stray_quote_that_swallows_rows_is_told_with_its_line(rows: str) -> None:
    with pytest.raises(UnreadableError, match=r'Tanda petik \("\) di baris 3 salah tempat'):
        read_table((STRAY + rows).encode())


def test_an_address_over_two_lines_and_quotes_inside_a_cell_are_read() -> None:
    rows = '2;460/2/X;3-3-2025;"Budi ""Buyung""";"Jalan Contoh\nNagari Contoh"\n3;4;5;A "B" C;\n'

    found = read_table((STRAY + rows).encode())["rows"]

    assert [line for line, _ in found] == [1, 2, 3, 5]
    assert found[2][1][3:] == ['Budi "Buyung"', "Jalan Contoh Nagari Contoh"]
    assert found[3][1][3] == 'A "B" C'
