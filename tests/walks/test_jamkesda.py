"""Tanjungpinang's JAMKESDA paper: rows 1, 2, 4, 5, 6, 7; the Kabid signs, the number comes after."""

import pytest

from tests.walks.journey import Applicant, Journey, sign, tick_all_papers
from tests.walks.paper import DRAFT, words_of
from tests.walks.people import House

pytestmark = pytest.mark.browser

NURAINI = Applicant("NURAINI", "2172995203850001", "1985-03-12", "Perempuan")


def test_the_paper_from_intake_to_its_last_row(house: House) -> None:
    staff = house.staff("tanjungpinang", "staf", "fungsional", "kabid", "kadis")
    file = Journey(house, staff, (NURAINI,))
    file.take_in("Rekomendasi JAMKESDA", kk="2172990107150001", village="Dompak")

    clerk = file.turn("staf", "2.", reads="Berkas Anda sudah kami terima")
    assert file.rows(clerk) == ["1.", "2.", "4.", "5.", "6.", "7."]
    file.only_reads("kabid")
    tick_all_papers(clerk)
    clerk = file.turn("staf", "2.", reads="Data Anda sedang dicek")
    clerk.fill({"Hasil": "Terdaftar"}, within="SIKS-NG")
    clerk.fill({"Hasil": "Tidak terdaftar"}, within="Kepesertaan JKN")
    clerk.press("Catat hasil cek, teruskan")
    clerk = file.turn("staf", "2.", reads="Surat Anda sedang dibuat")
    clerk.press("Surat selesai, teruskan")

    expert = file.turn("fungsional", "4.", reads="Surat Anda sedang diperiksa")
    draft = words_of(expert.printed("Baca konsep surat"))
    assert DRAFT in draft
    assert NURAINI.name in draft
    expert.press("Paraf dan teruskan")

    head = file.turn("kabid", "5.", reads="Menunggu tanda tangan pimpinan")
    sign(head)

    clerk = file.turn("staf", "6.", reads="Surat diberi nomor dan cap")
    assert DRAFT in words_of(clerk.printed("Baca konsep surat")), "signed, but not yet numbered"
