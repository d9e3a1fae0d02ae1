"""The inbox on either database: its order, its pages, and two who press at the same moment."""

import secrets
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock as time
from portal.cases.model import Case
from portal.db import db
from portal.intake.arrivals import read
from portal.intake.incoming import accept
from portal.registration.queries import registration_for
from tests.browser import Browser
from tests.cast import P17, P22, Cast
from tests.house.together import at_once
from tests.registration.families import Village

SignIn = Callable[[str], Browser]


@pytest.fixture
def painan(cast: Cast) -> Village:
    """The village office that sends."""
    return Village(cast)


def test_presses_in_the_same_moment_make_one_case(app: Flask, cast: Cast, painan: Village) -> None:
    ref = painan.sent()
    registration = registration_for(cast.officer("staf.pessel"), ref)
    assert registration is not None
    wanted = read(registration, cast.catalogue, time.now()).arrival
    assert wanted is not None

    def press() -> str:
        return accept(cast.officer("staf.pessel"), wanted, key=secrets.token_hex(16))

    db.session.rollback()
    answers = at_once(app, [press] * 5)

    assert len(set(answers)) == 1, answers
    assert db.session.scalar(select(func.count()).select_from(Case)) == 1


def test_emergencies_first_then_the_oldest_page_by_page(
    cast: Cast, painan: Village, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.intake.queries.PAGE_SIZE", 2)
    calm = [painan.sent(P22) for _ in range(3)]
    urgent = Village(cast, "nagari2.pessel").sent(P17)
    staf = sign_in("staf.pessel")

    def shown() -> list[str]:
        return [str(a["href"]).split("/")[-1] for a in staf.page.select("a.nama")]

    found = []
    staf.get("/pra-pendaftaran")
    while True:
        found += shown()
        onward = staf.page.find("a", string="Tampilkan berikutnya")
        if onward is None:
            break
        staf.get(str(onward["href"]))
    assert found == [urgent, *calm]
    staf.get("/pra-pendaftaran?setelah=rusak")
    assert shown() == [urgent, calm[0]]
    village = Village(cast, "nagari2.pessel").officer.person.village_code
    staf.get(f"/pra-pendaftaran?nagari={village}")
    assert shown() == [urgent]
    staf.get(f"/pra-pendaftaran?layanan={P22}")
    assert shown() == calm[:2]
