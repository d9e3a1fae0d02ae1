"""The sheet of the letters: paper, font and margins, within limits, for letters to come."""

from collections.abc import Callable

import pypdfium2
import pytest

from portal.db import db
from portal.journal.model import Event
from portal.offices.model import Office
from tests.browser import Browser, filled
from tests.cast import P17, Cast
from tests.settings import test_calendar

SignIn = Callable[[str], Browser]
PAGE, FORM = "/pengaturan/surat", "#lembar"
POINT = 25.4 / 72  # mm
NEW = {
    "paper": "a4", "font": "serif", "font_points": "10.5", "top": "15", "right": "25",
    "bottom": "20", "left": "30",
}  # fmt: skip


def changes() -> list[Event]:
    db.session.rollback()  # a fresh look, not the snapshot of before
    return test_calendar.changes("lembar_surat")


def office_of(cast: Cast) -> Office:
    db.session.rollback()
    return cast.office_of(P17)


def test_the_sheet_that_was_set_is_the_one_letters_get(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)

    admin.submit(FORM, NEW)

    assert "Lembar surat disimpan." in admin.text
    assert {name: chosen(admin, name) for name in NEW} == NEW
    office = office_of(cast)
    assert (office.paper, office.font, office.font_points) == ("a4", "serif", 10.5)
    assert office.margins == {"top": 15, "right": 25, "bottom": 20, "left": 30}
    (event,) = changes()
    assert (event.details["semula"]["paper"], event.details["menjadi"]["paper"]) == ("f4", "a4")


def chosen(browser: Browser, name: str) -> str:
    option = browser.page.select_one(f"select[name='{name}'] option[selected]")
    return str(option["value"]) if option else browser.field(name)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_sample_letter_shows_the_sheet(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    sizes = []
    for paper in ("f4", "a4"):
        admin.get(PAGE)
        admin.submit(FORM, {"paper": paper})
        admin.get(f"{PAGE}/contoh.pdf")
        with pypdfium2.PdfDocument(admin.body) as pdf:
            page = pdf[0]
            sizes.append([round(side * POINT) for side in page.get_size()])
            words = page.get_textpage().get_text_range()
        assert "SURAT CONTOH" in words
        assert "WARGA CONTOH" in words
    assert sizes == [[215, 330], [210, 297]]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_margin_beyond_its_limits_is_refused_and_stays_typed(cast: Cast, sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)
    for name, value, told in (
        ("top", "7", "Antara 8 dan 30 mm."), ("top", "31", "Antara 8 dan 30 mm."),
        ("right", "9", "Antara 10 dan 30 mm."), ("bottom", "14", "Antara 18 dan 30 mm."),
        ("left", "41", "Antara 15 dan 40 mm."), ("left", "lebar", "Isi dengan angka."),
        ("left", "", "Antara 15 dan 40 mm."), ("paper", "a3", "Pilih salah satu dari daftar."),
        ("font_points", "13", "Pilih salah satu dari daftar."),
    ):  # fmt: skip
        admin.get(PAGE)
        admin.submit(FORM, {name: value}, expect=422)
        assert told in admin.page.select_one("[role=alert]").text
        if name not in ("paper", "font_points"):
            assert admin.field(name) == value
    assert changes() == []


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_page_opened_before_another_change_overwrites_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    one, other = sign_in("admin.pessel"), sign_in("admin.pessel")
    for admin in (one, other):
        admin.get(PAGE)
    sent = filled(one.page.select_one(FORM), one.page) | {"top": "20"}
    one.post(PAGE, sent)
    one.post(PAGE, sent)  # the same form again

    other.submit(FORM, {"top": "25"}, expect=409)

    assert "Orang lain baru saja mengubah lembar surat." in other.text
    assert other.field("top") == "25"
    assert office_of(cast).margins["top"] == 20
    assert len(changes()) == 1


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_only_the_admin_sets_the_sheet(cast: Cast, sign_in: SignIn) -> None:
    for account in ("sekretaris.pessel", "staf.pessel"):
        person = sign_in(account)
        person.get(PAGE, expect=403)
        person.get(f"{PAGE}/contoh.pdf", expect=403)
    sign_in("staf.pessel").post(PAGE, NEW, expect=403)
    assert office_of(cast).paper == "f4"
