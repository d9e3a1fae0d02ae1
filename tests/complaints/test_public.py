"""A citizen complains, objects and asks, with nothing but the number of the receipt."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, update

from portal import clock
from portal.cases.receipt import new_number
from portal.complaints.choices import ANSWERS, KINDS, TOPICS
from portal.complaints.model import Complaint, Kind
from portal.complaints.operations import TooManySentError, Wish, send
from portal.complaints.queries import told_of
from portal.complaints.rules import MOST_OPEN, SENDINGS
from portal.db import db, write
from portal.desk.work.ways_out import Leaving
from portal.journal.model import Event
from portal.journal.queries import faults_in_chains
from portal.languages.language import INDONESIAN
from portal.sop.vocabulary import Move
from portal.web.limits import Attempt
from tests.browser import Browser, filled
from tests.cast import P17, Cast
from tests.complaints.lodging import (
    WORDS,
    ended_earlier,
    last_ref,
    lodge,
    open_form,
    refused,
    stored,
)
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.registration.families import Village

ZONE = "Asia/Jakarta"


@pytest.mark.parametrize(
    "kind",
    [
        "perbaikan_data",
        pytest.param("pengaduan", marks=pytest.mark.battery),
        pytest.param("riwayat_akses", marks=pytest.mark.battery),
    ],
)
def test_what_a_citizen_sends_is_kept_with_its_deadline_and_told_back(
    cast: Cast, visitor: Browser, kind: str
) -> None:
    case = cast.case(cast.receive(P17))

    text = lodge(visitor, case.number, kind, telepon="0812 3456 7890")

    [item] = stored()
    assert "Sudah kami terima" in text
    assert "Kami jawab paling lambat" in text
    assert (item.kind, item.text, item.phone) == (kind, WORDS, "+6281234567890")
    assert (item.case_id, item.number, item.sop_id) == (case.id, case.number, P17)
    assert item.due_at > item.made_at
    assert case.number not in visitor.path
    [line] = told_of(case.number, INDONESIAN, ZONE)
    assert (line.title, line.state) == (KINDS[Kind(kind)].citizen, "menunggu")
    assert "paling lambat" in line.sentence


def test_it_stands_in_the_record_without_the_citizens_words(cast: Cast, visitor: Browser) -> None:
    case = cast.case(cast.receive(P17))
    lodge(visitor, case.number, telepon="081234567890")

    db.session.rollback()
    event = db.session.scalars(select(Event).where(Event.kind == "pengaduan_masuk")).one()
    assert event.case_id == case.id
    assert event.details == {"jenis": "pengaduan", "hal": "lama"}
    assert event.person_id is None
    assert list(faults_in_chains()) == []


def test_the_same_form_sent_twice_is_kept_once(cast: Cast, visitor: Browser) -> None:
    number = cast.case(cast.receive(P17)).number
    open_form(visitor, number, "pengaduan")
    form = visitor.page
    data = {"topik": "lama", "teks": WORDS}
    visitor.submit("form[action='/pengaduan/kirim']", data)
    first = visitor.text
    visitor.page = form
    visitor.submit("form[action='/pengaduan/kirim']", data)

    assert visitor.text == first
    assert len(stored()) == 1

    visitor.page = form  # gone back and written something else: that is not lost
    visitor.submit("form[action='/pengaduan/kirim']", {**data, "topik": "pungutan"})
    assert [item.topic for item in stored()] == ["lama", "pungutan"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"teks": ""}, "Ceritakan apa yang terjadi"),
        pytest.param({"topik": ""}, "Pilih salah satu", marks=pytest.mark.battery),
        ({"topik": "bukti"}, "Pilih salah satu"),  # of another kind's list
        ({"telepon": "12"}, "Nomor telepon"),
        pytest.param({"teks": "a" * 2001}, "Paling banyak 2000", marks=pytest.mark.battery),
    ],
)
def test_a_fault_is_said_and_keeps_everything_that_was_typed(
    cast: Cast, visitor: Browser, change: dict[str, str], words: str
) -> None:
    number = cast.case(cast.receive(P17)).number
    typed = {"topik": "sikap", "teks": WORDS, "telepon": "0812 3456 7890"} | change
    open_form(visitor, number, "pengaduan")

    visitor.submit("form[action='/pengaduan/kirim']", typed, expect=422)

    assert words in visitor.text
    assert stored() == []
    assert visitor.field("nomor") == number
    assert visitor.field("teks").lstrip("\n") == typed["teks"]
    assert visitor.field("telepon") == typed["telepon"]
    ticked = [str(tag["value"]) for tag in visitor.page.select("[name=topik][checked]")]
    assert ticked == ([typed["topik"]] if typed["topik"] == "sikap" else [])


def test_about_data_nothing_needs_to_be_written(cast: Cast, visitor: Browser) -> None:
    lodge(visitor, cast.case(cast.receive(P17)).number, "riwayat_akses", teks="")
    assert stored()[0].text == ""


def test_an_objection_is_open_only_after_a_refusal_and_for_21_working_days(
    cast: Cast, visitor: Browser
) -> None:
    running = cast.case(cast.receive(P17))
    visitor.get("/pengaduan")
    visitor.submit("form[action='/pengaduan']", {"nomor": running.number})
    assert visitor.page.select_one("button[value=keberatan]") is None
    assert "Keberatan hanya untuk permohonan yang tidak dapat diproses." in visitor.text

    case = refused(cast)
    lodge(visitor, case.number, "keberatan")
    assert [item.kind for item in stored()] == ["keberatan"]

    open_form(visitor, case.number, "keberatan")
    ended_earlier(case, 60)
    data = {"topik": "data", "teks": WORDS}
    visitor.submit("form[action='/pengaduan/kirim']", data, expect=422)
    assert "Waktu itu sudah lewat" in visitor.text
    assert visitor.field("teks").lstrip("\n") == WORDS, "what was written is lost"
    assert len(stored()) == 1


def test_a_cancelled_case_has_no_objection(cast: Cast, visitor: Browser) -> None:
    case = cast.case(cast.receive(P17))
    cast.move("staf.pessel", case.ref, Move.BATALKAN, Leaving(("permintaan",)))
    visitor.get("/pengaduan")
    visitor.submit("form[action='/pengaduan']", {"nomor": case.number})
    assert visitor.page.select_one("button[value=keberatan]") is None


def test_in_another_language_every_step_stays_in_it(cast: Cast, visitor: Browser) -> None:
    number = cast.case(cast.receive(P17)).number
    asked = {"nomor": number, "jenis": "pengaduan"}
    written = BeautifulSoup(visitor.client.post("/en/pengaduan", data=asked).text, "html.parser")
    form = written.select_one("form[action='/en/pengaduan/kirim']")
    assert form is not None
    sent = filled(form, written) | {"topik": "lama", "teks": WORDS}
    answer = visitor.client.post("/en/pengaduan/kirim", data=sent)
    assert answer.status_code == 200
    assert '<html lang="en"' in answer.text
    assert 'action="/en/lacak"' in answer.text
    assert len(stored()) == 1


def test_a_number_of_a_village_office_can_complain_before_there_is_a_case(
    cast: Cast, visitor: Browser
) -> None:
    village = Village(cast)
    number = village.of(village.sent()).number
    lodge(visitor, number)
    [item] = stored()
    assert (item.case_id, item.number) == (None, number)
    assert item.office.code == "pessel"


def test_at_most_five_of_a_number_wait_for_their_answer(cast: Cast, visitor: Browser) -> None:
    number = cast.case(cast.receive(P17)).number
    for _ in range(MOST_OPEN):
        lodge(visitor, number)

    text = lodge(visitor, number, expect=422)

    assert "belum kami jawab" in text
    assert visitor.field("teks").lstrip("\n") == WORDS
    assert len(stored()) == MOST_OPEN


def test_an_address_sends_ten_in_an_hour_and_no_more(cast: Cast, visitor: Browser) -> None:
    numbers = [cast.case(cast.receive(P17)).number for _ in range(3)]
    for turn in range(SENDINGS):
        lodge(visitor, numbers[turn // 4])

    text = lodge(visitor, numbers[2], expect=429)

    assert "Tunggu 1 jam" in text
    assert WORDS in text, "what was written is lost"
    assert len(stored()) == SENDINGS


def test_all_addresses_of_one_subscriber_send_ten_together(cast: Cast) -> None:
    """An IPv6 line has addresses without end."""
    numbers = [cast.case(cast.receive(P17)).number for _ in range(SENDINGS // MOST_OPEN + 1)]

    def post(turn: int) -> None:
        wish = Wish(numbers[turn // MOST_OPEN], Kind.PENGADUAN, "lama", WORDS)
        address = f"2001:db8:1:2::{turn + 1:x}"
        send(wish, cast.catalogue, key=f"{turn:032x}", address=address)

    for turn in range(SENDINGS):
        post(turn)
    with pytest.raises(TooManySentError):
        post(SENDINGS)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Isi nomor tanda terima"),
        ("12345", "Yang diisi 5 angka"),
        ("1301995408900001", "Yang diisi 16 angka"),
        ("48217A059162034", "Nomor hanya berisi angka"),
    ],
)
def test_a_slip_of_the_finger_is_answered_plainly(visitor: Browser, typed: str, words: str) -> None:
    visitor.get("/pengaduan")
    visitor.submit("form[action='/pengaduan']", {"nomor": typed}, expect=422)
    assert words in visitor.text


def test_an_unknown_number_counts_in_the_budget_of_the_tracking_page(
    cast: Cast, visitor: Browser
) -> None:
    visitor.get("/pengaduan")
    visitor.submit("form[action='/pengaduan']", {"nomor": new_number()}, expect=404)
    number = cast.case(cast.receive(P17)).number
    open_form(visitor, number, "pengaduan")
    stranger = {"nomor": new_number(), "topik": "lama", "teks": WORDS}
    visitor.submit("form[action='/pengaduan/kirim']", stranger, expect=404)

    db.session.rollback()
    counts = {row.bucket: row.count for row in db.session.scalars(select(Attempt))}
    assert counts["lacak"] == 2
    assert stored() == []


def test_without_the_token_of_our_page_nothing_is_kept(cast: Cast, visitor: Browser) -> None:
    number = cast.case(cast.receive(P17)).number
    data = {"nomor": number, "jenis": "pengaduan", "topik": "lama", "teks": WORDS}
    visitor.post("/pengaduan/kirim", data, expect=403)
    assert stored() == []


def test_a_form_that_is_too_old_gives_back_even_one_word(cast: Cast, visitor: Browser) -> None:
    number = cast.case(cast.receive(P17)).number
    data = {"nomor": number, "jenis": "pengaduan", "topik": "pungutan", "teks": "pungli",
            "telepon": "081200000099"}  # fmt: skip
    visitor.post("/pengaduan/kirim", data, expect=403)
    given_back = [tag.text for tag in visitor.page.select("blockquote")]
    assert {"pungli", "081200000099"} <= set(given_back)


def test_the_page_speaks_of_waiting_then_of_lateness_then_of_the_answer(
    cast: Cast, visitor: Browser
) -> None:
    number = cast.case(cast.receive(P17)).number
    lodge(visitor, number)
    late = stored()[0].due_at + timedelta(minutes=1)
    [line] = told_of(number, INDONESIAN, ZONE, late)
    assert "Seharusnya sudah kami jawab" in line.sentence

    ref = last_ref()
    with write() as session:
        session.execute(
            update(Complaint)
            .where(Complaint.ref == ref)
            .values(answer="sesuai", answered_at=clock.now(), note="Rahasia kantor XYZ")
        )
    [line] = told_of(number, INDONESIAN, ZONE)
    assert line.state == "dijawab"
    assert line.sentence == next(c.citizen for c in ANSWERS[Kind.PENGADUAN] if c.code == "sesuai")


def test_no_public_page_of_a_number_shows_what_was_written(cast: Cast, visitor: Browser) -> None:
    """Canaries in every free text; also no name, NIK, staff name or topic comes back."""
    case = cast.case(cast.receive(P17))
    lodge(visitor, case.number, topik="pungutan", teks="KANARI-WARGA", telepon="081299887766")
    ref = last_ref()
    with write() as session:
        session.execute(
            update(Complaint)
            .where(Complaint.ref == ref)
            .values(
                answer="diteruskan", answered_at=clock.now(), note="KANARI-CATATAN",
                answered_by="KANARI-PETUGAS", answered_as="KANARI-JABATAN",
            )
        )  # fmt: skip
    people = [value for m in cast.case(case.ref).members for value in (m.name, m.nik)]
    hidden = ["KANARI", "81299887766", ref, *people, "Diminta uang"]

    told = " ".join(
        f"{x.title} {x.sentence} {x.when}" for x in told_of(case.number, INDONESIAN, ZONE)
    )
    shown = [told]
    visitor.get("/pengaduan")
    visitor.submit("form[action='/pengaduan']", {"nomor": case.number})
    shown.append(visitor.text)
    shown.append(lodge(visitor, case.number, teks="KANARI-LAGI"))

    found = [(word, page[:60]) for page in shown for word in hidden if word in page]
    assert not found
    answer = visitor.client.post("/pengaduan", data={"nomor": case.number})
    assert "Set-Cookie" not in answer.headers
    assert case.number not in str(answer.headers)


def test_every_sentence_of_the_lists_is_short() -> None:
    lists = [*TOPICS.values(), *ANSWERS.values()]
    said = [choice.citizen for choices in lists for choice in choices]
    said += [text for words in KINDS.values() for text in (words.citizen, words.use)]
    parts = [part for text in said for part in re.split(r"(?<=[.!?]) ", text)]
    assert [part for part in parts if len(part.split()) > 15] == []
