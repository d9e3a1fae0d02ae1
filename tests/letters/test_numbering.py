"""Letter numbers, against the offices' own patterns."""

import csv
from datetime import date
from pathlib import Path

import pytest

from portal.letters.numbering import (
    PATTERN_SLOTS,
    blank_number,
    check_pattern,
    letter_number,
    roman_month,
)

VECTORS = Path(__file__).parents[1] / "vectors" / "nomor-surat.csv"
FULL = "{kode}/{urut}/{unit}/{bulan_romawi}/{tahun}"
DAY = date(2026, 11, 23)


def vectors() -> list[dict[str, str]]:
    with VECTORS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("row", vectors(), ids=lambda row: row["hasil"])
def test_every_known_number_comes_out_as_printed(row: dict[str, str]) -> None:
    number = letter_number(
        row["pola"],
        code=row["kode"],
        serial=int(row["urut"]),
        unit=row["unit"],
        on=date.fromisoformat(row["tanggal"]),
        width=int(row["lebar"]),
        inserted=row["sisip"],
    )

    assert number == row["hasil"]


def test_a_width_never_cuts_a_longer_serial() -> None:
    number = letter_number(FULL, code="460", serial=12345, unit="X", on=DAY, width=3)

    assert number == "460/12345/X/XI/2026"


def test_the_months_are_roman_all_year_round() -> None:
    months = [roman_month(date(2026, month, 1)) for month in range(1, 13)]

    assert " ".join(months) == "I II III IV V VI VII VIII IX X XI XII"


def test_a_draft_leaves_room_for_the_serial() -> None:
    blank = blank_number(FULL, code="460", unit="DSPPPA-PS", on=DAY)

    assert blank == "460/      /DSPPPA-PS/XI/2026"


def test_braces_in_a_unit_are_only_letters() -> None:
    number = letter_number(FULL, code="460", serial=1, unit="{kode}", on=DAY)

    assert number == "460/1/{kode}/XI/2026"


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        ("{kode}/{urut}/{bulan}/{tahun}", "bulan"),
        ("{kode}/{urut!r}/{tahun}", "kurung kurawal"),
        ("{kode}/{urut}/{tahun", "kurung kurawal"),
        ("{kode}/{urut}/{}/{tahun}", "kurung kurawal"),
        ("{kode}/{unit}/{tahun}", "urut"),
        ("{urut}/{urut}/{tahun}", "urut"),
        ("{kode}/{urut}/{unit}", "tahun"),
    ],
)
def test_a_pattern_that_cannot_number_a_letter_is_refused(pattern: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        check_pattern(pattern)


def test_a_pattern_with_every_part_is_accepted() -> None:
    check_pattern("/".join(f"{{{slot}}}" for slot in sorted(PATTERN_SLOTS)))
