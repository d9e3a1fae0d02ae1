"""The working calendar: an admin adds and removes days, each change on the record."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from portal.db import db
from portal.journal.model import Event
from portal.journal.queries import faults_in_chains
from portal.offices.model import DayOff, Ramadan
from portal.offices.office_clock import clock_of
from portal.settings import operations
from portal.settings.operations import DayKind, TakenError
from tests.browser import Browser, filled
from tests.cast import P17, T22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture

SignIn = Callable[[str], Browser]
PAGE = "/pengaturan/kalender?tahun=2031"
ADD_DAY = "form[action*='/kalender/hari?']"
ADD_RAMADAN = "form[action*='/kalender/ramadan?']"
LOCAL = {"day": "2031-04-15", "name": "Hari jadi kabupaten", "kind": "daerah"}


def works_on(cast: Cast, sop_id: str, day: date) -> bool:
    """Whether the office of an SOP works on a day."""
    db.session.rollback()  # a fresh look, not the snapshot of before
    return clock_of(cast.office_of(sop_id)).calendar.is_working_day(day)


def changes(kind: str = "kalender") -> list[Event]:
    """The changes on the record, the oldest first."""
    return list(db.session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def removal_of(admin: Browser, day: str) -> str:
    """The form that removes a day, by the words of its row."""
    (row,) = [row for row in admin.page.select("tbody tr") if day in row.text]
    return f"form[action='{row.form['action']}']"


def test_an_offices_own_day_off_is_its_own_alone(cast: Cast, sign_in: SignIn) -> None:
    day = date(2031, 4, 15)
    assert works_on(cast, P17, day)
    admin = sign_in("admin.pessel")
    admin.get(PAGE)

    admin.submit(ADD_DAY, LOCAL)

    assert admin.path.startswith("/pengaturan/kalender?tahun=2031&kabar=")
    assert "Hari jadi kabupaten" in admin.page.select_one("tbody").text
    assert not works_on(cast, P17, day)
    assert works_on(cast, T22, day)
    assert "Hari jadi kabupaten" not in sign_in("admin.tanjungpinang").get(PAGE).text


def test_adding_a_day_is_told_and_written_down(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)

    admin.submit(ADD_DAY, LOCAL)

    assert "Selasa, 15 April 2031 ditambahkan: Hari jadi kabupaten." in admin.text
    (event,) = changes()
    assert event.person_name == "Dodi Saputra"
    assert event.office_id == cast.office_of(P17).id
    assert event.details["tindakan"] == "tambah"
    assert event.details["hari"] == "2031-04-15"
    assert list(faults_in_chains()) == []


def test_a_form_sent_twice_adds_one_day(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)
    form = admin.page.select_one(ADD_DAY)
    sent = filled(form, admin.page) | LOCAL

    for _ in range(2):
        admin.post(form["action"], sent)
        assert "ditambahkan" in admin.text

    assert len(changes()) == 1
    days = select(DayOff).where(DayOff.day == date(2031, 4, 15))
    assert len(list(db.session.scalars(days))) == 1


def test_a_day_that_is_off_already_is_refused_and_nothing_typed_is_lost(
    cast: Cast, sign_in: SignIn
) -> None:
    admin = sign_in("admin.pessel")
    admin.get("/pengaturan/kalender?tahun=2026")

    admin.submit(ADD_DAY, LOCAL | {"day": "17-08-2026"}, expect=422)

    assert "Tanggal ini sudah ada di kalender" in admin.page.select_one("[role=alert]").text
    assert admin.field("name") == "Hari jadi kabupaten"
    assert admin.field("day") == "17-08-2026"
    assert changes() == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"day": ""}, "Isi tanggalnya."),
        ({"day": "31-02-2031"}, "Tulis tanggal seperti 23-11-2026."),
        ({"day": "0031-04-15"}, "Tahun harus 2000 sampai 2100."),
        ({"name": "   "}, "Isi nama hari libur."),
        ({"name": "x" * 151}, "Paling banyak 150 huruf."),
        ({"kind": "sisipan"}, "Pilih salah satu dari daftar."),
    ],
)
def test_a_day_that_cannot_be_right_is_refused_with_its_reason(
    wrong: dict[str, str], told: str, cast: Cast, sign_in: SignIn
) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)

    admin.submit(ADD_DAY, LOCAL | wrong, expect=422)

    assert told in admin.page.select_one("[role=alert]").text
    assert admin.page.title.text.startswith("Salah: ")
    assert admin.field("day") == (LOCAL | wrong)["day"]
    assert changes() == []


def test_a_day_may_be_typed_as_officials_write_it(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)

    admin.submit(ADD_DAY, LOCAL | {"day": "15/04/2031"})

    assert not works_on(cast, P17, date(2031, 4, 15))


def test_a_removed_day_is_a_working_day_again(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)
    admin.submit(ADD_DAY, LOCAL)

    admin.submit(removal_of(admin, "15 April 2031"))

    assert works_on(cast, P17, date(2031, 4, 15))
    assert "Selasa, 15 April 2031 dihapus dari kalender: Hari jadi kabupaten." in admin.text
    assert [event.details["tindakan"] for event in changes()] == ["tambah", "hapus"]


def test_removing_a_national_day_is_on_the_record_as_everyones(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get("/pengaturan/kalender?tahun=2026")

    admin.submit(removal_of(admin, "25 Desember 2026"))

    assert works_on(cast, P17, date(2026, 12, 25))
    assert changes()[-1].details["semua_kantor"] is True


def test_another_offices_day_cannot_be_removed(cast: Cast, sign_in: SignIn) -> None:
    theirs = sign_in("admin.tanjungpinang")
    theirs.get(PAGE)
    theirs.submit(ADD_DAY, LOCAL)
    day_id = db.session.scalars(select(DayOff.id).where(DayOff.day == date(2031, 4, 15))).one()

    gone = operations.remove_day_off(cast.officer("admin.pessel"), day_id, key="a" * 32)

    assert gone is None
    assert not works_on(cast, T22, date(2031, 4, 15))


def test_a_day_another_admin_removed_first_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    one, other = sign_in("admin.pessel"), sign_in("admin.pessel")
    one.get(PAGE)
    one.submit(ADD_DAY, LOCAL)
    other.get(PAGE)
    form = removal_of(one, "15 April 2031")
    one.submit(form)

    other.submit(form, expect=404)

    assert len(changes()) == 2


def test_a_removal_sent_twice_is_answered_like_the_first(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)
    admin.submit(ADD_DAY, LOCAL)
    form = admin.page.select_one(removal_of(admin, "15 April 2031"))
    sent = filled(form, admin.page)

    for _ in range(2):
        admin.post(form["action"], sent)
        assert "dihapus dari kalender" in admin.text

    assert len(changes()) == 2


def test_a_year_without_a_decree_is_warned_of(sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    warning = "Hari libur 2031 belum dimasukkan."

    assert warning in admin.get(PAGE).text
    admin.submit(ADD_DAY, LOCAL)
    assert warning in admin.text, "an office's own day is not the ministers' decree"
    admin.submit(ADD_DAY, LOCAL | {"day": "2031-01-01", "kind": "libur_nasional"})
    assert warning not in admin.text
    assert "belum dimasukkan" not in admin.get("/pengaturan/kalender?tahun=2026").text


@pytest.mark.parametrize("year", ["", "abad", "31", "9999", "0001", "²⁰²⁶"])
def test_a_year_that_cannot_be_read_opens_this_one(year: str, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")

    admin.get("/pengaturan/kalender")
    this_year = admin.page.h1.text
    admin.get(f"/pengaturan/kalender?tahun={year}")

    assert admin.page.h1.text == this_year


def test_a_ramadan_shortens_the_days_of_every_office(cast: Cast, sign_in: SignIn) -> None:
    day = date(2031, 1, 7)
    before = clock_of(cast.office_of(T22)).calendar.spans(day)
    admin = sign_in("admin.pessel")
    admin.get(PAGE)

    admin.submit(ADD_RAMADAN, {"first": "2030-12-26", "last": "2031-01-24"})

    db.session.rollback()  # a fresh look, not the snapshot of before
    office = cast.office_of(T22)
    assert clock_of(office).calendar.spans(day) == office.ramadan.ordinary != before
    assert "Ramadan 26 Desember 2030 sampai 24 Januari 2031 ditambahkan." in admin.text
    assert changes()[-1].details["tindakan"] == "tambah_ramadan"


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2031-01-24", "2030-12-26", "Hari terakhir mendahului hari pertama."),
        ("2030-12-26", "2031-01-25", "Ramadan paling lama 30 hari."),
        ("2027-03-01", "2027-03-20", "Bertumpuk dengan Ramadan 8 Februari 2027"),
        ("2031-01-24", "", "Isi tanggalnya."),
    ],
)
def test_a_ramadan_that_cannot_be_is_refused(
    first: str, last: str, told: str, cast: Cast, sign_in: SignIn
) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)

    admin.submit(ADD_RAMADAN, {"first": first, "last": last}, expect=422)

    assert told in admin.page.select_one("[role=alert]").text
    assert admin.field("first") == first
    assert changes() == []


def test_an_estimated_ramadan_is_removed_and_entered_anew(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get("/pengaturan/kalender?tahun=2027")

    admin.submit("form[action*='2027-02-08']")
    admin.submit(ADD_RAMADAN, {"first": "2027-02-09", "last": "2027-03-10"})

    starts = db.session.scalars(select(Ramadan.first).where(Ramadan.first >= date(2027, 1, 1)))
    assert list(starts) == [date(2027, 2, 9)]
    assert [event.details["tindakan"] for event in changes()] == [
        "hapus_ramadan",
        "tambah_ramadan",
    ]


@pytest.mark.parametrize("first", ["2027-02-09", "kemarin"])
def test_a_ramadan_that_is_not_there_is_not_found(first: str, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)
    form = admin.page.select_one("form[action*='2027-02-08']")
    form["action"] = form["action"].replace("2027-02-08", first)

    # The token was made for another address, so the gate answers before the room does.
    admin.post(form["action"], filled(form, admin.page), expect=403)


def test_two_admins_with_the_same_day_add_it_once(cast: Cast) -> None:
    admin = cast.officer("admin.pessel")
    entry = {"day": date(2031, 4, 15), "name": "Hari jadi", "kind": DayKind.DAERAH}
    operations.add_day_off(admin, **entry, key="a" * 32)

    with pytest.raises(TakenError, match="Hari jadi"):
        operations.add_day_off(admin, **entry, key="b" * 32)


@pytest.mark.parametrize("username", ["staf.pessel", "kadis.pessel", "nagari.pessel"])
@pytest.mark.parametrize("path", ["/pengaturan", "/pengaturan/kalender", "/pengaturan/sk"])
def test_only_the_admin_opens_the_settings(path: str, username: str, sign_in: SignIn) -> None:
    sign_in(username).get(path, expect=403)
