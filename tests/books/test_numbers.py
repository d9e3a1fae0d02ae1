"""The Buku Rekomendasi as an auditor reads it: every number, and the certificate of a year."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from sqlalchemy import select, update

from portal import clock
from portal.books.certificate import certificate
from portal.books.reading import every_line, page_of
from portal.books.shelf import BOOKS
from portal.db import db, write
from portal.letters import numbers
from portal.letters.model import (
    LetterNumber,
    NumberCounter,
    NumberSeries,
    NumberState,
    PaperEntry,
)
from portal.letters.numbers import Giving
from portal.offices.model import Office
from tests.books.reader import scope_for
from tests.books.test_letters import finished
from tests.books.test_register import YEAR, rows
from tests.browser import Browser
from tests.cast import P17, Cast

SignIn = Callable[[str], Browser]


def giving(day: date | None = None) -> Giving:
    now = clock.now()
    return Giving("Rina Marlina", now, day or now.date())


def series_of(office: str = "pessel") -> NumberSeries:
    query = select(NumberSeries).join(Office, Office.id == NumberSeries.office_id)
    return db.session.scalars(query.where(Office.code == office)).one()


def reserve(count: int, reason: str = "kegiatan di nagari") -> list[int]:
    with write() as session:
        found = numbers.reserve(session, series_of(), giving(), count, reason)
        return [number.id for number in found]


def test_reserved_void_paper_and_inserted_numbers_stand_in_their_places(
    cast: Cast, sign_in: SignIn
) -> None:
    finished(cast, P17)
    reserved = reserve(3)
    with write() as session:
        numbers.void_number(session.get_one(LetterNumber, reserved[0]), "salah cadang")
        on_paper = session.get_one(LetterNumber, reserved[1])
        numbers.use_on_paper(on_paper, on_paper.on, on_paper.on)
        session.add(
            PaperEntry(
                number_id=on_paper.id, office_id=1, name="SITI CONTOH", nik="1301995408900001",
                village="Nagari Painan", service="Rekomendasi", signer="Dra. Nilam Permata, M.M.",
                addressee="BPJS Kesehatan", receiver="SITI CONTOH", remark="listrik padam",
                recorded_at=clock.now(), recorded_by="Rina Marlina",
            )
        )  # fmt: skip
        first = session.scalars(select(LetterNumber).where(LetterNumber.serial == 1)).one()
        numbers.insert_after(session, first, giving(), "surat bertanggal kemarin")
    staf = sign_in("staf.pessel")

    staf.get("/buku/rekomendasi")

    lines = rows(staf)
    assert [line[0] for line in lines] == ["4", "3", "2", "1A", "1"]
    assert lines[0][12] == "Cadangan: kegiatan di nagari"
    assert lines[1][4] == "SITI CONTOH"
    assert lines[1][5] == "130199**********"
    assert lines[1][12].startswith("Dicatat kemudian: ")
    assert lines[1][12].endswith("oleh Rina Marlina. listrik padam")
    assert lines[2][12].startswith("BATAL: ")
    assert lines[2][12].endswith("salah cadang")
    assert lines[3][12] == "Nomor sisip, belum dipakai: surat bertanggal kemarin"
    total = staf.page.select_one("tfoot").text.strip()
    assert total == (
        "Jumlah 5 nomor: 1 dipakai, 1 dipakai di kertas, 2 cadangan, 1 batal."
    )  # fmt: skip


def forget(serials: range) -> None:
    """Give out numbers and write no line for them: what only a broken database could show."""
    with write() as session:
        series = series_of()
        session.execute(
            update(NumberCounter)
            .where(NumberCounter.series_id == series.id)
            .values(n=NumberCounter.n + len(serials))
        )


def test_a_number_without_a_line_is_shown_and_never_passed_over(
    cast: Cast, sign_in: SignIn
) -> None:
    reserve(1)
    forget(range(2, 4))
    reserve(1)
    forget(range(5, 6))
    book, scope = BOOKS["rekomendasi"], scope_for(cast, "staf.pessel")
    staf = sign_in("staf.pessel")

    staf.get("/buku/rekomendasi")
    shown = [(line[0], line[2]) for line in rows(staf)]
    pages = []
    beyond = ""
    while True:
        page = page_of(book, scope, beyond, size=1)
        pages += [line.values["urut"] for line in page.lines]
        beyond = page.following
        if not beyond:
            break

    assert [urut for urut, _ in shown] == ["5", "4", "2–3", "1"]
    assert [words for urut, words in shown if urut in ("5", "2–3")] == ["tidak tercatat"] * 2
    assert pages == [5, 4, "2–3", 1]
    assert [line.values["urut"] for line in every_line(book, scope, each=True, batch=1)] == [
        1, "2–3", 4, 5,
    ]  # fmt: skip
    assert book.tallies(scope) == Counter(cadangan=2, hilang=3)


def test_the_certificate_names_the_numbers_that_are_missing(cast: Cast, sign_in: SignIn) -> None:
    reserve(2)
    forget(range(3, 5))
    reserve(1)
    kadis = sign_in("kadis.pessel")

    kadis.get("/buku/kesinambungan")

    assert (
        f"Dari nomor urut 1 sampai 5 tahun {YEAR} ada 2 nomor yang tidak tercatat: 3–4."
        in kadis.text
    )
    kadis.get("/buku/kesinambungan.pdf")
    assert kadis.body.startswith(b"%PDF")


def test_the_certificate_of_a_whole_book_says_so(cast: Cast, sign_in: SignIn) -> None:
    finished(cast, P17)
    staf = sign_in("staf.pessel")

    staf.get("/buku/kesinambungan")

    assert f"Nomor urut 1 sampai 1 tahun {YEAR} semuanya tercatat" in staf.text
    assert rows(staf)[0] == ["Dipakai", "1"]


def test_tallies_of_the_screen_equal_the_lines_taken_out(cast: Cast) -> None:
    for _ in range(2):
        finished(cast, P17)
    with write() as session:
        numbers.void_number(session.get_one(LetterNumber, reserve_one(session)), "rusak")
    book, scope = BOOKS["rekomendasi"], scope_for(cast, "staf.pessel")

    counted = Counter(line.tally for line in every_line(book, scope, each=True) if line.tally)

    assert counted == book.tallies(scope) == Counter(dipakai=2, batal=1)


def reserve_one(session: object) -> int:
    return numbers.reserve(session, series_of(), giving(), 1, "x")[0].id  # type: ignore[arg-type]


def test_a_month_shows_its_own_numbers_and_its_own_gaps(cast: Cast) -> None:
    with write() as session:
        series = series_of()
        old = [
            numbers.Line(serial, f"460/{serial}/LAMA", date(2024, month, 5))
            for serial, month in ((1, 1), (2, 1), (4, 2), (5, 2))
        ]
        numbers.adopt(session, series, 2024, old, giving())
    book = BOOKS["rekomendasi"]
    months = {}
    for month in (1, 2):
        period = scope_for(cast, "staf.pessel").period.__class__(2024, month)
        scope = scope_for(cast, "staf.pessel", period)
        months[month] = [line.values["urut"] for line in every_line(book, scope, each=False)]

    assert months == {1: [1, 2], 2: [3, 4, 5]}


def test_another_offices_numbers_are_not_certified_for_us(cast: Cast) -> None:
    reserve(2)

    known = certificate(scope_for(cast, "staf.solok"))

    assert known is not None
    assert known.series.office_id != series_of().office_id
    assert known.found.last == 0


def test_every_state_of_a_number_has_its_word() -> None:
    assert set(NumberState) <= set(BOOKS["rekomendasi"].words)
