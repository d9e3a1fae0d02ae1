"""The budget of wrong guesses at a public number or code: per address, and a hard one for all.

Three layers (security TR). An address may be wrong thirty times in ten minutes, since many
citizens share one. Once the whole installation is being searched it may be wrong three times.
And whoever has addresses without end meets the hard bound: after PER_HOUR wrong ones everybody
together gets one look-up per SLOT until the hour is over, decided before anything is looked up,
so that a right number and a wrong one are refused alike. Right numbers are never counted.

The windows are aligned to the clock. Around the turn of an hour two hours' budgets can be spent,
so the bound of any 24 hours (`most_guesses`) counts the 25 hours these can touch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import TypeVar

from portal import clock
from portal.db import write
from portal.web.limits import attempts, count_attempt, remaining, take_back

WINDOW = timedelta(minutes=10)
PER_ADDRESS, PER_ADDRESS_UNDER_ATTACK = 30, 3
HOUR, UNDER_ATTACK, PER_HOUR = timedelta(hours=1), 1_500, 3_000
SLOT = timedelta(seconds=6)
DAY = timedelta(days=1)

T = TypeVar("T")


class TooManyGuessesError(Exception):
    """No look-up now. `wait`: seconds until the next may be made; `everybody`: all are held up."""

    def __init__(self, wait: int, *, everybody: bool = False) -> None:
        super().__init__(wait)
        self.wait, self.everybody = wait, everybody


@dataclass(frozen=True)
class _Count:
    """One counter that a wrong guess fills, and how much it holds."""

    bucket: str
    length: timedelta
    most: int
    # So near its end that guesses under way together could overrun it: counted before looking.
    ahead: bool
    shared: bool = True  # with all other addresses
    kept: bool = False  # a right guess uses it up as well

    def refusal(self, at: datetime) -> TooManyGuessesError:
        return TooManyGuessesError(
            remaining(at, SLOT if self.shared else self.length), everybody=self.shared
        )


def within_budget(window: str, address: str, find: Callable[[], T]) -> T:
    """What `find` finds, or None counted against the address at this window (lacak, periksa).

    Raises TooManyGuessesError before looking. In ordinary times a right guess writes nothing.
    """
    at = clock.now()
    counts = _counts(window, address, at)
    ahead = [count for count in counts if count.ahead]
    _count(ahead, at)
    found = find()
    if found is None:
        _count([count for count in counts if not count.ahead], at)
        return found
    if not ahead:
        return found
    with write() as session:
        for count in ahead:
            if not count.kept:
                take_back(session, count.bucket, at, count.length)
    return find()  # writing expired what was found


def _counts(window: str, address: str, at: datetime) -> list[_Count]:
    """The counters of a guess made now. Raises TooManyGuessesError when one is full."""
    everyone = attempts(window, at, HOUR)
    searched, slow = everyone >= UNDER_ATTACK, everyone >= PER_HOUR
    limit = PER_ADDRESS_UNDER_ATTACK if searched else PER_ADDRESS
    own = f"{window}:{household(address)}"
    wrong = attempts(own, at, WINDOW)
    mine = _Count(own, WINDOW, limit, ahead=wrong >= limit // 2, shared=False)
    if wrong >= limit:
        raise mine.refusal(at)
    if not slow:
        return [mine, _Count(window, HOUR, PER_HOUR, ahead=searched)]
    lane = _Count(f"{window}/lambat", SLOT, 1, ahead=True, kept=True)
    if attempts(lane.bucket, at, SLOT):  # most are refused here, without writing
        raise lane.refusal(at)
    return [mine, lane]


def _count(counts: list[_Count], at: datetime) -> None:
    """Count a guess, or none of it. Raises TooManyGuessesError when others were quicker."""
    if not counts:
        return
    with write() as session:
        for count in counts:
            total = count_attempt(session, count.bucket, at, count.length)
            if count.ahead and total > count.most:
                raise count.refusal(at)


def household(address: str) -> str:
    """What one guesser surely has to itself: an IPv4 address, or the /56 of an IPv6 one."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> 72 << 72)}/56"


def most_guesses(span: timedelta = DAY) -> int:
    """The most wrong guesses that any such span can hold, whoever guesses and from wherever."""
    return (span // HOUR + 1) * PER_HOUR + span // SLOT + 1


def expected_hits(live: int, space: int) -> float:
    """How many living numbers a day of guessing finds on average, among `space` valid ones."""
    return most_guesses() * live / space
