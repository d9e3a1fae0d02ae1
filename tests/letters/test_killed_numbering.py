"""Letters issued by many processes that are killed at any moment: no gap, no twin, none lost."""

import multiprocessing
import os
import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock as time
from portal.app import create_app
from portal.cases.model import Case
from portal.db import db, write
from portal.journal.model import Command
from portal.journal.operations import Author, command_done, record
from portal.journal.queries import faults_in_chains
from portal.letters import lifecycle
from portal.letters.continuity import continuity
from portal.letters.model import Kind, Letter, LetterNumber, NumberCounter
from portal.letters.numbers import Giving, next_number, series_for
from tests.cast import T22, Cast
from tests.conftest import settings_for

BY = Author(None, "Petugas Uji", "Staf")
SIGNER = {"lines": ["KEPALA DINAS,"], "name": "NAMA", "rank": "", "nip": "", "post": "Kepala Dinas"}


@dataclass(frozen=True)
class Desk:
    """One process's share of the work: its letters by the keys of their forms."""

    url: str
    folder: str
    case_id: int
    keys: tuple[str, ...]
    told: str  # where it writes down what it acknowledged


def issue(session: Session, case_id: int, key: str) -> str:
    """Issue one letter as a signing does: number, frozen letter, event and key together."""
    if known := command_done(session, key):
        return known.message
    case, at = session.get_one(Case, case_id), time.now()
    letter = lifecycle.begin(session, [case], Kind.REKOMENDASI, "Uji")
    lifecycle.rewrite(letter, {"layout": "rekomendasi", "wording": {"signer_post": ""}})
    lifecycle.sign(session, letter, SIGNER, 1, at)
    book = series_for(session, case.office_id, letter.kind)
    given = next_number(session, book, Giving(BY.name, at, at.date()), letter_id=letter.id)
    lifecycle.number(session, letter, given)
    record(session, office_id=case.office_id, kind="lanjut", at=at, by=BY, case_id=case.id,
           details={"tindakan": "nomor", "nomor": given.text})  # fmt: skip
    session.add(Command(key=key, at=at, case_id=case.id, message=given.text))
    return given.text


def work(desk: Desk) -> None:
    """Issue every letter of this desk, telling of each one; a restart tries the untold again."""
    told = Path(desk.told)
    done = {line.split()[0] for line in told.read_text().splitlines() if " " in line}
    app = create_app(settings_for(desk.url, Path(desk.folder)))
    out = os.open(told, os.O_WRONLY | os.O_APPEND)
    with app.app_context():
        for key in desk.keys:
            if key in done:
                continue
            with write() as session:
                number = issue(session, desk.case_id, key)
            os.write(out, f"{key} {number}\n".encode())
        db.session.remove()
        db.engine.dispose()


def acknowledged(desks: list[Desk]) -> dict[str, str]:
    """Every key that was answered, with the number it was told."""
    lines = (line.split() for desk in desks for line in Path(desk.told).read_text().splitlines())
    return {key: number for key, number in lines}


def run_with_kills(desks: list[Desk], kills: int, letters: int) -> int:
    """Let all desks work till they are done, killing one at each of evenly spread moments."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    chance = random.Random(2026)  # noqa: S311 - which one to kill is no secret

    def begin(desk: Desk) -> BaseProcess:
        process = context.Process(target=work, args=(desk,))
        process.start()
        return process

    running = {n: begin(desk) for n, desk in enumerate(desks)}
    killed = 0
    while running:
        number, process = chance.choice(list(running.items()))
        process.join(0.02)
        if process.exitcode == 0:
            del running[number]
            continue
        assert process.exitcode is None, f"desk {number} ended with {process.exitcode}"
        if killed < kills and len(acknowledged(desks)) >= (killed + 1) * letters // (kills + 2):
            process.kill()
            process.join()
            running[number], killed = begin(desks[number]), killed + 1
    return killed


@pytest.fixture
def desks(cast: Cast, database_url: str, tmp_path: Path) -> Any:
    """Makes the desks of a run."""

    def make(processes: int, each: int) -> list[Desk]:
        case_id = cast.case(cast.receive(T22)).id
        db.session.remove()
        found = []
        for n in range(processes):
            told = tmp_path / f"told-{n}"
            told.touch()
            keys = tuple(secrets.token_hex(16) for _ in range(each))
            found.append(Desk(database_url, str(tmp_path / "instance"), case_id, keys, str(told)))
        return found

    return make


def check(desks: list[Desk], letters: int) -> Iterator[tuple[str, int]]:
    """What an auditor counts, each with how often it is wrong."""
    told = acknowledged(desks)
    book = list(db.session.scalars(select(LetterNumber).order_by(LetterNumber.serial)))
    last = db.session.scalar(select(NumberCounter.n)) or 0
    by_key = {command.key: command.message for command in db.session.scalars(select(Command))}
    yield "hilang", sum(by_key.get(key) != number for key, number in told.items())
    yield "tidak selesai", letters - len(told)
    yield "kembar", len(book) - len({line.text for line in book})
    yield "lompat", len(continuity(book, last).missing)
    yield "ganda saat diulang", len(book) - letters
    issued = select(func.count()).select_from(Letter).where(Letter.payload.is_not(None))
    yield "nomor tanpa surat", len(book) - (db.session.scalar(issued) or 0)
    yield "catatan rusak", len(list(faults_in_chains()))


@pytest.mark.parametrize(
    ("processes", "each", "kills"),
    [(3, 20, 2), pytest.param(20, 1000, 200, marks=pytest.mark.battery)],
    ids=["few", "many"],
)
def test_a_killed_process_leaves_no_gap_and_its_retry_no_twin(
    app: Flask,
    desks: Any,
    engine_name: str,
    capsys: pytest.CaptureFixture[str],
    processes: int,
    each: int,
    kills: int,
) -> None:
    found, letters = desks(processes, each), processes * each

    killed = run_with_kills(found, kills, letters)

    wrong = dict(check(found, letters))
    with capsys.disabled():
        # The count is the test's report.
        told = ", ".join(f"{count} {what}" for what, count in wrong.items())
        print(f"\n{engine_name}: {letters} surat, {processes} proses, {killed} dimatikan: {told}")  # noqa: T201
    assert killed == kills
    assert set(wrong.values()) == {0}
