"""The other books: what each tells of the same files and letters."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.books.kinds.recap import figures_of
from portal.books.period import Period
from portal.books.reading import every_line, page_of
from portal.books.shelf import BOOKS, SHELF
from portal.cases.model import Case, Handover
from portal.db import db, write
from portal.desk.work.handing import BadStrokesError, read_strokes
from portal.journal.operations import Author
from portal.letters import lifecycle
from portal.letters.model import Letter
from portal.letters.queries import letter_of
from tests.books.reader import scope_for
from tests.books.test_letters import finished
from tests.books.test_register import rows
from tests.browser import Browser
from tests.cast import P17, P22, S24, T22, Cast

SignIn = Callable[[str], Browser]
STROKES = [[[10, 20], [300, 120], [590, 30]], [[300, 190]]]
NOW = clock.now()
MONTH = Period(NOW.year, NOW.month)


def standing_at_handover(cast: Cast, sop_id: str = P17) -> Case:
    """A case whose letter is ready to be handed over."""
    ref = cast.receive(sop_id)
    while "serahkan" not in str(cast.sop(sop_id).task(*_place(cast.case(ref))).act):
        cast.step(ref)
    return cast.case(ref)


def _place(case: Case) -> tuple[int, int]:
    return case.row, case.task


def test_a_signature_drawn_on_the_screen_stands_in_the_receipt_book(
    cast: Cast, sign_in: SignIn
) -> None:
    case = standing_at_handover(cast)
    staf = sign_in("staf.pessel")
    staf.get(f"/berkas/{case.ref}")

    staf.submit(
        "#kerja",
        {"receiver": "SITI CONTOH", "relation": "Istri", "identity_last4": "0001",
         "sign_on": "layar", "strokes": json.dumps(STROKES)},
    )  # fmt: skip
    staf.get("/buku/tanda-terima")

    (line,) = rows(staf)
    assert line[0] == "1"
    assert line[3:7] == [case.applicant.name, "SITI CONTOH", "Istri", "0001"]
    path = staf.page.select_one("tbody svg path")["d"]
    assert path == "M10 20L300 120L590 30M300 190L300 190"
    staf.get(f"/buku/tanda-terima.pdf?bulan={NOW.month}")
    assert b"/Subtype /Image" in staf.body


def test_who_signs_on_paper_leaves_the_place_empty(cast: Cast, sign_in: SignIn) -> None:
    case = standing_at_handover(cast)
    staf = sign_in("staf.pessel")
    staf.get(f"/berkas/{case.ref}")

    staf.submit("#kerja", {"receiver": "SITI CONTOH", "strokes": json.dumps(STROKES)})
    staf.get("/buku/tanda-terima")

    assert rows(staf)[0][7] == "di lembar cetak"
    db.session.rollback()
    assert db.session.scalars(select(Handover.strokes)).all() == [None]


@pytest.mark.parametrize(
    "drawn",
    [
        "[]", "[[]]", "[[[1]]]", "[[[601, 0]]]", "[[[0, -1]]]", "[[[1.5, 2]]]",
        "[[[true, 2]]]", '[["ab"]]', "{}", "x", "[" * 5000,
        json.dumps([[[1, 1]]] * 61), json.dumps([[[1, 1]] * 4001]),
    ],
)  # fmt: skip
def test_what_is_no_signature_is_not_read_as_one(drawn: str) -> None:
    with pytest.raises(BadStrokesError):
        read_strokes(drawn)


@pytest.mark.parametrize("drawn", ["", "[[[601, 0]]]"])
def test_what_is_no_signature_is_refused_and_the_rest_is_kept(
    drawn: str, cast: Cast, sign_in: SignIn
) -> None:
    case = standing_at_handover(cast)
    staf = sign_in("staf.pessel")
    staf.get(f"/berkas/{case.ref}")

    staf.submit(
        "#kerja", {"receiver": "SITI CONTOH", "sign_on": "layar", "strokes": drawn}, expect=422
    )

    assert "anda tangan" in staf.page.select_one(".rangkuman-salah").text
    assert staf.field("receiver") == "SITI CONTOH"
    assert cast.case(case.ref).handovers == []


@pytest.fixture
def engine_name(request: pytest.FixtureRequest) -> str:
    """What a form reads is the same on every database; the books are asked on both."""
    return getattr(request, "param", "sqlite")


on_both = pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"], indirect=True)


def test_the_whole_number_of_an_identity_card_is_not_taken(cast: Cast, sign_in: SignIn) -> None:
    case = standing_at_handover(cast)
    staf = sign_in("staf.pessel")
    staf.get(f"/berkas/{case.ref}")

    for wrong in ("1301995408900001", "١٢٣٤"):
        staf.submit("#kerja", {"receiver": "SITI", "identity_last4": wrong}, expect=422)
        assert "Tulis 4 angka akhir saja" in staf.text


@on_both
def test_a_letter_ready_and_not_fetched_waits_in_the_list(cast: Cast, sign_in: SignIn) -> None:
    case = standing_at_handover(cast)
    done = finished(cast, P17)
    staf = sign_in("staf.pessel")

    staf.get("/buku/belum-diambil")

    (line,) = rows(staf)
    assert line[1] == letter_of(case).number
    assert line[7] == "tanpa telepon"
    assert cast.case(done).number not in staf.text
    staf.get("/buku/belum-diambil?telepon=ada")
    assert rows(staf) == []


def test_the_control_book_tells_who_has_a_file_and_how_long(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case_at(S24, 4)
    back = NOW - timedelta(days=14)
    with write() as session:
        session.execute(update(Case).where(Case.id == case.id).values(arrived_at=back))
    staf = sign_in("staf.solok")

    staf.get("/buku/kendali")
    (line,) = rows(staf)
    staf.get(f"/buku/kendali?langkah={S24}:4")
    there = rows(staf)
    staf.get(f"/buku/kendali?langkah={S24}:5")

    assert line[2] == case.applicant.name
    assert line[3].startswith("Kepala Bidang")
    assert 8 <= int(line[5]) <= 10
    assert "ke Kepala Bidang" in line[6]
    assert len(there) == 1
    assert rows(staf) == []


def test_a_finished_file_of_solok_shows_letter_card_and_answer(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case(finished(cast, S24))
    staf = sign_in("staf.solok")

    staf.get("/buku/kendali?posisi=selesai")

    (line,) = rows(staf)
    assert line[7] == letter_of(case).number
    assert line[9] == "Terbit 1 kartu"
    assert line[10] == case.applicant.card_no
    assert "–" not in (line[8], line[11])


def test_what_was_sent_out_stands_in_the_expedition_book(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case(finished(cast, S24))
    staf = sign_in("staf.solok")

    staf.get("/buku/ekspedisi")

    (line,) = rows(staf)
    assert line[2] == letter_of(case).number
    assert line[5:7] == ["BPJS Kesehatan", "Diantar sendiri"]


@on_both
def test_the_totals_of_the_recap_equal_the_lines_of_the_books(cast: Cast) -> None:
    for sop_id in (P17, P22):
        finished(cast, sop_id)
    cast.receive(P22)
    scope = scope_for(cast, "staf.pessel", MONTH)

    sums = figures_of(scope)
    register = list(every_line(BOOKS["register"], scope, each=False))
    letters = list(every_line(BOOKS["rekomendasi"], scope, each=False))
    recap = list(every_line(BOOKS["rekap"], scope, each=False))

    assert sums["masuk"] == len(register) == 3
    assert sums["surat"] == len(letters) == 2
    assert sums["selesai"] == sum(line.tally == "selesai" for line in register) == 2
    for key in ("masuk", "selesai", "surat"):
        assert sum(int(line.values[key]) for line in recap) == sums[key]
    places = {str(line.values["tempat"]) for line in recap}
    assert "Lemari 1, map berjalan" in places


@on_both
def test_a_file_is_found_by_the_place_where_its_paper_stands(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case(finished(cast, P17))
    letter = letter_of(case)
    staf = sign_in("staf.pessel")

    found = {}
    for query in (
        "tempat=lemari+1", "tempat=lemari+9", f"q={case.applicant.nik}", f"q={case.number}",
        f"q={case.applicant.name[:5].lower()}", f"q={letter.number}", "q=tidak+ada",
    ):  # fmt: skip
        staf.get(f"/buku/arsip?{query}")
        found[query] = len(rows(staf))

    assert list(found.values()) == [1, 0, 1, 1, 1, 1, 0]


def test_the_days_work_is_what_waits_and_what_was_finished(cast: Cast, sign_in: SignIn) -> None:
    waiting = cast.case(cast.receive(P17))
    done = cast.receive(P22)
    cast.step(done)
    staf = sign_in("staf.pessel")

    staf.get("/buku/pekerjaan")

    lines = rows(staf)
    assert [line[0] for line in lines].count("Menunggu") >= 1
    assert waiting.applicant.name in [line[2] for line in lines if line[0] == "Menunggu"]
    # Its next step is at the same desk.
    mine = [line[0] for line in lines if line[2] == cast.case(done).applicant.name]
    assert sorted(mine) == ["Menunggu", "Selesai"]
    total = staf.page.select_one("tfoot").text
    assert f"Jumlah {len(lines)} pekerjaan" in total


def test_the_report_writes_its_own_lines(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case(finished(cast, S24))
    cast.receive(S24)
    staf = sign_in("staf.solok")

    staf.get("/buku/laporan")

    lines = rows(staf)
    assert Counter(line[1] for line in lines) == {"Berkas diterima": 2, "KIS diterima": 1}
    assert f"Dibawa {case.bringer_name}" in staf.text
    assert "KIS 1 orang diterima" in staf.text
    staf.get("/buku/laporan?laporan=kis")
    assert [line[1] for line in rows(staf)] == ["KIS diterima"]


@on_both
def test_a_report_is_read_page_by_page_without_loss(cast: Cast) -> None:
    for _ in range(2):
        finished(cast, S24)
    scope = scope_for(cast, "staf.solok", MONTH)
    book = BOOKS["laporan"]

    seen, beyond = [], ""
    while True:
        page = page_of(book, scope, beyond, size=1)
        seen += [(line.values["laporan"], line.values["nomor"]) for line in page.lines]
        beyond = page.following
        if not beyond:
            break

    assert len(seen) == len(set(seen)) == 4
    assert seen == [
        (line.values["laporan"], line.values["nomor"])
        for line in every_line(book, scope, each=True)
    ]


def test_returned_and_cancelled_files_stay_in_the_register_and_are_marked(
    cast: Cast, sign_in: SignIn
) -> None:
    ref = cast.receive(P17)
    with write() as session:
        session.execute(update(Case).where(Case.ref == ref).values(outcome="dibatalkan", desk=""))
    staf = sign_in("staf.pessel")

    staf.get("/buku/register")

    assert rows(staf)[0][10] == "Dibatalkan"
    assert staf.page.select_one("tbody td b").text == "Dibatalkan"
    assert "1 dibatalkan" in staf.page.select_one("tfoot").text


def test_no_book_shows_anything_of_another_office(cast: Cast, sign_in: SignIn) -> None:
    finished(cast, S24)
    standing_at_handover(cast, S24)
    staf = sign_in("staf.pessel")

    for book in SHELF:
        staf.get(f"/buku/{book.key}?bulan={NOW.month}")
        assert rows(staf) == [], book.key
        staf.get(f"/buku/{book.key}.csv?bulan={NOW.month}")
        assert staf.body.count(b"\r\n") == 2, book.key


def test_a_full_book_costs_no_more_questions_than_a_short_one(
    cast: Cast, sign_in: SignIn, questions: Callable[[Callable[[], object]], int]
) -> None:
    finished(cast, S24)
    standing_at_handover(cast, S24)
    staf = sign_in("staf.solok")

    def ask() -> dict[str, int]:
        db.session.remove()
        pages = {book.key: f"/buku/{book.key}?bulan={NOW.month}" for book in SHELF}
        return {key: questions(partial(staf.get, page)) for key, page in pages.items()}

    ask()
    few = ask()
    finished(cast, S24)
    standing_at_handover(cast, S24)

    assert ask() == few


def test_the_receipt_book_counts_from_the_first_of_the_period(cast: Cast) -> None:
    for _ in range(3):
        finished(cast, T22)
    scope, book = scope_for(cast, "staf.tanjungpinang"), BOOKS["tanda-terima"]

    first = page_of(book, scope, "", size=2)
    second = page_of(book, scope, first.following, size=2)

    assert [line.values["no"] for line in first.lines + second.lines] == [3, 2, 1]
    assert [line.values["no"] for line in every_line(book, scope, each=True, batch=2)] == [1, 2, 3]


def test_a_reprint_is_noted_in_the_receipt_book(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case(finished(cast, P17))
    letter_id = letter_of(case).id
    with write() as session:
        letter = session.get_one(Letter, letter_id)
        lifecycle.copy(letter, Author(None, "Rina Marlina", ""), "hilang", clock.now())
    staf = sign_in("staf.pessel")

    staf.get("/buku/tanda-terima")

    assert rows(staf)[0][9].startswith("salinan ke-1 tanggal ")


@on_both
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_time_opens_today(day: str, sign_in: SignIn) -> None:
    staf = sign_in("staf.pessel")

    for book in ("pekerjaan", "laporan", "ekspedisi", "register"):
        staf.get(f"/buku/{book}?hari={day}")
        assert day[:4] not in staf.page.select_one("h1").text


@pytest.mark.parametrize("book", ["ekspedisi", "laporan"])
def test_an_empty_day_leads_to_the_last_one_with_lines(
    book: str, cast: Cast, sign_in: SignIn
) -> None:
    finished(cast, S24)
    earlier = NOW - timedelta(days=3)
    with write() as session:
        session.execute(update(Handover).values(at=earlier))
        session.execute(update(Case).values(received_at=earlier - timedelta(days=4)))
    staf = sign_in("staf.solok")

    staf.get(f"/buku/{book}")
    assert rows(staf) == []
    (last,) = staf.page.select(".kosong a.tombol")
    staf.get(str(last["href"]))

    assert len(rows(staf)) == 1
    staf.get(f"/buku/{book}?hari=2026-01-01&bulan=1")
    assert staf.page.select(".kosong a.tombol") == [], "before the first day there is none"
