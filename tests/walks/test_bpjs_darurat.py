"""Pesisir Selatan's BPJS paper of 2017, only for emergencies of the poor."""

import pytest

from tests.walks.journey import Applicant, Journey, tick_all_papers
from tests.walks.people import House
from tests.walks.pessel import (
    PEOPLE,
    VILLAGE,
    handed_over,
    numbered,
    the_head_signs,
    two_parafs,
)

pytestmark = pytest.mark.browser

SYAMSINAR = Applicant("SYAMSINAR", "1301995408900001", "1990-08-14", "Perempuan")


def test_the_paper_from_intake_to_its_last_row(house: House) -> None:
    file = Journey(house, house.staff("pessel", *PEOPLE), (SYAMSINAR,))
    file.take_in(
        "Rekomendasi BPJS (darurat)",
        kk="1301990107150001",
        village=VILLAGE,
        emergency="dirawat di RSUD sejak kemarin (contoh)",
    )

    clerk = file.turn("staf", "1", reads="Berkas Anda sudah kami terima")
    assert file.rows(clerk) == ["1", "2", "3", "4", "5", "6"]
    tick_all_papers(clerk)
    file.goes_on("staf", "2", reads="Data Anda sedang dicek")
    clerk.fill({"Sumber data": "PBDT", "Hasil": "Terdaftar", "Nomor di register": "990001"})
    clerk.press("Catat hasil cek, teruskan")
    file.goes_on("staf", "3", reads="Surat Anda sedang dibuat")
    clerk.press("Surat selesai, teruskan")

    second, other = ("kabid", "sekretaris") if house.javascript else ("sekretaris", "kabid")
    two_parafs(file, second, other)
    the_head_signs(file, other)
    letter = numbered(file)
    assert SYAMSINAR.name in letter
    assert "dirawat di RSUD sejak kemarin (contoh)" in letter
    handed_over(file)
