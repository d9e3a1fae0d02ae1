"""The number-continuity certificate of a book's year, in words that an auditor can sign."""

from collections.abc import Iterable
from dataclasses import dataclass

from jinja2 import Environment
from sqlalchemy import select

from portal import dates
from portal.books.book import Scope
from portal.books.kinds.letters import WORDS, series_asked
from portal.books.paper import drawable, sheet_of
from portal.db import db
from portal.letters.continuity import Continuity, continuity
from portal.letters.model import LetterNumber, NumberCounter, NumberSeries, NumberState
from portal.letters.press import press

NAMED = 40  # serials that a sentence names one by one


@dataclass(frozen=True)
class Certificate:
    """What became of every number of a series in a year."""

    series: NumberSeries
    year: int
    found: Continuity
    void: tuple[tuple[str, str], ...]  # full number, reason
    inserted: tuple[tuple[str, str], ...]
    days: tuple[str, str]  # the first and the last date on a number, in words

    @property
    def rows(self) -> list[tuple[str, int]]:
        """The counts, in the order of the certificate; they add up to the last serial."""
        counts = [(WORDS[state.value], self.found.counts[state.value]) for state in NumberState]
        return [*counts, (WORDS["hilang"], len(self.found.missing))]

    @property
    def verdict(self) -> str:
        """The sentence that is signed."""
        last = self.found.last
        if not last:
            return f"Pada tahun {self.year} belum ada nomor yang diberikan di buku ini."
        if self.found.unbroken:
            return (
                f"Nomor urut 1 sampai {last} tahun {self.year} semuanya tercatat, masing-masing "
                "satu kali, tanpa nomor yang terlewat."
            )
        return (
            f"Dari nomor urut 1 sampai {last} tahun {self.year} ada {len(self.found.missing)} "
            f"nomor yang tidak tercatat: {serials(self.found.missing)}."
        )

    @property
    def remarks(self) -> list[str]:
        """What an auditor would ask about."""
        notes = []
        if self.found.backward:
            notes.append(
                "Tanggal surat mendahului nomor sebelumnya pada nomor urut "
                f"{serials(self.found.backward)}."
            )
        if self.found.inserted:
            notes.append(f"Ada {self.found.inserted} nomor sisip; daftarnya di bawah.")
        if self.found.counts[NumberState.CADANGAN.value]:
            notes.append("Nomor cadangan sudah diberikan tetapi belum dipakai pada surat.")
        return notes


def serials(numbers: tuple[int, ...]) -> str:
    """1, 4–6, 9: runs told as runs, no more than NAMED of them."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] + 1 == number:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    words = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:NAMED]]
    return ", ".join(words) + (" dan seterusnya" if len(runs) > NAMED else "")


def certificate(scope: Scope) -> Certificate | None:
    """The certificate of the chosen series and year; None when the office has no series."""
    series, year = series_asked(scope), scope.period.year
    if series is None:
        return None
    query = (
        select(LetterNumber)
        .where(LetterNumber.series_id == series.id, LetterNumber.year == year)
        .order_by(LetterNumber.serial, LetterNumber.suffix)
    )
    numbers = list(db.session.scalars(query))
    counter = db.session.get(NumberCounter, (series.id, year))
    found = continuity(numbers, counter.n if counter else 0)
    return Certificate(
        series=series,
        year=year,
        found=found,
        void=_listed(number for number in numbers if number.state == NumberState.BATAL),
        inserted=_listed(number for number in numbers if number.suffix),
        days=(
            dates.long_date(found.first_day) if found.first_day else "",
            dates.long_date(found.last_day) if found.last_day else "",
        ),
    )


def _listed(numbers: Iterable[LetterNumber]) -> tuple[tuple[str, str], ...]:
    return tuple((number.text, number.reason) for number in numbers)


def certificate_pdf(known: Certificate, scope: Scope, jinja_env: Environment) -> bytes:
    """The certificate on paper, upright."""
    sheet = sheet_of(scope)
    return press(
        jinja_env.get_template("books/certificate_paper.html").render(
            **{**sheet, "width": sheet["height"], "height": sheet["width"]},
            known=known,
            void=[(number, drawable(reason)) for number, reason in known.void],
            inserted=[(number, drawable(reason)) for number, reason in known.inserted],
            moment=dates.full_moment(scope.now, scope.zone),
        )
    )
