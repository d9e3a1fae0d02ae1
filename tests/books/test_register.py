"""Buku Register: every file of the office, computed from the files themselves."""

from collections.abc import Callable

import pytest

from portal import clock
from portal.books.queries import PAGE_SIZE
from portal.books.reading import page_of
from portal.books.shelf import BOOKS, SHELF
from portal.cases.model import Case, Finding
from portal.db import db, write
from tests.books.reader import scope_for
from tests.browser import Browser, filled
from tests.cast import P17, P22, T22, Cast

SignIn = Callable[[str], Browser]
YEAR = clock.now().year


def rows(browser: Browser) -> list[list[str]]:
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in browser.page.select("tbody tr")
    ]


def test_every_file_taken_in_stands_in_the_register(cast: Cast, sign_in: SignIn) -> None:
    cases = [cast.case(cast.receive(sop)) for sop in (P17, P22, P17)]
    staf = sign_in("staf.pessel")

    staf.get("/buku/register")

    assert [row[0] for row in rows(staf)] == ["3", "2", "1"]
    newest, case = rows(staf)[0], cases[-1]
    assert newest[2].replace(" ", "") == case.number
    assert newest[3] == case.applicant.name
    assert newest[5] == case.village.title
    assert newest[6] == cast.sop(P17).short_name
    assert newest[10] == "Diterima, menunggu pemeriksaan"


def test_the_register_shows_only_where_a_nik_is_registered(cast: Cast, sign_in: SignIn) -> None:
    nik = cast.case(cast.receive(P17)).applicant.nik
    staf = sign_in("staf.pessel")

    staf.get("/buku/register")

    assert rows(staf)[0][4] == nik[:6] + "*" * 10
    assert nik not in staf.body.decode()


def test_a_family_is_one_line_that_counts_its_people(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case(cast.receive(P17, size=3))
    staf = sign_in("staf.pessel")

    staf.get("/buku/register")

    assert [row[3] for row in rows(staf)] == [f"{case.applicant.name} dan 2 orang lain"]


def test_another_offices_files_are_not_in_our_register(cast: Cast, sign_in: SignIn) -> None:
    cast.receive(T22)
    staf = sign_in("staf.pessel")

    staf.get("/buku/register")

    assert rows(staf) == []
    assert "Belum ada permohonan di buku ini." in staf.text


def test_the_register_can_be_narrowed_to_one_service(cast: Cast, sign_in: SignIn) -> None:
    for sop in (P17, P22):
        cast.receive(sop)
    staf = sign_in("staf.pessel")
    staf.get("/buku/register")

    form = staf.page.select_one("form.saring")
    staf.get(form["action"], query_string=filled(form, staf.page) | {"layanan": P22})
    narrowed = rows(staf)
    staf.get("/buku/register?layanan=tidak-ada")

    assert [row[6] for row in narrowed] == [cast.sop(P22).short_name]
    assert len(rows(staf)) == 2


def test_the_register_tells_what_was_found_and_by_whom(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case_at(T22, 3)
    finding = case.findings[-1]
    staf = sign_in("staf.tanjungpinang")

    staf.get("/buku/register")

    line = rows(staf)[0]
    assert line[7] == "Terdaftar"
    assert line[8] == "Kepesertaan JKN: Tidak terdaftar sebagai peserta JKN"
    assert line[9] == finding.by_name


def test_of_two_findings_the_last_one_counts(cast: Cast, sign_in: SignIn) -> None:
    case_id = cast.case_at(T22, 3).id
    with write() as session:
        case = session.get_one(Case, case_id)
        session.add(
            Finding(
                case_id=case.id,
                member_id=case.applicant.id,
                kind="siks_ng",
                source="SIKS-NG",
                result="tidak_terdaftar",
                at=clock.now(),
                by_name="Siti Rahmah",
            )
        )
    staf = sign_in("staf.tanjungpinang")

    staf.get("/buku/register")

    assert rows(staf)[0][7] == "Tidak terdaftar"


def test_findings_of_a_family_are_counted(cast: Cast, sign_in: SignIn) -> None:
    cast.case_at(T22, 3, size=2)
    staf = sign_in("staf.tanjungpinang")

    staf.get("/buku/register")

    assert rows(staf)[0][7] == "Terdaftar (2 orang)"


def test_before_any_look_up_the_checker_of_the_papers_is_named(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case_at(P22, 2)
    assert case.findings == []
    staf = sign_in("staf.pessel")

    staf.get("/buku/register")

    assert rows(staf)[0][9] == "Rina Marlina"


def test_no_number_is_lost_or_repeated_between_two_pages(cast: Cast) -> None:
    for _ in range(5):
        cast.receive(P17)
    scope = scope_for(cast, "staf.pessel")

    seen, before = [], ""
    while True:
        page = page_of(BOOKS["register"], scope, before, size=2)
        seen.append([line.values["agenda"] for line in page.lines])
        before = page.following
        if not before:
            break

    assert seen == [[5, 4], [3, 2], [1]]


def test_the_oldest_of_fifty_one_files_stands_on_the_second_page(
    cast: Cast, sign_in: SignIn
) -> None:
    for _ in range(PAGE_SIZE + 1):
        cast.receive(P17)
    staf = sign_in("staf.pessel")

    staf.get("/buku/register")
    first = rows(staf)
    (onward,) = staf.page.select("nav.halaman-ke a")
    staf.get(str(onward["href"]))

    assert (first[0][0], first[-1][0]) == ("51", "2")
    assert [row[0] for row in rows(staf)] == ["1"]
    assert [link.text.strip() for link in staf.page.select("nav.halaman-ke a")] == ["Nomor terbaru"]


@pytest.mark.parametrize("query", ["tahun=abad", "tahun=1", "sebelum=-1", f"sebelum={9**30}"])
def test_an_address_that_cannot_be_read_opens_this_year(
    query: str, cast: Cast, sign_in: SignIn
) -> None:
    cast.receive(P17)
    staf = sign_in("staf.pessel")

    staf.get(f"/buku/register?{query}")

    assert staf.page.select_one("h1").text == f"Buku Register {YEAR}"
    assert len(rows(staf)) == 1
    assert "Salah:" not in staf.text


def test_a_page_below_the_first_number_says_so(cast: Cast, sign_in: SignIn) -> None:
    cast.receive(P17)
    staf = sign_in("staf.pessel")

    staf.get("/buku/register?sebelum=1")

    assert "Tidak ada nomor agenda sebelum 1." in staf.text


def test_a_name_in_the_register_leads_to_the_file(cast: Cast, sign_in: SignIn) -> None:
    ref = cast.receive(P17)
    staf = sign_in("staf.pessel")

    staf.get("/buku/register")

    assert staf.page.select_one("tbody th a")["href"] == f"/berkas/{ref}"


@pytest.mark.parametrize("path", ["/buku", *(f"/buku/{key}" for key in BOOKS)])
@pytest.mark.parametrize("username", ["admin.pessel", "nagari.pessel"])
def test_who_works_no_desk_reads_no_book(path: str, username: str, sign_in: SignIn) -> None:
    sign_in(username).get(path, expect=403)


def test_the_shelf_leads_to_every_book(sign_in: SignIn) -> None:
    kadis = sign_in("kadis.pessel")

    kadis.get("/buku")

    links = [str(link["href"]) for link in kadis.page.select("main .rak a")]
    assert links[:2] == [f"/buku/register?tahun={YEAR}", f"/buku/rekomendasi?tahun={YEAR}"]
    assert [link.split("?")[0] for link in links] == [
        *(f"/buku/{book.key}" for book in SHELF),
        "/buku/kesinambungan", "/surat-pemberitahuan", "/skm",
    ]  # fmt: skip
    for link in links:
        kadis.get(link)


@pytest.mark.parametrize(
    ("account", "more"),
    [
        ("sekretaris.pessel", ["/pengaturan/nomor", "/surat-pemberitahuan", "/skm", "/buku-lama"]),
        ("staf.pessel", ["/surat-pemberitahuan", "/skm", "/buku-lama"]),
        ("kabid.pessel", ["/surat-pemberitahuan", "/skm"]),
    ],
)
def test_the_shelf_offers_only_what_this_person_may_open(
    sign_in: SignIn, account: str, more: list[str]
) -> None:
    officer = sign_in(account)

    officer.get("/buku")

    links = [str(link["href"]) for link in officer.page.select("main .rak a")]
    assert links[len(SHELF) + 1 :] == more
    assert officer.page.select_one(".rak form[action='/ekspedisi.pdf'] input[type=date]")
    for link in more:
        officer.get(link)


def test_a_full_register_costs_no_more_questions_than_a_short_one(
    cast: Cast, sign_in: SignIn, questions: Callable[[Callable[[], object]], int]
) -> None:
    cast.case_at(T22, 3)
    staf = sign_in("staf.tanjungpinang")
    staf.get("/buku/register")

    short = questions(lambda: staf.get("/buku/register"))
    for _ in range(4):
        cast.case_at(T22, 3)
    db.session.remove()

    assert questions(lambda: staf.get("/buku/register")) == short
