"""Properties of the one interpreter, for every SOP and every way a case may be pushed about."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.sop.catalogue import TABLES, Catalogue
from portal.sop.reader import read_sop
from portal.sop.rules import (
    NotAllowedError,
    Standing,
    correction_targets,
    desk_of,
    moves_open_to,
    start_of,
    status_of,
    take,
)
from portal.sop.table import Sop
from portal.sop.vocabulary import OUTSIDERS, Act, Move, Role

SOPS = (*Catalogue.of_folders(TABLES), read_sop(Path(__file__).parent / "kilat.toml"))
EVERYONE = frozenset(Role) - OUTSIDERS
STAFF = sorted(EVERYONE)


def push(sop: Sop, here: Standing, data: st.DataObject) -> Standing:
    """One allowed move by some role."""
    moves = [(role, move) for role in STAFF for move in moves_open_to(frozenset({role}), here, sop)]
    role, move = data.draw(st.sampled_from(moves))
    targets = correction_targets(here, sop) if move is Move.KOREKSI else ()
    to_row = data.draw(st.sampled_from(targets)).row if targets else None
    return take(move, frozenset({role}), here, sop, to_row=to_row)


@pytest.mark.parametrize("sop", SOPS, ids=lambda sop: sop.id)
def test_going_on_visits_every_task_in_the_printed_order(sop: Sop) -> None:
    here, walked = start_of(sop), []
    while here.outcome is None:
        walked.append(sop.task(here.row, here.task))
        here = take(Move.LANJUT, desk_of(here, sop), here, sop)
    assert walked == [task for task in sop.tasks if task.act is not Act.TERIMA]
    assert here.outcome == "selesai"
    assert here.signed


@settings(max_examples=150, deadline=None)
@given(sop=st.sampled_from(SOPS), steps=st.integers(0, 30), data=st.data())
def test_whatever_happened_someone_can_go_on_or_it_has_ended(
    sop: Sop, steps: int, data: st.DataObject
) -> None:
    here = start_of(sop)
    for _ in range(steps):
        if here.outcome:
            break
        here = push(sop, here, data)
    status_of(here, sop)
    if here.outcome:
        assert desk_of(here, sop) == frozenset()
        # A finished case's signed letter may still turn out wrong (edge case 20).
        again = {Move.GANTI_SURAT} if here.signed and here.outcome == "selesai" else set()
        assert set(moves_open_to(EVERYONE, here, sop)) == again
        for move in set(Move) - again:
            with pytest.raises(NotAllowedError):
                take(move, EVERYONE, here, sop)
    else:
        desk = desk_of(here, sop)
        assert desk
        assert not desk & OUTSIDERS
        for role in desk:
            assert set(moves_open_to(frozenset({role}), here, sop)) - {Move.BATALKAN}


@settings(max_examples=100, deadline=None)
@given(sop=st.sampled_from(SOPS), steps=st.integers(0, 20), data=st.data())
def test_strangers_to_the_desk_only_cancel_and_void_letters(
    sop: Sop, steps: int, data: st.DataObject
) -> None:
    here = start_of(sop)
    for _ in range(steps):
        if here.outcome:
            return
        strangers = EVERYONE - desk_of(here, sop)
        allowed = set(moves_open_to(strangers, here, sop))
        counter = sop.first(Act.PERIKSA).desk
        voiders = sop.refusers | sop.first(Act.TANDA_TANGAN).desk
        assert allowed <= (
            ({Move.BATALKAN} if strangers & counter else set())
            | ({Move.GANTI_SURAT} if strangers & voiders and here.signed else set())
        )
        for move in set(Move) - allowed:
            with pytest.raises(NotAllowedError):
                take(move, strangers, here, sop)
        here = push(sop, here, data)


@settings(max_examples=100, deadline=None)
@given(sop=st.sampled_from(SOPS), steps=st.integers(0, 30), data=st.data())
def test_a_signed_letter_is_neither_cancelled_nor_returned(
    sop: Sop, steps: int, data: st.DataObject
) -> None:
    here = start_of(sop)
    for _ in range(steps):
        if here.outcome:
            return
        if here.signed:
            moves = set(moves_open_to(EVERYONE, here, sop))
            assert not moves & {Move.BATALKAN, Move.KEMBALIKAN, Move.TOLAK, Move.KOREKSI}
        here = push(sop, here, data)


@pytest.mark.parametrize("sop", SOPS, ids=lambda sop: sop.id)
def test_a_correction_goes_only_where_the_table_says(sop: Sop) -> None:
    for task in sop.tasks:
        here = Standing(task.row, task.index)
        if task.act is Act.TERIMA:
            continue
        for row in range(1, len(sop.rows) + 1):
            if task.correct_to and row in task.correct_to:
                landing = take(Move.KOREKSI, task.desk, here, sop, to_row=row)
                assert landing.row == row
                assert landing.corrected
            else:
                with pytest.raises(NotAllowedError):
                    take(Move.KOREKSI, task.desk, here, sop, to_row=row)


@pytest.mark.parametrize("sop", SOPS, ids=lambda sop: sop.id)
def test_a_clerk_never_refuses_alone(sop: Sop) -> None:
    for task in sop.tasks:
        for role in EVERYONE - sop.refusers:
            moves = moves_open_to(frozenset({role}), Standing(task.row, task.index), sop)
            assert Move.TOLAK not in moves
