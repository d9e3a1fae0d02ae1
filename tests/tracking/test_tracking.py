"""What a citizen reads with the number of the receipt, and what nobody can read."""

import logging
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from sqlalchemy import event

from portal.cases.model import Case
from portal.cases.receipt import new_number
from portal.cases.told import RUNNING, situation_of, tell
from portal.db import db
from portal.desk.work.ways_out import Leaving
from portal.sop.vocabulary import Move, Status
from portal.web.guesses import PER_ADDRESS
from tests.browser import Browser
from tests.cast import ALL, P17, S24, T22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.held import held_clock  # noqa: F401 - a fixture
from tests.server import served

SECRETS = ("Contoh Nomor 7", "1301", "Rina", "Hendri", "Yulia", "Nilam", "Anton", "Siti", "Bayu")


def ask(browser: Browser, number: str, expect: int = 200) -> str:
    browser.get("/lacak")
    browser.submit("form[action='/lacak']", {"nomor": number}, expect=expect)
    return browser.text


def hidden(case: Case) -> list[str]:
    """What must not stand on the page of a case."""
    own = [case.kk_no, case.ref, case.bringer_name, case.bringer_relation]
    people = [value for m in case.members for value in (m.name, m.nik, m.name.title()) if value]
    return [*SECRETS, *people, *own]


def wrong_digit(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)


@pytest.mark.parametrize(
    "sop_id",
    [P17, *(pytest.param(other, marks=pytest.mark.battery) for other in ALL if other != P17)],
)
def test_at_every_step_the_page_has_words_and_names_nobody(
    cast: Cast, visitor: Browser, sop_id: str
) -> None:
    case = cast.case(cast.receive(sop_id))
    headlines = []
    while True:
        told = tell(situation_of(case, cast.sop(sop_id), case.touched_at))
        answer = visitor.client.get(f"/L/{case.number}")
        shown = answer.get_data(as_text=True)
        assert answer.status_code == 200
        assert told.headline in shown
        assert told.sentence in shown
        body = shown[shown.index("<main") : shown.index("</main>")]
        carried = body + str(answer.headers)
        assert not [word for word in hidden(case) if word in carried]
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers
        headlines.append(told.headline)
        if case.outcome:
            break
        case = cast.step(case.ref)
    assert headlines[0] == "Berkas Anda sudah kami terima"
    assert "selesai" in headlines[-1] or "diambil" in headlines[-1]


WAYS = (
    (P17, (1, 0), "staf", Move.KEMBALIKAN, Leaving(papers=(("kk", "tidak_ada"),)),
     "Ada berkas yang perlu dilengkapi"),
    (P17, (1, 0), "staf", Move.BATALKAN, Leaving(("permintaan",)), "Permohonan dibatalkan"),
    (P17, (5, 0), "kadis", Move.TOLAK, None, "Permohonan tidak dapat diproses"),
    (P17, (2, 0), "staf", Move.INFORMASI, None, "Sudah diberi penjelasan"),
    (P17, (4, 0), "kasi", Move.KOREKSI, Leaving(("nama",), to_row=3),
     "Surat Anda sedang diperbaiki"),
    (S24, (7, 0), "korpel", Move.TOLAK_BPJS, Leaving(("kuota",)), "Belum disetujui BPJS Kesehatan"),
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: str(way[3]))
def test_each_way_out_is_told_plainly_and_the_officers_note_stays_inside(
    cast: Cast, visitor: Browser, way: tuple[str, tuple[int, int], str, Move, Leaving, str]
) -> None:
    from portal.cases.reasons import INFORMATIONS, REFUSALS  # noqa: PLC0415 - only here

    sop_id, place, who, move, leaving, headline = way
    first = {Move.TOLAK: REFUSALS, Move.INFORMASI: INFORMATIONS}.get(move)
    reasons = (next(iter(first)).code,) if first else leaving.reasons
    wish = Leaving(
        reasons, leaving.papers if leaving else (), "Rahasia petugas XYZ",
        leaving.to_row if leaving else None,
    )  # fmt: skip
    case = cast.case_at(sop_id, *place)
    office = cast.office_of(sop_id).code
    cast.move(f"{who}.{office}", case.ref, move, wish)

    text = ask(visitor, case.number)

    assert headline in text
    assert "Rahasia petugas" not in text
    # Whoever was only told that the card works is not held up by anything.
    assert ("(tertahan)" in text) == (move not in (Move.INFORMASI, Move.KOREKSI))


def test_every_running_status_has_words() -> None:
    special = {
        Status.DIKEMBALIKAN, Status.SIAP_DIAMBIL, Status.KIS_TERBIT, Status.DISERAHKAN,
        Status.SELESAI, Status.TIDAK_DAPAT_DIPROSES, Status.DITOLAK_BPJS, Status.INFORMASI,
        Status.DIBATALKAN, Status.DITUTUP_OTOMATIS,
    }  # fmt: skip
    assert set(RUNNING) | special == set(Status)


@pytest.fixture
def questions(app: Flask) -> Callable[[Callable[[], object]], list[str]]:
    """The statements an act sends to the database."""

    def asked(act: Callable[[], object]) -> list[str]:
        found: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            found.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return found

    return asked


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Isi nomor tanda terima"),
        ("12345", "Nomor harus 15 angka. Yang diisi 5 angka"),
        ("1301995408900001", "Yang diisi 16 angka"),
        ("48217A059162034", "Nomor hanya berisi angka"),
        ("１２３４５６７８９０１２３４５", "Nomor hanya berisi angka"),
    ],
)
def test_a_slip_of_the_finger_is_answered_without_the_database(
    visitor: Browser, questions: Callable[..., list[str]], typed: str, words: str
) -> None:
    assert questions(lambda: ask(visitor, typed, 422)) == []
    assert words in visitor.text


def test_one_wrong_digit_is_noticed_without_the_database(
    cast: Cast, visitor: Browser, questions: Callable[..., list[str]]
) -> None:
    number = cast.case(cast.receive(P17)).number

    assert questions(lambda: ask(visitor, wrong_digit(number), 422)) == []

    assert "Ada angka yang salah ketik" in visitor.text
    assert visitor.field("nomor") == wrong_digit(number)


def test_blanks_and_dashes_between_the_groups_do_no_harm(cast: Cast, visitor: Browser) -> None:
    number = cast.case(cast.receive(T22)).number
    assert "sudah kami terima" in ask(visitor, f" {number[:5]} {number[5:10]}-{number[10:]} ")


def test_an_unknown_number_is_told_so_with_a_sentence(visitor: Browser) -> None:
    text = ask(visitor, new_number(), 404)
    assert "Nomor ini belum ada di sistem kami" in text
    visitor.get(f"/L/{new_number()}", expect=404)
    assert "belum ada di sistem kami" in visitor.text


@pytest.mark.usefixtures("held")
def test_whoever_guesses_is_stopped_while_others_are_served(cast: Cast, visitor: Browser) -> None:
    number = cast.case(cast.receive(P17)).number
    for _ in range(PER_ADDRESS):
        assert visitor.client.post("/lacak", data={"nomor": new_number()}).status_code == 404

    stopped = visitor.client.post("/lacak", data={"nomor": number})
    other = {"REMOTE_ADDR": "10.9.8.7"}
    served_one = visitor.client.post("/lacak", data={"nomor": number}, environ_overrides=other)

    assert stopped.status_code == 429
    assert stopped.headers["Retry-After"] == "600"
    assert "Terlalu sering mencoba" in stopped.get_data(as_text=True)
    assert "sudah kami terima" not in stopped.get_data(as_text=True)
    assert served_one.status_code == 200


@pytest.mark.usefixtures("held")
def test_right_numbers_never_use_up_the_budget(cast: Cast, visitor: Browser) -> None:
    number = cast.case(cast.receive(P17)).number
    codes = {
        visitor.client.post("/lacak", data={"nomor": number}).status_code
        for _ in range(PER_ADDRESS + 5)
    }
    assert codes == {200}


def test_the_number_never_stands_in_an_address_we_lead_to(cast: Cast, visitor: Browser) -> None:
    number = cast.case(cast.receive(P17)).number
    answer = visitor.client.post("/lacak", data={"nomor": number})
    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert f"/L/{number}" not in answer.get_data(as_text=True)


def test_even_a_fault_writes_no_number_into_the_log(
    app: Flask, cast: Cast, visitor: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    case = cast.case(cast.receive(P17))
    number, nik = case.number, case.applicant.nik
    app.config["CATALOGUE"] = None
    with caplog.at_level(logging.DEBUG):
        visitor.get(f"/L/{number}", expect=500)
        visitor.post("/lacak", {"nomor": number}, expect=500)

    assert "kejadian" in caplog.text
    assert number not in caplog.text
    assert nik not in caplog.text
    assert "Nomor kejadian" in visitor.text


def test_a_served_portal_writes_no_number_into_its_log(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    number = cast.case(cast.receive(P17)).number
    db.session.rollback()
    with served(tmp_path, database_url) as address:
        for request in (
            Request(f"{address}/L/{number}"),  # noqa: S310 - our own server
            Request(f"{address}/lacak", data=f"nomor={number}".encode()),  # noqa: S310
        ):
            with urlopen(request, timeout=20) as answer:  # noqa: S310
                assert answer.status == 200
                assert answer.headers["Set-Cookie"] is None
    log = (tmp_path / "serve.log").read_text()
    assert "Portal berjalan" in log
    assert number not in log
