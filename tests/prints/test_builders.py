"""What the forms hold, before they are printed."""

import pytest

from portal.cases.model import Case
from portal.demo.sample_cases import AT, case_of, desk_of, dispose
from portal.prints.base import Asked
from portal.prints.counter import NO_TICK, TICK, TO_TICK, checklist
from portal.prints.kinds import KINDS, kinds_for
from portal.prints.slips import disposition_slip
from portal.sop.catalogue import TABLES, Catalogue
from portal.sop.table import Sop

CATALOGUE = Catalogue.of_folders(TABLES)


def asked(sop_id: str, *, size: int = 1) -> Asked:
    sop = CATALOGUE.in_force(sop_id)
    assert sop is not None
    desk = desk_of(sop.region)
    return Asked(case_of(desk, sop, size=size), sop, desk.clock(), AT, "https://contoh.go.id")


def test_a_checklist_tells_who_checked_and_when() -> None:
    form = checklist(asked("pessel-2022-reaktivasi"))

    assert form["complete"] is True
    assert (form["checked_by"], form["missing"]) == ("Rina Marlina", [])
    assert form["checked_at"] == "Senin, 23 November 2026, pukul 09.14 WIB"
    assert {line["correct"] for line in form["lines"]} == {TICK}


def test_a_checklist_does_not_call_a_paper_right_that_is_not() -> None:
    question = asked("pessel-2022-reaktivasi")
    paper = next(paper for paper in question.case.papers if paper.code == "sktm")
    paper.subchecks = [True, False]
    form = checklist(question)

    assert form["complete"] is False
    assert [name for name in form["missing"] if name.startswith("Surat Keterangan Tidak Mampu")]
    line = next(item for item in form["lines"] if "Camat" in item["text"] and not item["no"])
    assert line["correct"] == NO_TICK


def test_a_checklist_before_the_check_is_left_to_the_pen() -> None:
    question = asked("solok-2024-fasilitasi")
    question.case.papers.clear()
    form = checklist(question)

    assert {line["present"] for line in form["lines"] if line["no"]} == {TO_TICK}
    assert (form["complete"], form["missing"], form["checked_by"]) == (False, [], "")


def test_a_disposition_goes_on_down_the_line() -> None:
    question = asked("solok-2024-fasilitasi")
    blank = disposition_slip(question)
    dispose(desk_of("13.02"), question.case)
    given = disposition_slip(question)

    assert not any(ticked for _, ticked in blank["receivers"] + blank["urgencies"])
    assert ("Kepala Bidang", True) in given["receivers"]
    assert ("Segera", True) in given["urgencies"]
    assert given["following"][0]["to"] == "Koordinator Pelayanan"


@pytest.mark.parametrize("sop", list(CATALOGUE), ids=lambda sop: sop.id)
def test_each_service_offers_the_forms_that_it_asks_for(sop: Sop) -> None:
    case: Case = asked(sop.id).case
    offered = kinds_for(case, sop)

    assert offered.keys() <= KINDS.keys()
    assert ("sptjm" in offered) is (sop.requirement("sptjm") is not None)
    assert "informasi" not in offered
    assert {"sampul", "disposisi", "daftar-kontrol", "permohonan"} <= offered.keys()
