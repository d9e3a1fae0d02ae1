"""Whom a file waited for, and how long: every minute belongs to exactly one party.

The parts add up to the whole time from the first registration to the end, so nobody can be
blamed for another's days. This is the citizen's calendar, not the office's working time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from portal.cases.model import Case, Stint
from portal.cases.passage import WITH_APPLICANT
from portal.sop.rules import Hold, Standing, waits_for
from portal.sop.table import Sop
from portal.sop.vocabulary import Party

Turn = tuple[Party, datetime]  # from this moment on this party has the file


@dataclass(frozen=True)
class Ledger:
    """The parts of a file's time, by party, and who has it now."""

    shares: dict[Party, timedelta]  # only parties that had it; in the order of Party
    elapsed: timedelta
    now: Party | None  # None: nobody, it has ended for the citizen
    since: datetime | None

    @property
    def unit(self) -> timedelta:
        """What it is told in: whole hours, below two days whole minutes."""
        long = self.elapsed >= timedelta(days=2)
        return timedelta(hours=1) if long else timedelta(minutes=1)

    def rounded(self) -> dict[Party, timedelta]:
        """The parts in whole units, still adding up to the whole in whole units.

        What is lost by rounding goes to the largest rests.
        """
        unit = self.unit
        whole = {party: span // unit for party, span in self.shares.items()}
        lost = self.elapsed // unit - sum(whole.values())
        by_rest = sorted(self.shares, key=lambda party: self.shares[party] % unit, reverse=True)
        for party in by_rest[:lost]:
            whole[party] += 1
        return {party: count * unit for party, count in whole.items()}


def ledger_of_case(case: Case, sop: Sop, now: datetime, village: Sequence[Turn] = ()) -> Ledger:
    """The ledger of a case; `village`: whose turn it was at the village office, if one sent it.

    A pause after the end (a letter replaced after hand-over) counts for nobody and not as
    elapsed time.
    """
    marks: list[tuple[datetime, Party | None]] = [
        (at, party) for party, at in village if at < case.received_at
    ]
    stints = case.stints
    for stint in stints:
        party = waits_for(_standing(stint), sop)
        marks.append((stint.arrived_at, party))
        if village and stint.desk == WITH_APPLICANT:
            marks[-1] = (stint.arrived_at, Party.NAGARI)
            until = stint.done_at or now
            marks += [(at, who) for who, at in village if stint.arrived_at < at < until]
        if stint.done_at is not None:
            marks.append((stint.done_at, None))
    return _add_up(marks, now)


def ledger_of_registration(village: Sequence[Turn], now: datetime) -> Ledger:
    """The ledger of a pre-registration that is no case yet."""
    return _add_up([(at, party) for party, at in village], now)


def turns_from(stored: Sequence[object]) -> tuple[Turn, ...]:
    """The turns as a registration keeps them: [["nagari", "2026-11-23T02:05:00+00:00"], ...]."""
    return tuple(
        (Party(str(item[0])), datetime.fromisoformat(str(item[1])))
        for item in stored
        if isinstance(item, list) and len(item) == 2
    )


def _standing(stint: Stint) -> Standing:
    hold = Hold.PEMOHON if stint.desk == WITH_APPLICANT else None
    return Standing(row=stint.row, task=stint.task, hold=hold)


def _add_up(marks: list[tuple[datetime, Party | None]], now: datetime) -> Ledger:
    """The spans between marks, each for the party of its first mark; later marks win a moment."""
    marks = sorted(marks, key=lambda mark: mark[0])
    if not marks:  # taken over from before turns were kept
        return Ledger({}, timedelta(), None, None)
    shares = dict.fromkeys(Party, timedelta())
    for (begin, party), (end, _) in pairwise([*marks, (max(now, marks[-1][0]), None)]):
        if party is not None:
            shares[party] += end - begin
    last, since = marks[-1][1], marks[-1][0]
    return Ledger(
        shares={party: span for party, span in shares.items() if span},
        elapsed=sum(shares.values(), timedelta()),
        now=last,
        since=since if last else None,
    )
