"""The four tables say what the paper says, letter for letter."""

import pytest

from portal.sop.catalogue import TABLES, Catalogue
from tests.sop.paper import PAPER

CATALOGUE = Catalogue.of_folders(TABLES)


def test_the_four_printed_sops_are_in_force() -> None:
    assert {sop.id for sop in CATALOGUE} == set(PAPER)


@pytest.mark.parametrize("sop_id", PAPER)
def test_columns_stand_in_the_printed_order(sop_id: str) -> None:
    sop = CATALOGUE.in_force(sop_id)
    assert sop is not None
    assert sop.header.number == PAPER[sop_id]["number"]
    assert tuple(column.verbatim for column in sop.columns) == PAPER[sop_id]["columns"]
    assert [column.no for column in sop.columns] == list(range(1, len(sop.columns) + 1))


@pytest.mark.parametrize("sop_id", PAPER)
def test_rows_carry_the_printed_number_words_actors_and_time(sop_id: str) -> None:
    sop = CATALOGUE.in_force(sop_id)
    assert sop is not None
    rows = tuple((row.number, row.activity, row.actors, row.time_text) for row in sop.rows)
    assert rows == PAPER[sop_id]["rows"]


def test_the_row_that_the_paper_of_tanjungpinang_skips_is_not_invented() -> None:
    sop = CATALOGUE.in_force("tanjungpinang-2022-jamkesda")
    assert sop is not None
    assert [row.number for row in sop.rows] == ["1.", "2.", "4.", "5.", "6.", "7."]


def test_every_mark_the_paper_lacks_says_why_we_read_it_so() -> None:
    for sop in CATALOGUE:
        for row in sop.rows:
            assert row.origin.printed or row.origin.reason, (sop.id, row.number)
        for task in sop.tasks:
            assert task.origin.printed or task.origin.reason, (sop.id, task.row, task.act)
