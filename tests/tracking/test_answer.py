"""What the answer to a number says beyond its status: days, places, ways on, and in what tongue."""

import re
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select, update

from portal.cases.forecast import FEWEST
from portal.cases.model import Case, Finding, Member
from portal.db import db, write
from portal.desk.work.ways_out import Leaving
from portal.sop.vocabulary import Act, Move
from portal.survey.queries import may_answer
from tests.browser import Browser
from tests.cast import P17, P22, S24, T22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.held import HeldClock, held_clock  # noqa: F401 - a fixture

LIKE_IT = "9 dari 10 berkas lengkap seperti ini selesai paling lambat"


def open_page(visitor: Browser, number: str) -> BeautifulSoup:
    """The page of the QR code."""
    return visitor.get(f"/L/{number}")


def finished(cast: Cast, sop_id: str, minutes: list[float], held: HeldClock) -> None:
    """Files of a service that were ready after so many working minutes."""
    for each in minutes:
        ref = cast.receive(sop_id, at=held.moment - timedelta(days=20))
        with write() as session:
            session.execute(
                update(Case).where(Case.ref == ref)
                .values(ready_at=held.moment - timedelta(days=10), ready_minutes=each)
            )  # fmt: skip


# ---- by when


def test_with_fewer_than_twenty_files_only_the_sops_own_time_is_told(
    cast: Cast, visitor: Browser, held: HeldClock
) -> None:
    number = cast.case(cast.receive(S24, at=held.moment)).number
    finished(cast, S24, [60.0] * (FEWEST - 1), held)
    open_page(visitor, number)
    assert LIKE_IT not in visitor.text
    assert "11 hari kerja setelah berkas lengkap." in visitor.text
    assert "Berkas yang serupa belum cukup untuk perkiraan." in visitor.text


def test_with_twenty_files_the_page_says_what_nine_of_ten_were_like(
    cast: Cast, visitor: Browser, held: HeldClock
) -> None:
    number = cast.case(cast.receive(S24, at=held.moment)).number
    # From Monday 09.00: 180 minutes to noon, 180 from 13.00 to 16.00, the other 120 on Tuesday.
    finished(cast, S24, [*[480.0] * 18, 5000.0, 9000.0], held)
    open_page(visitor, number)
    assert f"{LIKE_IT} Selasa, 24 November 2026." in visitor.text
    assert "Dihitung dari 20 berkas dalam 90 hari terakhir." in visitor.text
    assert "belum cukup" not in visitor.text
    assert "Cek lagi halaman ini hari Selasa, 24 November 2026." in visitor.text


def test_a_forecast_is_given_only_while_the_office_has_the_file_in_time(
    cast: Cast, visitor: Browser, held: HeldClock
) -> None:
    finished(cast, T22, [480.0] * FEWEST, held)
    case = cast.case(cast.receive(T22, at=held.moment))
    returned = cast.case(cast.receive(T22, at=held.moment))
    leaving = Leaving(papers=((cast.sop(T22).checked_requirements[0].code, "tidak_ada"),))
    cast.move("staf.tanjungpinang", returned.ref, Move.KEMBALIKAN, leaving, at=held.moment)
    db.session.rollback()
    open_page(visitor, returned.number)
    assert LIKE_IT not in visitor.text
    held.pass_by(days=9)
    page = open_page(visitor, case.number)
    assert LIKE_IT not in visitor.text
    assert "Lebih lama dari perkiraan" in visitor.text
    assert "Perkiraan semula" in visitor.text
    assert "setelah berkas lengkap" not in visitor.text
    assert "Kami wajib memberi penjelasan." in visitor.text
    assert page.select_one("[aria-labelledby=lakukan] a[href='tel:0771000002']")


# ---- the last day to reactivate


def limits(cast: Cast, ref: str, *days: date) -> None:
    """A new look-up of each person of a file, with its last day."""
    case = cast.case(ref)
    case_id, at, members = case.id, case.touched_at, [member.id for member in case.members]
    db.session.rollback()
    with write() as session:
        for member_id, day in zip(members, days, strict=True):
            session.add(
                Finding(case_id=case_id, member_id=member_id, kind="sk_nonaktif", source="sk",
                        result="dapat", at=at, by_name="x", limit=day)
            )  # fmt: skip


def test_the_last_day_is_the_earliest_of_the_people_in_the_letter(
    cast: Cast, visitor: Browser, held: HeldClock
) -> None:
    case = cast.case_at(P22, 3, size=3, at=held.moment)
    limits(cast, case.ref, date(2027, 2, 1), date(2026, 12, 8), date(2026, 12, 1))
    case = cast.case(case.ref)
    open_page(visitor, case.number)
    assert "Hari terakhir mengaktifkan lagi kartu Selasa, 1 Desember 2026" in visitor.text

    case_id, number = cast.case(case.ref).id, case.number
    db.session.rollback()
    with write() as session:  # the one with the first day leaves the letter
        out = session.scalars(select(Member).where(Member.case_id == case_id, Member.place == 3))
        out.one().included = False
    open_page(visitor, number)
    assert "Hari terakhir mengaktifkan lagi kartu Selasa, 8 Desember 2026" in visitor.text

    held.pass_by(days=16)
    open_page(visitor, number)
    assert "Hari terakhir" not in visitor.text


def test_of_two_look_ups_the_last_one_counts(cast: Cast, visitor: Browser, held: HeldClock) -> None:
    case = cast.case_at(P22, 3, at=held.moment)
    limits(cast, case.ref, date(2026, 11, 30))
    limits(cast, case.ref, date(2027, 1, 4))
    case = cast.case(case.ref)
    open_page(visitor, case.number)
    assert "Hari terakhir mengaktifkan lagi kartu Senin, 4 Januari 2027" in visitor.text


def test_another_service_knows_no_last_day(cast: Cast, visitor: Browser, held: HeldClock) -> None:
    case = cast.case_at(P17, 3, at=held.moment)
    open_page(visitor, case.number)
    assert "Hari terakhir" not in visitor.text


# ---- where, and what else


def test_place_and_hours_stand_on_the_page_whatever_the_state(cast: Cast, visitor: Browser) -> None:
    case = cast.case(cast.receive(P17))
    cast.move("staf.pessel", case.ref, Move.BATALKAN, Leaving(("permintaan",)))
    page = open_page(visitor, case.number)
    place = page.select_one("[aria-labelledby=tempat]")
    assert place is not None
    words = " ".join(place.get_text(" ").split())
    assert "Jalan Contoh Nomor 1, Painan" in words
    assert "Senin–Jumat, 08.00–15.00" in words
    assert "0756 000001" in words


def test_the_ways_on_carry_the_number_in_forms_and_never_in_an_address(
    cast: Cast, visitor: Browser
) -> None:
    number = cast.case(cast.receive(P17)).number
    page = open_page(visitor, number)
    led = [str(tag[name]) for name in ("href", "src", "action") for tag in page.select(f"[{name}]")]
    assert led
    assert not [address for address in led if number in address]
    onward = {str(form["action"]): form for form in page.select("form")}
    assert set(onward) == {"/en/lacak", "/pengaduan"}
    for form in onward.values():
        assert form["method"] == "post"
        field = form.select_one("input[name=nomor]")
        assert field is not None
        assert field["value"] == number


def test_the_survey_is_offered_after_hand_over_and_not_before(
    app: Flask, cast: Cast, visitor: Browser
) -> None:
    sop = cast.sop(P17)
    give = next(task for task in sop.tasks if task.act is Act.SERAHKAN)
    case = cast.case_at(P17, give.row, give.index)
    page = open_page(visitor, case.number)
    assert not page.select("form[action='/survei']")
    case = cast.step(case.ref)
    assert may_answer(case, sop, app.config["SECRET_KEY"])
    number = case.number
    db.session.rollback()
    assert open_page(visitor, number).select("form[action='/survei'] input[name=nomor]")


# ---- tongues


def test_the_switch_of_an_answer_posts_the_number_and_stays_with_the_file(
    cast: Cast, visitor: Browser
) -> None:
    number = cast.case(cast.receive(P17)).number
    page = open_page(visitor, number)
    switch = page.select_one(".bahasa form[action='/en/lacak']")
    assert switch is not None
    answer = visitor.client.post("/en/lacak", data={"nomor": number})
    english = answer.get_data(as_text=True)
    assert '<html lang="en">' in english
    assert "We have received your file" in english
    assert 'action="/lacak"' in english
    assert f"/L/{number}" not in english
    assert "Set-Cookie" not in answer.headers


def test_a_wrong_number_is_answered_in_the_readers_language(visitor: Browser) -> None:
    answer = visitor.client.post("/en/lacak", data={"nomor": "123"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "The number must have 15 digits. You typed 3." in text
    scanned = visitor.client.get(f"/en/L/{secrets.randbelow(10**9)}").get_data(as_text=True)
    assert 'href="/lacak" hreflang="id"' in scanned
    assert "/L/" not in scanned


# ---- light


def sent(visitor: Browser, path: str) -> int:
    """The bytes of an answer as they travel, packed."""
    answer = visitor.client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    return len(answer.get_data()) + sum(len(k) + len(v) + 4 for k, v in answer.headers)


@pytest.mark.parametrize("tongue", ["", "/en"])
def test_the_first_load_of_an_answer_weighs_less_than_fifteen_kilobytes(
    cast: Cast, visitor: Browser, tongue: str
) -> None:
    case = cast.case(cast.receive(P22))
    papers = tuple((need.code, "beda_data") for need in cast.sop(P22).checked_requirements)
    cast.move("staf.pessel", case.ref, Move.KEMBALIKAN, Leaving(papers=papers))
    page = open_page(visitor, case.number)
    parts = [str(tag["src"]) for tag in page.select("script[src]")]
    parts += [str(tag["href"]) for tag in page.select("link[href]")]
    assert "woff2" not in str(page)
    weights = {path: sent(visitor, path) for path in (f"{tongue}/L/{case.number}", *parts)}
    print(f"first load {tongue or '/'}: {sum(weights.values())} bytes", [*weights.values()])  # noqa: T201
    assert sum(weights.values()) < 15_000


def test_the_reader_aloud_is_one_kilobyte_and_keeps_nothing() -> None:
    script = Path(__file__).resolve().parents[2] / "static" / "lacak" / "bacakan.js"
    source = script.read_text("utf-8")
    assert len(source.encode()) <= 1024 + 100
    assert not re.search(r"Storage|indexedDB|cookie|fetch|XMLHttp|sendBeacon|http", source)


def test_a_look_up_asks_little_of_the_database(
    cast: Cast, visitor: Browser, questions: Callable[[Callable[[], object]], int]
) -> None:
    refs = {sop_id: cast.receive(sop_id) for sop_id in (P17, P22)}
    numbers = {sop_id: cast.case(ref).number for sop_id, ref in refs.items()}
    db.session.rollback()
    counts = {
        sop_id: questions(lambda number=number: visitor.client.get(f"/L/{number}"))
        for sop_id, number in numbers.items()
    }
    print("statements of a look-up:", counts)  # noqa: T201
    assert max(counts.values()) <= 8


def test_while_it_is_numbered_the_last_stage_does_not_call_the_citizen(
    cast: Cast, visitor: Browser
) -> None:
    case = cast.case_at(P22, 6, 0)  # the row numbers and stamps before it hands over
    assert "Sedang disiapkan, belum bisa diambil" in _said(visitor, case)
    while case.ready_at is None:
        case = cast.step(case.ref)
    assert "belum bisa diambil" not in _said(visitor, case)


def _said(visitor: Browser, case: Case) -> str:
    visitor.get(f"/L/{case.number}")
    return visitor.text
