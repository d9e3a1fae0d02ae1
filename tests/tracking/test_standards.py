"""The service standard of each SOP: fourteen components, from the paper, the office, the posts."""

import gzip
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from sqlalchemy import select

from portal import clock
from portal.db import write
from portal.demo.cast import OFFICES
from portal.offices.model import Office
from portal.offices.standards import Topic
from portal.people.model import Assignment, Person, Post
from portal.people.queries import person_named
from portal.sop.table import Sop
from tests.browser import Browser
from tests.cast import ALL, P17, P22, S24, T22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture

# UU 25/2009 Pasal 21, in the order of Permenpan-RB 15/2014.
COMPONENTS = (
    "Persyaratan", "Sistem, mekanisme, dan prosedur", "Jangka waktu", "Biaya atau tarif",
    "Produk pelayanan", "Pengaduan, saran, dan masukan", "Dasar hukum",
    "Sarana, prasarana, dan fasilitas", "Kompetensi pelaksana", "Pengawasan internal",
    "Jumlah pelaksana", "Jaminan pelayanan", "Jaminan keamanan dan keselamatan",
    "Evaluasi kinerja",
)  # fmt: skip
MARK = "Kalimat bawaan portal"
HEAVIEST = 13 * 1024  # as it travels


def page(visitor: Browser, sop_id: str) -> BeautifulSoup:
    return visitor.get(f"/layanan/{sop_id}")


def part(visitor: Browser, n: int) -> Tag:
    found = visitor.page.select_one(f"#bagian-{n}")
    assert found is not None, n
    return found


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def write_words(cast: Cast, sop_id: str, **texts: str) -> None:
    """What the office of this SOP says, as its admin wrote it."""
    office_id = cast.office_of(sop_id).id
    with write() as session:
        session.get_one(Office, office_id).standards = texts


@pytest.mark.parametrize("sop_id", ALL)
def test_every_service_has_all_fourteen_components_in_the_laws_order(
    cast: Cast, visitor: Browser, sop_id: str
) -> None:
    page(visitor, sop_id)

    titles = [words(h3) for h3 in visitor.page.select("[id^=bagian-] > h3")]
    assert titles == [f"{n}. {title}" for n, title in enumerate(COMPONENTS, 1)]
    for n in range(1, 15):
        said = words(part(visitor, n)).removeprefix(titles[n - 1]).strip()
        assert len(said) > 6, titles[n - 1]


@pytest.mark.parametrize("sop_id", ALL)
def test_the_first_screen_says_what_to_bring_how_long_what_for_where_and_that_it_is_free(
    cast: Cast, visitor: Browser, sop_id: str
) -> None:
    sop, office = cast.sop(sop_id), cast.office_of(sop_id)
    page(visitor, sop_id)
    first = visitor.text[: visitor.text.index("Standar pelayanan")]

    assert "GRATIS" in first
    assert f"{sop.promise.working_days} hari kerja setelah berkas lengkap" in first
    assert f"untuk {sop.addressee}" in first
    for text in (*(need.name for need in sop.requirements), office.address, office.phone,
                 office.counter_hours, sop.after):  # fmt: skip
        assert text in first
    links = {str(a["href"]) for a in visitor.page.select("main a")}
    assert {"/pengaduan", "/lacak", "/survei", f"/angka/{office.code}"} <= links


@pytest.mark.parametrize("sop_id", ALL)
def test_what_the_paper_prints_stands_there_word_for_word(
    cast: Cast, visitor: Browser, sop_id: str
) -> None:
    sop = cast.sop(sop_id)
    page(visitor, sop_id)
    for n, printed in (
        (1, [sop.warning]), (3, [sop.period]), (4, [sop.cost]),
        (7, [basis.verbatim for basis in sop.legal_basis]),
        (8, sop.equipment), (9, sop.qualifications),
    ):  # fmt: skip
        for text in filter(None, printed):
            assert " ".join(text.split()) in words(part(visitor, n))
    table = visitor.page.select_one("#alur table.sop")
    assert table is not None
    assert len(table.select("tbody tr")) == len(sop.rows)
    for row in sop.rows:
        assert " ".join(row.activity.split()) in words(table)


@pytest.mark.parametrize(
    ("sop_id", "time"),
    [(P17, "20 menit"), (P22, "20 menit"), (T22, "1 jam"), (S24, "10 hari 1 jam 15 menit")],
)
def test_the_printed_times_of_the_steps_are_added_up(
    cast: Cast, visitor: Browser, sop_id: str, time: str
) -> None:
    page(visitor, sop_id)
    assert f"semua langkah di SOP: {time}." in words(part(visitor, 3))


def test_the_staff_is_counted_from_the_posts_held_today_and_nobody_twice(
    cast: Cast, visitor: Browser
) -> None:
    def count() -> str:
        page(visitor, P22)
        return words(part(visitor, 11))

    assert (
        "Kadis: 1 orang Sekretaris /Kabid: 2 orang Kasi: 1 orang Staf: 1 orang Seluruhnya: 5 orang."
    ) in count()

    kasi, today = person_named("kasi.pessel"), clock.now().date()
    assert kasi is not None
    kasi_id, (held,) = kasi.id, kasi.assignments
    post_id = held.post_id
    head_of = select(Post).where(Post.office_id == kasi.office_id, Post.short == "Kadis")
    with write() as session:  # the Kasi also acts as Kadis: one person more there, none in all
        kadis = session.scalars(head_of).one()
        session.add(Assignment(person_id=kasi_id, post_id=kadis.id, kind="plt", since=today))
    assert "Kadis: 2 orang Sekretaris /Kabid: 2 orang Kasi: 1 orang" in count()
    assert "Seluruhnya: 5 orang." in count()

    with write() as session:  # the post of the Kasi ended the day before yesterday
        ended = select(Assignment).where(
            Assignment.person_id == kasi_id, Assignment.post_id == post_id
        )
        session.scalars(ended).one().until = today - timedelta(days=2)
    assert "Kasi: belum terisi" in count()

    with write() as session:
        session.get_one(Person, kasi_id).active = False
    assert "Kadis: 1 orang" in count()
    assert "Seluruhnya: 4 orang." in count()


def test_the_outsiders_columns_are_not_staff(cast: Cast, visitor: Browser) -> None:
    page(visitor, S24)
    said = words(part(visitor, 11))
    assert "Pemohon" not in said
    assert "BPJS" not in said


def test_the_office_speaks_for_itself_and_only_for_itself(cast: Cast, visitor: Browser) -> None:
    write_words(
        cast, P22, jaminan="Kami minta maaf bila terlambat.\nTanda terima selalu ada.",
        sarana="Ruang tunggu & kursi roda <b>", petugas_data="Sekretaris, telepon 0756 000001",
        jalur_pengaduan="Kotak saran di loket",
    )  # fmt: skip
    for sop_id in (P17, P22):
        page(visitor, sop_id)
        assert [words(p) for p in part(visitor, 12).select("p")] == [
            "Kami minta maaf bila terlambat.", "Tanda terima selalu ada.",
        ]  # fmt: skip
        assert "Ruang tunggu & kursi roda <b>" in words(part(visitor, 8))
        assert "belum menuliskan" not in words(part(visitor, 8))
        assert "Kotak saran di loket" in words(part(visitor, 6))
        assert "Sekretaris, telepon 0756 000001" in visitor.text
        assert MARK in words(part(visitor, 10))

    page(visitor, T22)
    assert "Kami minta maaf" not in visitor.text
    for n in (10, 12, 13):
        assert MARK in words(part(visitor, n))
    assert "belum menuliskan fasilitas" in words(part(visitor, 8))
    assert "belum mencantumkan petugas pelindungan data" in visitor.text


def test_the_days_to_complete_and_until_closing_are_the_offices(
    cast: Cast, visitor: Browser
) -> None:
    office_id = cast.office_of(P22).id
    with write() as session:
        office = session.get_one(Office, office_id)
        office.completion_days, office.closing_days = 9, 45

    page(visitor, P22)
    said = words(part(visitor, 1))
    assert "Anda punya 9 hari kerja" in said
    assert "paling cepat 45 hari sejak dikembalikan" in said
    page(visitor, P17)  # an emergency: never closed by itself (edge case 17)
    said = words(part(visitor, 1))
    assert "Anda punya 9 hari kerja" in said
    assert "Berkas darurat tidak ditutup dengan sendirinya" in said
    assert "45" not in said


@pytest.mark.parametrize("sop_id", ALL)
def test_the_page_names_nobody_and_carries_nothing_home(
    cast: Cast, visitor: Browser, sop_id: str
) -> None:
    head = cast.sop(sop_id).header
    staff = [text for setting in OFFICES for who in setting.people for text in (who.name, who.nip)]
    for path in (f"/layanan/{sop_id}", f"/en/layanan/{sop_id}"):
        answer = visitor.client.get(path)
        shown = answer.get_data(as_text=True)
        for name in filter(None, [*staff, head.approver_name, head.approver_nip]):
            assert name not in shown
        assert "Set-Cookie" not in answer.headers
        assert "<script" not in shown[shown.index("<main") : shown.index("</main>")]


def test_a_service_of_no_office_here_is_not_there(cast: Cast, visitor: Browser) -> None:
    office_id = cast.office_of(S24).id
    with write() as session:
        session.get_one(Office, office_id).region = "99.01"
    visitor.get(f"/layanan/{S24}", expect=404)
    visitor.get(f"/layanan/{P22}")


def own_sentences(sop: Sop, office: Office) -> set[str]:
    """What stays Indonesian on every page: the paper's words and the office's."""
    head = sop.header
    printed = [
        sop.warning, sop.period, sop.cost, *sop.equipment, *sop.qualifications, head.number,
        head.name, head.created_text, head.revised_text, head.effective_text, head.approved_text,
        head.approver_post, "; ".join(sop.related), "; ".join(sop.records),
        *(column.title for column in sop.columns), *(str(v) for v in office.standards.values()),
        *(text for basis in sop.legal_basis for text in (basis.verbatim, basis.clean)),
    ]  # fmt: skip
    return {" ".join(text.split()) for text in printed}


@pytest.mark.parametrize("sop_id", ALL)
def test_in_english_only_the_paper_and_the_office_speak_indonesian(
    cast: Cast, visitor: Browser, sop_id: str
) -> None:
    write_words(cast, sop_id, **{topic.value: f"Kalimat {topic}." for topic in Topic})
    own = own_sentences(cast.sop(sop_id), cast.office_of(sop_id))
    for texts in ({topic.value: f"Kalimat {topic}." for topic in Topic}, {}):
        write_words(cast, sop_id, **texts)
        shown = visitor.client.get(f"/en/layanan/{sop_id}").get_data(as_text=True)
        main = BeautifulSoup(shown, "html.parser").main
        assert main is not None
        for tag in main.select("[lang=id]"):
            if tag.find("table"):
                continue
            lines = tag.select("li") or [tag]
            assert {words(line) for line in lines} <= own
        for tag in main.select("a[href^='/']"):
            assert str(tag["href"]).startswith("/en/"), tag


def test_the_front_page_leads_to_each_service_the_figures_and_complaints(
    cast: Cast, visitor: Browser
) -> None:
    for prefix in ("", "/en"):
        shown = visitor.client.get(f"{prefix}/").get_data(as_text=True)
        main = BeautifulSoup(shown, "html.parser").main
        assert main is not None
        links = {str(a["href"]) for a in main.select("a")}
        wanted = {*(f"/layanan/{sop_id}" for sop_id in ALL), "/pengaduan", "/lacak",
                  *(f"/angka/{setting.office['code']}" for setting in OFFICES)}  # fmt: skip
        assert {prefix + path for path in wanted} <= links


def test_the_page_stays_light_and_asks_little_of_the_database(
    cast: Cast, visitor: Browser, questions: Callable[[Callable[[], object]], int],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for sop_id in ALL:
        body = visitor.client.get(f"/layanan/{sop_id}").data
        weight = len(gzip.compress(body, 6))
        asked = questions(lambda path=sop_id: visitor.client.get(f"/layanan/{path}"))
        with capsys.disabled():
            sys.stdout.write(f"\n/layanan/{sop_id}: {weight} bytes gz, {asked} statements")
        assert weight < HEAVIEST
        assert asked <= 2
