"""The number-continuity certificate: what became of every number of a book in a year. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.letters.model import LetterNumber, NumberState


@dataclass(frozen=True)
class Continuity:
    """A year of a book: its numbers counted, and what an auditor would ask about."""

    last: int  # the highest serial given
    counts: dict[str, int]  # by state, nomor sisip not among them
    inserted: int  # nomor sisip
    missing: tuple[int, ...]  # serials without a line
    backward: tuple[int, ...]  # serials whose day lies before an earlier serial's
    first_day: date | None
    last_day: date | None

    @property
    def unbroken(self) -> bool:
        """Every serial from 1 to the last has its line."""
        return not self.missing


def continuity(numbers: Iterable[LetterNumber], last: int) -> Continuity:
    """The certificate of a book's year: its numbers, and the counter's last serial.

    A void number counts as present: it stands in the book as BATAL. Numbers used on paper may
    bear a later day than their neighbours; they were reserved earlier.
    """
    lines = sorted(numbers, key=lambda number: (number.serial, number.suffix))
    plain = [line for line in lines if not line.suffix]
    there = {line.serial for line in plain}
    states = Counter(line.state for line in plain)
    return Continuity(
        last=last,
        counts={state.value: states[state.value] for state in NumberState},
        inserted=len(lines) - len(plain),
        missing=tuple(serial for serial in range(1, last + 1) if serial not in there),
        backward=_backward([line for line in plain if line.state == NumberState.DIPAKAI]),
        first_day=min((line.on for line in lines), default=None),
        last_day=max((line.on for line in lines), default=None),
    )


def _backward(lines: Sequence[LetterNumber]) -> tuple[int, ...]:
    found, latest = [], date.min
    for line in lines:
        if line.on < latest:
            found.append(line.serial)
        latest = max(latest, line.on)
    return tuple(found)
