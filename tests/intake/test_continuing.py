"""A refused application goes on as one of another service, with its people and papers (edge 21)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from portal.cases.model import Case
from portal.db import db
from portal.desk.work.ways_out import Leaving
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, P22, S24, Cast

SignIn = Callable[[str], Browser]


@pytest.fixture
def refused(cast: Cast) -> str:
    """A reactivation that came too late."""
    ref = cast.case_at(P22, 5, size=2).ref
    cast.move("kadis.pessel", ref, Move.TOLAK, Leaving(reasons=("lewat_batas",)))
    return ref


def test_it_carries_people_and_papers_and_both_files_point_to_each_other(
    cast: Cast, sign_in: SignIn, refused: str
) -> None:
    clerk = sign_in("staf.pessel")
    page = clerk.get(f"/berkas/{refused}")
    link = page.find("a", string=lambda text: bool(text and "Lanjutkan ke layanan lain" in text))
    assert link is not None or "Lanjutkan ke layanan lain" in clerk.text
    clerk.get(f"/berkas/baru?dari={refused}&layanan={P17}")
    names = [member.name for member in cast.case(refused).members]
    assert clerk.field("persons-0-name") == names[0]

    clerk.submit("#terima", {"emergency_reason": "dirawat (contoh)"})

    db.session.rollback()
    new = db.session.scalars(select(Case).where(Case.sop_id == P17)).one()
    old = cast.case(refused)
    assert new.from_case_id == old.id
    assert [member.name for member in new.members] == names
    sktm = next(paper for paper in new.papers if paper.code == "sktm")
    before = next(paper for paper in old.papers if paper.code == "sktm")
    assert (sktm.present, sktm.correct, sktm.number) == (True, False, before.number)
    clerk.get(f"/berkas/{new.ref}")
    assert "Lanjutan dari" in clerk.text
    clerk.get(f"/berkas/{refused}")
    assert "Dilanjutkan dengan" in clerk.text


def test_only_an_ended_file_of_the_own_office_goes_on(
    cast: Cast, sign_in: SignIn, refused: str
) -> None:
    running = cast.receive(P17)
    clerk = sign_in("staf.pessel")
    clerk.get(f"/berkas/baru?dari={running}&layanan={P17}", expect=404)
    sign_in("staf.solok").get(f"/berkas/baru?dari={refused}&layanan={S24}", expect=404)
    clerk.get(f"/berkas/baru?dari={refused}&layanan={P17}")
    clerk.submit("#terima", {"emergency_reason": "dirawat", "from_ref": running}, expect=403)
