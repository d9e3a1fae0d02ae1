"""Where a letter's number comes from: the next one, the Secretariat's book, a nomor sisip."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal import clock as time
from portal.db import db, write
from portal.desk.work.base import NotYetError
from portal.desk.work.letter import Numbering
from portal.letters.model import GivenBy, LetterNumber, NumberSeries
from portal.letters.numbers import Giving, insert_after, next_number
from portal.letters.queries import letter_of
from portal.offices.model import Office
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, S24, Cast

SignIn = Callable[[str], Browser]


def book_of(code: str) -> NumberSeries:
    query = select(NumberSeries).join(Office, Office.id == NumberSeries.office_id)
    return db.session.scalars(query.where(Office.code == code)).one()


def by_the_secretariat(code: str) -> None:
    with write():
        book_of(code).mode = GivenBy.SEKRETARIAT.value


def test_a_number_of_the_secretariat_is_typed_and_never_taken_twice(
    cast: Cast, sign_in: SignIn
) -> None:
    by_the_secretariat("solok")
    ref, other = cast.case_at(S24, 6, 1).ref, cast.case_at(S24, 6, 1).ref
    korpel = sign_in("korpel.solok")
    korpel.get(f"/berkas/{ref}")
    korpel.submit("#kerja", {"typed": ""}, expect=422)
    korpel.submit("#kerja", {"typed": "460/0912/Setda-2026"})
    assert letter_of(cast.case(ref)).number == "460/0912/Setda-2026"  # type: ignore[union-attr]

    korpel.get(f"/berkas/{other}")
    korpel.submit("#kerja", {"typed": "460/0912/SETDA-2026"}, expect=422)

    assert "sudah dipakai tahun ini" in korpel.text
    assert korpel.field("typed") == "460/0912/SETDA-2026"
    korpel.submit("#kerja", {"typed": "460/0913/Setda-2026"})
    db.session.rollback()
    lines = db.session.scalars(select(LetterNumber).order_by(LetterNumber.serial))
    assert [line.serial for line in lines] == [1, 2]


def test_nobody_types_a_number_where_the_portal_numbers(cast: Cast) -> None:
    ref = cast.case_at(S24, 6, 1).ref
    with pytest.raises(NotYetError):
        cast.move("korpel.solok", ref, Move.LANJUT, Numbering(typed="460/77/DINSOS-2026"))


def test_a_nomor_sisip_bears_the_day_of_the_number_before_it(cast: Cast, sign_in: SignIn) -> None:
    now = time.now()
    yesterday = max((now - timedelta(days=1)).date(), date(now.year, 1, 1))
    with write() as session:
        book = book_of("pessel")
        first = next_number(session, book, Giving("Rina Marlina", now, yesterday))
        sisip = insert_after(
            session, first, Giving("Sekretaris", now, now.date()), "surat tertinggal"
        )
        text, number_id = sisip.text, sisip.id
    before = now - timedelta(days=3)
    ref, following = (cast.case_at(P17, 6, 0, at=before).ref for _ in range(2))
    staf = sign_in("staf.pessel")
    staf.get(f"/berkas/{ref}")
    assert text in staf.text

    staf.submit("#kerja", {"inserted": str(number_id)})

    letter = letter_of(cast.case(ref))
    assert letter is not None
    assert (letter.number, letter.numbered_on) == (text, yesterday)
    assert "1A/" in text
    staf.get(f"/berkas/{following}")
    assert text not in staf.text  # used up
    cast.step(following)
    assert letter_of(cast.case(following)).number.split("/")[1] == "2"  # type: ignore[union-attr]


def test_another_book_s_nomor_sisip_is_not_there(cast: Cast) -> None:
    now = time.now()
    with write() as session:
        first = next_number(session, book_of("solok"), Giving("Irwan", now, now.date()))
        foreign = insert_after(session, first, Giving("Irwan", now, now.date()), "uji").id
    ref = cast.case_at(P17, 6, 0).ref

    with pytest.raises(NotYetError):
        cast.move("staf.pessel", ref, Move.LANJUT, Numbering(inserted=foreign))

    assert letter_of(cast.case(ref)).number == ""  # type: ignore[union-attr]
