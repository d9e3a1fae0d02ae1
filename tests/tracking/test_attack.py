"""A served portal under attack: guessers stay within the budget, citizens get their answer."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles

import pytest
from sqlalchemy import select

from portal.cases.model import Case
from portal.db import db
from portal.web.guesses import HOUR, PER_ADDRESS, PER_HOUR, SLOT, WINDOW
from tests.cast import P17, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.server import served
from tests.tracking.guessers import citizen, guess

pytestmark = pytest.mark.battery

CITIZENS, ADDRESSES, PROCESSES = 200, 20, 2
BEHIND_ONE = "192.0.2.200"
PATIENCE = 20  # seconds; security TR-05

Answers = Counter[tuple[str, int]]


def windows(begun: datetime, length: timedelta) -> int:
    """How many windows of this length were touched since then."""
    first, last = (int(at.timestamp() // length.total_seconds()) for at in (begun, now()))
    return last - first + 1


def now() -> datetime:
    return datetime.now(UTC)


def attack(
    pool: ProcessPoolExecutor, portal: str, addresses: list[str], seconds: float
) -> list[Future[Answers]]:
    """Let the addresses guess, shared out among processes; none given: addresses without end."""
    return [
        pool.submit(guess, portal, addresses[part::PROCESSES], seconds) for part in range(PROCESSES)
    ]


def served_citizens(portal: str, numbers: list[str], seconds: float) -> list[tuple[int, float]]:
    """The citizens, spread over the time, each with a line of their own."""
    begun, nothing = time.monotonic(), threading.Event()
    with ThreadPoolExecutor(20) as phones:
        waiting = []
        for place, number in enumerate(numbers):
            nothing.wait(max(begun + place * seconds / len(numbers) - time.monotonic(), 0))
            waiting.append(phones.submit(citizen, portal, BEHIND_ONE, number))
        return [one.result() for one in waiting]


@pytest.fixture
def numbers(cast: Cast) -> list[str]:
    """Two hundred living numbers."""
    for _ in range(CITIZENS):
        cast.receive(P17)
    found = list(db.session.scalars(select(Case.number)))
    db.session.rollback()
    return found


@pytest.fixture
def portal(numbers: list[str], database_url: str, tmp_path: Path) -> Iterator[str]:
    """A portal behind one proxy, with these numbers."""
    with served(tmp_path, database_url, proxies="1") as address:
        yield address


@pytest.fixture
def crowd() -> Iterator[ProcessPoolExecutor]:
    """Processes to guess in."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        yield pool


@pytest.mark.parametrize("seconds", [20, 300])
def test_twenty_guessers_stay_within_the_budget_and_two_hundred_citizens_are_served(
    portal: str, numbers: list[str], crowd: ProcessPoolExecutor, seconds: int,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    addresses, begun = [f"198.51.100.{n}" for n in range(1, ADDRESSES + 1)], now()
    under_way = attack(crowd, portal, addresses, seconds)
    citizens = served_citizens(portal, numbers, seconds)
    answers = sum((one.result() for one in under_way), Answers())

    budget = PER_ADDRESS * windows(begun, WINDOW)
    looked_up = Counter[str]()
    for (address, status), times in answers.items():
        looked_up[address] += times if status in (200, 404) else 0
    took = [seconds for _, seconds in citizens]
    statuses = Counter(status for status, _ in citizens)
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{seconds} s, {ADDRESSES} alamat: {sum(answers.values())} tebakan, "
            f"{looked_up.total()} dijawab (batas {budget * ADDRESSES}); {CITIZENS} warga: "
            f"{dict(statuses)}, {median(took):.2f} s, p95 {quantiles(took, n=20)[-1]:.2f} s, "
            f"paling lama {max(took):.2f} s"
        )
    assert {status for _, status in answers} <= {404, 429}
    assert set(looked_up) == set(addresses)
    assert max(looked_up.values()) <= budget
    assert looked_up.total() <= PER_HOUR * windows(begun, HOUR)
    assert statuses == {200: CITIZENS}
    assert max(took) < PATIENCE


def test_guessers_with_addresses_without_end_meet_the_hard_bound(
    portal: str, numbers: list[str], crowd: ProcessPoolExecutor, capsys: pytest.CaptureFixture[str]
) -> None:
    begun, total, looked_up = now(), 0, 0
    # Until the bound is met and the slow lane has been open for a while.
    for _ in range(12):
        answers = sum((one.result() for one in attack(crowd, portal, [], 10)), Answers())
        refused = sum(times for (_, status), times in answers.items() if status == 429)
        total += sum(answers.values())
        looked_up += sum(answers.values()) - refused
        assert {status for _, status in answers} <= {404, 429}
        if refused > 100:
            break
    hours, slots = windows(begun, HOUR), windows(begun, SLOT)
    with capsys.disabled():
        print(  # noqa: T201
            f"\nalamat tanpa batas: {total} tebakan, {looked_up} dijawab dalam "
            f"{(now() - begun).seconds} s (batas {PER_HOUR} per jam dan 1 per {SLOT.seconds} s)"
        )
    assert refused > 100
    assert PER_HOUR <= looked_up <= PER_HOUR * hours + slots
