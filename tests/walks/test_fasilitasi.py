"""Solok's paper: the disposition runs down the chain, a letter goes out, and BPJS is waited for."""

import pytest

from tests.walks.journey import Applicant, Journey, day_before, sign, this_year, tick_all_papers
from tests.walks.paper import DRAFT, words_of
from tests.walks.people import House

pytestmark = pytest.mark.browser

ROSNIDA = Applicant("ROSNIDA", "1302996107790001", "1979-07-21", "Perempuan")
NUMBER = f"460/1/DINSOS-{this_year()}"


def test_the_paper_from_intake_to_its_last_row(house: House) -> None:
    file = Journey(house, house.staff("solok", "staf", "kadis", "kabid", "korpel"), (ROSNIDA,))
    file.take_in("Fasilitasi jaminan kesehatan", kk="1302990107150001", village="Selayo")
    row_2(file)
    disposed(file)
    coordinator = file.turn("korpel", "5", reads="Surat Anda sedang dibuat")
    assert "Susun pengantarnya." in coordinator.text
    coordinator.press("Surat selesai, teruskan")
    row_6(file)
    # BPJS has no account here: Korpel or Staf writes down what it answered.
    bpjs_answers(file, *(("korpel", "staf") if house.javascript else ("staf", "korpel")))

    clerk = file.turn("staf", "8", reads="Kartu KIS Anda sudah terbit")
    clerk.press("Sudah diserahkan")
    file.goes_on("staf", "8", reads="Urusan ini sudah selesai")
    clerk.fill({"Tempat arsip": "Lemari 3"})
    clerk.press("Sudah diarsipkan")
    file.waits_for(reads="Urusan ini sudah selesai")
    file.in_the_books(NUMBER, state="Selesai")


def row_2(file: Journey) -> None:
    """Check, look-up and the way up stand in one row of this paper."""
    clerk = file.turn("staf", "2", reads="Berkas Anda sudah kami terima")
    assert file.rows(clerk) == ["1", "2", "3", "4", "5", "6", "7", "8"]
    tick_all_papers(clerk)
    file.goes_on("staf", "2", reads="Data Anda sedang dicek")
    clerk.fill({"Sumber data": "DTKS", "Hasil": "Tidak terdaftar"})
    clerk.press("Catat hasil cek, teruskan")
    file.goes_on("staf", "2", reads="Berkas Anda sedang diperiksa")
    clerk.fill({"Catatan untuk pimpinan (boleh kosong)": "Syarat lengkap."})
    clerk.press("Teruskan ke pimpinan")


def disposed(file: Journey) -> None:
    """Rows 3 and 4: each slip lies on the file for the next desk."""
    head = file.turn("kadis", "3", reads="Menunggu petunjuk pimpinan")
    head.fill({"Sifat": "Segera", "Catatan": "Mohon diproses."})
    head.press("Disposisikan")
    division = file.turn("kabid", "4", reads="Menunggu petunjuk pimpinan")
    assert "Mohon diproses." in division.text
    division.fill({"Catatan": "Susun pengantarnya."})
    division.press("Disposisikan")


def row_6(file: Journey) -> None:
    """The head signs; the coordinator numbers, stamps and sends."""
    head = file.turn("kadis", "6", reads="Menunggu tanda tangan pimpinan")
    assert DRAFT in words_of(head.printed("Baca konsep surat"))
    sign(head)
    coordinator = file.turn("korpel", "6", reads="Surat diberi nomor dan cap")
    coordinator.press("Beri nomor")
    file.goes_on("korpel", "6", reads="Surat diberi nomor dan cap")
    letter = words_of(coordinator.printed("Cetak surat"))
    assert DRAFT not in letter
    assert NUMBER in letter
    assert ROSNIDA.name in letter
    assert "KEPALA DINAS SOSIAL KABUPATEN SOLOK, Ir. Faisal Rahman, M.Si." in letter
    coordinator.tick("Cap dinas sudah dibubuhkan")
    coordinator.press("Sudah dicap")
    file.goes_on("korpel", "6", reads="Surat diberi nomor dan cap")
    coordinator.press("Sudah dikirim")


def bpjs_answers(file: Journey, told: str, other: str) -> None:
    """Row 7: the file waits for BPJS, and the card is written down by whoever is told of it."""
    reads = "Berkas sudah dikirim ke BPJS Kesehatan"
    person = file.turn(told, "7", others=(other,), reads=reads)
    person.fill({f"Nomor kartu KIS: {ROSNIDA.name}": "0009998000101"})
    person.fill({"Tanggal terbit": day_before()})
    person.press("Catat hasil")
