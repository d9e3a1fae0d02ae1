"""Whoever guesses numbers learns nothing from being stopped, nor from a number that ended."""

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from portal import clock
from portal.cases.model import Case
from portal.cases.queries import TRACKED_FOR, search
from portal.cases.receipt import new_number
from portal.db import db, write
from portal.intake.arrivals import read
from portal.intake.incoming import accept
from portal.registration.operations import discard
from portal.registration.queries import registration_for
from portal.tracking.guessing import GOAL_LIVE, Odds, living_numbers, odds
from portal.web.guesses import HOUR, PER_ADDRESS, PER_HOUR
from portal.web.limits import Attempt, count_attempt
from tests.browser import Browser
from tests.cast import P17, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.held import HeldClock, held_clock  # noqa: F401 - a fixture
from tests.registration.families import Village
from tests.server import portal
from tests.tracking.test_pre_registered import allotted, key

UNKNOWN = "Nomor ini belum ada di sistem kami"


def stop_the_address(visitor: Browser, held: HeldClock) -> None:
    for _ in range(PER_ADDRESS):
        visitor.client.get(f"/L/{new_number()}")


def stop_everybody(visitor: Browser, held: HeldClock) -> None:
    with visitor.app.app_context(), write() as session:
        count_attempt(session, "lacak", held.moment, HOUR)
        session.execute(update(Attempt).where(Attempt.bucket == "lacak").values(count=PER_HOUR))
    visitor.client.get(f"/L/{new_number()}")


@pytest.mark.parametrize("stop", [stop_the_address, stop_everybody])
def test_a_stopped_guesser_reads_the_same_for_every_number(
    cast: Cast, visitor: Browser, held: HeldClock, stop: Callable[..., None]
) -> None:
    real, unreal = cast.case(cast.receive(P17)).number, new_number()
    db.session.rollback()
    stop(visitor, held)
    scanned = [visitor.client.get(f"/L/{number}") for number in (real, unreal)]
    typed = [visitor.client.post("/lacak", data={"nomor": n}) for n in (real, unreal)]

    assert {answer.status_code for answer in (*scanned, *typed)} == {429}
    assert scanned[0].data == scanned[1].data
    # What was typed is given back to whoever typed it; nothing else differs.
    assert typed[0].data.replace(real.encode(), b"") == typed[1].data.replace(unreal.encode(), b"")
    for pair in (scanned, typed):
        assert list(pair[0].headers) == list(pair[1].headers)
        assert int(pair[0].headers["Retry-After"]) in (6, 600)
        assert pair[0].headers["Referrer-Policy"] == "no-referrer"
        text = pair[0].get_data(as_text=True)
        assert "Tunggu 6 detik" in text or "Tunggu 10 menit" in text
        assert 'href="/lacak"' in text


def test_the_english_page_says_so_too(visitor: Browser, held: HeldClock) -> None:
    stop_the_address(visitor, held)
    answer = visitor.client.post("/en/lacak", data={"nomor": new_number()})
    assert answer.status_code == 429
    assert 'href="/en/lacak"' in answer.get_data(as_text=True)


def test_a_number_ends_half_a_year_after_its_case_but_the_counter_finds_it(
    cast: Cast, visitor: Browser, held: HeldClock
) -> None:
    painan = Village(cast)
    ref = painan.draft()
    painan.send(ref, papers_later=True)
    registration = registration_for(cast.officer("staf.pessel"), ref)
    assert registration is not None
    arrival = read(registration, cast.catalogue, clock.now()).arrival
    assert arrival is not None
    village_case = accept(cast.officer("staf.pessel"), arrival, key=key())
    numbers = [cast.case(cast.receive(P17)).number, cast.case(village_case).number]
    db.session.rollback()
    with write() as session:
        ended = {"outcome": "selesai", "ended_at": held.moment, "desk": ""}
        session.execute(update(Case).where(Case.number.in_(numbers)).values(ended))

    held.moment += TRACKED_FOR - timedelta(seconds=1)
    assert [visitor.client.get(f"/L/{n}").status_code for n in numbers] == [200, 200]
    held.moment += timedelta(seconds=1)
    never = new_number()
    visitor.get(f"/L/{never}", expect=404)
    unknown = visitor.text.replace(never, "")
    assert UNKNOWN in unknown
    for number in numbers:
        visitor.get(f"/L/{number}", expect=404)
        assert visitor.text.replace(number, "") == unknown
        for room in ("/pengaduan", "/survei"):
            assert visitor.client.post(room, data={"nomor": number}).status_code == 404
        assert [case.number for case in search(cast.officer("staf.pessel"), number)] == [number]


def test_every_number_that_would_be_answered_is_counted_as_living(
    cast: Cast, visitor: Browser, held: HeldClock
) -> None:
    none = living_numbers(clock.now())
    painan = Village(cast)
    drafts = [painan.draft(), painan.draft()]
    cast.receive(P17)
    allotted(cast)
    assert living_numbers(clock.now()) == none + 4
    discard(painan.officer, drafts[0], version=painan.of(drafts[0]).version, key=key())
    assert living_numbers(clock.now()) == none + 3
    with write() as session:
        session.execute(update(Case).values(outcome="selesai", ended_at=held.moment))
    assert living_numbers(held.moment + TRACKED_FOR) == 2
    found = odds(held.moment + TRACKED_FOR)
    assert found.good
    assert found.hits < found.hits_at_goal < 1e-4


def test_too_many_living_numbers_are_not_good() -> None:
    assert not Odds(89_401, 2 * GOAL_LIVE, 2e-4, 9.9e-5).good


def test_the_command_prints_the_odds(tmp_path: Path) -> None:
    portal(tmp_path, "migrate")
    said: subprocess.CompletedProcess[str] = portal(tmp_path, "tebakan")
    assert said.returncode == 0
    assert "paling banyak 89401 salah per 24 jam; 0 nomor hidup" in said.stdout
    assert "dengan 100000 nomor 9.9e-05" in said.stdout
