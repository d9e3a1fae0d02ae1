"""English says all that the citizen's pages say; a third language is one file in a folder."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.db import db
from portal.languages.language import (
    CATALOGUES,
    INDONESIAN,
    BadCatalogueError,
    languages_of,
    missing_from,
    read_catalogue,
)
from tests.browser import Browser
from tests.cast import P17, Cast
from tests.conftest import settings_for
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.languages.sentences import every_sentence, written_anywhere
from tests.registration.families import Village

ENGLISH = read_catalogue(CATALOGUES / "en.toml")
MINANG = """
[bahasa]
nama = "Baso Minang"
hari = ["Sanayan", "Salasa", "Rabaa", "Kamih", "Jumaik", "Sabtu", "Akaik"]

[kalimat]
"Berkas Anda sudah kami terima" = "Bareh Sanak alah kami tarimo"
"Cek sekarang" = "Caliak kini"
"Gratis" = "Indak babayia"
"""


def test_english_has_every_sentence_and_no_other() -> None:
    said = every_sentence()
    assert len(said) > 250
    assert sorted(said - ENGLISH.sentences) == [], "not in en.toml"
    assert sorted(ENGLISH.sentences - written_anywhere()) == [], "in en.toml, and nobody says it"


def test_english_fills_the_same_slots() -> None:
    slots = re.compile(r"\{(\w+)\}")
    for text, own in ENGLISH.texts.items():
        assert set(slots.findall(text)) == set(slots.findall(own)), text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "nama belum diisi"),
        ('[bahasa]\nnama = "X"\nwarna = "merah"', "tidak dikenal: warna"),
        ('[bahasa]\nnama = "X"\nhari = ["A"]', "hari harus 7"),
        ('[bahasa]\nnama = "X"\nhari = [1, 2, 3, 4, 5, 6, 7]', "bukan teks: hari"),
        ('[bahasa]\nnama = "X"\nbulan = "JFMAMJJASOND"', "bukan teks: bulan"),
        ('[bahasa]\nnama = "X"\ntanda_jam = 5', "bukan teks: tanda_jam"),
        ('[bahasa]\nnama = "X"\n[kalimat]\n"Gratis" = " "', "kalimat kosong: Gratis"),
        ('[bahasa]\nnama = "X"\n[kalimat]\n"Kode {kode}" = "Kode"', "kurung kurawal berbeda"),
        ("[bahasa", "tidak dapat dibaca"),
    ],
)
def test_a_catalogue_with_a_fault_is_refused_by_name(
    tmp_path: Path, content: str, words: str
) -> None:
    path = tmp_path / "min.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadCatalogueError, match=words) as refusal:
        read_catalogue(path)
    assert "min.toml" in str(refusal.value)


def test_a_file_whose_name_is_no_code_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "minang.toml"
    path.write_text(MINANG, encoding="utf-8")
    with pytest.raises(BadCatalogueError, match="kode bahasa"):
        languages_of(tmp_path)


@pytest.fixture
def third(app: Flask, database_url: str, tmp_path: Path) -> Iterator[Browser]:
    """A visitor of a portal with a catalogue of its own beside English."""
    folder = tmp_path / "tiga"
    (folder / "bahasa").mkdir(parents=True)
    (folder / "bahasa" / "min.toml").write_text(MINANG, encoding="utf-8")
    other = create_app(settings_for(database_url, folder))
    yield Browser(other)
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def test_a_third_language_is_a_file(cast: Cast, third: Browser) -> None:
    number = cast.case(cast.receive(P17)).number
    db.session.rollback()
    page = third.client.get("/min/lacak").get_data(as_text=True)
    assert '<html lang="min">' in page
    assert "Caliak kini" in page
    # What it lacks stays Indonesian, and says so.
    assert '<h1><span lang="id">Sampai di mana surat saya?</span></h1>' in page
    switch = re.findall(r'<a href="([^"]*)" hreflang="(\w+)"[^>]*><span aria-hidden', page)
    assert switch == [("/lacak", "id"), ("/en/lacak", "en"), ("/min/lacak", "min")]

    answer = third.client.post("/min/lacak", data={"nomor": number}).get_data(as_text=True)
    assert "Bareh Sanak alah kami tarimo" in answer
    assert "Indak babayia" in answer
    assert re.search("Sanayan|Salasa|Rabaa|Kamih|Jumaik|Sabtu|Akaik", answer)
    assert '<span lang="id">Petugas akan memeriksa kelengkapan berkas Anda.</span>' in answer
    assert 'action="/en/lacak"' in answer


def test_a_pre_registration_too_marks_what_stays_indonesian(cast: Cast, third: Browser) -> None:
    office = Village(cast)
    number = office.of(office.sent()).number
    db.session.rollback()
    answer = third.client.post("/min/lacak", data={"nomor": number}).get_data(as_text=True)
    assert '<span lang="id">Didaftarkan oleh kantor Wali Nagari</span></h1>' in answer
    assert "<title>Didaftarkan oleh kantor Wali Nagari –" in answer


def test_a_language_nobody_brought_has_no_address(visitor: Browser) -> None:
    assert visitor.client.get("/min/lacak").status_code == 404


def test_the_command_tells_what_a_catalogue_lacks(tmp_path: Path) -> None:
    path = tmp_path / "min.toml"
    path.write_text(MINANG + '"Antah" = "Antah"\n', encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "portal", "bahasa", "periksa", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    lacks = missing_from(read_catalogue(path), ENGLISH)
    assert told.returncode == 1
    assert "belum ada: Salah:\n" in told.stdout
    assert "belum ada: Gratis\n" not in told.stdout
    assert "tidak dipakai: Antah\n" in told.stdout
    assert f"min.toml: {len(lacks)} kalimat belum ada, 1 tidak dipakai." in told.stderr


@pytest.mark.battery
def test_the_command_finds_english_whole() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "portal", "bahasa", "periksa", str(CATALOGUES / "en.toml")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert "lengkap. English" in told.stdout


def test_opening_hours_are_read_with_the_days_of_the_language() -> None:
    assert ENGLISH.hours("Senin–Jumat, 08.00–15.00") == "Monday–Friday, 08.00–15.00"
    assert INDONESIAN.hours("Senin–Jumat, 08.00–15.00") == "Senin–Jumat, 08.00–15.00"
