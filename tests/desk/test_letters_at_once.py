"""Letters that several officers touch at the same moment, on both databases."""

import secrets
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import db
from portal.desk.copies import note_copy
from portal.desk.sharing import share_letter
from portal.desk.work.ways_out import Leaving
from portal.letters.model import Letter, LetterCase
from portal.letters.queries import letter_of
from portal.letters.turn import NoSuchCaseError, StaleCaseError
from portal.sop.vocabulary import Move
from tests.cast import P17, S24, Cast
from tests.house.together import at_once

TYPO = Leaving(reasons=("ketik",))


def present(cast: Cast, ref: str) -> Letter:
    letter = letter_of(cast.case(ref))
    assert letter is not None
    return letter


def test_two_drafters_who_gather_the_same_cases_at_once_leave_each_on_one_letter(
    app: Flask, cast: Cast
) -> None:
    refs = [cast.case_at(S24, 5).ref for _ in range(4)]
    versions = {ref: cast.case(ref).version for ref in refs}
    db.session.remove()

    def gather(first: str, others: list[str]) -> Callable[[], None]:
        def act() -> None:
            share_letter(
                cast.officer("korpel.solok"), first, frozenset(others), cast.catalogue,
                version=versions[first], key=secrets.token_hex(16),
            )  # fmt: skip

        return act

    answers = at_once(app, [gather(refs[0], refs[1:]), gather(refs[3], refs[:3])])

    faults = [answer for answer in answers if isinstance(answer, Exception)]
    assert all(isinstance(fault, StaleCaseError) for fault in faults), faults
    db.session.rollback()
    on_letters = list(
        db.session.scalars(
            select(LetterCase.case_id)
            .join(Letter, Letter.id == LetterCase.letter_id)
            .where(Letter.voided_at.is_(None))
        )
    )
    assert sorted(on_letters) == sorted(set(on_letters))
    assert len(on_letters) == len(refs)


def test_copies_noted_at_once_are_all_counted_and_none_of_a_void_letter(
    app: Flask, cast: Cast
) -> None:
    ref = cast.case_at(P17, 6, 3).ref
    letter_ref = present(cast, ref).ref

    def note() -> None:
        clerk = cast.officer("staf.pessel")
        note_copy(clerk, ref, letter_ref, "Surat hilang", key=secrets.token_hex(16))

    assert at_once(app, [note] * 4) == [None] * 4
    assert [item.n for item in present(cast, ref).copies] == [1, 2, 3, 4]
    cast.case(ref)
    cast.move("kadis.pessel", ref, Move.GANTI_SURAT, TYPO)
    with pytest.raises(NoSuchCaseError):
        note()
