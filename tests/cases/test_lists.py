"""Finding cases: the queue's order, search, paging; never another office's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.cases.model import Case, Member
from portal.cases.queries import PAGE_SIZE, all_of, desks_worked_by, queue_of, search
from portal.db import write
from portal.identity.name import search_key
from tests.browser import Browser
from tests.cast import P17, P22, T22, Cast

SignIn = Callable[[str], Browser]


def named(cast: Cast, sop_id: str, name: str) -> Case:
    file = cast.file(cast.sop(sop_id), cast.office_of(sop_id))
    person = replace(file.persons[0], name=name)
    return cast.case(cast.receive(sop_id, persons=(person,), kk_no=file.kk_no))


def found(cast: Cast, text: str, username: str = "staf.pessel") -> list[str]:
    return [case.applicant.name for case in search(cast.officer(username), text)]


@pytest.fixture
def three(cast: Cast) -> list[Case]:
    """Three files of our office and one of another with the same name."""
    named(cast, T22, "SITI SUKARNI")
    return [named(cast, P17, name) for name in ("SITI SUKARNI", "HJ. NURSITI", "BAMBANG")]


def test_a_name_is_found_by_its_beginning_first_and_then_by_its_middle(
    cast: Cast, three: list[Case]
) -> None:
    assert found(cast, "siti") == ["SITI SUKARNI", "HJ. NURSITI"]
    assert found(cast, "  SiTi   SUK ") == ["SITI SUKARNI"]
    assert found(cast, "soekarni") == ["SITI SUKARNI"], "the old spelling is the same name"
    assert found(cast, "nursiti") == ["HJ. NURSITI"], "a title is no part of the name"
    assert found(cast, "%") == found(cast, "_") == found(cast, "'--") == []


@pytest.mark.parametrize("what", ["nik", "kk", "number", "grouped", "agenda", "agenda_year"])
def test_a_file_is_found_by_each_of_its_numbers(cast: Cast, three: list[Case], what: str) -> None:
    case = three[1]
    typed = {
        "nik": case.applicant.nik,
        "kk": f"{case.kk_no[:4]} {case.kk_no[4:]}",
        "number": case.number,
        "grouped": f"{case.number[:5]} {case.number[5:10]} {case.number[10:]}",
        "agenda": str(case.agenda_no),
        "agenda_year": case.agenda,
    }[what]
    assert found(cast, typed) == [case.applicant.name]
    assert "HJ. NURSITI" not in found(cast, typed, "staf.tanjungpinang")


def test_another_offices_files_are_neither_found_nor_opened(
    cast: Cast, three: list[Case], sign_in: SignIn
) -> None:
    stranger = sign_in("staf.tanjungpinang")
    for case in three:
        stranger.get(f"/cari?q={case.applicant.nik}")
        assert case.number not in stranger.body.decode()
        for way in ("", "/surat.pdf", "/tanda-terima.pdf", "/diterima", "/kembalikan"):
            stranger.get(f"/berkas/{case.ref}{way}", expect=404)


@pytest.mark.parametrize(
    "text",
    ["9" * 40, "1/99999999999", "٣", "²", "0" * 16, "/", "🙂", "' OR 1=1"],
)
def test_whatever_is_typed_into_the_search_box_gets_a_page(
    cast: Cast, sign_in: SignIn, text: str
) -> None:
    cast.receive(P17)
    sign_in("staf.pessel").get("/cari", query_string={"q": text})


@pytest.mark.parametrize(
    "cursor",
    ["x", "²", "9" * 40, "0" * 20 + "9" * 20, "-1", "W10=", "WzAsIDFlMzAwLCAxXQ==", "eyJhIjoxfQ==",
     "W1tdLDAsMF0=",
     "WzAsIDAsIDEwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMF0=",
     "WzEwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMCwgMCwgMF0="],
)  # fmt: skip
def test_a_mangled_page_address_gets_a_page(cast: Cast, sign_in: SignIn, cursor: str) -> None:
    cast.receive(P17)
    staf = sign_in("staf.pessel")
    staf.get("/antrean", query_string={"setelah": cursor})
    staf.get("/berkas", query_string={"setelah": cursor})


def queue(cast: Cast, username: str = "staf.pessel") -> list[Case]:
    officer = cast.officer(username)
    return queue_of(officer, desks_worked_by(officer.roles, cast.catalogue), clock.now()).cases


def test_emergencies_come_first_and_then_what_is_due_first(cast: Cast) -> None:
    at = clock.now()
    late = cast.receive(P22, at=at - timedelta(days=9))
    new = cast.receive(P22, at=at)
    sick = cast.receive(P22, at=at - timedelta(minutes=1), emergency="dirawat di RSUD")
    older = cast.receive(P22, at=at - timedelta(days=4))

    assert [case.ref for case in queue(cast)] == [sick, late, older, new]


def test_a_queue_holds_only_what_this_desk_can_do_now(cast: Cast) -> None:
    counter, kasi = cast.receive(P17), cast.case_at(P17, 4, 0).ref

    assert [case.ref for case in queue(cast)] == [counter]
    assert [case.ref for case in queue(cast, "kasi.pessel")] == [kasi]
    assert queue(cast, "kadis.pessel") == []
    assert queue(cast, "staf.solok") == []
    assert queue(cast, "admin.pessel") == []


def copies(ref: str, count: int) -> None:
    """Many more files like this one; every third due at the very same moment."""
    with write() as session:
        case = session.scalars(select(Case).where(Case.ref == ref)).one()
        kept = {c.key: getattr(case, c.key) for c in Case.__table__.columns if c.key != "id"}
        person = {c.key: getattr(case.members[0], c.key) for c in Member.__table__.columns}
        for n in range(count):
            twin = Case(**kept | {"ref": f"{n:032}", "number": f"{n:015}", "agenda_no": 100 + n,
                                  "due_at": case.due_at + timedelta(microseconds=n // 3),
                                  "priority": n % 2})  # fmt: skip
            member = {k: v for k, v in person.items() if k not in ("id", "case_id")}
            twin.members = [Member(**member)]
            session.add(twin)


def test_paging_shows_every_file_once(cast: Cast) -> None:
    copies(cast.receive(P17), 2 * PAGE_SIZE + 7)
    officer = cast.officer("staf.pessel")
    desks = desks_worked_by(officer.roles, cast.catalogue)
    pages, after = [], ""
    while True:
        page = queue_of(officer, desks, clock.now(), after=after)
        pages.append([case.id for case in page.cases])
        if pages[0] and len(pages) == 1:
            first_gone = page.cases[0].id
            with write() as session:  # a file leaves the queue while somebody pages through it
                session.execute(update(Case).where(Case.id == first_gone).values(outcome="selesai"))
        after = page.following
        if not after:
            break
    shown = [number for page in pages for number in page]
    assert len(shown) == len(set(shown)) == 2 * PAGE_SIZE + 8
    assert [len(page) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 8]


def test_paging_through_all_files_shows_every_file_once(cast: Cast) -> None:
    copies(cast.receive(P17), PAGE_SIZE + 3)
    officer, shown, after = cast.officer("staf.pessel"), [], ""
    while True:
        page = all_of(officer, after=after)
        shown += [case.id for case in page.cases]
        after = page.following
        if not after:
            break
    assert shown == sorted(set(shown), reverse=True)
    assert len(shown) == PAGE_SIZE + 4


def test_old_spellings_and_titles_fold_to_one_key() -> None:
    assert search_key("Hj. Soekarni") == search_key("SUKARNI")


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("username", "heading"),
    [
        ("sekretaris.pessel", "Antrean Sekretaris"),
        ("korpel.solok", "Antrean Korpel"),
        ("kabid.pessel", "Antrean Kabid"),
    ],
)
def test_a_queue_is_headed_with_the_officers_own_post(
    username: str, heading: str, sign_in: Callable[[str], Browser]
) -> None:
    page = sign_in(username).get("/antrean")

    assert page.select_one("h1").text == heading
