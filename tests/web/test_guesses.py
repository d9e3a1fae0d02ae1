"""Guessing numbers is bounded for one address and for the whole world; citizens are served."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import event

from portal.db import db, write
from portal.web.guesses import (
    HOUR,
    PER_ADDRESS,
    PER_ADDRESS_UNDER_ATTACK,
    PER_HOUR,
    SLOT,
    UNDER_ATTACK,
    WINDOW,
    TooManyGuessesError,
    expected_hits,
    most_guesses,
    within_budget,
)
from portal.web.limits import Attempt, attempts, count_attempt
from tests.cast import Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.held import HeldClock, held_clock  # noqa: F401 - a fixture

ROOM = "lacak"


class Guesser:
    """Guesses, and remembers how many guesses were really looked up."""

    def __init__(self, app: Flask) -> None:
        self.app, self.looked_up, self.addresses = app, 0, count(1)

    def guess(self, address: str = "", what: str | None = None, room: str = ROOM) -> str:
        """One look-up from an address, a new one when none is given: ada, tidak ada, ditolak."""
        address = address or f"10.{next(self.addresses)}.0.1"

        def find() -> str | None:
            self.looked_up += 1
            return what

        with self.app.app_context():
            try:
                return within_budget(room, address, find) or "tidak ada"
            except TooManyGuessesError:
                return "ditolak"
            finally:
                db.session.remove()

    def wait(self, address: str) -> TooManyGuessesError:
        """What an address that must wait is told."""
        with self.app.app_context(), pytest.raises(TooManyGuessesError) as told:
            within_budget(ROOM, address, lambda: None)
        return told.value


@pytest.fixture
def guesser(app: Flask, held: HeldClock) -> Guesser:
    """A guesser at nine o'clock sharp."""
    return Guesser(app)


@pytest.fixture
def spent(app: Flask, held: HeldClock) -> Callable[..., None]:
    """Let so many wrong guesses have been made in this window already."""

    def spend(number: int, bucket: str = ROOM, length: timedelta = HOUR) -> None:
        with app.app_context(), write() as session:
            count_attempt(session, bucket, held.moment, length)
            session.execute(
                Attempt.__table__.update().where(Attempt.bucket == bucket).values(count=number)
            )

    return spend


def test_an_address_is_wrong_thirty_times_in_ten_minutes(guesser: Guesser, held: HeldClock) -> None:
    answers = [guesser.guess("10.0.0.1") for _ in range(PER_ADDRESS + 5)]
    assert answers == ["tidak ada"] * 30 + ["ditolak"] * 5
    assert guesser.guess("10.0.0.1", "ada") == "ditolak"
    assert guesser.looked_up == PER_ADDRESS  # nothing was looked up for those refused
    assert guesser.guess("10.0.0.2", "ada") == "ada"
    held.pass_by(minutes=3, seconds=20)
    told = guesser.wait("10.0.0.1")
    assert (told.wait, told.everybody) == (400, False)
    held.pass_by(seconds=told.wait)
    assert guesser.guess("10.0.0.1", "ada") == "ada"


def test_addresses_that_one_subscriber_owns_are_one(guesser: Guesser) -> None:
    for n in range(PER_ADDRESS):
        assert guesser.guess(f"2001:db8:1:2::{n:x}") == "tidak ada"
    assert guesser.guess("2001:db8:1:ff:ffff::1") == "ditolak"
    assert guesser.guess("2001:db8:1:100::1") == "tidak ada"
    for _ in range(PER_ADDRESS):
        guesser.guess("::ffff:10.7.7.7")
    assert guesser.guess("10.7.7.7") == "ditolak"


@pytest.fixture
def changes(app: Flask) -> Iterator[list[str]]:
    """The statements that write something."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "BEGIN")):
            found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_a_right_number_costs_nothing_in_ordinary_times(
    guesser: Guesser, changes: list[str]
) -> None:
    assert {guesser.guess("10.0.0.1", "ada") for _ in range(200)} == {"ada"}
    assert changes == []


def test_whoever_is_refused_costs_nothing_either(
    guesser: Guesser, spent: Callable[..., None], changes: list[str]
) -> None:
    spent(PER_HOUR)
    guesser.guess()
    changes.clear()
    assert {guesser.guess() for _ in range(50)} == {"ditolak"}
    assert changes == []


def test_when_the_portal_is_searched_an_address_is_wrong_three_times(
    guesser: Guesser, spent: Callable[..., None]
) -> None:
    spent(UNDER_ATTACK)
    answers = [guesser.guess("10.0.0.1") for _ in range(6)]
    assert answers == ["tidak ada"] * PER_ADDRESS_UNDER_ATTACK + ["ditolak"] * 3


def test_two_hundred_citizens_of_one_address_are_served_while_others_search(
    app: Flask, guesser: Guesser, spent: Callable[..., None], held: HeldClock
) -> None:
    spent(UNDER_ATTACK + 100)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: guesser.guess("10.0.0.1", "ada"), range(200)))
    assert answers == ["ada"] * 200
    with app.app_context():
        assert attempts(ROOM, held.moment, HOUR) == UNDER_ATTACK + 100
        assert attempts(f"{ROOM}:10.0.0.1", held.moment, WINDOW) == 0


def test_past_the_bound_all_the_world_gets_one_look_up_in_six_seconds(
    guesser: Guesser, spent: Callable[..., None], held: HeldClock
) -> None:
    spent(PER_HOUR)
    assert guesser.guess() == "tidak ada"
    for what in ("ada", None):
        assert guesser.guess(what=what) == "ditolak"
    assert guesser.looked_up == 1  # right and wrong are refused before anything is known of them
    told = guesser.wait("10.250.0.1")
    assert (told.wait, told.everybody) == (SLOT.seconds, True)
    held.pass_by(seconds=told.wait)
    assert guesser.guess(what="ada") == "ada"
    assert guesser.guess(what="ada") == "ditolak"  # a right one used the turn up as well
    held.pass_by(hours=1)
    assert [guesser.guess(what="ada") for _ in range(3)] == ["ada"] * 3


def test_whoever_has_addresses_without_end_stays_within_the_bound(
    guesser: Guesser, spent: Callable[..., None], held: HeldClock
) -> None:
    spent(PER_HOUR - 10)
    for _ in range(160):
        guesser.guess()
        held.pass_by(seconds=0.5)
    assert guesser.looked_up == 10 + 14


@pytest.mark.battery
def test_hours_of_guessing_stay_within_what_is_computed(
    guesser: Guesser, held: HeldClock, capsys: pytest.CaptureFixture[str]
) -> None:
    span = timedelta(hours=2)
    held.pass_by(minutes=59)  # so that they touch three
    until = held.moment + span
    while held.moment < until:
        if guesser.guess() == "ditolak":
            held.pass_by(seconds=SLOT.seconds)
    with capsys.disabled():
        print(f"\n{span}: {guesser.looked_up} tebakan dijawab, batas {most_guesses(span)}")  # noqa: T201
    assert most_guesses(span) * 0.95 < guesser.looked_up <= most_guesses(span)


@pytest.mark.parametrize("left", [1, 7])
def test_guesses_at_the_same_moment_do_not_overrun_the_bound(
    guesser: Guesser, spent: Callable[..., None], left: int
) -> None:
    spent(PER_HOUR - left)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: guesser.guess(), range(40)))
    assert answers.count("tidak ada") == guesser.looked_up == left + 1  # and one slow turn


def test_one_address_with_many_hands_is_wrong_no_more_often(guesser: Guesser) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: guesser.guess("10.0.0.1"), range(60)))
    assert answers.count("tidak ada") == guesser.looked_up == PER_ADDRESS


def test_each_room_has_a_budget_of_its_own(guesser: Guesser) -> None:
    for _ in range(PER_ADDRESS):
        guesser.guess("10.0.0.1", room="periksa")
    assert guesser.guess("10.0.0.1", room="periksa") == "ditolak"
    assert guesser.guess("10.0.0.1") == "tidak ada"


def test_a_case_found_while_counting_can_still_be_read(
    app: Flask, cast: Cast, spent: Callable[..., None]
) -> None:
    case = cast.case(cast.receive("pessel-2017-bpjs"))
    number = case.number
    db.session.rollback()
    spent(UNDER_ATTACK)
    page = app.test_client().post("/lacak", data={"nomor": number})
    assert page.status_code == 200
    assert "sudah kami terima" in page.get_data(as_text=True)


def test_a_hit_is_rarer_than_one_in_ten_thousand_days() -> None:
    assert most_guesses() == 25 * 3_000 + 14_400 + 1
    assert expected_hits(100_000, 9 * 10**13) == pytest.approx(9.9334e-5, rel=1e-4)
