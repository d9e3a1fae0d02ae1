"""The persons of a letter: one as lines, several as a table that fits the sheet."""

from collections.abc import Mapping
from typing import Any

from portal.letters.wording import PERSON_LABELS

CHUNK = 100  # a table's cost grows with the square of its rows
# Room for the digits of each column at 9 points, in mm; names and addresses share what is left.
COLUMN_MM: Mapping[str, int] = {
    "no_permohonan": 33, "nama": 36, "nik": 32, "kk": 32, "kartu": 27, "lahir": 24,
    "jenis_kelamin": 21, "hubungan": 22, "alamat": 36, "nagari": 34, "no_register": 24,
}  # fmt: skip
NUMBER_MM = 9
POINTS = 9.0
WIDE = ("nama", "alamat", "nagari")
SAME_FOR_ALL = ("kk", "alamat")  # said once under the table when a whole family shares them

Json = Mapping[str, Any]


def by_fives(number: str) -> str:
    """482173059162044 as 48217 30591 62044."""
    return " ".join(number[start : start + 5] for start in range(0, len(number), 5))


def persons_of(letter: Json, room: float) -> dict[str, object]:
    """One person as lines, or everybody as a table `room` mm wide with what holds for all."""
    people = [_shown(who) for who in letter["persons"]]
    annex, words = letter["annex"], letter["wording"]
    labels = {**PERSON_LABELS, **words.get("labels", {})}
    keys = [key for key in letter["person_columns"] if any(who.get(key) for who in people)]
    details = [(line["label"], line["text"]) for line in words.get("details", [])]
    one, same = [], []
    if words.get("persons_as") == "rincian" and len(people) == 1 and not annex:
        one = [(labels[key], people[0][key]) for key in keys]
    elif not annex:
        same = [key for key in keys if key in SAME_FOR_ALL and _shared(people, key)]
    columns = [key for key in keys if key not in same]
    return {
        "one": one,
        "shared": [(labels[key], people[0][key]) for key in same] + details,
        "name_label": labels["nama"],
        **_measures(columns, labels, room),
        "chunks": _chunks(people, columns),
    }


def _shown(who: Json) -> Json:
    """A number of an application is read in groups of five, like on its receipt."""
    number = who.get("no_permohonan", "")
    return {**who, "no_permohonan": by_fives(number)} if number else who


def _shared(people: list[Json], key: str) -> bool:
    return len({who.get(key, "") for who in people}) == 1


def _measures(columns: list[str], labels: Json, room: float) -> dict[str, object]:
    """Widths in per cent and the letter size; all shrink together when the columns are many."""
    widths = {key: float(COLUMN_MM[key]) for key in columns}
    needed = NUMBER_MM + sum(widths.values())
    wide = [key for key in columns if key in WIDE] or columns
    for key in wide:
        widths[key] += max(0.0, room - needed) / len(wide)
    total = NUMBER_MM + sum(widths.values())
    return {
        "columns": [
            {"label": labels[key], "width": round(100 * widths[key] / total, 2)} for key in columns
        ],
        "number_width": round(100 * NUMBER_MM / total, 2),
        "points": round(POINTS * min(1.0, room / needed), 1),
    }


def _chunks(people: list[Json], columns: list[str]) -> list[list[dict[str, object]]]:
    rows: list[dict[str, object]] = [
        {"no": place, "texts": [who.get(key) or "–" for key in columns]}
        for place, who in enumerate(people, start=1)
    ]
    return [rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)]
