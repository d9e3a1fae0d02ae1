"""The columns of a list from a meeting, and where each stands in the table somebody made."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

LOOK_FOR_HEAD = 15  # rows; above the heads stand the title and the place of the meeting
MOST_NAMED = 20  # columns left unread that are told by name
EMPTY = frozenset({"", "-", "–", "—", ".", "..."})


@dataclass(frozen=True)
class Column:
    """A column: its key, its printed head, other heads it goes by."""

    key: str
    head: str
    others: tuple[str, ...] = ()
    needed: bool = True


COLUMNS = (
    Column("nik", "NIK", ("nomor nik", "no nik", "no ktp", "nomor ktp", "nik ktp", "no nik ktp")),
    Column("name", "Nama", ("nama lengkap", "nama warga", "nama pemohon", "nama sesuai ktp")),
    Column("kk_no", "Nomor KK", ("no kk", "kk", "nomor kartu keluarga", "no kartu keluarga")),
    Column("birth_place", "Tempat lahir", ("tpt lahir", "tmp lahir", "tempat lhr"), needed=False),
    Column("born", "Tanggal lahir", ("tgl lahir", "tanggal lhr", "tgl lhr", "lahir")),
    Column("sex", "Jenis kelamin", ("l p", "jk", "kelamin", "j k", "jenis kel", "lk pr")),
    Column(
        "relation",
        "Hubungan dalam KK",
        (
            "hubungan", "hub", "hubungan keluarga", "hub keluarga", "hub dalam kk", "shdk",
            "status hubungan", "status hubungan dalam keluarga", "status dalam kk", "hubungan kk",
            "hubungan dalam keluarga",
        ),
    ),
    Column(
        "address",
        "Alamat/jorong",
        ("alamat", "jorong", "jorong dan alamat", "alamat jorong", "alamat lengkap", "kampung"),
    ),
    Column(
        "phone",
        "Nomor HP",
        ("no hp", "hp", "telepon", "nomor telepon", "no telepon", "no telp", "telp", "nomor wa",
         "no wa", "wa", "no hp wa"),
        needed=False,
    ),
    Column(
        "card_no",
        "Nomor kartu KIS",
        (
            "no kartu kis", "nomor kis", "no kis", "kis", "nomor bpjs", "no bpjs", "nomor kartu",
            "no kartu", "nomor kartu bpjs", "no kartu bpjs", "nomor kartu bpjs kis", "noka",
            "no kartu bpjs kis",
        ),
        needed=False,
    ),
    # Names the village the list is for; another one's people cannot come in by it (IM-11).
    Column("village", "Nagari", ("kelurahan", "desa", "nagari kelurahan", "desa kelurahan",
                                 "kelurahan desa", "nama nagari", "nama kelurahan"), needed=False),
)  # fmt: skip
TITLES = {column.key: column.head for column in COLUMNS}
UNREAD = frozenset({"no", "nomor", "no urut", "nomor urut", "urut", "keterangan", "ket"})
BOTH = "birth"  # place and day of birth in one cell: "Painan, 07-08-1984"
_BOTH_HEADS = frozenset({
    "tempat tanggal lahir", "tempat tgl lahir", "tempat dan tanggal lahir", "ttl",
    "tempat dan tgl lahir", "tpt tgl lahir", "tmp tgl lahir",
})  # fmt: skip


def _plain(text: object) -> str:
    return re.sub(r"[^a-z]+", " ", str(text).lower()).strip()


_KEYS = {
    _plain(name): column.key for column in COLUMNS for name in (column.head, *column.others)
} | dict.fromkeys(_BOTH_HEADS, BOTH)


class NoHeadError(Exception):
    """The columns cannot be told apart; the message says what to do."""


@dataclass(frozen=True)
class Layout:
    """Where each column stands, how many rows come before the first line, what stays unread."""

    places: dict[str, int]
    skipped: int
    notes: tuple[str, ...]


def cells_at(places: dict[str, int], cells: Sequence[Any]) -> dict[str, Any]:
    """The cells of a row by the keys of their columns; dashes and dots count as empty."""
    found: dict[str, Any] = {}
    for key, place in places.items():
        cell = cells[place] if place < len(cells) else ""
        found[key] = "" if isinstance(cell, str) and cell in EMPTY else cell
    return found


def layout_of(rows: Sequence[Sequence[Any]], *, needs_card: bool) -> Layout:
    """Find the heads of a table, in any order. Raises NoHeadError."""
    for above, (_, cells) in enumerate(rows[:LOOK_FOR_HEAD]):
        heads = [_KEYS.get(_plain(cell), "") for cell in cells]
        if {"nik", "name"} <= set(heads):
            _refuse_twice(heads)
            places = {key: at for at, key in enumerate(heads) if key}
            _refuse_missing(places, needs_card=needs_card)
            return Layout(places, above + 1, tuple(_unread(cells, heads)))
    raise NoHeadError(
        "Baris judul kolom tidak ditemukan. Pakai berkas contoh: judul NIK, Nama, Nomor KK, dan "
        "seterusnya, dalam satu baris di atas orang pertama."
    )


def _refuse_twice(heads: list[str]) -> None:
    """Of two columns of one kind nobody can know which is meant."""
    for key in heads:
        if key and heads.count(key) > 1:
            raise NoHeadError(f"Ada dua kolom {TITLES.get(key, 'lahir')}. Hapus salah satu.")


def _refuse_missing(places: dict[str, int], *, needs_card: bool) -> None:
    there = set(places) | ({"born", "birth_place"} if BOTH in places else set())
    for column in COLUMNS:
        needed = column.needed or (needs_card and column.key == "card_no")
        if needed and column.key not in there:
            raise NoHeadError(f"Kolom {column.head} tidak ada. Tambahkan, lalu unggah lagi.")


def _unread(cells: Sequence[Any], heads: list[str]) -> Iterator[str]:
    """What other columns there are: nothing of them is read (IM-11)."""
    others = [
        str(cell)[:60]
        for cell, key in zip(cells, heads, strict=True)
        if not key and _plain(cell) not in UNREAD and _plain(cell)
    ]
    if others:
        more = f" dan {len(others) - MOST_NAMED} lagi" if len(others) > MOST_NAMED else ""
        yield f"Kolom yang tidak dibaca: {', '.join(others[:MOST_NAMED])}{more}."
