"""A letter written by hand while the power was out stands in the book with both its times."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.backlog.operations import Handwritten, enter_later
from portal.dates import day_of, full_moment
from portal.db import db, write
from portal.journal.model import Event
from portal.letters import numbers
from portal.letters.model import LetterNumber, NumberSeries, PaperEntry
from portal.letters.numbers import Giving
from tests.browser import Browser, filled
from tests.cast import Cast

SignIn = Callable[[str], Browser]
PAGE, FORM = "/buku-lama/catat", "#catat"


@pytest.fixture
def reserved(cast: Cast) -> list[LetterNumber]:
    """Three numbers that the Sekretaris set apart days ago."""
    office_id = cast.officer("staf.pessel").office.id
    at = clock.now() - timedelta(days=3)
    with write() as session:
        query = select(NumberSeries).where(NumberSeries.office_id == office_id)
        series = session.scalars(query).one()
        giving = Giving("Sekretaris", at, day_of(at))
        block = numbers.reserve(session, series, giving, 3, "persediaan laci")
    db.session.rollback()
    return block


def letter(number: LetterNumber, **changes: str) -> dict[str, str]:
    day = max(number.on, day_of(clock.now()) - timedelta(days=2))
    return {
        "number_id": str(number.id),
        "on": day.isoformat(),
        "name": "WARGA CONTOH",
        "nik": "1301 9954 0890 0001",
        "service": "Reaktivasi KIS PBI",
        "signer": "Pejabat Contoh",
        "remark": "listrik padam",
    } | changes


def test_the_line_shows_the_true_date_and_the_time_of_entry(
    reserved: list[LetterNumber], sign_in: SignIn
) -> None:
    clerk, number = sign_in("staf.pessel"), reserved[0]
    sent = letter(number)
    clerk.get(PAGE)

    clerk.submit(FORM, sent)

    db.session.rollback()
    entry = db.session.scalars(select(PaperEntry)).one()
    assert (entry.given.state, entry.given.on.isoformat()) == ("kertas", sent["on"])
    assert entry.nik == "1301995408900001"
    line = clerk.page.select_one("tbody tr").text
    assert "dicatat kemudian" in line
    assert full_moment(entry.recorded_at) in line
    assert number.text in line
    event = db.session.scalars(select(Event).where(Event.kind == "dicatat_kemudian")).one()
    assert event.details["tanggal_surat"] == sent["on"]
    assert number.text not in clerk.page.select_one("select[name=number_id]").text


def test_the_form_sent_twice_writes_one_line(reserved: list[LetterNumber], sign_in: SignIn) -> None:
    clerk = sign_in("staf.pessel")
    clerk.get(PAGE)
    sent = filled(clerk.page.select_one(FORM), clerk.page) | letter(reserved[0])
    clerk.post(PAGE, sent)

    clerk.post(PAGE, sent, expect=422)  # the number is no longer offered

    db.session.rollback()
    assert len(list(db.session.scalars(select(PaperEntry)))) == 1


WRONG = [
    ({"on": "2099-01-01"}, "Tanggal ini belum tiba."),
    ({"on": "2020-01-01"}, "Tanggal surat harus sejak nomor dicadangkan"),
    ({"on": ""}, "Isi tanggal yang tertulis di surat."),
    ({"name": "123"}, "Nama hanya berisi huruf"),
    ({"nik": "1301"}, "NIK harus 16 angka."),
    ({"handed_on": "2020-01-01"}, "Tanggal diserahkan mendahului tanggal surat."),
    ({"signer": ""}, "Isi nama penandatangan."),
    ({"number_id": "999999"}, "Pilih salah satu dari daftar."),
]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_cannot_be_right_is_refused_and_stays_typed(
    reserved: list[LetterNumber], sign_in: SignIn
) -> None:
    clerk = sign_in("staf.pessel")
    clerk.get(PAGE)
    for wrong, told in WRONG:
        typed = letter(reserved[0], **wrong)

        clerk.submit(FORM, typed, expect=422)

        assert told in clerk.page.select_one("[role=alert]").text
        typed.pop("number_id")
        assert {name: clerk.field(name) for name in typed} == typed
    db.session.rollback()
    assert db.session.scalars(select(PaperEntry)).first() is None


def test_another_offices_reserved_number_is_not_there(
    cast: Cast, reserved: list[LetterNumber], sign_in: SignIn
) -> None:
    other = sign_in("staf.solok")
    other.get(PAGE)
    assert "Tidak ada nomor cadangan yang masih kosong." in other.text

    handwritten = Handwritten(on=reserved[0].on, name="WARGA CONTOH")
    assert not enter_later(cast.officer("staf.solok"), reserved[0].id, handwritten, key="a" * 32)
