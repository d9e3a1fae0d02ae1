"""Two at the same moment, on both databases: one answer stands, one complaint is kept."""

import secrets

import pytest

from portal.complaints.model import Kind
from portal.complaints.operations import ChangedError, Kept, Reply, Wish, answer, send
from portal.journal.queries import faults_in_chains
from tests.browser import Browser
from tests.cast import P17, Cast
from tests.complaints.lodging import lodge, stored
from tests.house.together import at_once


@pytest.mark.parametrize("rounds", [3, pytest.param(30, marks=pytest.mark.battery)])
def test_of_two_officers_one_answers_and_the_other_is_told(
    cast: Cast, visitor: Browser, rounds: int
) -> None:
    for turn in range(rounds):
        lodge(visitor, cast.case(cast.receive(P17)).number) if turn < 9 else _sent(cast)
        item = stored()[-1]
        replies = [Reply(code, "", item.version, secrets.token_hex(16))
                   for code in ("sesuai", "ditindak")]  # fmt: skip
        acts = [
            lambda name=name, ref=item.ref, reply=reply: answer(
                cast.officer(name), cast.catalogue, ref, reply
            )
            for name, reply in zip(("kadis.pessel", "kabid.pessel"), replies, strict=True)
        ]

        results = at_once(cast.app, acts)

        told = [n for n, result in enumerate(results) if isinstance(result, ChangedError)]
        done = [n for n, result in enumerate(results) if result is None]
        assert len(told) == len(done) == 1, results
        assert stored()[-1].answer == replies[done[0]].answer
    assert list(faults_in_chains()) == []


def _sent(cast: Cast) -> None:
    wish = Wish(cast.case(cast.receive(P17)).number, Kind.PENGADUAN, "lama", "Terlalu lama.")
    send(wish, cast.catalogue, key=secrets.token_hex(16), address=secrets.token_hex(4))


def test_a_double_click_keeps_one_complaint(cast: Cast) -> None:
    number = cast.case(cast.receive(P17)).number
    wish, key = Wish(number, Kind.PENGADUAN, "lama", "Terlalu lama."), secrets.token_hex(16)
    acts = [lambda: send(wish, cast.catalogue, key=key, address="192.0.2.1") for _ in range(4)]

    results = at_once(cast.app, acts)

    assert all(isinstance(result, Kept) for result in results), results
    assert len(stored()) == 1


def test_no_more_than_five_of_a_number_are_open_however_fast_they_come(cast: Cast) -> None:
    number = cast.case(cast.receive(P17)).number
    wish = Wish(number, Kind.PENGADUAN, "lama", "Terlalu lama.")
    acts = [
        lambda n=n: send(wish, cast.catalogue, key=secrets.token_hex(16), address=f"192.0.2.{n}")
        for n in range(8)
    ]
    results = at_once(cast.app, acts)
    assert sum(isinstance(result, Kept) for result in results) == 5
    assert len(stored()) == 5
