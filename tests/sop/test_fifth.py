"""Adding a fifth SOP is adding a file; a version in use may not change under its cases."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.app import create_app
from portal.cases.queries import changed_pins
from portal.db import db, write
from portal.desk.work.ways_out import Leaving
from portal.letters.model import LetterNumber
from portal.letters.queries import letter_of
from portal.offices.model import Office
from portal.people.model import Assignment, Person, Post
from portal.sop.reader import BadSopError
from portal.sop.vocabulary import Act, Move
from tests.browser import Browser
from tests.cast import Cast
from tests.conftest import open_session, settings_for
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.server import portal

FIFTH = "solok-2027-kilat"
PRINTED = ("I", "II", "III", "IV", "IV", "V", "V", "VI")
FILE = Path(__file__).parent / "kilat.toml"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A portal in whose instance folder somebody put one more file, and nothing else."""
    (tmp_path / "sop").mkdir()
    shutil.copy(FILE, tmp_path / "sop" / "kilat.toml")
    app = create_app(settings_for(database_url, tmp_path))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def the_korpel_works_the_counter() -> None:
    """In this SOP the Koordinator takes files in; the tests' clerk is given that post."""
    with write() as session:
        office = session.scalars(select(Office).where(Office.code == "solok")).one()
        clerk = session.scalars(select(Person).where(Person.username == "staf.solok")).one()
        post = next(
            p for p in session.scalars(select(Post).where(Post.office_id == office.id))
            if p.roles == ["korpel"]
        )  # fmt: skip
        session.add(Assignment(person_id=clerk.id, post_id=post.id, since=date(2020, 1, 1)))


def test_a_fifth_sop_is_walked_from_intake_to_the_end(cast: Cast, tmp_path: Path) -> None:
    the_korpel_works_the_counter()
    sop = cast.sop(FIFTH)
    assert [sop.row(t.row).number for t in sop.tasks] == list(PRINTED)
    case = cast.case(cast.receive(FIFTH))
    walked = []
    while case.outcome is None:
        walked.append(sop.task(case.row, case.task).act)
        letter = letter_of(case)
        if walked[-1] in (Act.PARAF, Act.TANDA_TANGAN):
            assert letter is not None
            assert letter.number == f"460/1/DINSOS-{clock.now().year}"
            assert not letter.issued, "numbered, but not yet signed"
        case = cast.step(case.ref)

    assert walked == [task.act for task in sop.tasks[1:]]
    assert case.outcome == "selesai"
    letter = letter_of(case)
    assert letter is not None
    assert letter.issued
    assert letter.payload is not None
    assert letter.payload["number"] == letter.number
    assert letter.payload["signer"]["name"] == "Ir. Faisal Rahman, M.Si."


def test_a_fifth_sop_stands_on_every_page_by_itself(
    app: Flask, cast: Cast, visitor: Browser
) -> None:
    the_korpel_works_the_counter()
    case = cast.case(cast.receive(FIFTH))
    visitor.get("/")
    assert "Rekomendasi kilat" in visitor.text
    visitor.get(f"/layanan/{FIFTH}")
    assert "Koordinator memeriksa berkas" in visitor.text
    visitor.get(f"/L/{case.number}")
    assert "Permohonan diajukan dan dibaca pimpinan" in visitor.text

    kadis = Browser(app)
    kadis.client.set_cookie("sesi", open_session(app, "kadis.solok"))
    kadis.get(f"/berkas/{case.ref}")
    assert "lanjut" in kadis.moves
    staf = Browser(app)
    staf.client.set_cookie("sesi", open_session(app, "staf.solok"))
    staf.get(f"/berkas/baru?layanan={FIFTH}")
    assert "Fotokopi Kartu Keluarga" in staf.text


def test_a_bad_fifth_file_stops_the_start(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "sop").mkdir()
    text = FILE.read_text("utf-8").replace("{nagari}", "{kampung}")
    (tmp_path / "sop" / "kilat.toml").write_text(text, "utf-8")
    with pytest.raises(BadSopError, match="kampung"):
        create_app(settings_for(database_url, tmp_path))


def test_a_file_changed_under_its_cases_is_noticed_and_stops_serving(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    the_korpel_works_the_counter()
    cast.receive(FIFTH)
    assert changed_pins(cast.catalogue) == []

    path = tmp_path / "sop" / "kilat.toml"
    path.write_text(path.read_text("utf-8").replace("hari_kerja = 2", "hari_kerja = 9"), "utf-8")
    changed = create_app(settings_for(database_url, tmp_path)).config["CATALOGUE"]
    assert changed_pins(changed) == [f"{FIFTH} versi 1"]
    refused = portal(tmp_path, "serve", database_url=database_url)
    assert refused.returncode == 1
    assert f"Berkas SOP berubah padahal sudah dipakai: {FIFTH} versi 1" in refused.stderr

    path.unlink()
    gone = create_app(settings_for(database_url, tmp_path)).config["CATALOGUE"]
    assert changed_pins(gone) == [f"{FIFTH} versi 1"]


def test_a_new_version_leaves_open_cases_on_the_old_one(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    the_korpel_works_the_counter()
    cast.receive(FIFTH)
    text = FILE.read_text("utf-8").replace("versi = 1", "versi = 2")
    (tmp_path / "sop" / "kilat-2.toml").write_text(text, "utf-8")

    catalogue = create_app(settings_for(database_url, tmp_path)).config["CATALOGUE"]

    assert changed_pins(catalogue) == []
    newest = catalogue.in_force(FIFTH)
    assert newest is not None
    assert newest.version == 2


def test_a_letter_numbered_before_the_signature_keeps_its_number_when_corrected(
    cast: Cast,
) -> None:
    the_korpel_works_the_counter()
    ref = cast.case_at(FIFTH, 5, 0).ref
    letter = letter_of(cast.case(ref))
    assert letter is not None
    number = letter.number

    cast.move("kabid.solok", ref, Move.KOREKSI,
              Leaving(reasons=("isi",), note="salah isi", to_row=4))  # fmt: skip
    while cast.case(ref).outcome is None:
        cast.step(ref)

    letter = letter_of(cast.case(ref))
    assert letter is not None
    assert (letter.number, letter.issued) == (number, True)


def test_the_number_of_a_letter_that_is_never_signed_is_void(cast: Cast) -> None:
    the_korpel_works_the_counter()
    ref = cast.case_at(FIFTH, 5, 0).ref

    cast.move("korpel.solok", ref, Move.BATALKAN, Leaving(reasons=("meninggal",)))

    db.session.expire_all()
    assert [line.state for line in db.session.scalars(select(LetterNumber))] == ["batal"]
