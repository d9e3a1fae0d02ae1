"""A year of 3,000 letters in the books, and a book of 50,000 lines taken out in flat memory."""

import multiprocessing
import resource
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.app import create_app
from portal.books.certificate import certificate
from portal.books.period import Period
from portal.books.reading import every_line
from portal.books.sheet import export
from portal.books.shelf import BOOKS
from portal.cases.model import Case
from portal.db import db, write
from portal.journal.operations import Author
from portal.letters import lifecycle
from portal.letters.model import Kind, Letter, LetterNumber, NumberCounter
from portal.letters.numbers import Giving, next_number, series_for
from tests.books.reader import scope_for
from tests.books.test_register import YEAR
from tests.cast import P17, Cast
from tests.conftest import settings_for
from tests.crowd import fill

pytestmark = pytest.mark.battery

LETTERS, VOIDS, REPLACED = 3_000, 30, 5
LINES = 50_000
BY = Author(None, "Rina Marlina", "Staf")
SIGNER = {"lines": ["KEPALA DINAS,"], "name": "NAMA", "rank": "", "nip": "", "post": "Kepala Dinas"}


def issue(session: Session, case: Case, day: date, replaces: Letter | None = None) -> Letter:
    """One letter, signed and numbered on a day."""
    letter = lifecycle.begin(session, [case], Kind.REKOMENDASI, "Uji")
    letter.replaces_id = replaces.id if replaces else None
    lifecycle.rewrite(letter, {"layout": "rekomendasi", "wording": {"signer_post": ""}})
    lifecycle.sign(session, letter, SIGNER, 1, clock.now())
    book = series_for(session, case.office_id, letter.kind)
    giving = Giving(BY.name, clock.now(), day)
    lifecycle.number(session, letter, next_number(session, book, giving, letter_id=letter.id))
    return letter


def write_a_year() -> None:
    """3,000 letters from January to today; 30 are voided, 5 of those replaced today."""
    fill(LETTERS)
    today, first = clock.now().date(), date(YEAR, 1, 2)
    cases = list(db.session.scalars(select(Case.id).order_by(Case.id)))[:LETTERS]
    step = (today - first) / LETTERS
    for begin in range(0, LETTERS, 500):
        with write() as session:
            for n in range(begin, begin + 500):
                day = first + timedelta(days=(step * n).days)
                issue(session, session.get_one(Case, cases[n]), day)
    with write() as session:
        spoilt = list(session.scalars(select(Letter).order_by(Letter.id)))[:: LETTERS // VOIDS]
        for letter in spoilt:
            lifecycle.void(letter, BY, "salah ketik", clock.now())
        for letter in spoilt[:REPLACED]:
            issue(session, session.get_one(Case, letter.cases[0].case_id), today, letter)


def test_the_totals_of_a_year_equal_its_letters_and_the_certificate_is_unbroken(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    cast.receive(P17)
    write_a_year()
    book, scope = BOOKS["rekomendasi"], scope_for(cast, "staf.pessel")

    lines = list(every_line(book, scope, each=False))
    counted = Counter(line.tally for line in lines)
    months = [Period(YEAR, month) for month in range(1, 13)]
    by_month = [list(every_line(book, scope_for(cast, "staf.pessel", month), each=False))
                for month in months]  # fmt: skip
    book_of_year = series_for(db.session(), cast.office_of(P17).id, "rekomendasi")
    paper = certificate(scope_for(cast, "staf.pessel", seri=book_of_year.book))

    given = db.session.scalar(select(func.count()).select_from(LetterNumber))
    last = db.session.scalar(select(NumberCounter.n))
    live = db.session.scalar(
        select(func.count()).select_from(Letter).where(Letter.voided_at.is_(None))
    )
    assert given == last == len(lines) == LETTERS + REPLACED
    assert sum(map(len, by_month)) == len(lines)
    assert counted == {"dipakai": live, "batal": VOIDS} == +book.tallies(scope)
    assert [line.values["urut"] for line in lines] == list(range(1, len(lines) + 1))
    assert paper is not None
    assert paper.found.unbroken
    assert len(paper.void) == VOIDS
    assert sum(count for _, count in paper.rows) == last
    for kind in ("csv", "xlsx"):
        taken = export(book, scope, kind, full=False)
        assert taken.lines == len(lines)
        taken.file.close()
    with capsys.disabled():
        print(f"\n{given} nomor, {live} surat berlaku, {VOIDS} batal, 0 terlewat")  # noqa: T201


def take_out(url: str, folder: str) -> tuple[int, int, int]:
    """In a process of its own: lines, bytes and the most memory (KiB) of taking a book out."""
    app = create_app(settings_for(url, Path(folder)))
    with app.app_context():
        cast = Cast(app)
        taken = export(BOOKS["register"], scope_for(cast, "staf.pessel"), "xlsx", full=False)
        size = sum(map(len, taken.chunks()))
        db.session.remove()
        db.engine.dispose()
    return taken.lines, size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def test_a_book_of_fifty_thousand_lines_is_taken_out_in_flat_memory(
    cast: Cast, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast.receive(P17)
    spawn = multiprocessing.get_context("spawn")
    found = []
    for more in (LINES // 10, LINES - LINES // 10):
        fill(more)
        db.session.remove()
        with spawn.Pool(1) as pool:
            found.append(pool.apply(take_out, (database_url, str(tmp_path))))

    (few, _, before), (many, size, after) = found
    with capsys.disabled():
        print(f"\n{many} baris, {size // 1024} KiB; memori {before // 1024} MB pada {few} baris, "  # noqa: T201
              f"{after // 1024} MB pada {many} baris")  # fmt: skip
    assert (few, many) == (LINES // 10 + 1, LINES + 1)
    assert after - before < 16 * 1024
