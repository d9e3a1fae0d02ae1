"""The decrees that removed PBI members: added and corrected, each change on the record."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from portal.db import db
from portal.journal.queries import faults_in_chains
from portal.registers.model import Decree
from tests.browser import Browser, filled
from tests.cast import P22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.settings.test_calendar import changes

SignIn = Callable[[str], Browser]
PAGE = "/pengaturan/sk"
ADD = "form[action='/pengaturan/sk']"
DECREE = {"number": "7/HUK/2026", "issued": "2026-06-02", "in_force": "2026-07-01", "months": "6"}


def decree_of(number: str) -> Decree:
    db.session.rollback()  # a fresh look, not the snapshot of before
    return db.session.scalars(select(Decree).where(Decree.number == number)).one()


def test_an_added_decree_stands_in_the_list_and_on_the_record(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)

    admin.submit(ADD, DECREE)

    assert "SK 7/HUK/2026 ditambahkan." in admin.text
    assert "2 Juni 2026" in admin.page.select_one("tbody").text
    found = decree_of("7/HUK/2026")
    assert (found.issued, found.in_force, found.months) == (
        date(2026, 6, 2), date(2026, 7, 1), 6,
    )  # fmt: skip
    (event,) = changes("sk")
    assert event.person_name == "Dodi Saputra"
    assert event.details["ditetapkan"] == "2026-06-02"
    assert list(faults_in_chains()) == []


def test_the_day_in_force_may_be_left_open(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)

    admin.submit(ADD, DECREE | {"in_force": ""})

    assert decree_of("7/HUK/2026").in_force is None


def test_a_form_sent_twice_adds_one_decree(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)
    sent = filled(admin.page.select_one(ADD), admin.page) | DECREE

    for _ in range(2):
        admin.post(PAGE, sent)
        assert "SK 7/HUK/2026 ditambahkan." in admin.text

    assert len(changes("sk")) == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"number": ""}, "Isi nomor SK."),
        ({"number": "x" * 61}, "Paling banyak 60 huruf."),
        ({"issued": "2099-01-01"}, "Tanggal ini belum tiba."),
        ({"issued": "32-01-2026"}, "Tulis tanggal seperti 23-11-2026."),
        ({"in_force": "besok"}, "Tulis tanggal seperti 23-11-2026."),
        ({"months": "0"}, "Batas antara 1 dan 60 bulan."),
        ({"months": "enam"}, "Isi dengan angka."),
        ({"months": ""}, "Isi batas bulan."),
    ],
)
def test_a_decree_that_cannot_be_right_is_refused_with_its_reason(
    wrong: dict[str, str], told: str, cast: Cast, sign_in: SignIn
) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)

    admin.submit(ADD, DECREE | wrong, expect=422)

    assert told in admin.page.select_one("[role=alert]").text
    typed = DECREE | wrong
    assert {name: admin.field(name) for name in typed} == typed
    assert changes("sk") == []


def test_a_number_that_is_listed_already_is_refused(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)
    admin.submit(ADD, DECREE)

    admin.submit(ADD, DECREE | {"issued": "2026-06-03"}, expect=422)

    assert "SK 7/HUK/2026 sudah ada di daftar." in admin.page.select_one("[role=alert]").text
    assert decree_of("7/HUK/2026").issued == date(2026, 6, 2)


def test_a_corrected_date_is_written_down_with_the_one_before(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)
    admin.submit(ADD, DECREE)
    admin.get(f"/pengaturan/sk/{decree_of('7/HUK/2026').id}/tanggal")
    assert (admin.field("issued"), admin.field("in_force")) == ("2026-06-02", "2026-07-01")

    admin.submit("main form", {"issued": "03-06-2026"})

    assert "Tanggal SK 7/HUK/2026 dibetulkan." in admin.text
    assert decree_of("7/HUK/2026").issued == date(2026, 6, 3)
    details = changes("sk")[-1].details
    assert details["semula"]["ditetapkan"] == "2026-06-02"
    assert details["menjadi"]["ditetapkan"] == "2026-06-03"


def test_a_correction_that_cannot_be_right_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)
    admin.submit(ADD, DECREE)
    admin.get(f"/pengaturan/sk/{decree_of('7/HUK/2026').id}/tanggal")

    admin.submit("main form", {"issued": "kemarin"}, expect=422)

    assert admin.field("issued") == "kemarin"
    assert admin.page.title.text.startswith("Salah: Betulkan tanggal SK 7/HUK/2026")
    assert decree_of("7/HUK/2026").issued == date(2026, 6, 2)


def test_a_correction_does_not_rewrite_what_an_officer_saw(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case_at(P22, 3)
    seen = next(item for item in case.findings if item.kind == "sk_nonaktif")
    number, issued = seen.decree_number, seen.decree_issued
    admin = sign_in("admin.pessel")
    admin.get(f"/pengaturan/sk/{decree_of(number).id}/tanggal")

    admin.submit("main form", {"issued": "2026-01-05"})

    again = next(item for item in cast.case(case.ref).findings if item.id == seen.id)
    assert again.decree_issued == issued


def test_a_decree_that_is_not_there_is_not_found(sign_in: SignIn) -> None:
    sign_in("admin.pessel").get("/pengaturan/sk/9999/tanggal", expect=404)


def test_a_clerk_cannot_add_a_decree(cast: Cast, sign_in: SignIn) -> None:
    sign_in("staf.pessel").post(PAGE, DECREE, expect=403)

    assert changes("sk") == []
