"""The officer at the counter sends the news from the own telephone and says so."""

import hashlib
import re
from collections.abc import Callable

import pytest
from flask import g
from sqlalchemy import select

from portal.db import db
from portal.desk.work.ways_out import Leaving
from portal.journal.model import Event
from portal.journal.queries import faults_in_chains
from portal.messages import queries
from portal.sop.vocabulary import Move
from portal.web.tokens import form_token
from tests.browser import Browser
from tests.cast import P17, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401
from tests.messages.conftest import PHONE, Told, last_message, news_of

SignIn = Callable[[str], Browser]
LIST = "/kabar"
MISSING = Leaving(papers=(("sktm", "tidak_ada"),))


def test_families_without_a_mobile_crowd_nobody_out_of_the_list(
    told: Told, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "LIMIT", 1)
    reached = told(P17)
    told(P17, phone="+62756123456")  # newer, and a fixed line gets no WhatsApp
    clerk = sign_in("staf.pessel")
    clerk.get(LIST)
    assert reached.applicant.name in clerk.text


def form_for(ref: str, act: str) -> str:
    return f"form[action='/kabar/{ref}/{act}']"


def events(kind: str) -> list[Event]:
    db.session.rollback()
    return list(db.session.scalars(select(Event).where(Event.kind == kind)))


def test_news_is_offered_sent_from_the_officers_telephone_and_written_down(
    cast: Cast, sign_in: SignIn, told: Told
) -> None:
    case = told(P17)
    ref = last_message(case).ref
    clerk = sign_in("staf.pessel")
    clerk.get(LIST)
    assert case.applicant.name in clerk.text
    link = clerk.page.select_one("a[href^='https://wa.me/6281200000099?text=']")
    assert link is not None
    assert (link["target"], link["rel"]) == ("_blank", ["noopener", "noreferrer"])
    code = clerk.page.select_one("details img")
    assert code is not None
    assert str(code["src"]).startswith("data:image/svg+xml")

    clerk.submit(form_for(ref, "terkirim"))

    assert f"Kabar untuk keluarga {case.applicant.name} dicatat terkirim." in clerk.text
    assert clerk.page.select_one("a[href^='https://wa.me/']") is None
    message = last_message(case)
    assert (message.state, message.way) == ("terkirim", "wa.me")
    assert message.sent_by == cast.officer("staf.pessel").person.name
    assert message.sent_at is not None
    (event,) = events("kabar_terkirim")
    assert event.details == {"tentang": "diterima", "cara": "wa.me"}
    assert list(faults_in_chains()) == []


def test_a_second_press_of_the_same_form_writes_nothing_down_twice(
    sign_in: SignIn, told: Told
) -> None:
    case = told(P17)
    ref = last_message(case).ref
    clerk = sign_in("staf.pessel")
    clerk.get(LIST)
    form = clerk.page.select_one(form_for(ref, "terkirim"))
    assert form is not None
    fields = {str(tag["name"]): str(tag["value"]) for tag in form.select("input")}

    for _ in range(2):
        clerk.post(f"/kabar/{ref}/terkirim", fields)
        assert "dicatat terkirim" in clerk.text

    assert len(events("kabar_terkirim")) == 1


def test_an_officer_with_an_old_page_is_told_that_the_news_is_sent_already(
    sign_in: SignIn, told: Told
) -> None:
    case = told(P17)
    ref = last_message(case).ref
    first, second = sign_in("staf.pessel"), sign_in("staf.pessel")
    for clerk in (first, second):
        clerk.get(LIST)
    first.submit(form_for(ref, "terkirim"))

    second.submit(form_for(ref, "lewat"), expect=409)

    assert "sudah dikirim" in second.text
    assert last_message(case).state == "terkirim"
    assert events("kabar_lewat") == []


def test_news_that_was_told_at_the_counter_is_passed_over(sign_in: SignIn, told: Told) -> None:
    case = told(P17)
    clerk = sign_in("staf.pessel")
    clerk.get(f"/berkas/{case.ref}")

    clerk.submit(form_for(last_message(case).ref, "lewat"))

    assert clerk.path.startswith(f"/berkas/{case.ref}")
    assert "dilewati" in clerk.text
    assert news_of(case) == [("diterima", "lewat")]
    assert len(events("kabar_lewat")) == 1


def test_newer_news_takes_the_place_of_older_and_is_what_the_case_page_offers(
    cast: Cast, sign_in: SignIn, told: Told
) -> None:
    case = told(P17)
    cast.move("staf.pessel", case.ref, Move.KEMBALIKAN, MISSING)
    clerk = sign_in("staf.pessel")
    clerk.get(f"/berkas/{case.ref}")

    panel = clerk.page.select_one("#kabar-warga")
    assert panel is not None
    words = " ".join(panel.get_text(" ").split())
    assert "Ada berkas yang perlu dilengkapi" in words
    assert "Semua kabar permohonan ini (2)" in words
    assert "tidak dikirim, diganti kabar yang lebih baru" in words
    assert news_of(case) == [("diterima", "lewat"), ("dikembalikan", "ditawarkan")]

    clerk.submit(form_for(last_message(case).ref, "terkirim"))

    assert clerk.path.startswith(f"/berkas/{case.ref}")
    assert "lewat wa.me oleh" in clerk.text
    assert "mengirim kabar kepada warga" in clerk.text


def test_the_page_after_intake_offers_the_first_news(sign_in: SignIn, told: Told) -> None:
    case = told(P17)
    clerk = sign_in("staf.pessel")
    clerk.get(f"/berkas/{case.ref}/diterima")
    assert clerk.page.select_one("#kabar-warga a[href^='https://wa.me/']") is not None


@pytest.mark.parametrize("phone", ["", "0751 123456"])
def test_a_family_without_a_mobile_number_is_on_no_list(
    cast: Cast, sign_in: SignIn, told: Told, phone: str
) -> None:
    case = told(P17, phone=phone)
    clerk = sign_in("staf.pessel")
    clerk.get(LIST)
    assert case.applicant.name not in clerk.text
    assert "Tidak ada kabar yang menunggu" in clerk.text
    clerk.get(f"/berkas/{case.ref}")
    assert clerk.page.select_one("#kabar-warga") is None


def test_the_family_of_a_dead_person_is_offered_nothing(
    cast: Cast, sign_in: SignIn, told: Told
) -> None:
    case = told(P17)
    cast.move("staf.pessel", case.ref, Move.BATALKAN, Leaving(reasons=("meninggal",)))
    clerk = sign_in("staf.pessel")
    clerk.get(LIST)
    assert case.applicant.name not in clerk.text
    clerk.get(f"/berkas/{case.ref}")
    assert "wa.me" not in clerk.body.decode()
    assert [state for _, state in news_of(case)] == ["lewat"]


def test_only_the_counter_of_the_own_office_sees_and_marks_the_news(
    cast: Cast, sign_in: SignIn, told: Told
) -> None:
    case = told(P17)
    ref, name = last_message(case).ref, case.applicant.name
    for username in ("kadis.pessel", "staf.solok"):
        stranger = sign_in(username)
        stranger.get(LIST)
        assert name not in stranger.text
        unknown = _token_for(stranger, f"/kabar/{'0' * 32}/terkirim")
        known = _token_for(stranger, f"/kabar/{ref}/terkirim")
        stranger.post(f"/kabar/{'0' * 32}/terkirim", unknown, expect=404)
        nothing = _bare(stranger)
        stranger.post(f"/kabar/{ref}/terkirim", known, expect=404)
        assert _bare(stranger) == nothing
    kadis = sign_in("kadis.pessel")
    kadis.get(f"/berkas/{case.ref}")
    assert kadis.page.select_one("#kabar-warga") is None
    assert last_message(case).state == "ditawarkan"


def _bare(browser: Browser) -> str:
    """The open page without what differs from visit to visit."""
    return re.sub(r'value="[^"]*"', "", browser.body.decode())


def _token_for(browser: Browser, address: str) -> dict[str, str]:
    """What a form of this session for this address would hold."""
    with browser.app.test_request_context():
        cookie = browser.client.get_cookie("sesi")
        assert cookie is not None
        g.session_mark = hashlib.sha256(f"formulir{cookie.value}".encode()).hexdigest()[:32]
        return {"_token": form_token(address), "version": "1"}


def test_the_record_of_news_holds_neither_number_nor_text(sign_in: SignIn, told: Told) -> None:
    case = told(P17)
    clerk = sign_in("staf.pessel")
    clerk.get(LIST)
    clerk.submit(form_for(last_message(case).ref, "terkirim"))

    (event,) = events("kabar_terkirim")
    kept = f"{event.details} {event.row}"
    assert [word for word in (PHONE[3:], "Berkas Anda", case.number) if word in kept] == []


def test_each_waiting_family_costs_the_page_few_questions(
    sign_in: SignIn, told: Told, questions: Callable[[Callable[[], object]], int]
) -> None:
    told(P17)
    clerk = sign_in("staf.pessel")
    few = questions(lambda: clerk.get(LIST))
    for _ in range(4):
        told(P17)
    assert questions(lambda: clerk.get(LIST)) - few <= 4 * 4
