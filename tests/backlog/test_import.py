"""An old paper book is checked line by line, and goes into the portal whole or not at all."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.backlog import operations
from portal.backlog.model import PaperSheet
from portal.backlog.operations import Upload, stage, take_in
from portal.db import db, write
from portal.journal.model import Event
from portal.journal.queries import faults_in_chains
from portal.letters import numbers
from portal.letters.model import LetterNumber, NumberCounter, NumberSeries, PaperEntry
from portal.letters.numbers import Giving
from portal.people import act
from tests.backlog.tables import YEAR, Row, as_csv, as_xlsx, row, send
from tests.browser import Browser, filled
from tests.cast import P17, T22, Cast
from tests.house.together import at_once

SignIn = Callable[[str], Browser]
PAGE = "/buku-lama"
KEEPER = "staf.pessel"
FORM = "#unggah"


def series_of(cast: Cast, sop_id: str = P17) -> NumberSeries:
    db.session.rollback()
    office = cast.office_of(sop_id)
    return db.session.scalars(
        select(NumberSeries).where(NumberSeries.office_id == office.id).order_by(NumberSeries.id)
    ).first()  # type: ignore[return-value]


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def given() -> list[LetterNumber]:
    db.session.rollback()
    return list(db.session.scalars(select(LetterNumber).order_by(LetterNumber.serial)))


def told(browser: Browser) -> dict[int, str]:
    """The reasons on the open page, by line."""
    found: dict[int, str] = {}
    for line in browser.page.select("section[aria-labelledby='h-salah'] tbody tr"):
        at, column, reason, _ = [" ".join(cell.text.split()) for cell in line.select("td")]
        found[int(at)] = f"{found.get(int(at), '')} {column}: {reason}".strip()
    return found


# The rules are the same on every database; where transactions meet, both are asked.
ONE_ENGINE = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
BROKEN: list[tuple[dict[str, str], str]] = [
    ({"serial": ""}, "No. urut: Nomor urut kosong."),
    ({"serial": "dua"}, "No. urut: Nomor urut harus angka"),
    ({"serial": "0"}, "No. urut: Nomor urut harus angka"),
    ({"serial": "12.5"}, "No. urut: Nomor urut harus angka"),
    ({"serial": "-4"}, "No. urut: Nomor urut harus angka"),
    ({"number": ""}, "Nomor surat: Nomor surat kosong."),
    ({"number": "x" * 121}, "Nomor surat: Paling banyak 120 huruf."),
    ({"number": "460/\u202e9/X"}, "Nomor surat: Ada tanda yang tidak dapat dicetak."),
    ({"on": ""}, "Tanggal: Tanggal kosong."),
    ({"on": "31 Februari 2025"}, "Tanggal: Tanggal tidak dapat dibaca."),
    ({"on": "bulan lalu"}, "Tanggal: Tanggal tidak dapat dibaca."),
    ({"on": "45.000"}, "Tanggal: Tanggal tidak dapat dibaca."),
    ({"on": "3 Maret 2024"}, "Tanggal: Tanggal ini bukan tahun 2025."),
    ({"on": "3 Maret 2099"}, "Tanggal: Tanggal ini belum tiba."),
    ({"name": ""}, "Nama: Nama kosong."),
    ({"name": "-"}, "Nama: Nama kosong."),
    ({"name": "N" * 101}, "Nama: Paling banyak 100 huruf."),
    ({"nik": "130199540890"}, "NIK: NIK harus 16 angka."),
    ({"nik": "1301995413900001"}, "NIK: Tanggal lahir di dalam NIK"),
    ({"nik": "1301995408900000"}, "NIK: Empat angka terakhir NIK"),
    ({"nik": "1,30199540890E+15"}, "NIK: NIK harus 16 angka."),
    ({"village": "V" * 121}, "Nagari: Paling banyak 120 huruf."),
    ({"service": "J" * 201}, "Jenis: Paling banyak 200 huruf."),
    ({"signer": "P" * 121}, "Penandatangan: Paling banyak 120 huruf."),
    ({"handed_on": "besok"}, "Diserahkan tanggal: Tanggal tidak dapat dibaca."),
    ({"handed_on": "1-1-2099"}, "Diserahkan tanggal: Tanggal ini belum tiba."),
    ({"receiver": "R" * 101}, "Penerima: Paling banyak 100 huruf."),
    ({"void": "mungkin"}, "Batal: Isi ya bila nomor ini batal"),
    ({"serial": "7"}, "No. urut: Nomor urut ini ada 2 kali: baris 8, 50."),
    ({"number": "460/8/DINSOS/I/2025"}, "Nomor surat: Nomor surat ini ada 2 kali: baris 9, 51."),
]


@ONE_ENGINE
def test_every_bad_row_is_told_with_line_column_and_reason(cast: Cast, sign_in: SignIn) -> None:
    bad = [row(101 + n, **changes) for n, (changes, _) in enumerate(BROKEN)]
    clerk = sign_in(KEEPER)

    send(clerk, as_csv([row(n) for n in range(1, 21)] + bad))

    found = told(clerk)
    for line, (_, reason) in enumerate(BROKEN, 22):
        assert reason in found[line]
    assert set(found) == {*range(22, 52), 8, 9}, "both of two equal numbers are doubtful"
    assert "Ambil 18 baris ke buku" in clerk.text
    assert given() == []
    assert count(PaperEntry) == 0


@ONE_ENGINE
def test_the_report_goes_with_the_clerk_and_holds_no_formula(cast: Cast, sign_in: SignIn) -> None:
    clerk = sign_in(KEEPER)
    send(clerk, as_csv([row(1), row(2, nik="=1+1"), row(3, on="@besok")]))

    clerk.get(clerk.page.select_one("a[href$='laporan.csv']")["href"])

    text = clerk.body.decode("utf-8-sig")
    assert "3;NIK;salah;NIK harus 16 angka.;'=1+1" in text
    assert "4;Tanggal;salah;" in text
    assert ";'@besok" in text


def test_the_good_rows_go_into_the_book_at_one_press(cast: Cast, sign_in: SignIn) -> None:
    rows = [
        row(1, on="Kamis, 2 Januari 2025", name="=HYPERLINK(\"x\")", handed_on="3 Jan 25"),
        row(2, on="3 Pebruari 2025", name="", nik="", void="ya"),
        row(3, on="4 Nop 2025", service="Surat pengantar ke BPJS"),
    ]  # fmt: skip
    clerk = sign_in(KEEPER)
    send(clerk, as_xlsx(rows), "buku.xlsx")
    assert "Belum diambil" in clerk.text

    clerk.submit("#ambil")

    assert "3 nomor diambil ke buku" in clerk.text
    assert "Sudah diambil" in clerk.text
    assert [(n.serial, n.text, str(n.on), n.state) for n in given()] == [
        (1, "460/1/DINSOS/I/2025", "2025-01-02", "kertas"),
        (2, "460/2/DINSOS/I/2025", "2025-02-03", "batal"),
        (3, "460/3/DINSOS/I/2025", "2025-11-04", "kertas"),
    ]
    first, third = db.session.scalars(select(PaperEntry).order_by(PaperEntry.id))
    assert (first.name, str(first.handed_on)) == ('=HYPERLINK("x")', "2025-01-03")
    assert third.kind == "pengantar"
    events = list(db.session.scalars(select(Event).where(Event.kind == "buku_lama")))
    assert [event.details["tindakan"] for event in events] == ["periksa", "ambil"]
    assert "1301995408900001" not in str([event.details for event in events])
    assert list(faults_in_chains()) == []


@ONE_ENGINE
def test_the_same_file_twice_creates_nothing_new(cast: Cast, sign_in: SignIn) -> None:
    clerk, body = sign_in(KEEPER), as_csv([row(1), row(2)])
    send(clerk, body)
    send(clerk, body, "nama-lain.csv")
    assert "Berkas yang sama diperiksa lagi." in clerk.text
    clerk.submit("#ambil")
    send(clerk, body)

    assert "Berkas ini sudah pernah diambil ke buku." in clerk.text
    assert clerk.page.select_one("#ambil") is None
    assert count(PaperSheet) == 1
    assert [n.serial for n in given()] == [1, 2]


@ONE_ENGINE
def test_a_button_pressed_twice_takes_the_rows_once(cast: Cast, sign_in: SignIn) -> None:
    clerk = sign_in(KEEPER)
    send(clerk, as_csv([row(1), row(2)]))
    form = clerk.page.select_one("#ambil")
    sent = filled(form, clerk.page)

    for _ in range(2):
        clerk.post(str(form["action"]), sent)
        assert "2 nomor diambil" in clerk.text

    assert count(LetterNumber) == 2


def staged(cast: Cast, rows: list[Row], account: str = KEEPER) -> tuple[str, int]:
    """A table checked by a clerk: its ref and version."""
    officer = cast.officer(account)
    upload = Upload(series_of(cast).id, YEAR, "buku.csv", as_csv(rows))
    ref = stage(cast.officer(account), upload, key=f"{officer.id:032d}")
    assert ref is not None
    db.session.rollback()
    found = db.session.scalars(select(PaperSheet).where(PaperSheet.ref == ref)).one()
    return ref, found.version


def test_two_keepers_pressing_at_once_take_the_rows_once(app: Flask, cast: Cast) -> None:
    ref, version = staged(cast, [row(n) for n in range(1, 6)])

    def press(key: str) -> Callable[[], object]:
        return lambda: take_in(cast.officer(KEEPER), ref, version=version, key=key * 32)

    answers = at_once(app, [press("a"), press("b")])

    assert sum(answer == ref for answer in answers) == 1
    assert sum(isinstance(answer, operations.ChangedError) for answer in answers) == 1
    assert count(LetterNumber) == 5


def test_a_press_that_fails_half_way_leaves_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, version = staged(cast, [row(n) for n in range(1, 6)])

    def torn(*_words: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(act, "record", torn)
    with pytest.raises(KeyboardInterrupt):
        take_in(cast.officer(KEEPER), ref, version=version, key="c" * 32)

    assert [count(model) for model in (LetterNumber, PaperEntry, NumberCounter)] == [0, 0, 0]
    monkeypatch.undo()
    assert take_in(cast.officer(KEEPER), ref, version=version, key="d" * 32) == ref
    assert count(PaperEntry) == 5


def test_rows_put_right_later_fill_their_places_in_the_book(cast: Cast, sign_in: SignIn) -> None:
    clerk = sign_in(KEEPER)
    send(clerk, as_csv([row(1), row(2, nik="salah"), row(3)]))
    assert "Nomor urut yang tidak ada: 2." in clerk.text
    clerk.submit("#ambil")

    send(clerk, as_csv([row(2)]))
    clerk.submit("#ambil")

    assert [n.serial for n in given()] == [1, 2, 3]
    counter = db.session.scalars(select(NumberCounter)).one()
    assert (counter.n, str(counter.last_day)) == (3, "2025-01-05")


@ONE_ENGINE
def test_doubtful_things_only_warn(cast: Cast, sign_in: SignIn) -> None:
    clerk = sign_in(KEEPER)

    send(
        clerk,
        as_csv([
            row(1, on="5 Maret"), row(3, on="4/3/25", handed_on="3-3-2025"), row(9, nik=""),
            row(10, number="460/LAMA/DINSOS"), row(11, void="ya", name="", on=""),
        ]),
    )  # fmt: skip

    assert "Tanggal mundur: nomor 1 bertanggal sesudahnya." in clerk.text
    assert "Nomor urut yang tidak ada: 2, 4–8." in clerk.text
    assert "Diserahkan sebelum tanggal surat." in clerk.text
    assert "NIK kosong." in clerk.text
    assert "Nomor urut tidak ada di dalam nomor surat." in clerk.text
    assert "Tanggal kosong; nomor batal ini memakai 12 Januari 2025." in clerk.text
    assert "Ambil 5 baris ke buku" in clerk.text


def test_once_the_portal_numbers_only_reserved_numbers_are_open(
    cast: Cast, sign_in: SignIn
) -> None:
    series = series_of(cast)
    day = date(YEAR, 3, 1)
    with write() as session:
        series = session.get_one(NumberSeries, series.id)
        at = datetime(YEAR, 3, 1, 3, tzinfo=UTC)
        block = numbers.reserve(session, series, Giving("Sekretaris", at, day), 2, "listrik padam")
        texts = [number.text for number in block]
    clerk = sign_in(KEEPER)

    send(
        clerk,
        as_csv([
            row(1, number=texts[0], on="1 Maret 2025"), row(2, number="460/9", on="1 Maret 2025"),
            row(3, on="2 Maret 2025"),
        ]),
    )  # fmt: skip
    assert told(clerk) == {
        3: f"Nomor surat: Nomor cadangan ini tertulis {texts[1]}.",
        4: "No. urut: Buku 2025 sudah bernomor di portal sampai 2, dan nomor urut 3 bukan nomor "
        "cadangan.",
    }
    clerk.submit("#ambil")

    assert [n.state for n in given()] == ["kertas", "cadangan"]


@ONE_ENGINE
def test_a_press_on_an_older_check_takes_nothing(cast: Cast, sign_in: SignIn) -> None:
    clerk, secretary = sign_in(KEEPER), sign_in("sekretaris.pessel")
    for keeper in (clerk, secretary):  # the same file: the table is checked anew
        send(keeper, as_csv([row(1)]))

    clerk.submit("#ambil", expect=409)

    assert "diperiksa lagi" in clerk.page.select_one("[role=alert]").text
    assert given() == []


@ONE_ENGINE
def test_a_place_left_open_is_filled_also_once_the_portal_numbers(
    cast: Cast, sign_in: SignIn
) -> None:
    clerk = sign_in(KEEPER)
    send(clerk, as_csv([row(1), row(3)]))
    clerk.submit("#ambil")
    series_id, day = series_of(cast).id, date(YEAR, 3, 1)
    with write() as session:
        series = session.get_one(NumberSeries, series_id)
        at = datetime(YEAR, 3, 1, 3, tzinfo=UTC)
        numbers.next_number(session, series, Giving("Staf", at, day))

    send(clerk, as_csv([row(2), row(5)]))

    assert "nomor urut 5 bukan nomor cadangan" in told(clerk)[3]
    clerk.submit("#ambil")
    assert sorted(item.serial for item in given()) == [1, 2, 3, 4]


@ONE_ENGINE
def test_a_book_that_moved_on_since_the_check_takes_nothing(cast: Cast, sign_in: SignIn) -> None:
    clerk = sign_in(KEEPER)
    send(clerk, as_csv([row(1), row(2)]))
    first = clerk.path
    send(clerk, as_csv([row(2), row(3)]))
    clerk.submit("#ambil")
    clerk.get(first)

    clerk.submit("#ambil", expect=409)

    assert "Nomor urut 2 sudah ada di buku 2025." in clerk.page.select_one("[role=alert]").text
    assert [n.serial for n in given()] == [2, 3]


def test_another_offices_book_and_table_are_not_there(cast: Cast, sign_in: SignIn) -> None:
    clerk = sign_in(KEEPER)
    send(clerk, as_csv([row(1)]))
    path = clerk.path.split("?", maxsplit=1)[0]
    other = sign_in("staf.tanjungpinang")

    other.get(path, expect=404)
    other.get(f"{path}/laporan.csv", expect=404)
    upload = Upload(series_of(cast).id, YEAR, "buku.csv", as_csv([row(1)]))
    assert stage(cast.officer("staf.tanjungpinang"), upload, key="e" * 32) is None
    ref = path.rsplit("/", 1)[-1]
    assert take_in(cast.officer("staf.tanjungpinang"), ref, version=1, key="f" * 32) is None
    assert not operations.discard(cast.officer("staf.tanjungpinang"), ref, key="g" * 32)
    assert series_of(cast, T22).id != series_of(cast).id
    assert given() == []


@ONE_ENGINE
def test_who_does_not_keep_the_book_does_not_see_it(sign_in: SignIn) -> None:
    for account in ("kasi.pessel", "kadis.pessel", "nagari.pessel"):
        person = sign_in(account)
        for path in (PAGE, f"{PAGE}/catat", f"{PAGE}/contoh.xlsx"):
            person.get(path, expect=403)


@ONE_ENGINE
def test_a_table_that_was_not_taken_in_can_be_thrown_away(cast: Cast, sign_in: SignIn) -> None:
    clerk = sign_in("sekretaris.pessel")
    send(clerk, as_csv([row(1)]))

    clerk.submit("#hapus")

    assert "Berkas buku.csv dihapus." in clerk.text
    assert count(PaperSheet) == 0


@ONE_ENGINE
def test_pasted_rows_are_read_and_kept_when_refused(cast: Cast, sign_in: SignIn) -> None:
    clerk = sign_in("admin.pessel")
    clerk.get(PAGE)
    clerk.submit(FORM, {"year": str(YEAR), "pasted": "Ani\tbeli beras"}, expect=422)
    assert clerk.field("pasted").strip() == "Ani\tbeli beras"
    assert "Baris judul kolom tidak ditemukan." in clerk.page.select_one("[role=alert]").text

    clerk.submit(FORM, {"pasted": as_csv([row(1), row(2)], "\t").decode()})

    assert "Ambil 2 baris ke buku" in clerk.text


@ONE_ENGINE
def test_the_template_can_be_filled_in_and_checked(cast: Cast, sign_in: SignIn) -> None:
    clerk = sign_in(KEEPER)
    clerk.get(f"{PAGE}/contoh.xlsx")

    send(clerk, clerk.body, "contoh-buku-lama.xlsx")

    assert "Tidak ada baris yang dapat diambil." in clerk.text


@ONE_ENGINE
def test_nothing_sent_is_asked_for_again(sign_in: SignIn) -> None:
    clerk = sign_in(KEEPER)
    clerk.get(PAGE)

    clerk.submit(FORM, {"year": str(YEAR)}, expect=422)

    assert "Pilih berkasnya, atau tempel barisnya." in clerk.page.select_one("[role=alert]").text


@ONE_ENGINE
def test_a_serial_far_beyond_the_last_known_one_is_a_fault(cast: Cast, sign_in: SignIn) -> None:
    clerk = sign_in(KEEPER)

    send(clerk, as_csv([row(1), row(2), row(400), row(900), row(1401), row(999999)]))

    faults = told(clerk)
    assert sorted(faults) == [6, 7], "gaps of five hundred may be; 1401 and 999999 leap"
    assert "No. urut: Nomor urut 1401 melompat jauh dari nomor 900" in faults[6]
    assert "melompat jauh dari nomor 900" in faults[7]
    clerk.submit("#ambil")
    assert [item.serial for item in given()] == [1, 2, 400, 900]
    send(clerk, as_csv([row(1390), row(1401)]))
    assert told(clerk) == {}, "the book's own last number counts too"


@ONE_ENGINE
@pytest.mark.parametrize(
    ("number", "warned"),
    [("460/X/2025", True), ("460/12/2025", True), ("460/2/X", False), ("460/002/X", False)],
)
def test_a_serial_must_stand_in_its_number_as_a_group_of_its_own(
    number: str, warned: bool, cast: Cast, sign_in: SignIn
) -> None:
    clerk = sign_in(KEEPER)

    send(clerk, as_csv([row(2, number=number)]))

    assert ("Nomor urut tidak ada di dalam nomor surat." in clerk.text) is warned
