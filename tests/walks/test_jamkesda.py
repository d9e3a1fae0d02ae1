"""Tanjungpinang's JAMKESDA paper: six rows, signed by the Kabid and numbered after."""

import pytest

from tests.walks.journey import Applicant, Journey, sign, this_year, tick_all_papers
from tests.walks.paper import DRAFT, words_of
from tests.walks.people import House

pytestmark = pytest.mark.browser

SERVICE, KK, VILLAGE = "Rekomendasi JAMKESDA", "2172990107150001", "Dompak"
NURAINI = Applicant("NURAINI", "2172995203850001", "1985-03-12", "Perempuan")
NUMBER = f"465.1/1/5.6.02/{this_year()}"
SIGNER = (
    "a.n. KEPALA DINAS SOSIAL KOTA TANJUNGPINANG "
    "Kepala Bidang Perlindungan dan Jaminan Sosial, Ratna Dewi, S.Sos., M.Si."
)


def test_the_paper_from_intake_to_its_last_row(house: House) -> None:
    staff = house.staff("tanjungpinang", "staf", "fungsional", "kabid", "kadis")
    file = Journey(house, staff, (NURAINI,))
    file.take_in(SERVICE, kk=KK, village=VILLAGE)
    row_2(file)

    expert = file.turn("fungsional", "4.", reads="Surat Anda sedang diperiksa")
    draft = words_of(expert.printed("Baca konsep surat"))
    assert DRAFT in draft
    assert NURAINI.name in draft
    expert.press("Paraf dan teruskan")
    head = file.turn("kabid", "5.", reads="Menunggu tanda tangan pimpinan")
    sign(head)

    row_6(file)
    clerk = file.turn("staf", "7.", reads="Surat Anda siap diambil")
    clerk.press("Sudah diserahkan")
    file.waits_for(reads="Surat sudah diambil")
    file.in_the_books(NUMBER)


def row_2(file: Journey) -> None:
    """Check, look-ups and draft stand in one row of this paper."""
    file.only_reads("kabid")
    clerk = file.turn("staf", "2.", reads="Berkas Anda sudah kami terima")
    assert file.rows(clerk) == ["1.", "2.", "4.", "5.", "6.", "7."]
    tick_all_papers(clerk)
    file.goes_on("staf", "2.", reads="Data Anda sedang dicek")
    clerk.fill({"Hasil": "Terdaftar"}, within="SIKS-NG")
    clerk.fill({"Hasil": "Tidak terdaftar"}, within="Kepesertaan JKN")
    clerk.press("Catat hasil cek, teruskan")
    file.goes_on("staf", "2.", reads="Surat Anda sedang dibuat")
    clerk.press("Surat selesai, teruskan")


def row_6(file: Journey) -> None:
    """The number is given after the signature, and only then is the letter a letter."""
    clerk = file.turn("staf", "6.", reads="Surat diberi nomor dan cap")
    clerk.fill({"Tempat arsip": "Lemari 1, map berjalan"})
    clerk.press("Sudah diarsipkan")
    file.goes_on("staf", "6.", reads="Surat diberi nomor dan cap")
    assert DRAFT in words_of(clerk.printed("Baca konsep surat")), "signed, but not yet numbered"
    clerk.press("Beri nomor")
    file.goes_on("staf", "6.", reads="Surat diberi nomor dan cap")
    letter = words_of(clerk.printed("Cetak surat"))
    assert DRAFT not in letter
    assert NUMBER in letter
    assert NURAINI.name in letter
    assert SIGNER in letter
    clerk.tick("Cap dinas sudah dibubuhkan")
    clerk.press("Sudah dicap")


def test_another_office_finds_no_such_file(house: House) -> None:
    staff = house.staff("tanjungpinang", "staf")
    file = Journey(house, staff, (NURAINI,))
    file.take_in(SERVICE, kk=KK, village=VILLAGE)
    stranger = house.person("staf.solok")
    assert not stranger.sees(file.number)
    stranger.open(f"/berkas/{file.ref}", expect=404)
    stranger.open(f"/cari?q={file.number}")
    assert NURAINI.name not in stranger.text
