"""The two ways out of a paper: back to the applicant for what is missing, and a refusal."""

import pytest

from tests.walks.journey import Applicant, Journey, tick_all_papers
from tests.walks.people import House

pytestmark = pytest.mark.browser

MARDIANA = Applicant("MARDIANA", "1301994911720001", "1972-11-09", "Perempuan")
SHOWN = "Warga akan membaca"


def take_in(house: House) -> Journey:
    """A file at row 1 of the emergency paper, with only two of its papers."""
    staff = house.staff("pessel", "staf", "kasi", "kabid", "sekretaris", "kadis")
    file = Journey(house, staff, (MARDIANA,))
    file.take_in(
        "Rekomendasi BPJS (darurat)", kk="1301990107150003", village="Painan, Kecamatan IV Jurai",
        emergency="dirawat di RSUD (contoh)", papers=("Fotokopi KTP", "Fotokopi Kartu Keluarga"),
    )  # fmt: skip
    return file


def test_papers_are_missing_and_the_file_is_taken_back_in(house: House) -> None:
    file = take_in(house)
    clerk = file.turn("staf", "1", reads="Berkas Anda sudah kami terima")
    clerk.press("Kembalikan")
    assert clerk.heading == f"Kembalikan ke pemohon: {MARDIANA.name}"
    assert not clerk.has_button("Ya, kembalikan ke pemohon"), "the words must be seen first"
    clerk.press("Lihat yang akan dibaca warga", expect=422)
    assert "Pilih alasannya lebih dulu." in clerk.text

    clerk.unfold("Fotokopi Surat Keterangan Miskin")
    clerk.tick("Belum diketahui Camat")
    clerk.press("Lihat yang akan dibaca warga")
    assert SHOWN in clerk.text
    assert "Minta tanda tangan di kantor Camat." in clerk.text
    clerk.press("Ya, kembalikan ke pemohon")

    file.waits_for(reads="Ada berkas yang perlu dilengkapi")
    told = house.citizen.text
    assert "Belum ada tanda tangan Camat. Minta tanda tangan di kantor Camat." in told
    assert "Paling lambat" in told

    taken_back_in(file)


def taken_back_in(file: Journey) -> None:
    """The applicant comes back to the counter, and the paper goes on where it stood."""
    clerk = file.staff["staf"]
    clerk.open("/berkas?keadaan=pemohon")
    clerk.take_up(file.number)
    clerk.follow("Terima kembali")
    if file.house.javascript:  # the page then says by itself that the desk has the file open
        with clerk.page.expect_response("**/buka"):
            clerk.press("Ya, terima kembali berkas")
        file.goes_on("staf", "1", reads="Berkas Anda sedang diperiksa")
    else:
        clerk.press("Ya, terima kembali berkas")
        file.goes_on("staf", "1", reads="Berkas Anda sudah kami terima")
    tick_all_papers(clerk)
    file.goes_on("staf", "2", reads="Data Anda sedang dicek")


def test_a_clerk_proposes_and_the_kabid_refuses(house: House) -> None:
    file = take_in(house)
    clerk = file.turn("staf", "1", reads="Berkas Anda sudah kami terima")
    tick_all_papers(clerk)
    file.goes_on("staf", "2", reads="Data Anda sedang dicek")
    assert not clerk.has_button("Tolak"), "a clerk proposes, a decider refuses"
    clerk.press("Usulkan penolakan")
    clerk.tick("Tidak terdaftar di data kemiskinan")
    clerk.fill({"Bukti atau catatan untuk pimpinan": "Dicek di PBDT, DTKS, dan DTSEN."})
    clerk.press("Ya, usulkan penolakan")

    file.waits_for("kabid", "kadis", reads="Data Anda sedang dicek")
    decider = file.staff["kabid"]
    assert decider.sees(file.number)
    decider.take_up(file.number)
    assert "Staf mengusulkan penolakan." in decider.text
    assert "Dicek di PBDT, DTKS, dan DTSEN." in decider.text
    decider.follow("Tolak")
    assert not decider.has_button("Ya, tolak permohonan"), "the words must be seen first"
    decider.fill({"Bukti atau catatan": "Sesuai usul staf."})
    decider.press("Lihat yang akan dibaca warga")
    assert "Nama Anda belum ada di data pemerintah tentang warga kurang mampu." in decider.text
    decider.press("Ya, tolak permohonan")

    file.waits_for(reads="Permohonan tidak dapat diproses")
    told = house.citizen.text
    assert "Nama Anda belum ada di data pemerintah tentang warga kurang mampu." in told
    assert "Ajukan keberatan" in told
    file.in_the_books("", state="Tidak dapat diproses")
