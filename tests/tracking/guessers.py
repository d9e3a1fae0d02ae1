"""Guessers and citizens as processes of their own, who know only the portal's address."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlencode, urlsplit

from portal.cases.receipt import new_number

HANDS = 3  # of each guesser, at work at the same time
TIMEOUT = 60


def guess(portal: str, addresses: list[str], seconds: float) -> Counter[tuple[str, int]]:
    """Guess valid numbers as fast as it goes; counts answers by address and status.

    Without addresses every guess comes from a new one.
    """
    until, found = time.monotonic() + seconds, Counter[tuple[str, int]]()
    turns = [fixed(address) for address in addresses for _ in range(HANDS)]
    turns = turns or [endless] * 20

    def work(address_of: Callable[[], str]) -> None:
        for answer in _answers(portal, address_of, until):
            found[answer] += 1

    workers = [threading.Thread(target=work, args=(turn,)) for turn in turns]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return found


def fixed(address: str) -> Callable[[], str]:
    """Always the same address."""
    return lambda: address


def endless() -> str:
    """An address never used before."""
    return f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}"  # noqa: S311


def _answers(portal: str, address_of: Callable[[], str], until: float) -> Iterator[tuple[str, int]]:
    connection = None
    while time.monotonic() < until:
        connection = connection or http.client.HTTPConnection(
            urlsplit(portal).netloc, timeout=TIMEOUT
        )
        address = address_of()
        try:
            status = ask(connection, "/lacak", address, new_number())
        except (OSError, http.client.HTTPException):
            connection = None
            continue
        yield address, status


def ask(connection: http.client.HTTPConnection, path: str, address: str, number: str) -> int:
    """Type a number as a visitor from this address does; gives the status."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": address,
    }  # fmt: skip
    connection.request("POST", path, urlencode({"nomor": number}), headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def citizen(portal: str, address: str, number: str) -> tuple[int, float]:
    """One citizen with a right number: the status and the seconds it took."""
    begun = time.monotonic()
    connection = http.client.HTTPConnection(urlsplit(portal).netloc, timeout=TIMEOUT)
    try:
        return ask(connection, "/lacak", address, number), time.monotonic() - begun
    finally:
        connection.close()
