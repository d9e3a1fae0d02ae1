"""Posts held for a time: rights follow the post on the day, and nothing outlives it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal import clock, dates
from portal.db import db, write
from portal.demo.cast import PASSWORD
from portal.desk.work.letter import Reading
from portal.letters.queries import letter_of
from portal.letters.turn import NoSuchCaseError
from portal.people.model import Assignment, Person
from portal.people.queries import person_named
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, S24, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture

SignIn = Callable[[str], Browser]


def today() -> date:
    return dates.day_of(clock.now())


def post_of(username: str) -> int:
    person = person_named(username)
    assert person is not None
    return person.assignments[0].post_id


def hold(username: str, post_id: int, kind: str, since: date, until: date | None) -> None:
    with write() as session:
        person = session.scalars(select(Person).where(Person.username == username)).one()
        session.add(
            Assignment(person_id=person.id, post_id=post_id, kind=kind, since=since, until=until,
                       order_no="800/1/SP/2026")
        )  # fmt: skip


def ends(username: str, until: date) -> None:
    with write() as session:
        person = session.scalars(select(Person).where(Person.username == username)).one()
        for item in session.scalars(select(Assignment).where(Assignment.person_id == person.id)):
            item.until = until


def test_whose_post_ended_yesterday_has_no_queue_and_opens_no_file(
    cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case_at(P17, 4, 0)
    ref, applicant = case.ref, case.applicant.name
    kasi = sign_in("kasi.pessel")
    kasi.get(f"/berkas/{ref}")
    ends("kasi.pessel", today() - timedelta(days=1))

    kasi.get("/antrean", expect=403)
    assert applicant not in kasi.text
    kasi.get(f"/berkas/{ref}", expect=403)
    kasi.get("/buku/register", expect=403)
    kasi.get("/cari?q=a", expect=403)


def test_a_form_opened_yesterday_in_the_post_does_nothing_today(
    cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case_at(P17, 4, 0)
    ref = case.ref
    kasi = sign_in("kasi.pessel")
    kasi.get(f"/berkas/{ref}")
    ends("kasi.pessel", today() - timedelta(days=1))

    kasi.submit("#kerja", expect=403)
    with pytest.raises(NoSuchCaseError):
        cast.move("kasi.pessel", ref, Move.LANJUT, Reading(1))
    assert (cast.case(ref).row, cast.case(ref).task) == (4, 0)


def test_a_post_counts_on_its_last_day(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case_at(P17, 4, 0)
    applicant = case.applicant.name
    ends("kasi.pessel", today())

    kasi = sign_in("kasi.pessel")
    kasi.get("/antrean")

    assert applicant in kasi.text


def test_a_post_that_begins_tomorrow_counts_for_nothing_today(cast: Cast, sign_in: SignIn) -> None:
    hold("kabid.solok", post_of("kadis.solok"), "plh", today() + timedelta(days=1), None)
    case = cast.case_at(S24, 6, 0)

    kabid = sign_in("kabid.solok")
    kabid.get(f"/berkas/{case.ref}")

    assert "lanjut" not in kabid.moves


@pytest.mark.parametrize(
    ("kind", "lines", "post"),
    [
        ("plh", ["Plh. KEPALA DINAS SOSIAL KABUPATEN SOLOK,"], "Plh. Kepala Dinas Sosial"),
        ("plt", ["Plt. KEPALA DINAS SOSIAL KABUPATEN SOLOK,"], "Plt. Kepala Dinas Sosial"),
        (
            "an",
            ["a.n. KEPALA DINAS SOSIAL KABUPATEN SOLOK",
             "Kepala Bidang Perlindungan dan Jaminan Sosial,"],
            "Kepala Bidang Perlindungan",
        ),
    ],
)  # fmt: skip
def test_who_acts_for_the_head_signs_with_the_right_block(
    cast: Cast, sign_in: SignIn, kind: str, lines: list[str], post: str
) -> None:
    case = cast.case_at(S24, 6, 0)
    ref = case.ref
    hold("kabid.solok", post_of("kadis.solok"), kind, today(), today() + timedelta(days=6))
    kabid = sign_in("kabid.solok")

    kabid.get("/antrean")
    assert case.applicant.name in kabid.text
    kabid.get(f"/berkas/{ref}")
    kabid.submit("#kerja", {"secret": PASSWORD})

    letter = letter_of(cast.case(ref))
    assert letter is not None
    assert letter.signer is not None
    assert letter.signer["lines"] == lines
    assert letter.signer["name"] == "Desi Anggraini, S.H."
    assert str(letter.signer["post"]).startswith(post)
    assert letter.signer["acting"]


def test_the_head_signs_in_the_heads_own_name(cast: Cast) -> None:
    case = cast.case_at(S24, 6, 0)
    cast.step(case.ref)

    letter = letter_of(cast.case(case.ref))
    assert letter is not None
    assert letter.signer is not None
    assert letter.signer["lines"] == ["KEPALA DINAS SOSIAL KABUPATEN SOLOK,"]
    assert not letter.signer["acting"]


def test_the_record_keeps_the_post_in_which_somebody_acted(cast: Cast) -> None:
    hold("kabid.solok", post_of("kadis.solok"), "plh", today(), None)
    case = cast.case_at(S24, 6, 0)
    letter = letter_of(case)
    assert letter is not None
    cast.move("kabid.solok", case.ref, Move.LANJUT, Reading(letter.draft_version))
    ends("kabid.solok", today() - timedelta(days=0))

    stint = next(s for s in cast.case(case.ref).stints if (s.row, s.task) == (6, 0))
    assert stint.done_as == "Plh. Kepala Dinas Sosial Kabupaten Solok"


def test_whoever_initialled_a_letter_does_not_sign_it_in_another_post(
    cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case_at(P17, 4, 1)
    letter = letter_of(case)
    assert letter is not None
    cast.move("kabid.pessel", case.ref, Move.LANJUT, Reading(letter.draft_version))
    hold("kabid.pessel", post_of("kadis.pessel"), "plh", today(), None)
    kabid = sign_in("kabid.pessel")

    kabid.get(f"/berkas/{case.ref}")

    assert "lanjut" not in kabid.moves
    assert cast.case(case.ref).signed is False
    db.session.rollback()
