"""One cover letter for several cases: joined at the drafting, signed and sent together (N27)."""

import secrets
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import db
from portal.desk.sharing import share_letter
from portal.desk.work.base import NotYetError
from portal.desk.work.handing import Sending
from portal.desk.work.letter import Drafting, Numbering, Reading, Stamping
from portal.desk.work.ways_out import Leaving
from portal.journal.queries import faults_in_chains
from portal.letters.model import Letter, LetterNumber
from portal.letters.queries import letter_of
from portal.letters.turn import StaleCaseError
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, S24, Cast
from tests.engines import usually_sqlite

SignIn = Callable[[str], Browser]
engine_name = usually_sqlite


@pytest.fixture
def joined(cast: Cast, sign_in: SignIn) -> list[str]:
    """Three cases on one letter, still at the drafting."""
    refs = [cast.case_at(S24, 5, size=2).ref for _ in range(3)]
    korpel = sign_in("korpel.solok")
    korpel.get(f"/berkas/{refs[0]}/surat-bersama")
    korpel.submit("form.panel", {"cases": refs[1:]})
    assert "untuk 3 permohonan" in korpel.text
    return refs


def shared(cast: Cast, ref: str) -> Letter:
    letter = letter_of(cast.case(ref))
    assert letter is not None
    return letter


def places(cast: Cast, refs: list[str]) -> list[tuple[int, int]]:
    return [(cast.case(ref).row, cast.case(ref).task) for ref in refs]


def to_the_signature(cast: Cast, ref: str) -> None:
    cast.case(ref)  # as it stands now
    cast.move("korpel.solok", ref, Move.LANJUT, Drafting())


def sign(cast: Cast, ref: str) -> None:
    version = shared(cast, ref).draft_version
    cast.move("kadis.solok", ref, Move.LANJUT, Reading(version))


def test_all_cases_go_together_and_get_the_same_number(cast: Cast, joined: list[str]) -> None:
    to_the_signature(cast, joined[1])
    assert places(cast, joined) == [(6, 0)] * 3
    sign(cast, joined[2])
    cast.move("korpel.solok", joined[0], Move.LANJUT, Numbering())
    cast.move("korpel.solok", joined[1], Move.LANJUT, Stamping(done=True))
    cast.move("korpel.solok", joined[2], Move.LANJUT, Sending("Pos"))

    assert places(cast, joined) == [(7, 0)] * 3
    letters = {shared(cast, ref).id: shared(cast, ref) for ref in joined}
    (letter,) = letters.values()
    assert len(db.session.scalars(select(LetterNumber)).all()) == 1
    assert letter.payload is not None
    assert len(letter.payload["persons"]) == 6
    numbers = {who["no_permohonan"] for who in letter.payload["persons"]}
    assert numbers == {cast.case(ref).number for ref in joined}
    assert list(faults_in_chains()) == []


def test_each_case_then_waits_for_its_own_cards(cast: Cast, joined: list[str]) -> None:
    to_the_signature(cast, joined[0])
    sign(cast, joined[0])
    for _ in range(3):
        cast.step(joined[0])

    cast.step(joined[0])

    assert places(cast, joined) == [(8, 0), (7, 0), (7, 0)]


def test_the_head_takes_one_case_out_and_the_others_wait_for_a_new_reading(
    cast: Cast, joined: list[str]
) -> None:
    to_the_signature(cast, joined[0])
    read = shared(cast, joined[0]).draft_version

    cast.move(
        "kadis.solok", joined[1], Move.KOREKSI,
        Leaving(reasons=("berkas",), note="KTP buram", to_row=5, alone=True),
    )  # fmt: skip

    assert places(cast, joined) == [(6, 0), (5, 0), (6, 0)]
    assert letter_of(cast.case(joined[1])) is None
    letter = shared(cast, joined[0])
    assert len(letter.content["persons"]) == 4
    with pytest.raises(NotYetError):
        cast.move("kadis.solok", joined[0], Move.LANJUT, Reading(read))
    sign(cast, joined[0])
    assert places(cast, joined) == [(6, 1), (5, 0), (6, 1)]


def test_a_case_that_is_cancelled_leaves_the_letter_of_the_others(
    cast: Cast, joined: list[str]
) -> None:
    """Edge case 1: the applicant died; the others go on."""
    to_the_signature(cast, joined[0])

    cast.move("staf.solok", joined[0], Move.BATALKAN, Leaving(reasons=("meninggal",)))

    assert cast.case(joined[0]).outcome == "dibatalkan"
    assert len(shared(cast, joined[1]).content["persons"]) == 4
    assert len(shared(cast, joined[1]).cases) == 2


def test_a_correction_of_the_letter_brings_all_its_cases_back(
    cast: Cast, joined: list[str]
) -> None:
    to_the_signature(cast, joined[0])

    cast.move(
        "kadis.solok", joined[2], Move.KOREKSI,
        Leaving(reasons=("isi",), note="alamat BPJS", to_row=5),
    )  # fmt: skip

    assert places(cast, joined) == [(5, 0)] * 3
    assert len(shared(cast, joined[2]).cases) == 3


def test_cases_are_taken_off_again_and_the_number_of_cases_is_told(
    app: Flask, cast: Cast, sign_in: SignIn, joined: list[str]
) -> None:
    korpel = sign_in("korpel.solok")
    korpel.get(f"/berkas/{joined[0]}/surat-bersama")
    assert len(korpel.page.select("input[name=cases][checked]")) == 2

    korpel.submit("form.panel", {"cases": [joined[2]]})

    assert "untuk 2 permohonan" in korpel.text
    assert letter_of(cast.case(joined[1])) is None
    to_the_signature(cast, joined[0])
    assert places(cast, joined) == [(6, 0), (5, 0), (6, 0)]


def test_a_case_of_another_step_or_office_cannot_be_put_on_the_letter(
    cast: Cast, sign_in: SignIn, joined: list[str]
) -> None:
    early, foreign = cast.case_at(S24, 4).ref, cast.receive(P17)
    korpel = sign_in("korpel.solok")
    for ref in (early, foreign):
        korpel.get(f"/berkas/{joined[0]}/surat-bersama")
        korpel.submit("form.panel", {"cases": [*joined[1:], ref]}, expect=422)
    assert len(shared(cast, joined[0]).cases) == 3
    staf = sign_in("staf.solok")
    staf.get(f"/berkas/{joined[0]}/surat-bersama", expect=403)


def test_a_letter_of_one_person_has_no_such_page(cast: Cast, sign_in: SignIn) -> None:
    ref = cast.case_at(P17, 3).ref
    staf, korpel = sign_in("staf.pessel"), sign_in("korpel.solok")
    assert not staf.get(f"/berkas/{ref}").select_one("button[value=surat-bersama]")
    shared_page = korpel.get(f"/berkas/{cast.case_at(S24, 5).ref}")
    assert shared_page.select_one("button[value=surat-bersama]")
    staf.get(f"/berkas/{ref}/surat-bersama", expect=403)


def test_a_form_made_before_a_colleague_s_change_is_refused(cast: Cast, joined: list[str]) -> None:
    version = cast.case(joined[0]).version
    cast.move("korpel.solok", joined[1], Move.LANJUT, Drafting())

    with pytest.raises(StaleCaseError):
        cast.move("korpel.solok", joined[0], Move.LANJUT, Drafting(), version=version)


def test_a_corrected_case_joins_a_letter_again(cast: Cast, sign_in: SignIn) -> None:
    first, second = (cast.case_at(S24, 5).ref for _ in range(2))
    cast.step(second)
    cast.move("kadis.solok", second, Move.KOREKSI,
              Leaving(reasons=("isi",), note="alamat", to_row=5))  # fmt: skip
    korpel = sign_in("korpel.solok")
    korpel.get(f"/berkas/{first}/surat-bersama")

    korpel.submit("form.panel", {"cases": [second]})

    assert len(shared(cast, first).cases) == 2


def test_replacements_are_not_joined_so_that_each_old_letter_keeps_its_own(cast: Cast) -> None:
    refs = [cast.case_at(S24, 7).ref for _ in range(2)]
    for ref in refs:
        cast.move("kadis.solok", ref, Move.GANTI_SURAT, Leaving(reasons=("ketik",)))

    with pytest.raises(NotYetError, match="pengganti"):
        share_letter(
            cast.officer("korpel.solok"), refs[0], frozenset(refs[1:]), cast.catalogue,
            version=cast.case(refs[0]).version, key=secrets.token_hex(16),
        )  # fmt: skip


def test_voiding_a_shared_letter_tells_for_how_many_and_leaves_issued_cards_alone(
    cast: Cast, sign_in: SignIn, joined: list[str]
) -> None:
    to_the_signature(cast, joined[0])
    sign(cast, joined[0])
    while cast.case(joined[0]).row != 7:
        cast.step(joined[0])
    while cast.case(joined[1]).outcome is None:
        cast.step(joined[1])
    kadis = sign_in("kadis.solok")
    kadis.get(f"/berkas/{joined[0]}/ganti-surat")
    assert "untuk 3 permohonan" in kadis.text

    cast.move("kadis.solok", joined[0], Move.GANTI_SURAT, Leaving(reasons=("ketik",)))

    assert places(cast, joined) == [(5, 0), (8, 1), (5, 0)]
    kadis.get(f"/berkas/{joined[1]}")
    assert "ganti-surat" not in kadis.moves
    assert "sudah dibatalkan" in kadis.text
