"""Files nobody completes: a reminder at half time, closed at the end, and what is left alone."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases.model import Case, Message
from portal.cases.told import situation_of, tell
from portal.db import db, write
from portal.desk.operations import Done, Order, make_move
from portal.desk.work.ways_out import Leaving
from portal.journal.model import Event
from portal.journal.queries import faults_in_chains
from portal.letters import lifecycle
from portal.letters.model import LetterNumber, NumberState
from portal.letters.numbers import Giving, next_number, series_for
from portal.letters.queries import letter_of
from portal.letters.turn import StaleCaseError
from portal.offices.model import Office
from portal.registration.model import Registration, State
from portal.sop.vocabulary import Act, Move, Status
from portal.upkeep.keeper import Report, run_once
from portal.upkeep.returned import Due, tend
from tests.browser import Browser
from tests.cast import MONDAY, P17, P22, S24, T22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401
from tests.house.together import at_once

PHONE = "+6281200000099"
DAY = timedelta(days=1)
MISSING = Leaving(papers=(("ktp", "tidak_ada"),))
NOTHING = Report(closed=0, reminded=0, sent=0)
SignIn = Callable[[str], Browser]


@pytest.fixture
def returned(cast: Cast) -> Callable[..., str]:
    """Makes a file that was given back to its applicant on Monday."""

    def make(sop_id: str = T22, *, phone: str = PHONE, **more: str) -> str:
        ref = cast.receive(sop_id, at=MONDAY, **more)
        with write() as session:
            session.scalars(select(Case).where(Case.ref == ref)).one().bringer_phone = phone
        clerk = f"staf.{cast.office_of(sop_id).code}"
        cast.move(clerk, ref, Move.KEMBALIKAN, MISSING, at=MONDAY)
        db.session.rollback()
        return ref

    return make


def keep(app: Flask, at: datetime) -> Report:
    db.session.rollback()
    return run_once(app, at=at)


def about(ref: str) -> list[str]:
    db.session.rollback()
    query = select(Message.about).join(Message.case).where(Case.ref == ref).order_by(Message.id)
    return list(db.session.scalars(query))


def from_village(ref: str, *, completed: bool) -> None:
    """As if a village office had sent it, and has perhaps completed it again."""
    with write() as session:
        case = session.scalars(select(Case).where(Case.ref == ref)).one()
        session.add(
            Registration(
                ref=secrets.token_hex(16), number=case.number, office_id=case.office_id,
                village_code=case.village_code, sop_id=case.sop_id, state=State.DITERIMA.value,
                made_at=MONDAY, made_by_id=1, made_by="Operator", saved_at=MONDAY, case=case,
                completed_at=MONDAY + DAY if completed else None,
            )
        )  # fmt: skip


def test_a_file_closes_when_its_days_are_over_and_not_before(
    app: Flask, cast: Cast, returned: Callable[..., str]
) -> None:
    ref = returned(phone="")
    for days in (1, 20, 30):
        assert keep(app, MONDAY + days * DAY) == NOTHING
    assert cast.case(ref).hold == "pemohon"

    assert keep(app, MONDAY + 31 * DAY).closed == 1

    case = cast.case(ref)
    told = tell(situation_of(case, cast.sop(T22), MONDAY + 31 * DAY))
    assert (case.outcome, case.desk, case.stint) == ("ditutup_otomatis", "", None)
    assert situation_of(case, cast.sop(T22), MONDAY).status is Status.DITUTUP_OTOMATIS
    assert told.headline == "Permohonan ditutup karena tidak dilengkapi"
    assert "Anda boleh mengajukan lagi kapan saja, gratis." in told.todo
    (event,) = db.session.scalars(select(Event).where(Event.kind == "ditutup_otomatis"))
    assert (event.person_name, event.person_id, event.case_id) == ("Portal", None, case.id)
    assert list(faults_in_chains()) == []
    assert keep(app, MONDAY + 60 * DAY) == NOTHING
    assert tend(ref, cast.catalogue, MONDAY + 60 * DAY) is None


def test_the_family_is_told_of_the_closing_and_of_nothing_without_a_number(
    app: Flask, returned: Callable[..., str]
) -> None:
    with_number, without = returned(), returned(phone="")
    keep(app, MONDAY + 10 * DAY)
    keep(app, MONDAY + 31 * DAY)
    assert about(with_number) == ["diterima", "dikembalikan", "pengingat", "ditutup_otomatis"]
    assert about(without) == ["diterima", "dikembalikan", "ditutup_otomatis"]


def test_half_way_the_family_is_reminded_once_for_each_return(
    app: Flask, cast: Cast, returned: Callable[..., str]
) -> None:
    ref = returned()
    until = cast.case(ref).complete_by
    assert until is not None
    office_id = cast.case(ref).office_id
    with write() as session:  # said too late: the family has its day already
        session.get_one(Office, office_id).completion_days = 60
    half = (until - MONDAY.date()) / 2
    assert keep(app, MONDAY + half - DAY) == NOTHING
    assert keep(app, MONDAY + half + DAY).reminded == 1
    assert keep(app, MONDAY + half + 2 * DAY) == NOTHING

    with write() as session:
        session.get_one(Office, office_id).completion_days = 14
    clerk = f"staf.{cast.office_of(T22).code}"
    back = MONDAY + half + 3 * DAY
    cast.move(clerk, ref, Move.TERIMA_KEMBALI, Leaving(), at=back)
    assert keep(app, back + DAY) == NOTHING
    cast.move(clerk, ref, Move.KEMBALIKAN, MISSING, at=back + DAY)
    assert keep(app, back + 14 * DAY).reminded == 1
    assert about(ref).count("pengingat") == 2


def test_an_emergency_is_reminded_of_but_never_closes(
    app: Flask, cast: Cast, returned: Callable[..., str]
) -> None:
    ref = returned(P17, emergency="kritis di ICU")
    assert keep(app, MONDAY + 12 * DAY).reminded == 1
    for days in (31, 400):
        assert keep(app, MONDAY + days * DAY).closed == 0
    assert cast.case(ref).outcome is None


def test_the_office_says_after_how_many_days_files_close(
    app: Flask, cast: Cast, returned: Callable[..., str]
) -> None:
    ref = returned(phone="")
    office_id = cast.case(ref).office_id
    with write() as session:
        session.get_one(Office, office_id).closing_days = 90
    assert keep(app, MONDAY + 90 * DAY).closed == 0
    assert keep(app, MONDAY + 91 * DAY).closed == 1


def test_a_file_never_closes_before_the_day_that_the_family_was_given(
    app: Flask, cast: Cast, returned: Callable[..., str]
) -> None:
    office_id = cast.office_of(T22).id
    with write() as session:
        session.get_one(Office, office_id).closing_days = 1
    ref = returned(phone="")
    until = cast.case(ref).complete_by
    assert until is not None
    last = until - MONDAY.date()
    assert keep(app, MONDAY + last).closed == 0
    assert keep(app, MONDAY + last + DAY).closed == 1


@pytest.mark.parametrize(("completed", "closed"), [(False, 1), (True, 0)])
def test_a_file_its_village_office_has_completed_waits_for_the_dinas_and_stays_open(
    app: Flask, returned: Callable[..., str], completed: bool, closed: int
) -> None:
    ref = returned()
    from_village(ref, completed=completed)
    assert keep(app, MONDAY + 12 * DAY) == NOTHING  # the village office knows without a reminder
    assert keep(app, MONDAY + 31 * DAY).closed == closed
    assert "pengingat" not in about(ref)


def test_a_file_that_goes_on_or_ended_is_left_alone(app: Flask, cast: Cast) -> None:
    running = cast.receive(S24, at=MONDAY)
    ended = cast.receive(T22, at=MONDAY)
    clerk = f"staf.{cast.office_of(T22).code}"
    cast.move(clerk, ended, Move.BATALKAN, Leaving(reasons=("permintaan",)), at=MONDAY)
    assert keep(app, MONDAY + 400 * DAY) == NOTHING
    assert cast.case(running).outcome is None
    assert cast.case(ended).outcome == "dibatalkan"


def test_of_an_officer_and_the_portal_at_the_same_moment_exactly_one_moves_the_file(
    app: Flask, cast: Cast, returned: Callable[..., str]
) -> None:
    clerk = f"staf.{cast.office_of(T22).code}"
    late = MONDAY + 31 * DAY
    seen = set()
    for _ in range(6):
        ref = returned(phone="")
        version = cast.case(ref).version
        order = Order(Move.TERIMA_KEMBALI, Leaving(), version, secrets.token_hex(16), late)

        def officer(ref: str = ref, order: Order = order) -> Done:
            return make_move(cast.officer(clerk), ref, order, cast.catalogue, at=late)

        def itself(ref: str = ref) -> Due | None:
            return tend(ref, cast.catalogue, late)

        db.session.rollback()
        done, due = at_once(app, [officer, itself])

        case = cast.case(ref)
        assert case.version == version + 1
        if due is Due.PENUTUPAN:
            assert isinstance(done, StaleCaseError), done
            assert case.outcome == "ditutup_otomatis"
        else:
            assert due is None
            assert isinstance(done, Done), done
            assert (case.outcome, case.hold) == (None, None)
        seen.add(str(due))
    assert list(faults_in_chains()) == []
    assert seen


def test_the_officer_reads_who_closed_the_file_and_why(
    app: Flask, cast: Cast, returned: Callable[..., str], sign_in: SignIn
) -> None:
    ref = returned(phone="")
    keep(app, MONDAY + 31 * DAY)
    clerk = sign_in(f"staf.{cast.office_of(T22).code}")
    clerk.get(f"/berkas/{ref}")
    assert "Portal menutup permohonan karena berkas tidak dilengkapi." in clerk.text
    assert clerk.moves == set()


def test_a_number_given_before_the_signature_is_void_when_the_file_closes(
    app: Flask, cast: Cast
) -> None:
    """As where an SOP numbers first; its book must show BATAL, not a letter that never was."""
    task = next(task for task in cast.sop(P22).tasks if task.act == "paraf")
    ref = cast.case_at(P22, task.row, task.index, at=MONDAY).ref
    cast.move(
        "kasi.pessel", ref, Move.KOREKSI, Leaving(reasons=("isi",), to_row=_drafting(cast)),
        at=MONDAY,
    )  # fmt: skip
    with write() as session:
        letter = letter_of(cast._any_case(ref))
        assert letter is not None
        book = series_for(session, letter.office_id, letter.kind)
        giving = Giving("Petugas Uji", MONDAY, MONDAY.date())
        lifecycle.number(session, letter, next_number(session, book, giving, letter_id=letter.id))
    cast.move("staf.pessel", ref, Move.KEMBALIKAN, MISSING, at=MONDAY)

    assert keep(app, MONDAY + 31 * DAY).closed == 1

    db.session.rollback()
    (number,) = db.session.scalars(select(LetterNumber))
    assert number.state == NumberState.BATAL.value


def _drafting(cast: Cast) -> int:
    return cast.sop(P22).first(Act.KONSEP).row


def test_one_broken_file_does_not_keep_the_others_waiting(
    app: Flask, cast: Cast, returned: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = returned(phone=""), returned(phone="")
    with write() as session:
        session.scalars(select(Case).where(Case.ref == broken)).one().sop_version = 99

    assert keep(app, MONDAY + 31 * DAY).closed == 1

    assert cast.case(whole).outcome == "ditutup_otomatis"
    assert "KeyError" in caplog.text
    assert broken not in caplog.text
