"""Letter numbers under load: fifty signings at once, several processes, no gap and no twin."""

import multiprocessing
import secrets
from collections.abc import Callable
from datetime import date
from itertools import chain
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock as time
from portal.app import create_app
from portal.cases.queries import case_for
from portal.db import db, write
from portal.demo.seed import officers_of
from portal.demo.walk import Walker
from portal.desk.operations import Order, make_move
from portal.desk.work.letter import Numbering, Reading
from portal.desk.work.papers import Sorting
from portal.journal.queries import faults_in_chains
from portal.letters.model import Letter, LetterNumber
from portal.letters.numbers import BackwardDateError, Giving, next_number, series_for
from portal.letters.queries import letter_of
from portal.offices.office_clock import clock_of
from portal.sop.vocabulary import Act, Move
from tests.cast import T22, Cast
from tests.conftest import settings_for
from tests.house.together import at_once

LETTERS = 50
PROCESSES, PER_PROCESS = 3, 12


def sign_and_number(cast: Cast, ref: str) -> Callable[[], str]:
    """The Kabid signs; the clerk sorts the folder and gives the number."""

    def go_on(username: str, data: object) -> str:
        officer = cast.officer(username)
        case = case_for(officer, ref)
        assert case is not None
        order = Order(Move.LANJUT, data, case.version, secrets.token_hex(16), time.now())
        return make_move(officer, ref, order, cast.catalogue).message

    def act() -> str:
        case = case_for(cast.officer("kabid.tanjungpinang"), ref)
        assert case is not None
        letter = letter_of(case)
        assert letter is not None
        go_on("kabid.tanjungpinang", Reading(letter.draft_version))
        go_on("staf.tanjungpinang", Sorting(frozenset(), "Lemari 1"))
        return go_on("staf.tanjungpinang", Numbering())

    return act


def waiting_for_signature(cast: Cast, count: int) -> list[str]:
    """Files brought before the signer by their people."""
    office = cast.office_of(T22)
    now, clock = time.now(), clock_of(office)
    walker = Walker(cast.catalogue, officers_of(office, clock.day(now)), clock)
    signing = cast.sop(T22).first(Act.TANDA_TANGAN)
    refs = [cast.receive(T22) for _ in range(count)]
    for ref in refs:
        while walker.step(ref, now, now).row < signing.row:
            pass
    return refs


def test_fifty_letters_signed_at_once_are_numbered_one_to_fifty(app: Flask, cast: Cast) -> None:
    refs = waiting_for_signature(cast, LETTERS)

    told = at_once(app, [sign_and_number(cast, ref) for ref in refs])

    assert [answer for answer in told if isinstance(answer, Exception)] == []
    db.session.rollback()
    book = list(db.session.scalars(select(LetterNumber).order_by(LetterNumber.serial)))
    assert [line.serial for line in book] == list(range(1, LETTERS + 1))
    letters = list(db.session.scalars(select(Letter)))
    assert {line.letter_id for line in book} == {letter.id for letter in letters}
    year = time.now().year
    assert {letter.number for letter in letters} == {
        f"465.1/{serial}/5.6.02/{year}" for serial in range(1, LETTERS + 1)
    }
    assert all(letter.issued for letter in letters)
    assert list(faults_in_chains()) == []


def serial_on(session: Session, office_id: int, on: date) -> int:
    """The serial of the next number of the office's outgoing letters on a day."""
    book = series_for(session, office_id, "rekomendasi")
    return next_number(session, book, Giving("Irwan", time.now(), on)).serial


def give_out(url: str, folder: str, office_id: int, count: int) -> list[int]:
    """What one more server process does: number letters, each in a transaction of its own."""
    app = create_app(settings_for(url, Path(folder)))
    serials = []
    with app.app_context():
        for _ in range(count):
            with write() as session:
                serials.append(serial_on(session, office_id, date(2026, 11, 23)))
        db.session.remove()
        db.engine.dispose()
    return serials


def test_several_server_processes_never_give_the_same_number(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    office_id = cast.office_of(T22).id
    db.session.rollback()
    work = [(database_url, str(tmp_path), office_id, PER_PROCESS)] * PROCESSES

    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        given = pool.starmap(give_out, work)

    assert sorted(chain.from_iterable(given)) == list(range(1, PROCESSES * PER_PROCESS + 1))
    assert all(serials == sorted(serials) for serials in given)


def number_and_fail(office_id: int, on: date) -> None:
    with write() as session:
        assert serial_on(session, office_id, on) == 1
        raise ZeroDivisionError


def test_a_numbering_that_fails_gives_its_number_to_the_next_letter(cast: Cast) -> None:
    office_id, on = cast.office_of(T22).id, date(2026, 11, 23)
    with pytest.raises(ZeroDivisionError):
        number_and_fail(office_id, on)

    with write() as session:
        assert serial_on(session, office_id, on) == 1


def test_each_january_numbers_begin_at_one_again(cast: Cast) -> None:
    office_id = cast.office_of(T22).id
    with write() as session:
        serials = [
            serial_on(session, office_id, on)
            for on in (date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 2))
        ]
    assert serials == [1, 2, 1]


def test_a_computer_whose_date_ran_backwards_gives_no_number(cast: Cast) -> None:
    office_id = cast.office_of(T22).id
    with write() as session:
        serial_on(session, office_id, date(2026, 11, 23))

    with pytest.raises(BackwardDateError), write() as session:
        serial_on(session, office_id, date(2026, 11, 22))
