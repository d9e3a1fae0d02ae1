"""Taking a book out of the portal: PDF, XLSX, CSV, printed editions, and who may have a NIK."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from portal import clock
from portal.books import paper
from portal.books.model import BookPrint
from portal.cases.model import Member
from portal.cells import safe_for_csv
from portal.db import db, write
from portal.journal.model import Event
from tests.books.test_letters import finished
from tests.browser import Browser, filled
from tests.cast import P17, P22, Cast

SignIn = Callable[[str], Browser]
TRICK = '=HYPERLINK("http://contoh.invalid","klik")'
MONTH = clock.now().month
REASON = "pemeriksaan Inspektorat"


@pytest.fixture
def engine_name(request: pytest.FixtureRequest) -> str:
    """Paper and tables are the same from every database; what is kept is asked of both."""
    return getattr(request, "param", "sqlite")


on_both = pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"], indirect=True)


def stored(query: Any) -> list[Any]:
    """What the database holds now, whatever this test has read before."""
    db.session.rollback()
    return list(db.session.scalars(query))


def pdf_text(body: bytes) -> str:
    pages = pypdfium2.PdfDocument(body)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)
    finally:
        pages.close()


def xlsx_rows(body: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()


def csv_rows(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def rename(ref_id: int, name: str) -> None:
    with write() as session:
        session.get_one(Member, ref_id).name = name


def test_a_name_that_looks_like_a_formula_stays_a_name(cast: Cast, sign_in: SignIn) -> None:
    rename(cast.case(cast.receive(P17)).applicant.id, TRICK)
    staf = sign_in("staf.pessel")

    staf.get("/buku/register.xlsx")
    sheet = xlsx_rows(staf.body)
    staf.get("/buku/register.csv")
    text = csv_rows(staf.body)

    assert TRICK in sheet[5]
    assert f"'{TRICK}" in text[1]
    assert staf.body.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", ["=1", "+62", "-1", "@a", "\tx", "\rx", "＝1", " =1", "＠x"])
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str) -> None:
    assert safe_for_csv(text) == f"'{text}"


def test_a_long_number_is_not_left_to_be_rounded() -> None:
    assert safe_for_csv("1301995408900001") == "'1301995408900001"
    assert safe_for_csv("Nagari Painan") == "Nagari Painan"


def test_the_same_book_taken_out_twice_is_the_same_file(cast: Cast, sign_in: SignIn) -> None:
    cast.receive(P17)
    staf = sign_in("staf.pessel")
    for kind in ("xlsx", "csv"):
        staf.get(f"/buku/register.{kind}")
        first = staf.body
        staf.get(f"/buku/register.{kind}")
        assert staf.body == first


def test_a_table_taken_out_leaves_no_file_behind(
    cast: Cast, sign_in: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.receive(P17)
    staf = sign_in("staf.pessel")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())

    staf.get("/buku/register.xlsx")

    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf"])
def test_what_anyone_takes_out_has_its_niks_masked(kind: str, cast: Cast, sign_in: SignIn) -> None:
    nik = cast.case(cast.receive(P17)).applicant.nik
    kasi = sign_in("kasi.pessel")

    kasi.get(f"/buku/register.{kind}?bulan={MONTH}")

    text = pdf_text(kasi.body) if kind == "pdf" else str(
        xlsx_rows(kasi.body) if kind == "xlsx" else csv_rows(kasi.body)
    )  # fmt: skip
    assert f"{nik[:6]}****" in text
    assert nik not in text


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_whole_niks_are_handed_to_the_keeper_and_written_down(
    kind: str, cast: Cast, sign_in: SignIn
) -> None:
    nik = cast.case(cast.receive(P17)).applicant.nik
    staf = sign_in("staf.pessel")
    staf.get("/buku/register")

    staf.submit(f"#ambil-{kind}", {"alasan": REASON})

    read = xlsx_rows if kind == "xlsx" else csv_rows
    assert nik in str(read(staf.body))
    (event,) = stored(select(Event).where(Event.kind == "buku_diekspor"))
    assert event.person_name == "Rina Marlina"
    assert event.details["buku"] == "register"
    assert (event.details["baris"], event.details["alasan"]) == (1, REASON)
    assert nik not in str(event.details)


def test_whole_niks_need_a_reason(cast: Cast, sign_in: SignIn) -> None:
    cast.receive(P17)
    staf = sign_in("staf.pessel")
    staf.get("/buku/register")

    staf.submit("#ambil-xlsx", {"alasan": "ya"}, expect=422)

    assert "NIK lengkap perlu alasan." in staf.text
    assert staf.page.select_one("#alasan-xlsx")["value"] == "ya"
    assert stored(select(Event).where(Event.kind == "buku_diekspor")) == []


def test_who_does_not_keep_the_book_gets_no_whole_nik(cast: Cast, sign_in: SignIn) -> None:
    cast.receive(P17)
    kasi = sign_in("kasi.pessel")
    kasi.get("/buku/register?bulan=" + str(MONTH))

    assert kasi.page.select("#ambil-xlsx") == []
    kasi.submit("#ambil", {"nik": "y", "alasan": REASON}, expect=422)

    assert "NIK lengkap hanya untuk petugas" in kasi.text
    assert stored(select(BookPrint)) == []


@on_both
def test_a_double_click_is_written_down_once(cast: Cast, sign_in: SignIn) -> None:
    cast.receive(P17)
    staf = sign_in("staf.pessel")
    staf.get("/buku/register")
    form = staf.page.select_one("#ambil-csv")
    fields = {tag["name"]: tag.get("value", "") for tag in form.select("input")}
    fields["alasan"] = REASON

    staf.post(form["action"], fields)
    staf.post(form["action"], fields)

    assert len(stored(select(Event).where(Event.kind == "buku_diekspor"))) == 1


def printed(staf: Browser, key: str = "register", **more: str) -> bytes:
    """Print and keep this month; gives the bytes of the edition named first on the page."""
    staf.get(f"/buku/{key}?bulan={MONTH}")
    staf.submit("#ambil", more)
    link = next(a for a in staf.page.select("a[href]") if "/cetakan/" in str(a["href"]))
    staf.get(str(link["href"]))
    return staf.body


@on_both
def test_an_unchanged_book_reprints_the_same_bytes_and_a_changed_one_the_next_edition(
    cast: Cast, sign_in: SignIn
) -> None:
    cast.receive(P17)
    staf = sign_in("staf.pessel")

    first, again = printed(staf), printed(staf)
    cast.receive(P22)
    second = printed(staf)

    assert first == again != second
    assert "Cetakan ke-1" in pdf_text(first)
    assert "Cetakan ke-2" in pdf_text(second)
    kept = stored(select(BookPrint).order_by(BookPrint.id))
    assert [item.edition for item in kept] == [1, 2]
    events = stored(select(Event).where(Event.kind == "buku_dicetak"))
    assert [event.details["cetakan"] for event in events] == [1, 2]


def test_an_edition_with_whole_niks_is_taken_out_only_by_a_press_that_is_written_down(
    cast: Cast, sign_in: SignIn
) -> None:
    nik = cast.case(cast.receive(P17)).applicant.nik
    staf = sign_in("staf.pessel")
    staf.get(f"/buku/register?bulan={MONTH}")
    staf.submit("#ambil", {"nik": "y", "alasan": REASON})
    (kept,) = stored(select(BookPrint))

    staf.submit("form[action$='/salinan']")
    body = staf.body
    staf.get(f"/buku/register/cetakan/{kept.id}.pdf", expect=404)

    assert nik in pdf_text(body)
    assert body == kept.body
    kinds = [event.kind for event in stored(select(Event).order_by(Event.id))]
    assert kinds[-2:] == ["buku_dicetak", "buku_diekspor"]


def test_another_offices_edition_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    cast.receive(P17)
    printed(sign_in("staf.pessel"))
    (kept,) = stored(select(BookPrint))

    sign_in("staf.solok").get(f"/buku/register/cetakan/{kept.id}.pdf", expect=404)


def test_a_printed_book_says_whose_it_is_what_it_holds_and_who_signs(
    cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case(finished(cast, P17))
    body = printed(sign_in("staf.pessel"), "rekomendasi")

    text = pdf_text(body)
    page = pypdfium2.PdfDocument(body)[0]
    assert [round(part * 25.4 / 72) for part in page.get_size()] == [330, 215]
    assert "BUKU REKOMENDASI" in text
    assert case.applicant.name in text
    assert "Jumlah 1 nomor: 1 dipakai." in text
    assert "Halaman 1 dari 1" in text
    assert "Mengetahui" in text
    assert "Dra. Nilam Permata, M.M." in text
    assert "Rina Marlina" in text


def test_a_whole_year_is_no_pdf_and_the_page_says_what_to_do(sign_in: SignIn) -> None:
    staf = sign_in("staf.pessel")

    staf.get("/buku/register.pdf", expect=422)

    assert "PDF dibuat paling banyak untuk satu bulan." in staf.text


def test_too_many_lines_for_one_pdf_are_refused_in_words(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "MOST_LINES", 1)
    for _ in range(2):
        cast.receive(P17)
    staf = sign_in("staf.pessel")

    staf.get(f"/buku/register.pdf?bulan={MONTH}", expect=422)

    assert "paling banyak 1" in staf.text


def test_a_name_the_font_lacks_does_not_stop_the_book(cast: Cast, sign_in: SignIn) -> None:
    rename(cast.case(cast.receive(P17)).applicant.id, "SITI 漢")
    staf = sign_in("staf.pessel")

    staf.get(f"/buku/register.pdf?bulan={MONTH}")

    assert "SITI ?" in pdf_text(staf.body)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("book", "period"),
    [
        ("register", {"tahun": "20Z6", "bulan": "1"}),
        ("register", {"tahun": "1999"}),
        ("register", {"bulan": "13"}),
        ("register", {"hari": "32-11-2026"}),
        ("pekerjaan", {"hari": "9999-12-31"}),
        ("pekerjaan", {"hari": "kemarin"}),
    ],
)
def test_nothing_is_taken_out_for_another_period_than_the_one_asked_for(
    book: str, period: dict[str, str], cast: Cast, sign_in: SignIn
) -> None:
    staf = sign_in("staf.pessel")
    staf.get(f"/buku/{book}?bulan={MONTH}")
    form = staf.page.select_one("#ambil")
    assert form is not None
    data = filled(form, staf.page) | period
    if "hari" not in period:
        data.pop("hari", None)

    staf.post(str(form["action"]), data, expect=422)

    assert "tidak dapat dibaca" in staf.page.select_one("[role=alert]").text
    for kind in ("pdf", "csv", "xlsx"):
        staf.get(f"/buku/{book}.{kind}?{urlencode(period)}", expect=422)
    assert stored(select(BookPrint)) == []
    staf.get(f"/buku/{book}?{urlencode(period)}")


def test_no_certificate_is_printed_for_another_year_than_the_one_asked_for(
    sign_in: SignIn,
) -> None:
    staf = sign_in("staf.pessel")

    staf.get("/buku/kesinambungan.pdf?tahun=20Z6", expect=422)

    assert "Tahun “20Z6” tidak dapat dibaca" in staf.text
