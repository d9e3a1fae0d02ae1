"""The dry run: every line of an old book checked, every fault told with line and column."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal import dates
from portal.backlog.columns import COLUMNS, TITLES, Layout, layout_of
from portal.backlog.days import read_day
from portal.identity.nik import MESSAGES as NIK_MESSAGES
from portal.identity.nik import read_nik
from portal.letters.model import Kind

EMPTY = frozenset({"", "-", "–", "—", ".", "..."})
YES, NO = (
    frozenset({"ya", "y", "x", "v", "√", "✓", "batal", "1", "benar"}),
    frozenset({"tidak", "0"}),
)
MOST_SERIAL = 999_999
FARTHEST = 500  # serials that may be missing in one stretch; more is a slip of the pen
KIND_SIGNS = (
    ("pengantar", Kind.PENGANTAR), ("pengembalian", Kind.PENGEMBALIAN),
    ("tidak dapat diproses", Kind.PENOLAKAN), ("penolakan", Kind.PENOLAKAN),
)  # fmt: skip
_SERIAL = re.compile(r"(\d{1,7})[ .]?([A-Za-z]?)\.?")

Key = tuple[int, str]
Line = dict[str, Any]


@dataclass(frozen=True)
class Book:
    """What the portal knows of a book in a year, to check old lines against."""

    year: int
    today: date
    last: int  # the highest serial so far
    numbering: bool  # the portal gives numbers in it: only reserved ones and holes are open
    # Numbers set apart and still free: the day they were, and how they are written.
    reserved: Mapping[Key, tuple[date, str]] = field(default_factory=dict)
    taken: frozenset[Key] = frozenset()
    texts: frozenset[str] = frozenset()  # full numbers, casefolded, of other than reserved ones


@dataclass
class Findings:
    """What a dry run found: the good lines, the faults that keep a line out, the warnings."""

    lines: list[Line] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)

    def tell(
        self, line: int, key: str, reason: str, cell: object = "", *, warn: bool = False
    ) -> None:
        """Write down a fault, or a warning, of a line (0: of the whole sheet)."""
        self.faults.append(
            {"line": line, "column": TITLES.get(key, ""), "reason": reason, "cell": str(cell)[:120],
             "warning": warn}
        )  # fmt: skip


def check_sheet(rows: Sequence[Sequence[Any]], notes: Iterable[str], book: Book) -> Findings:
    """Check every row of a table. Raises NoHeadError when its columns cannot be told apart."""
    layout, found = layout_of(rows), Findings()
    for note in notes:
        found.tell(0, "", note, warn=True)
    read = [
        _Reading(line, cells, layout, book, found).line() for line, cells in rows[layout.skipped :]
    ]
    seen = [item for item in read if item.serial]
    bad = {fault["line"] for fault in found.faults if not fault["warning"]}
    bad |= _tell_twins(seen, found) | _tell_far(seen, book, found)
    for item in seen:
        if fault := refusal(item.key, item.words["number"], item.on, book):
            found.tell(item.at, *fault)
            bad.add(item.at)
    found.lines = _dated([item for item in read if item.at not in bad], found)
    _tell_order(found, book)
    found.faults.sort(key=lambda fault: fault["line"])
    return found


def refusal(key: Key, text: str, on: date | None, book: Book) -> tuple[str, str] | None:
    """Why a number cannot enter the book as it stands now: (column, reason)."""
    serial, name = key[0], f"{key[0]}{key[1]}"
    if key in book.taken:
        return "serial", f"Nomor urut {name} sudah ada di buku {book.year}."
    if text.casefold() in book.texts:
        return "number", f"Nomor surat ini sudah ada di buku {book.year}."
    if key in book.reserved:
        day, written = book.reserved[key]
        if text.casefold() != written.casefold():
            return "number", f"Nomor cadangan ini tertulis {written}."
        if on and on < day:
            return "on", f"Nomor {name} baru dicadangkan {dates.long_date(day)}."
    elif book.numbering and (serial > book.last or key[1]):
        return "serial", (
            f"Buku {book.year} sudah bernomor di portal sampai {book.last}, dan nomor urut {name} "
            "bukan nomor cadangan."
        )
    return None


class _Reading:
    """One row being read."""

    def __init__(
        self, at: int, cells: Sequence[Any], layout: Layout, book: Book, found: Findings
    ) -> None:
        self.at, self.book, self.found = at, book, found
        self.cells = {
            key: cells[place] if place < len(cells) else "" for key, place in layout.places.items()
        }
        self.serial, self.suffix = self._serial()
        self.words = {item.key: self._words(item.key, item.most) for item in COLUMNS}
        self.void = self._void()
        self.on = self._on()
        self.handed = self._day("handed_on")
        self.nik = self._nik()
        self._tell_missing()

    @property
    def key(self) -> Key:
        return self.serial, self.suffix

    def line(self) -> "_Reading":
        """The row itself, now that all of it is read; doubtful things only warn."""
        if self.serial and self.words["number"] and not self._numbered():
            self._tell("number", "Nomor urut tidak ada di dalam nomor surat.", warn=True)
        if self.on and self.handed and self.handed < self.on:
            self._tell("handed_on", "Diserahkan sebelum tanggal surat.", warn=True)
        return self

    def _numbered(self) -> bool:
        """Whether the serial stands in the number as a whole group: 2 and 002, but not 2026."""
        groups = re.findall(r"[0-9]+", self.words["number"])
        return str(self.serial) in {group.lstrip("0") for group in groups}

    def kept(self, on: date) -> Line:
        """What is stored of a good row."""
        words = self.words
        service = words["service"].casefold()
        kind = next((kind for sign, kind in KIND_SIGNS if sign in service), Kind.REKOMENDASI)
        return {
            "line": self.at, "serial": self.serial, "suffix": self.suffix, "on": on.isoformat(),
            "number": words["number"], "name": words["name"], "nik": self.nik,
            "village": words["village"], "service": words["service"], "kind": kind.value,
            "signer": words["signer"], "addressee": words["addressee"],
            "handed_on": self.handed.isoformat() if self.handed else None,
            "receiver": words["receiver"], "remark": words["remark"], "void": self.void,
        }  # fmt: skip

    def _tell(self, key: str, reason: str, *, warn: bool = False) -> None:
        self.found.tell(self.at, key, reason, self.cells.get(key, ""), warn=warn)

    def _cell(self, key: str) -> Any:
        cell = self.cells.get(key, "")
        return "" if isinstance(cell, str) and cell in EMPTY else cell

    def _serial(self) -> Key:
        cell = self._cell("serial")
        read = _SERIAL.fullmatch(str(cell))
        if not read or not 1 <= int(read[1]) <= MOST_SERIAL:
            words = (
                "Nomor urut kosong."
                if cell == ""
                else "Nomor urut harus angka, misalnya 123 atau 123A."
            )
            self._tell("serial", words)
            return 0, ""
        return int(read[1]), read[2].upper()

    def _words(self, key: str, most: int) -> str:
        text = str(self._cell(key))
        if len(text) > most:
            self._tell(key, f"Paling banyak {most} huruf.")
        if not text.isprintable():
            self._tell(key, "Ada tanda yang tidak dapat dicetak.")
        return text[:most]

    def _void(self) -> bool:
        cell = str(self._cell("void")).casefold()
        if cell and cell not in YES | NO:
            self._tell("void", "Isi ya bila nomor ini batal, atau kosongkan.")
        return cell in YES or self.words["remark"].casefold().startswith("batal")

    def _day(self, key: str) -> date | None:
        cell = self._cell(key)
        if cell == "":
            return None
        day = read_day(cell, self.book.year)
        if day is None:
            self._tell(
                key, "Tanggal tidak dapat dibaca. Tulis seperti 3 Maret 2026 atau 03-03-2026."
            )
        elif day > self.book.today:
            self._tell(key, "Tanggal ini belum tiba.")
        return day

    def _on(self) -> date | None:
        on = self._day("on")
        if on and on.year != self.book.year:
            self._tell("on", f"Tanggal ini bukan tahun {self.book.year}.")
        return on

    def _nik(self) -> str:
        cell = self._cell("nik")
        if cell == "":
            if not self.void:
                self._tell("nik", "NIK kosong.", warn=True)
            return ""
        if isinstance(cell, int | float) and cell >= 10**15 and cell % 10 == 0:
            self._tell(
                "nik",
                "Angka terakhir NIK hilang karena kolom ini disimpan sebagai angka. "
                "Ubah kolomnya menjadi teks, lalu tulis lagi.",
            )
            return ""
        verdict, _ = read_nik(str(cell), today=self.book.today)
        if not verdict.ok:
            self._tell("nik", NIK_MESSAGES[verdict.error])
        return verdict.value if verdict.ok else ""

    def _tell_missing(self) -> None:
        if not self.words["number"]:
            self._tell("number", "Nomor surat kosong.")
        if not self.words["name"] and not self.void:
            self._tell("name", "Nama kosong.")
        if self._cell("on") == "" and not self.void:
            self._tell("on", "Tanggal kosong.")


def _tell_twins(read: list[_Reading], found: Findings) -> set[int]:
    """Numbers that stand twice in the sheet: nobody can know which is right, so all are bad."""
    bad = set()
    same: tuple[tuple[str, Callable[[_Reading], object], str], ...] = (
        ("serial", lambda item: item.key, "Nomor urut"),
        ("number", lambda item: item.words["number"].casefold(), "Nomor surat"),
    )
    for key, value_of, words in same:
        places = defaultdict(list)
        for item in read:
            if value := value_of(item):
                places[value].append(item)
        for twins in (items for items in places.values() if len(items) > 1):
            lines = ", ".join(str(item.at) for item in twins[:10])
            for item in twins:
                found.tell(
                    item.at,
                    key,
                    f"{words} ini ada {len(twins)} kali: baris {lines}.",
                    item.cells.get(key, ""),
                )
                bad.add(item.at)
    return bad


def _tell_far(read: list[_Reading], book: Book, found: Findings) -> set[int]:
    """Serials far beyond the last known one: taken in, a slip would move the whole numbering."""
    bad, last = set(), book.last
    for item in sorted(read, key=lambda item: item.key):
        if item.serial <= last + FARTHEST:
            last = max(last, item.serial)
            continue
        words = (
            f"Nomor urut {item.serial} melompat jauh dari nomor {last}, yang terakhir dikenal. "
            "Periksa angkanya. Bila benar, lengkapi dulu nomor di antaranya, yang batal juga."
        )
        found.tell(item.at, "serial", words, item.cells.get("serial", ""))
        bad.add(item.at)
    return bad


def _dated(read: list[_Reading], found: Findings) -> list[Line]:
    """The good lines in the order of the book; a void one without a day takes its neighbour's."""
    ordered = sorted(read, key=lambda item: item.key)
    days = [item.on for item in ordered if item.on]
    lines, before = [], days[0] if days else None
    for item in ordered:
        on = item.on or before
        if on is None:
            found.tell(item.at, "on", "Tanggal kosong.")
            continue
        if item.on is None:
            words = f"Tanggal kosong; nomor batal ini memakai {dates.long_date(on)}."
            found.tell(item.at, "on", words, warn=True)
        lines.append(item.kept(on))
        before = on
    return lines


def _tell_order(found: Findings, book: Book) -> None:
    """Days that run backwards, and serials that nothing tells of."""
    before: Line | None = None
    for line in (line for line in found.lines if not line["suffix"]):
        if before and line["on"] < before["on"]:
            words = f"Tanggal mundur: nomor {before['serial']} bertanggal sesudahnya."
            found.tell(line["line"], "on", words, line["on"], warn=True)
        before = line
    present = {line["serial"] for line in found.lines} | {
        key[0] for key in book.taken | set(book.reserved)
    }
    if found.lines and (spans := _gaps(present, max(line["serial"] for line in found.lines))):
        found.tell(0, "serial", f"Nomor urut yang tidak ada: {spans}.", warn=True)


def _gaps(present: set[int], last: int, most: int = 60) -> str:
    """4, 7–9: the serials from 1 to the last one that are missing."""
    spans: list[list[int]] = []
    for serial in range(1, last + 1):
        if serial in present:
            continue
        if spans and spans[-1][1] == serial - 1:
            spans[-1][1] = serial
        else:
            spans.append([serial, serial])
    words = [f"{first}" if first == end else f"{first}–{end}" for first, end in spans[:most]]
    rest = len(spans) - most
    return ", ".join(words) + (f", dan {rest} celah lain" if rest > 0 else "")
