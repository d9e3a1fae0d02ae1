"""One row of a list by the rules of the counter: every fault told, nothing silently altered."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal import dates
from portal.identity import card, kk, name, nik, phone
from portal.lists.columns import BOTH, TITLES, cells_at
from portal.lists.words import RELATIONS, SEXES, UnclearError, plain, read_born, swapped

EXACT = 2**53  # up to here a spreadsheet keeps every whole number
SIGNIFICANT = 15  # digits that it keeps of a number it shows
FEWEST_TELLING = 5  # so many numbers that all end in 0 lost their last digit
LOST = "{} tersimpan sebagai angka, digit terakhir hilang; ubah kolom menjadi Teks, lalu isi lagi."
LOST_ZEROS = "Tersimpan sebagai angka, nol di depan hilang; ubah kolom menjadi Teks, lalu isi lagi."
ALL_LOST = (
    "Semua isi kolom {} berakhir 0: pernah tersimpan sebagai angka, digit terakhirnya hilang. "
    "Ubah kolom menjadi Teks, isi lagi dari KTP dan KK, lalu unggah."
)
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?\s*[eE]\s*\+?\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3}){3,}(?:[.,]0+)?")
_BIRTH = re.compile(r"(.*?)[\s,/;]*(\d.*)")
_VILLAGE_WORDS = frozenset(
    {"wali", "nagari", "kelurahan", "kel", "desa", "nag", "kenagarian", "lurah"}
)


@dataclass(frozen=True)
class Rules:
    """What the rows of one list are checked by."""

    today: date
    needs_card: bool
    village: str  # Nagari Painan
    emergency_reason: str = ""


@dataclass
class Checked:
    """What was found in a row: the form it would fill, or why not."""

    typed: dict[str, Any] | None = None
    nik: str = ""  # when it is well formed
    faults: list[dict[str, Any]] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether nothing keeps it out; a warning does not."""
        return all(fault["warning"] for fault in self.faults)


def fault(key: str, reason: str, *, warning: bool = False) -> dict[str, Any]:
    """A fault of a row, or a warning, with the head of its column."""
    return {"column": TITLES.get(key, ""), "reason": reason, "warning": warning}


def is_filled(places: Mapping[str, int], cells: Sequence[Any]) -> bool:
    """Whether anything stands in a column that is read; a row with only its number has nothing."""
    return any(cell != "" for cell in cells_at(dict(places), cells).values())


def lost_column(places: Mapping[str, int], rows: Sequence[Sequence[Any]]) -> str:
    """Why no row of the table can be trusted, '' when it can.

    A CSV saved from cells that were numbers holds plain digits; only that they all end in 0
    gives away what happened.
    """
    for key in ("nik", "kk_no"):
        texts = [_bare(cells_at(dict(places), cells).get(key, "")) for _, cells in rows]
        whole = [text for text in texts if re.fullmatch(r"[0-9]{16}", text)]
        if len(whole) >= FEWEST_TELLING and all(text.endswith("0") for text in whole):
            return ALL_LOST.format(TITLES[key])
    return ""


def check_row(cells: Sequence[Any], places: Mapping[str, int], rules: Rules) -> Checked:
    """Check every cell of a row that is read."""
    return _Reading(cells_at(dict(places), cells), rules).checked()


class _Reading:
    """One row being read."""

    def __init__(self, cells: dict[str, Any], rules: Rules) -> None:
        self.cells, self.rules, self.found = cells, rules, Checked()
        if BOTH in cells:
            found = _BIRTH.fullmatch(str(cells[BOTH]))
            cells.setdefault("birth_place", found[1] if found else "")
            cells.setdefault("born", found[2] if found else cells[BOTH])

    def checked(self) -> Checked:
        """The row with all that was found in it."""
        reading = self._nik()
        person = {
            "name": self._name(),
            "nik": self.found.nik,
            "born": self._born(reading),
            "birth_place": self._text("birth_place", 60),
            "sex": self._word("sex", SEXES, "Isi L atau P."),
            "relation": self._word("relation", RELATIONS, self._relations()),
            "card_no": self._card(),
        }
        typed = {
            "kk_no": self._kk(),
            "address": self._address(),
            "phone": self._phone(),
            "emergency_reason": self.rules.emergency_reason,
            "persons": [person],
        }
        self._village()
        self._doubtful(reading, person)
        self.found.typed = typed if self.found.good else None
        return self.found

    def _tell(self, key: str, reason: str, *, warning: bool = False) -> None:
        self.found.faults.append(fault(key, reason, warning=warning))

    def _nik(self) -> nik.Reading | None:
        text = self._digits("nik", "NIK")
        if text is None:
            return None
        verdict, reading = nik.read_nik(text, today=self.rules.today)
        if not verdict.ok:
            more = _filled(verdict.value) if verdict.error == "format" else ""
            self._tell("nik", nik.MESSAGES[verdict.error] + more)
            return None
        self.found.nik = verdict.value
        for code in verdict.warnings:
            self._tell("nik", nik.WARNINGS[code], warning=True)
        return reading

    def _kk(self) -> str:
        text = self._digits("kk_no", "Nomor KK")
        if text is None:
            return ""
        verdict = kk.read_kk(text, nik=self.found.nik)
        if not verdict.ok:
            more = _filled(verdict.value) if verdict.error == "format" else ""
            self._tell("kk_no", kk.MESSAGES[verdict.error] + more)
        return verdict.value

    def _card(self) -> str:
        cell = self.cells.get("card_no", "")
        if cell == "":
            if self.rules.needs_card:
                self._tell("card_no", "Layanan ini memerlukan nomor kartu KIS (13 angka).")
            return ""
        text = self._digits("card_no", "Nomor kartu") or ""
        if not text:
            return ""
        verdict = card.read_card(text)
        if not verdict.ok:
            lost = isinstance(cell, int) and len(text) < 13
            self._tell("card_no", LOST_ZEROS if lost else card.MESSAGES[verdict.error])
        return verdict.value

    def _digits(self, key: str, what: str) -> str | None:
        """A number of the person as text; None, and told, when it is missing or lost digits."""
        cell = self.cells.get(key, "")
        text = _bare(cell)
        if not text:
            self._tell(key, f"{what} kosong.")
            return None
        if _SCIENTIFIC.fullmatch(text) or _lost_last(cell, text):
            self._tell(key, LOST.format(what))
            return None
        return re.sub(r"[,.]", "", text) if _THOUSANDS.fullmatch(text) else text

    def _name(self) -> str:
        verdict = name.read_name(str(self.cells.get("name", "")))
        if not verdict.ok:
            self._tell("name", name.MESSAGES[verdict.error])
        return verdict.value

    def _born(self, reading: nik.Reading | None) -> str:
        cell = self.cells.get("born", "")
        if cell == "":
            self._tell("born", "Isi tanggal lahir seperti di KTP atau KK.")
            return ""
        try:
            born, turnable = read_born(cell, self.rules.today)
        except UnclearError as unclear:
            self._tell("born", str(unclear))
            return ""
        if turnable and reading and born not in reading.births and swapped(born) in reading.births:
            meant = dates.long_date(swapped(born))
            self._tell(
                "born",
                f"Hari dan bulan tampaknya tertukar: menurut NIK {meant}. Tulis bulannya dengan "
                "huruf.",
            )
            return ""
        return born.isoformat()

    def _word(self, key: str, known: Mapping[str, str], told: str) -> str:
        found = known.get(plain(self.cells.get(key, "")), "")
        if not found:
            self._tell(key, told)
        return found

    def _relations(self) -> str:
        return f"Pilih salah satu: {', '.join(dict.fromkeys(RELATIONS.values()))}."

    def _address(self) -> str:
        if self.cells.get("address", "") == "":
            self._tell("address", "Isi jorong dan alamat.")
            return ""
        return self._text("address", 200)

    def _text(self, key: str, most: int) -> str:
        text = str(self.cells.get(key, ""))
        if len(text) > most:
            self._tell(key, f"Paling banyak {most} huruf.")
        if not text.isprintable():
            self._tell(key, "Ada tanda yang tidak dapat dicetak.")
        return text

    def _phone(self) -> str:
        """The number as it stands there; none is needed (edge case 33)."""
        text = _bare(self.cells.get("phone", ""))
        if not text:
            return ""
        if _SCIENTIFIC.fullmatch(text):
            self._tell("phone", LOST.format("Nomor HP"))
            return ""
        verdict = phone.read_phone(text)
        if not verdict.ok:
            self._tell("phone", phone.MESSAGES[verdict.error])
        return text

    def _village(self) -> None:
        named = _village_name(self.cells.get("village", ""))
        if named and named != _village_name(self.rules.village):
            self._tell(
                "village",
                f"Baris ini untuk {str(self.cells['village'])[:60]}. Daftar ini hanya untuk "
                f"{self.rules.village}.",
            )

    def _doubtful(self, reading: nik.Reading | None, person: dict[str, str]) -> None:
        """What differs from the NIK only warns: a person keeps the NIK for life."""
        if reading and person["born"] and person["sex"]:
            born = date.fromisoformat(person["born"])
            for code in nik.compare(reading, born=born, sex=person["sex"]):
                key = "born" if code == "beda_tanggal_lahir" else "sex"
                self._tell(key, nik.WARNINGS[code], warning=True)


def _bare(cell: object) -> str:
    """A cell without the marks that keep digits text: '1301..., ="1301..."."""
    text = str(cell).strip()
    if found := re.fullmatch(r'="?([^"]*)"?', text):
        text = found[1].strip()
    return text.removeprefix("'").strip()


def _lost_last(cell: object, text: str) -> bool:
    """Whether a number of so many digits cannot be what was typed."""
    if _THOUSANDS.fullmatch(text):
        figures = re.sub(r"[,.]", "", text)
        return len(figures) > SIGNIFICANT and figures.endswith("0")
    if not isinstance(cell, int | float):
        return False
    return cell >= 10**SIGNIFICANT and (cell % 10 == 0 or cell > EXACT)


def _filled(value: str) -> str:
    return f" Yang diisi {len(value)} angka atau huruf."


def _village_name(cell: object) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", str(cell).lower()).split()
    return " ".join(word for word in words if word not in _VILLAGE_WORDS)
