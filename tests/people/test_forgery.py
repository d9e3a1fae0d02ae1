"""A change counts only when the officer pressed the button on our own page."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.demo.cast import PASSWORD
from portal.journal.model import Event
from portal.letters.queries import letter_of
from portal.people.operations import WRONG_LIMIT
from tests.browser import Browser, filled
from tests.cast import P17, S24, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture

SignIn = Callable[[str], Browser]


def work(browser: Browser) -> tuple[str, dict[str, Any]]:
    form = browser.page.select_one("form#kerja")
    assert form is not None
    return str(form["action"]), filled(form, browser.page)


def events() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Event)) or 0


@pytest.fixture
def at_kasi(cast: Cast, sign_in: SignIn) -> tuple[Cast, Browser, str]:
    """The Kasi with a letter open for initialling."""
    ref = cast.case_at(P17, 4, 0).ref
    kasi = sign_in("kasi.pessel")
    kasi.get(f"/berkas/{ref}")
    return cast, kasi, ref


def unmoved(cast: Cast, ref: str) -> bool:
    case = cast.case(ref)
    return (case.row, case.task) == (4, 0)


def test_a_post_without_the_forms_token_does_nothing(at_kasi: tuple[Cast, Browser, str]) -> None:
    cast, kasi, ref = at_kasi
    address, data = work(kasi)
    before = events()
    for token in (None, "", "x", data["_token"][:-3] + "abc"):
        sent = {**data, "_token": token} if token is not None else data | {"_token": ""}
        kasi.post(address, sent, expect=403)
        assert "Belum ada yang tersimpan" in kasi.text
    assert unmoved(cast, ref)
    assert events() == before


def test_a_token_of_another_session_or_another_address_does_nothing(
    at_kasi: tuple[Cast, Browser, str], sign_in: SignIn
) -> None:
    cast, kasi, ref = at_kasi
    address, data = work(kasi)
    other = sign_in("kasi.pessel")
    other.get(f"/berkas/{ref}")
    _, theirs = work(other)
    kasi.post(address, data | {"_token": theirs["_token"]}, expect=403)

    kasi.get(f"/berkas/{ref}/koreksi")
    form = kasi.page.select_one("form[action$='/koreksi']")
    assert form is not None
    elsewhere = filled(form, kasi.page)["_token"]
    kasi.post(address, data | {"_token": elsewhere}, expect=403)
    assert unmoved(cast, ref)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.jahat.example"},
        {"Origin": "https://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://jahat.example"},
    ],
)
def test_a_form_on_another_site_does_nothing(
    at_kasi: tuple[Cast, Browser, str], headers: dict[str, str]
) -> None:
    cast, kasi, ref = at_kasi
    address, data = work(kasi)

    kasi.post(address, data, expect=403, headers=headers)

    assert "tidak datang dari halaman portal" in kasi.text
    assert unmoved(cast, ref)


def test_our_own_page_is_believed(at_kasi: tuple[Cast, Browser, str]) -> None:
    cast, kasi, ref = at_kasi
    address, data = work(kasi)
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    kasi.post(address, data, headers=headers)
    assert not unmoved(cast, ref)


def test_a_doubled_token_or_version_is_not_guessed_at(at_kasi: tuple[Cast, Browser, str]) -> None:
    cast, kasi, ref = at_kasi
    address, data = work(kasi)
    kasi.post(address, data | {"version": ["1", data["version"]]}, expect=400)
    kasi.post(address, data | {"_token": ["x", data["_token"]]}, expect=400)
    assert unmoved(cast, ref)


def test_another_desks_row_cannot_be_done_by_writing_its_address(
    cast: Cast, sign_in: SignIn
) -> None:
    mine, theirs = cast.case_at(P17, 4, 0).ref, cast.case_at(P17, 5, 0).ref
    kasi = sign_in("kasi.pessel")
    kasi.get(f"/berkas/{theirs}")
    assert "lanjut" not in kasi.moves
    kasi.get(f"/berkas/{mine}")
    _, data = work(kasi)

    kasi.post(f"/berkas/{theirs}/lanjut", data, expect=403)
    kasi.get(f"/berkas/{theirs}/tolak", expect=403)

    case = cast.case(theirs)
    assert (case.row, case.task, case.outcome) == (5, 0, None)


@pytest.fixture
def at_kadis(cast: Cast, sign_in: SignIn) -> tuple[Cast, Browser, str]:
    """The head of the office with a letter open for signing."""
    ref = cast.case_at(S24, 6, 0).ref
    kadis = sign_in("kadis.solok")
    kadis.get(f"/berkas/{ref}")
    return cast, kadis, ref


def signed(cast: Cast, ref: str) -> bool:
    letter = letter_of(cast.case(ref))
    assert letter is not None
    return letter.signed_at is not None


def test_a_script_cannot_sign(at_kadis: tuple[Cast, Browser, str]) -> None:
    cast, kadis, ref = at_kadis
    address, data = work(kadis)

    kadis.post(address, data | {"secret": PASSWORD}, expect=403, headers={"HX-Request": "true"})

    assert not signed(cast, ref)


@pytest.mark.parametrize("secret", ["", "salah", PASSWORD.upper(), PASSWORD + " x"])
def test_a_wrong_password_does_not_sign(at_kadis: tuple[Cast, Browser, str], secret: str) -> None:
    cast, kadis, ref = at_kadis

    kadis.submit("#kerja", {"secret": secret}, expect=422)

    assert not signed(cast, ref)
    assert kadis.field("secret") == ""


def test_guessing_the_signing_password_is_stopped(at_kadis: tuple[Cast, Browser, str]) -> None:
    cast, kadis, ref = at_kadis
    for _ in range(WRONG_LIMIT):
        kadis.submit("#kerja", {"secret": "salah"}, expect=422)

    kadis.submit("#kerja", {"secret": PASSWORD}, expect=422)

    assert "Terlalu sering salah" in kadis.text
    assert not signed(cast, ref)


def test_the_password_is_never_shown_again_on_a_refused_page(
    at_kadis: tuple[Cast, Browser, str],
) -> None:
    cast, kadis, ref = at_kadis
    address, data = work(kadis)
    sentence = "kata sandi yang panjang sekali"
    kadis.post(address, data | {"version": "0", "secret": sentence}, expect=409)
    assert sentence not in kadis.text
    assert not signed(cast, ref)
