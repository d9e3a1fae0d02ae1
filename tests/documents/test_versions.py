"""A new version stands beside the old one, and only its own tick is undone (edge case 14)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from portal import clock
from portal.cases.model import Case, Paper
from portal.db import db, write
from portal.documents import operations
from portal.documents.operations import Owner, ReplacedError
from portal.documents.queries import current, documents_of_case, documents_of_registration
from tests.browser import Browser
from tests.cast import P22, Cast
from tests.documents.looking import document, owner_of, put, ready
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - pytest finds it by name
from tests.registration.families import Village


@pytest.fixture
def checked(cast: Cast) -> Case:
    """A case of two people whose papers were found right."""
    ref = cast.receive(P22, size=2)
    while not any(paper.correct for paper in cast.case(ref).papers):
        cast.step(ref)
    assert wrong(cast, ref) == []
    return cast.case(ref)


def owner(case: Case) -> Owner:
    return Owner(case.office_id, case.village_code, None, case.id)


def wrong(cast: Cast, ref: str) -> list[tuple[str, int]]:
    """The papers asked of grown-ups that are not ticked right."""
    places = {member.id: member.place for member in cast.case(ref).members}
    return sorted(
        (paper.code, places.get(paper.member_id or 0, 0))
        for paper in cast.case(ref).papers
        if paper.code != "akta_kelahiran" and not paper.correct
    )


def test_a_new_picture_of_one_paper_undoes_the_tick_of_that_paper_alone(
    cast: Cast, checked: Case
) -> None:
    ref, before, owned = checked.ref, checked.touched_at, owner(checked)
    others = [(paper.present, paper.subchecks, paper.number) for paper in checked.papers]

    put(cast, owned, "kk")
    assert wrong(cast, ref) == [("kk", 0)]
    put(cast, owned, "kis", 2)
    assert wrong(cast, ref) == [("kis", 2), ("kk", 0)]
    case = cast.case(ref)
    assert case.touched_at > before
    assert [(paper.present, paper.subchecks, paper.number) for paper in case.papers] == others


def test_a_picture_taken_away_undoes_the_tick_that_was_given_for_it(
    cast: Cast, checked: Case
) -> None:
    ref, found = checked.ref, put(cast, owner(checked), "kk")
    with write() as session:
        session.query(Paper).update({"correct": True})
    with write() as session:
        operations.retire(session, document_in(session, found), "dihapus", clock.now())
    assert wrong(cast, ref) == [("kk", 0)]


def test_another_case_keeps_its_ticks(cast: Cast, checked: Case) -> None:
    other = cast.receive(P22)
    put(cast, owner(cast.case(other)), "kk")
    assert wrong(cast, checked.ref) == []


def test_a_version_replaces_one_that_counts_and_keeps_it(cast: Cast) -> None:
    registration = Village(cast).of(Village(cast).draft())
    owned, id_ = owner_of(registration), registration.id
    first = put(cast, owned)
    second = put(cast, owned, replaces=first)
    third = put(cast, owned, replaces=second)
    beside = put(cast, owned)

    found = documents_of_registration(id_)
    assert [(item.ref, item.n) for item in found] == [
        (first, 1), (second, 2), (third, 3), (beside, 1),
    ]  # fmt: skip
    assert [item.ref for item in current(found)] == [third, beside]
    assert {item.retired_why for item in found[:2]} == {"diganti"}
    assert found[2].replaces_id == found[1].id
    assert all(item.files for item in found)


def test_what_was_replaced_or_is_another_paper_cannot_be_replaced(cast: Cast) -> None:
    village = Village(cast)
    owned = owner_of(village.of(village.draft()))
    other = owner_of(village.of(village.draft()))
    first = put(cast, owned)
    put(cast, owned, replaces=first)
    kis, strange = put(cast, owned, "kis", 1), put(cast, other)
    for old in (first, kis, strange):
        with pytest.raises(ReplacedError):
            put(cast, owned, replaces=old)
    assert document(strange).retired_at is None


def test_the_papers_of_a_pre_registration_follow_it_into_its_case(
    cast: Cast, checked: Case
) -> None:
    case_id, village = checked.id, Village(cast)
    registration = village.of(village.draft())
    mine, id_ = put(cast, owner_of(registration)), registration.id
    strange = put(cast, owner_of(village.of(village.draft())))
    with write() as session:
        operations.follow(session, id_, case_id)
    db.session.rollback()
    assert [item.ref for item in documents_of_case(case_id)] == [mine]
    assert [item.ref for item in documents_of_registration(id_)] == [mine]
    assert document(strange).case_id is None


def test_a_page_tells_its_version_and_shows_the_old_one_to_the_dinas_alone(
    cast: Cast, sign_in: Callable[[str], Browser]
) -> None:
    village = Village(cast)
    ref = village.sent()
    owned = owner_of(village.of(ref))
    first = put(cast, owned)
    second = put(cast, owned, replaces=first)

    officer, operator = sign_in("staf.pessel"), sign_in("nagari.pessel")
    officer.get(f"/dokumen/{second}")
    assert "Versi 2, menggantikan versi 1" in officer.text
    assert "oleh Operator Nagari" in officer.text
    officer.get(officer.page.select_one(f"a[href='/dokumen/{first}']")["href"])
    assert "Dokumen ini sudah diganti" in officer.text
    assert officer.page.select_one(f"a[href='/dokumen/{second}']")
    officer.get(f"/dokumen/{first}/1.jpg")

    operator.get(f"/dokumen/{second}")
    assert "Versi 2, menggantikan versi 1" in operator.text
    assert not operator.page.select_one(f"a[href='/dokumen/{first}']")
    for address in ("", "/1.jpg", "/kecil.jpg"):
        operator.get(f"/dokumen/{first}{address}", 404)


def test_one_stored_file_may_be_two_documents(cast: Cast) -> None:
    village = Village(cast)
    owned, file = owner_of(village.of(village.draft())), ready(cast)
    put(cast, owned, file=file)
    again = put(cast, owned, file=replace(file, shown_name="lagi.jpg"))
    assert document(again).shown_name == "lagi.jpg"
    assert document(again).added_at - clock.now() < timedelta(minutes=1)


def document_in(session: object, ref: str) -> operations.Document:
    return session.query(operations.Document).filter_by(ref=ref).one()
