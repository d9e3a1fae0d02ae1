"""Signing in and out: who gets in, for how long, and what a thief of a cookie can do."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.app import create_app
from portal.db import db, write
from portal.demo.cast import PASSWORD
from portal.journal.model import Event
from portal.people.model import LoginSession, Person
from portal.people.operations import ABSOLUTE, IDLE, IDLE_SIGNER
from tests.browser import Browser
from tests.conftest import open_session, settings_for

SignIn = Callable[[str], Browser]


def enter(browser: Browser, username: str, password: str, expect: int = 422) -> BeautifulSoup:
    browser.get("/masuk")
    return browser.submit(
        "form[action='/masuk']", {"username": username, "password": password}, expect=expect
    )


def as_text(page: BeautifulSoup) -> str:
    """The page without its token and the name that was typed."""
    for tag in page.select("input[type=hidden], input[name=username]"):
        tag.decompose()
    return str(page.main)


def test_name_and_password_open_the_own_queue(visitor: Browser) -> None:
    enter(visitor, " KASI.Pessel ", PASSWORD, 200)

    assert visitor.path.startswith("/antrean")
    assert "Hendri Putra" in visitor.text


def test_a_wrong_password_and_an_unknown_name_get_the_very_same_page(visitor: Browser) -> None:
    wrong = as_text(enter(visitor, "kasi.pessel", "bukan-sandinya"))
    unknown = as_text(enter(visitor, "tidak.ada", "bukan-sandinya"))

    assert wrong == unknown
    assert "belum benar" in wrong
    assert visitor.client.get_cookie("sesi") is None


def test_someone_who_left_gets_that_same_page(app: Flask, visitor: Browser) -> None:
    wrong = as_text(enter(visitor, "kasi.pessel", "bukan-sandinya"))
    with app.app_context(), write() as session:
        person = session.scalars(select(Person).where(Person.username == "kasi.pessel")).one()
        person.active = False

    assert as_text(enter(visitor, "kasi.pessel", PASSWORD)) == wrong


def test_after_ten_wrong_passwords_the_account_rests(visitor: Browser) -> None:
    for _ in range(10):
        enter(visitor, "kasi.pessel", "salah")
    enter(visitor, "kasi.pessel", PASSWORD, 429)
    assert "Terlalu sering mencoba" in visitor.text

    enter(visitor, "staf.pessel", PASSWORD, 200)


def test_a_right_password_makes_nine_slips_forgotten(app: Flask, visitor: Browser) -> None:
    for _ in range(9):
        enter(visitor, "kasi.pessel", "salah")
    enter(visitor, "kasi.pessel", PASSWORD, 200)

    again = Browser(app)
    for _ in range(9):
        enter(again, "kasi.pessel", "salah")
    enter(again, "kasi.pessel", PASSWORD, 200)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask) -> None:
    browser = Browser(app)
    browser.get("/masuk")
    token = browser.field("_token")
    answer = browser.client.post(
        "/masuk", data={"_token": token, "username": "kasi.pessel", "password": PASSWORD}
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("sesi=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_over_tls_the_cookie_is_bound_to_the_host(
    database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plain = settings_for(database_url, tmp_path_factory.mktemp("tls"))
    app = create_app(type(plain)(**{**vars(plain), "public_url": "https://dinsos.contoh.go.id"}))
    browser = Browser(app)
    https = {"base_url": "https://dinsos.contoh.go.id"}
    browser.get("/masuk", **https)
    data = {"_token": browser.field("_token"), "username": "kasi.pessel", "password": PASSWORD}
    answer = browser.client.post("/masuk", data=data, **https)
    assert answer.headers["Set-Cookie"].startswith("__Host-sesi=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_database_does_not_hold_the_cookie(app: Flask) -> None:
    token = open_session(app, "kasi.pessel")
    with app.app_context():
        stored = list(db.session.scalars(select(LoginSession.token_sha256)))
    assert all(token not in value for value in stored)


def test_signing_out_kills_a_copied_cookie_too(app: Flask, sign_in: SignIn) -> None:
    browser, thief = sign_in("kasi.pessel"), Browser(app)
    thief.client.set_cookie("sesi", browser.client.get_cookie("sesi").value)  # type: ignore[union-attr]
    thief.get("/antrean")
    browser.get("/antrean")

    browser.submit("form[action='/keluar']")

    thief.get("/antrean", expect=401)
    assert "Sesi Anda berakhir" in thief.text


@pytest.mark.parametrize(
    ("username", "idle"), [("staf.pessel", IDLE), ("kadis.pessel", IDLE_SIGNER),
                           ("kabid.pessel", IDLE_SIGNER), ("admin.pessel", IDLE_SIGNER)],
)  # fmt: skip
def test_an_idle_session_ends(app: Flask, username: str, idle: timedelta) -> None:
    for ago, code in ((idle - timedelta(minutes=1), 200), (idle + timedelta(minutes=1), 401)):
        browser = Browser(app)
        browser.client.set_cookie("sesi", open_session(app, username, at=clock.now() - ago))
        browser.get("/antrean", expect=code)


def test_even_a_busy_session_ends_after_ten_hours(app: Flask) -> None:
    browser = Browser(app)
    began = clock.now() - ABSOLUTE - timedelta(minutes=1)
    browser.client.set_cookie("sesi", open_session(app, "staf.pessel", at=began))
    seen(app, clock.now())

    browser.get("/antrean", expect=401)


def seen(app: Flask, at: datetime) -> None:
    """The session was in use just now."""
    with app.app_context(), write() as session:
        for found in session.scalars(select(LoginSession)):
            found.seen_at = at


def test_work_keeps_a_session_alive(app: Flask) -> None:
    browser = Browser(app)
    began = clock.now() - timedelta(minutes=50)
    browser.client.set_cookie("sesi", open_session(app, "staf.pessel", at=began))
    browser.get("/antrean")
    with app.app_context():
        found = db.session.scalars(select(LoginSession)).one()
        assert clock.now() - found.seen_at < timedelta(minutes=1)


def test_an_invented_cookie_opens_nothing(visitor: Browser) -> None:
    for value in ("x", "0" * 43, "' OR 1=1 --"):
        visitor.client.set_cookie("sesi", value)
        visitor.get("/antrean", expect=401)


def test_someone_without_an_account_is_led_to_the_sign_in_page_and_back(visitor: Browser) -> None:
    visitor.get("/berkas?keadaan=selesai")
    assert visitor.path.startswith("/masuk")

    visitor.submit("form[action='/masuk']", {"username": "kasi.pessel", "password": PASSWORD})
    assert visitor.path == "/berkas?keadaan=selesai"


@pytest.mark.parametrize(
    "target",
    ["https://jahat.example/", "//jahat.example", "/\\jahat.example", "/\t/jahat.example",
     "/\n/jahat.example", "\\\\jahat.example", "javascript:alert(1)", " //jahat.example",
     "/%09/jahat.example", "/\r/jahat.example"],
)  # fmt: skip
def test_signing_in_never_leads_to_another_site(app: Flask, target: str) -> None:
    browser = Browser(app)
    browser.get("/masuk")
    data = {
        "_token": browser.field("_token"), "username": "kasi.pessel", "password": PASSWORD,
        "next": target,
    }  # fmt: skip
    with app.app_context():
        answer = browser.client.post("/masuk", data=data)
    where = answer.headers["Location"]
    assert where.startswith("/")
    assert not where.startswith(("//", "/\\")), where
    assert not where.lstrip("/\\\t\r\n ").startswith("jahat"), where


@pytest.mark.parametrize("path", ["/", "/lacak", "/masuk", "/layanan/pessel-2017-bpjs", "/tidak"])
def test_public_pages_set_no_cookie(visitor: Browser, path: str) -> None:
    answer = visitor.client.get(path)
    assert "Set-Cookie" not in answer.headers


def test_each_sign_in_is_recorded_and_a_failed_one_leaves_no_session(
    app: Flask, visitor: Browser
) -> None:
    enter(visitor, "kasi.pessel", "salah")
    enter(visitor, "kasi.pessel", PASSWORD, 200)
    with app.app_context():
        assert list(db.session.scalars(select(Event.kind))) == ["masuk"]
        assert db.session.scalar(select(func.count()).select_from(LoginSession)) == 1
