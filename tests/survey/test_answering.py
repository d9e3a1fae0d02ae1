"""The survey as the citizen meets it: after hand-over, once, without a name, never a gate."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases.model import Case
from portal.cases.receipt import new_number
from portal.db import db
from portal.journal.model import Command, Event
from portal.journal.queries import faults_in_chains
from portal.survey.elements import KEYS
from portal.survey.model import SurveyAnswer, SurveyGiven
from portal.survey.operations import Filled, NotYetError, give
from portal.survey.queries import digest_of, may_answer
from portal.web.guesses import PER_ADDRESS
from tests.browser import Browser
from tests.cast import P17, P22, S24, T22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.survey.conftest import ANSWERS, Citizens

SECRET = "x" * 40
REST = (P22, T22, S24)
FILLED = Filled({key: int(value) for key, value in ANSWERS.items()}, {"sex": "P"})


def open_questions(visitor: Browser, number: str, expect: int = 200, language: str = "") -> None:
    visitor.get(f"{language}/survei")
    visitor.submit(f"form[action='{language}/survei']", {"nomor": number}, expect=expect)


def kept() -> list[SurveyAnswer]:
    db.session.rollback()
    return list(db.session.scalars(select(SurveyAnswer)))


@pytest.mark.parametrize(
    "sop_id", [P17, *(pytest.param(s, marks=pytest.mark.battery) for s in REST)]
)
def test_it_is_offered_from_hand_over_on_and_never_before(cast: Cast, sop_id: str) -> None:
    case = cast.case(cast.receive(sop_id))
    offered = []
    while True:
        offered.append(may_answer(case, cast.sop(sop_id), SECRET))
        if case.outcome:
            break
        case = cast.step(case.ref)
    assert offered[-1]
    assert not offered[0]
    assert offered == sorted(offered)
    give(case.number, FILLED, cast.catalogue, secret_key=SECRET, key="a" * 32)
    assert not may_answer(cast.case(case.ref), cast.sop(sop_id), SECRET)


def test_a_citizen_answers_nine_questions_and_is_thanked(
    citizens: Citizens, visitor: Browser
) -> None:
    case = citizens.served()
    open_questions(visitor, case.number)
    assert not visitor.page.select("input[checked]")
    assert len(visitor.page.select("fieldset")) == 9
    assert case.number not in visitor.path
    visitor.submit("form[action='/survei/kirim']", {**ANSWERS, "age": "60-", "sex": "P"})
    assert visitor.path == "/survei/terima-kasih"
    assert "Jawaban Anda sudah kami terima" in visitor.text
    (answer,) = kept()
    assert {key: getattr(answer, key) for key in KEYS} == {k: int(v) for k, v in ANSWERS.items()}
    assert (answer.age, answer.sex, answer.education, answer.work) == ("60-", "P", "", "")
    assert answer.month.day == 1
    open_questions(visitor, case.number)
    assert "Survei ini sudah diisi" in visitor.text


def test_one_left_out_gives_the_page_back_with_all_others(
    citizens: Citizens, visitor: Browser
) -> None:
    case = citizens.served()
    open_questions(visitor, case.number)
    most = {key: value for key, value in ANSWERS.items() if key != "waktu"}
    visitor.submit("form[action='/survei/kirim']", {**most, "work": "tani"}, expect=422)
    assert "Pertanyaan 3 belum dijawab: Waktu penyelesaian." in visitor.text
    checked = {tag["name"]: tag["value"] for tag in visitor.page.select("input[checked]")}
    assert checked == most
    assert visitor.page.select_one("option[value=tani][selected]")
    assert not visitor.page.select(".bahasa"), "another language would lose what was answered"
    assert not kept()
    visitor.submit("form[action='/survei/kirim']", {"waktu": "1"})
    assert [(answer.waktu, answer.work) for answer in kept()] == [(1, "tani")]


def test_an_answer_outside_the_scale_is_no_answer(citizens: Citizens, visitor: Browser) -> None:
    open_questions(visitor, citizens.served().number)
    for wrong in ("5", "0", "", "dua", "1 OR 1"):
        visitor.submit("form[action='/survei/kirim']", {**ANSWERS, "biaya": wrong}, expect=422)
    assert not kept()


def test_the_same_form_sent_twice_is_kept_once(citizens: Citizens, visitor: Browser) -> None:
    open_questions(visitor, citizens.served().number)
    first, page = visitor.path, visitor.page
    visitor.submit("form[action='/survei/kirim']", ANSWERS)
    visitor.path, visitor.page = first, page
    visitor.submit("form[action='/survei/kirim']", ANSWERS)
    assert visitor.path == "/survei/terima-kasih"
    assert len(kept()) == 1


def test_two_forms_for_one_case_are_one_answer(citizens: Citizens, app: Flask) -> None:
    case = citizens.served()
    one, other = Browser(app), Browser(app)
    for browser in (one, other):
        open_questions(browser, case.number)
    one.submit("form[action='/survei/kirim']", ANSWERS)
    other.submit("form[action='/survei/kirim']", {**ANSWERS, "waktu": "1"})
    assert "Survei ini sudah diisi" in other.text
    assert [answer.waktu for answer in kept()] == [3]


def test_before_hand_over_the_page_says_so_and_a_forged_form_keeps_nothing(
    cast: Cast, citizens: Citizens, visitor: Browser
) -> None:
    waiting, served = cast.case(cast.receive(P17)).number, citizens.served().number
    open_questions(visitor, waiting)
    assert "Surat atau kartu Anda belum diserahkan" in visitor.text
    open_questions(visitor, served)
    visitor.submit("form[action='/survei/kirim']", {**ANSWERS, "nomor": waiting})
    assert "Surat atau kartu Anda belum diserahkan" in visitor.text
    assert not kept()
    with pytest.raises(NotYetError):
        give(waiting, FILLED, cast.catalogue, secret_key=SECRET, key="b" * 32)


def test_an_unknown_number_is_a_guess_of_the_tracking_page_too(visitor: Browser) -> None:
    visitor.get("/survei")
    visitor.submit("form[action='/survei']", {"nomor": "12345"}, expect=422)
    for _ in range(PER_ADDRESS):
        visitor.post("/survei", {"nomor": new_number()}, expect=404)
    visitor.post("/survei", {"nomor": new_number()}, expect=429)
    visitor.post("/lacak", {"nomor": new_number()}, expect=429)


@pytest.mark.parametrize("number", ["12", "unknown"])
def test_an_english_fault_is_not_called_indonesian(visitor: Browser, number: str) -> None:
    data = {"nomor": new_number() if number == "unknown" else number}
    page = visitor.client.post("/en/survei", data=data).get_data(as_text=True)
    assert "nomor-s" in page
    assert '<span lang="id">' not in page


def test_sending_for_other_numbers_is_guessing_too(citizens: Citizens, visitor: Browser) -> None:
    open_questions(visitor, citizens.served().number)
    page = visitor.page
    for _ in range(PER_ADDRESS):
        visitor.page = page
        visitor.submit(
            "form[action='/survei/kirim']", {**ANSWERS, "nomor": new_number()}, expect=404
        )
    visitor.page = page
    visitor.submit("form[action='/survei/kirim']", {**ANSWERS, "nomor": new_number()}, expect=429)


def test_a_form_that_we_did_not_give_keeps_nothing(citizens: Citizens, visitor: Browser) -> None:
    number = citizens.served().number
    visitor.post("/survei/kirim", {**ANSWERS, "nomor": number}, expect=403)
    assert not kept()


def test_nothing_kept_joins_an_answer_to_its_case(
    citizens: Citizens, visitor: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    case = citizens.served()
    with caplog.at_level(logging.DEBUG):
        open_questions(visitor, case.number)
        visitor.submit("form[action='/survei/kirim']", ANSWERS)
    assert case.number not in caplog.text
    (answer,) = kept()
    (given,) = db.session.scalars(select(SurveyGiven))
    event = db.session.scalars(select(Event).where(Event.kind == "survei_diisi")).one()
    # The answer knows no moment, and neither side knows anything that the other knows.
    assert not [c for c in SurveyAnswer.__table__.columns if "TIME" in str(c.type).upper()]
    assert list(SurveyGiven.__table__.columns.keys()) == ["digest"]
    assert (event.case_id, event.person_id, event.row, event.details) == (None, None, "", {})
    of_case = {case.number, case.ref, str(case.id), case.kk_no}
    written = {str(value) for value in (*vars(answer).values(), given.digest)}
    assert not of_case & (written - {str(answer.office_id)} - {"1", "2", "3", "4"})
    assert answer.id not in (given.digest, event.salt, event.hash, event.digest)
    command = db.session.scalars(select(Command).where(Command.person_id.is_(None))).all()[-1]
    assert (command.case_id, command.message, command.target) == (None, "", "")
    assert not list(faults_in_chains())


def test_the_case_itself_is_not_touched_by_its_survey(citizens: Citizens) -> None:
    case = citizens.served()
    before = {c.key: getattr(case, c.key) for c in Case.__table__.columns}
    give(case.number, FILLED, citizens.cast.catalogue, secret_key=SECRET, key="a" * 32)
    after = citizens.cast.case(case.ref)
    assert before == {c.key: getattr(after, c.key) for c in Case.__table__.columns}


def test_a_digest_says_nothing_without_the_installations_secret() -> None:
    number = new_number()
    assert digest_of(number, SECRET) != digest_of(number, "y" * 40)
    assert number not in digest_of(number, SECRET)


def test_the_month_is_the_offices_month(citizens: Citizens) -> None:
    number = citizens.served().number
    late = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)  # 1 December, 01.00 WIB
    give(number, FILLED, citizens.cast.catalogue, secret_key=SECRET, key="a" * 32, at=late)
    assert [f"{answer.month:%Y-%m}" for answer in kept()] == ["2026-12"]


def test_no_cookie_and_no_number_in_any_address(citizens: Citizens, visitor: Browser) -> None:
    number = citizens.served(S24).number
    answer = visitor.client.post("/survei", data={"nomor": number})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    page = answer.get_data(as_text=True)
    addresses = [part.split('"')[0] for part in page.split('href="')[1:]]
    addresses += [part.split('"')[0] for part in page.split('action="')[1:]]
    assert addresses
    assert not [address for address in addresses if number in address]
    assert "<script" not in page


def test_an_answer_is_no_condition_for_anything(
    citizens: Citizens, sign_in: Callable[[str], Browser]
) -> None:
    """Hand-over comes first, so nobody can be made to answer for a letter (peers: never a gate)."""
    case = citizens.served()
    assert not kept()
    sign_in("staf.pessel").get(f"/berkas/{case.ref}")
