"""The columns of an old Buku Rekomendasi, and where each stands in a table somebody kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LOOK_FOR_HEAD = 10  # rows; above the heads there may be the title of the book


@dataclass(frozen=True)
class Column:
    """A column: its key, its printed head, other heads it goes by, how long a text may be."""

    key: str
    head: str
    others: tuple[str, ...] = ()
    most: int = 120
    needed: bool = False


COLUMNS = (
    Column("serial", "No. urut", ("no", "nomor urut", "urut"), 12, needed=True),
    Column(
        "number", "Nomor surat", ("no surat", "nomor rekomendasi", "no rekomendasi"), needed=True
    ),
    Column("on", "Tanggal", ("tanggal surat", "tgl", "tgl surat"), 40, needed=True),
    Column("name", "Nama", ("nama pemohon", "nama pasien", "nama lengkap"), 100, needed=True),
    Column("nik", "NIK", ("nomor nik", "no nik"), 40),
    Column("village", "Nagari", ("nagari kecamatan", "kelurahan", "desa", "nagari kelurahan")),
    Column("service", "Jenis", ("jenis rekomendasi", "layanan", "perihal"), 200),
    Column("signer", "Penandatangan", ("ditandatangani oleh", "pejabat")),
    Column("addressee", "Tujuan", ("ditujukan kepada", "kepada")),
    Column("handed_on", "Diserahkan tanggal", ("tanggal diserahkan", "diserahkan"), 40),
    Column("receiver", "Penerima", ("nama penerima", "diterima oleh"), 100),
    Column("remark", "Ket.", ("keterangan", "catatan"), 300),
    Column("void", "Batal", ("dibatalkan",), 12),
)  # fmt: skip
TITLES = {column.key: column.head for column in COLUMNS}
_KEYS = {
    re.sub(r"[^a-z]+", " ", name.lower()).strip(): column.key
    for column in COLUMNS
    for name in (column.head, *column.others)
}


class NoHeadError(Exception):
    """The table lacks a column; the message names it."""


@dataclass(frozen=True)
class Layout:
    """Where each column stands, and how many of the rows come before the first line."""

    places: dict[str, int]
    skipped: int


def layout_of(rows: Sequence[Sequence[Any]]) -> Layout:
    """Find the heads of a table; without heads it must follow the template. Raises NoHeadError."""
    for above, (_, cells) in enumerate(rows[:LOOK_FOR_HEAD]):
        places = _heads(cells)
        if {"serial", "number"} <= set(places):
            if missing := [item.head for item in COLUMNS if item.needed and item.key not in places]:
                raise NoHeadError(f"Kolom {missing[0]} tidak ada.")
            return Layout(places, above + 1)
    if rows and re.fullmatch(r"\d+ ?[A-Za-z]?\.?", str(rows[0][1][0])):
        return Layout({column.key: at for at, column in enumerate(COLUMNS)}, 0)
    raise NoHeadError(
        "Baris judul kolom tidak ditemukan. Pakai berkas contoh: judul No. urut, Nomor surat, "
        "Tanggal, Nama, dan seterusnya."
    )


def _heads(cells: Sequence[Any]) -> dict[str, int]:
    """The columns whose heads stand in this row; the first of two equal ones counts."""
    places: dict[str, int] = {}
    for at, cell in enumerate(cells):
        key = _KEYS.get(re.sub(r"[^a-z]+", " ", str(cell).lower()).strip())
        if key:
            places.setdefault(key, at)
    return places
