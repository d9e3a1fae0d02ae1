"""One number from the slip of the village office to the letter: what a citizen reads meanwhile."""

import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from portal import clock as time
from portal.cases.receipt import new_number
from portal.db import db, write
from portal.desk.work.ways_out import Leaving
from portal.intake.arrivals import Reading, read
from portal.intake.incoming import accept, send_back
from portal.registration.model import AllottedNumber, Device, NumberBlock
from portal.registration.operations import discard, start
from portal.registration.papers import complete
from portal.registration.queries import registration_for
from portal.sop.vocabulary import Move
from portal.web.guesses import PER_ADDRESS
from tests.browser import Browser
from tests.cast import P22, T22, Cast
from tests.engines import usually_sqlite
from tests.held import held_clock  # noqa: F401 - a fixture
from tests.registration.families import Village

engine_name = usually_sqlite
SignIn = Callable[[str], Browser]
UNKNOWN = "Nomor ini belum ada di sistem kami"


@pytest.fixture
def painan(cast: Cast) -> Village:
    """The village office that registers."""
    return Village(cast)


def key() -> str:
    return secrets.token_hex(16)


def told(visitor: Browser, number: str, expect: int = 200) -> str:
    """What the page of a number says."""
    answer = visitor.client.get(f"/L/{number}")
    assert answer.headers["Cache-Control"] == "no-store"
    if expect == 200:
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers
    visitor.get(f"/L/{number}", expect=expect)
    return visitor.text


def allotted(cast: Cast, username: str = "nagari.pessel") -> str:
    """A number of a block that a village's laptop may give out."""
    person, number = cast.officer(username).person, new_number()
    office, village, person_id = person.office_id, person.village_code, person.id
    now = datetime.now(UTC)
    with write() as session:
        device = Device(ref=key(), office_id=office, village_code=village, person_id=person_id,
                        label="Laptop kantor", key="x", made_at=now, seen_at=now)  # fmt: skip
        session.add(device)
        session.flush()
        session.add(
            NumberBlock(ref=key(), device_id=device.id, village_code=village, at=now, key_id="1",
                        signature="x", numbers=[AllottedNumber(number=number, place=1)])
        )  # fmt: skip
    return number


def seen(cast: Cast, ref: str) -> Reading:
    db.session.rollback()
    registration = registration_for(cast.officer("staf.pessel"), ref)
    assert registration is not None
    return read(registration, cast.catalogue, time.now())


def journey(cast: Cast, office: Village, ref: str) -> Iterator[None]:
    """Draft, sent, returned, sent, taken in, returned, completed and taken back."""
    yield
    office.send(ref, papers_later=True)
    yield
    reading = seen(cast, ref)
    kk = next(sheet.need for sheet in reading.sheets if sheet.need.field == "kk")
    send_back(cast.officer("staf.pessel"), ref, cast.sop(P22), [(kk, "tidak_terbaca")],
              note="rahasia", version=office.of(ref).version, key=key())  # fmt: skip
    yield
    office.send(ref, papers_later=True)
    yield
    arrival = seen(cast, ref).arrival
    assert arrival is not None
    case_ref = accept(cast.officer("staf.pessel"), arrival, key=key())
    yield
    stamp = Leaving(papers=(("sptjm", "tanpa_meterai"),), note="rahasia")
    cast.move("staf.pessel", case_ref, Move.KEMBALIKAN, stamp)
    yield
    complete(office.officer, ref, key=key())
    cast.move("staf.pessel", case_ref, Move.TERIMA_KEMBALI, Leaving())
    yield


def test_the_same_number_from_the_draft_to_the_completed_case(cast: Cast, visitor: Browser) -> None:
    # Lumpo, for the Dinas itself stands in Painan and says so.
    lumpo = Village(cast, "nagari2.pessel")
    ref = lumpo.draft(size=2)
    number, typed = lumpo.of(ref).number, lumpo.of(ref).typed
    hidden = [person[what] for person in typed["persons"] for what in ("name", "nik")]
    hidden += [lumpo.of(ref).village.name, typed["kk_no"], typed["address"], ref]
    hidden += ["Operator", "rahasia"]

    pages = [told(visitor, number) for _ in journey(cast, lumpo, ref)]

    expected = (
        ("Didaftarkan oleh kantor Wali Nagari", "belum sampai di Dinas Sosial"),
        ("Didaftarkan oleh kantor Wali Nagari", "belum memeriksa berkas Anda"),
        ("Kantor Wali Nagari sedang melengkapi berkas Anda", "Tulisannya tidak terbaca"),
        ("Didaftarkan oleh kantor Wali Nagari", "belum memeriksa berkas Anda"),
        ("Berkas Anda sudah kami terima", "Petugas akan memeriksa"),
        ("Kantor Wali Nagari sedang melengkapi berkas Anda", "Belum ada meterai"),
        ("Berkas Anda sudah kami terima", "Petugas akan memeriksa"),
    )
    for page, words in zip(pages, expected, strict=True):
        assert all(word in page for word in words), page
        assert f"{number[:5]} {number[5:10]} {number[10:]}" in page
        body = page[page.index(words[0]) :]
        assert not [word for word in hidden if word.lower() in body.lower()]
    assert "Anda tidak perlu datang ke Dinas Sosial" in pages[5]
    assert "Menunggu kantor Wali Nagari" in pages[5]
    assert "Bawa ke loket" not in pages[5]


def test_a_case_from_the_counter_still_asks_the_applicant(cast: Cast, visitor: Browser) -> None:
    case = cast.case(cast.receive(P22))
    leaving = Leaving(papers=(("sptjm", "tanpa_meterai"),))
    cast.move("staf.pessel", case.ref, Move.KEMBALIKAN, leaving)
    page = told(visitor, case.number)
    assert "Ada berkas yang perlu dilengkapi" in page
    assert "Bawa ke loket" in page


def test_a_number_given_out_without_network_is_known_before_its_data_come(
    cast: Cast, painan: Village, visitor: Browser
) -> None:
    number = allotted(cast)
    page = told(visitor, number)
    assert "Didaftarkan oleh kantor Wali Nagari" in page
    assert "belum sampai di Dinas Sosial" in page
    assert "Jenis layanan" not in page

    ref = start(painan.officer, cast.sop(P22), painan.typed(), key=key(), number=number)
    assert "Reaktivasi" in told(visitor, number)
    discard(painan.officer, ref, version=painan.of(ref).version, key=key())
    assert UNKNOWN in told(visitor, number, expect=404)


def test_a_draft_thrown_away_is_as_unknown_as_any_number(painan: Village, visitor: Browser) -> None:
    ref = painan.draft()
    number = painan.of(ref).number
    discard(painan.officer, ref, version=painan.of(ref).version, key=key())
    gone = told(visitor, number, expect=404)
    never = new_number()
    assert gone.replace(number, "") == told(visitor, never, expect=404).replace(never, "")


def test_a_lurah_is_called_a_lurah(cast: Cast, visitor: Browser) -> None:
    office = Village(cast, "nagari.tanjungpinang")
    ref = office.draft(T22)
    assert "kantor Lurah" in told(visitor, office.of(ref).number)
    assert "kantor Lurah" in told(visitor, allotted(cast, "nagari.tanjungpinang"))


@pytest.mark.usefixtures("held")
def test_numbers_of_drafts_and_blocks_are_guessed_within_the_same_budget(
    cast: Cast, painan: Village, visitor: Browser
) -> None:
    known = [painan.of(painan.draft()).number, allotted(cast)]
    for _ in range(PER_ADDRESS):
        visitor.client.get(f"/L/{new_number()}")
    for number in known:
        assert visitor.client.get(f"/L/{number}").status_code == 429
