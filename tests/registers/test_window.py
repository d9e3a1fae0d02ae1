"""The six-month rule agrees with the vectors of the domain pack."""

from datetime import date

import pytest

from portal.registers.window import window
from tests.vectors import rows


@pytest.mark.parametrize(
    "row", rows("reaktivasi6bulan"), ids=lambda row: row["tanggal_terima"] + row["jalur"]
)
def test_the_window_counts_from_the_decree_to_the_day_of_receipt(row: dict[str, str]) -> None:
    found = window(
        date.fromisoformat(row["tanggal_penetapan_sk"]), date.fromisoformat(row["tanggal_terima"])
    )
    assert (found.route.value, found.limit.isoformat()) == (row["jalur"], row["batas_akhir"])
