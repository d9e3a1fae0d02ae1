"""Buku Rekomendasi: every number the office gave out, the void ones too."""

from collections.abc import Callable

import pytest

from portal import clock
from portal.books.reading import every_line, page_of
from portal.books.shelf import BOOKS
from portal.cases.model import Case
from portal.cases.reasons import REPLACEMENTS
from portal.db import db, write
from portal.desk.work.ways_out import Leaving
from portal.journal.operations import Author
from portal.letters import lifecycle
from portal.letters.model import Letter, LetterCase
from portal.letters.queries import letter_of
from portal.sop.vocabulary import Move
from tests.books.reader import scope_for
from tests.books.test_register import YEAR, rows
from tests.browser import Browser
from tests.cast import P17, S24, T22, Cast

SignIn = Callable[[str], Browser]


def finished(cast: Cast, sop_id: str, **more: object) -> str:
    """The ref of a case whose every row is done."""
    ref = cast.receive(sop_id, **more)
    while cast.case(ref).outcome is None:
        cast.step(ref)
    return ref


def test_a_letter_handed_over_is_one_whole_line(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case(finished(cast, P17, size=2))
    letter = letter_of(case)
    staf = sign_in("staf.pessel")

    staf.get("/buku/rekomendasi")

    (line,) = rows(staf)
    assert line[0] == "1"
    assert line[2] == letter.number
    assert line[3].replace(" ", "") == case.number
    assert line[4] == f"{case.applicant.name} dan 1 orang lain"
    assert line[5] == case.applicant.nik[:6] + "*" * 10
    assert line[6] == f"{case.village.title}, Kec. {case.village.district}"
    assert line[8:10] == ["Dra. Nilam Permata, M.M.", cast.sop(P17).addressee]
    assert line[1] == line[10] != "–"
    assert line[11] == case.bringer_name
    assert line[12] == ""


def test_a_letter_without_a_number_is_not_in_the_book_yet(cast: Cast, sign_in: SignIn) -> None:
    ref = cast.receive(P17)
    while letter_of(cast.case(ref)) is None:
        cast.step(ref)
    staf = sign_in("staf.pessel")

    staf.get("/buku/rekomendasi")

    assert rows(staf) == []
    assert f"Belum ada surat bernomor pada tahun {YEAR}." in staf.text


def test_a_void_letter_keeps_its_line_its_number_and_who_received_it(
    cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case(finished(cast, P17))
    letter_id, bringer = letter_of(case).id, case.bringer_name
    with write() as session:
        letter = session.get_one(Letter, letter_id)
        lifecycle.void(letter, Author(None, "Rina Marlina", ""), "salah cetak nama", clock.now())
        number = letter.number
    staf = sign_in("staf.pessel")

    staf.get("/buku/rekomendasi")

    (line,) = rows(staf)
    assert line[2] == number
    assert line[10:] == [line[1], bringer, "BATAL: salah cetak nama"]


def test_a_letter_to_the_insurer_was_received_there_and_not_by_the_card_holder(
    cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case(finished(cast, S24))
    assert [item.goods for item in case.handovers] == ["kiriman", "kartu"]
    staf = sign_in("staf.solok")

    staf.get("/buku/rekomendasi")

    assert rows(staf)[0][11] == case.handovers[0].receiver


def test_another_offices_letters_are_not_in_our_book(cast: Cast, sign_in: SignIn) -> None:
    finished(cast, T22)
    staf = sign_in("staf.pessel")

    staf.get("/buku/rekomendasi")

    assert rows(staf) == []


def test_a_letter_for_several_cases_is_one_line_and_a_line_per_person_when_taken_out(
    cast: Cast,
) -> None:
    cases = [cast.case(finished(cast, P17)) for _ in range(3)]
    middle, extra = letter_of(cases[1]).id, cast.case(cast.receive(P17, size=2)).id
    with write() as session:
        session.add(LetterCase(letter_id=middle, case_id=extra))
    names = [session.get_one(Case, key).members for key in (cases[1].id, extra)]
    book, scope = BOOKS["rekomendasi"], scope_for(cast, "staf.pessel")

    seen, before = [], ""
    while True:
        page = page_of(book, scope, before, size=2)
        seen.append([(line.values["urut"], line.others) for line in page.lines])
        before = page.following
        if not before:
            break
    taken_out = list(every_line(book, scope, each=True, batch=2))

    assert seen == [[(3, 0), (2, 2)], [(1, 0)]]
    assert [line.values["urut"] for line in taken_out] == [1, 2, 2, 2, 3]
    assert {line.values["nama"] for line in taken_out[1:4]} == {
        member.name for members in names for member in members
    }
    assert [line.tally for line in taken_out] == ["dipakai", "dipakai", "", "", "dipakai"]


def test_a_full_book_costs_no_more_questions_than_a_short_one(
    cast: Cast, sign_in: SignIn, questions: Callable[[Callable[[], object]], int]
) -> None:
    finished(cast, P17)
    staf = sign_in("staf.pessel")
    staf.get("/buku/rekomendasi")

    short = questions(lambda: staf.get("/buku/rekomendasi"))
    for _ in range(3):
        finished(cast, P17)
    db.session.remove()

    assert questions(lambda: staf.get("/buku/rekomendasi")) == short


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_was_handed_over_is_the_letter_of_that_day_and_not_its_replacement(
    cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case_at(P17, 6, 2)
    cast.move("kadis.pessel", case.ref, Move.GANTI_SURAT, Leaving((REPLACEMENTS[0].code,)))
    while cast.case(case.ref).outcome is None:
        cast.step(case.ref)
    staf = sign_in("staf.pessel")

    staf.get("/buku/rekomendasi")

    new, old = rows(staf)
    assert new[10:12] == [new[1], case.bringer_name]
    assert old[10:12] == ["–", "–"], "a letter that was voided before anyone took it"
