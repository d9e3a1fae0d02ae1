"""A button pressed twice has one effect, and both presses are given the same answer."""

import secrets
from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.cases.model import Case
from portal.db import db
from portal.demo.cast import PASSWORD
from portal.desk.operations import Order, make_move
from portal.desk.work.letter import Reading
from portal.intake.operations import receive
from portal.journal.model import Event
from portal.letters.model import LetterNumber
from portal.letters.queries import letter_of
from portal.sop.vocabulary import Move
from tests.browser import Browser, filled
from tests.cast import P17, S24, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.house.together import at_once

SignIn = Callable[[str], Browser]
PRESSES = 6


def events(case: Case) -> int:
    db.session.rollback()
    query = select(func.count()).select_from(Event).where(Event.case_id == case.id)
    return db.session.scalar(query) or 0


def press(browser: Browser, data: dict[str, str]) -> Callable[[], tuple[int, str]]:
    """Send the work form of the open case page."""
    form = browser.page.select_one("form#kerja")
    assert form is not None
    sent = filled(form, browser.page) | data

    def send() -> tuple[int, str]:
        with browser.app.app_context():
            got = browser.client.post(str(form["action"]), data=sent)
        return got.status_code, got.headers.get("Location", got.get_data(as_text=True))

    return send


def test_the_same_form_sent_twice_moves_the_file_once(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case_at(P17, 4, 0)
    kasi = sign_in("kasi.pessel")
    kasi.get(f"/berkas/{case.ref}")
    send, before = press(kasi, {}), events(case)

    first, second = send(), send()

    assert first == second
    assert first[0] == 303
    assert events(case) == before + 1
    assert (cast.case(case.ref).row, cast.case(case.ref).task) == (4, 1)


def test_presses_in_the_same_moment_are_one_effect_and_one_answer(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case_at(P17, 4, 0)
    kasi = sign_in("kasi.pessel")
    kasi.get(f"/berkas/{case.ref}")
    before = events(case)

    answers = at_once(app, [press(kasi, {})] * PRESSES)

    assert len(set(answers)) == 1, answers
    assert answers[0][0] == 303  # type: ignore[index]
    assert events(case) == before + 1


def test_the_operation_itself_answers_a_repeat_in_the_same_moment_alike(
    app: Flask, cast: Cast
) -> None:
    case = cast.case_at(P17, 4, 0)
    letter = letter_of(case)
    assert letter is not None
    version = letter.draft_version
    wish = Order(Move.LANJUT, Reading(version), case.version, secrets.token_hex(16), clock.now())
    ref = case.ref

    results = at_once(
        app,
        [lambda: make_move(cast.officer("kasi.pessel"), ref, wish, cast.catalogue)] * PRESSES,
    )

    assert len(set(results)) == 1, results
    assert not isinstance(results[0], Exception), results[0]


def test_a_letter_signed_with_two_clicks_is_signed_once(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case_at(S24, 6, 0)
    kadis = sign_in("kadis.solok")
    kadis.get(f"/berkas/{case.ref}")
    before = events(case)

    answers = at_once(app, [press(kadis, {"secret": PASSWORD})] * 3)

    assert {answer[0] for answer in answers} == {303}, answers  # type: ignore[index]
    assert events(case) == before + 1


def test_a_letter_numbered_with_two_clicks_takes_one_number(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case_at(S24, 6, 1)
    korpel = sign_in("korpel.solok")
    korpel.get(f"/berkas/{case.ref}")

    answers = at_once(app, [press(korpel, {})] * 3)

    assert {answer[0] for answer in answers} == {303}, answers  # type: ignore[index]
    db.session.rollback()
    assert list(db.session.scalars(select(LetterNumber.serial))) == [1]
    following = cast.case_at(S24, 6, 1)
    cast.step(following.ref)
    db.session.rollback()
    assert sorted(db.session.scalars(select(LetterNumber.serial))) == [1, 2]


def test_a_file_taken_in_with_two_clicks_is_one_file(app: Flask, cast: Cast) -> None:
    sop, office = cast.sop(P17), cast.office_of(P17)
    clerk, file = cast.officer("staf.pessel").id, cast.file(sop, office)
    key = secrets.token_hex(16)

    refs = at_once(app, [lambda: receive(clerk, sop, file, key=key)] * PRESSES)

    assert len(set(refs)) == 1, refs
    assert isinstance(refs[0], str), refs[0]
    db.session.rollback()
    assert list(db.session.scalars(select(Case.agenda_no))) == [1]
    assert db.session.scalar(select(func.count()).select_from(Event)) == 1


def test_a_repeat_long_after_still_says_what_was_done(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case_at(P17, 4, 0)
    kasi = sign_in("kasi.pessel")
    kasi.get(f"/berkas/{case.ref}")
    send = press(kasi, {})
    code, where = send()
    for _ in range(3):
        cast.case(case.ref)
        cast.step(case.ref)

    assert send() == (code, where)
    kasi.get(where)
    assert "diteruskan ke Sekretaris / Kepala Bidang" in kasi.text


def test_another_officers_key_answers_nobody_else(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case_at(P17, 4, 0)
    kasi, staf = sign_in("kasi.pessel"), sign_in("staf.pessel")
    kasi.get(f"/berkas/{case.ref}")
    code, where = press(kasi, {})()
    assert code == 303, where

    staf.get(where)

    assert "diteruskan ke" not in staf.text
