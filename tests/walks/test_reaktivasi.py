"""Pesisir Selatan's reactivation paper of 2022, for a mother and a child on one family card."""

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

FAMILY = (
    Applicant("ERMAWATI", "1301994505880001", "1988-05-05", "Perempuan", card="0009999000101"),
    Applicant("ILHAM", "1301990906150002", "2015-06-09", "Laki-laki", "Anak", "0009999000102"),
)
POOR = {"Sumber data": "DTSEN", "Hasil": "Terdaftar", "Nomor di register": "990002"}
DECREE = "901/HUK/CONTOH"


def test_the_paper_from_intake_to_its_last_row(house: House) -> None:
    file = Journey(house, house.staff("pessel", *PEOPLE), FAMILY)
    file.take_in(
        "Reaktivasi KIS PBI",
        kk="1301990107150002",
        village=VILLAGE,
        papers=("Fotokopi Kartu Keluarga",),
    )

    clerk = file.turn("staf", "1", reads="Berkas Anda sudah kami terima")
    assert file.rows(clerk) == ["1", "2", "3", "4", "5", "6"]
    assert "Akta Kelahiran (ILHAM)" in clerk.text, "under 17: the birth certificate, not the KTP"
    tick_all_papers(clerk)
    file.goes_on("staf", "2", reads="Data Anda sedang dicek")
    for member in FAMILY:
        clerk.fill(POOR, within=f"{member.name} > Data kemiskinan")
        clerk.fill({"SK yang menonaktifkan": DECREE}, within=f"{member.name} > SK penonaktifan")
    clerk.press("Catat hasil cek, teruskan")
    file.goes_on("staf", "3", reads="Surat Anda sedang dibuat")
    clerk.press("Surat selesai, teruskan")

    second, other = ("sekretaris", "kabid") if house.javascript else ("kabid", "sekretaris")
    two_parafs(file, second, other)
    the_head_signs(file, other)
    letter = numbered(file)
    assert DECREE in letter
    for member in FAMILY:
        assert member.name in letter
        assert member.card in letter.replace(" ", "")
    handed_over(file)
