"""What a citizen's phone loads: the bytes of every public page, as Chromium counts them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.cases.model import Case
from portal.cases.told import situation_of
from portal.db import db
from portal.registration.model import Registration
from portal.sop.catalogue import Catalogue
from tests.chromium import PHONE, chromium, context
from tests.server import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RESULT_KB = 15  # the answer to a number, with its styles, on the first load
PAGES = (
    "/", "/lacak", "/layanan/{sop}", "/pengaduan", "/survei", "/angka", "/angka/{office}",
    "/periksa", "/masuk", "/alamat-yang-tidak-ada",
)  # fmt: skip
ENGLISH = ("/", "/lacak", "/layanan/{sop}", "/pengaduan", "/survei", "/angka/{office}")
Row = tuple[str, int, float, int | None]


def weights(app: Flask, folder: Path, url: str) -> Iterator[Row]:
    """Name, requests, KB and limit of each public page, in a browser that knows nothing yet."""
    with app.app_context():
        numbers = dict(_numbers(app.config["CATALOGUE"]))
        case = db.session.scalars(select(Case)).first()
        assert case is not None
        names = {"sop": case.sop_id, "office": case.office.code}
        db.session.remove()
    with served(folder, url) as portal, chromium() as browser:
        for status, number in numbers.items():
            yield _row(f"/L/… {status}", browser, f"{portal}/L/{number}", RESULT_KB)
        number = next(iter(numbers.values()))
        yield _row("/en/L/…", browser, f"{portal}/en/L/{number}", RESULT_KB)
        for page in PAGES:
            yield _row(page, browser, portal + page.format(**names), None)
        for page in ENGLISH:
            yield _row(f"/en{page}", browser, f"{portal}/en{page.format(**names)}", None)


def _numbers(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """A number for each status that the practice files have, and one not yet a case."""
    seen = set()
    now = clock.now()
    for case in db.session.scalars(select(Case).where(Case.stints.any()).limit(400)):
        sop = catalogue.pinned(case.sop_id, case.sop_version)
        status = situation_of(case, sop, now).status.value
        if status not in seen:
            seen.add(status)
            yield status, case.number
    before = select(Registration.number).where(Registration.case_id.is_(None)).limit(1)
    if number := db.session.scalar(before):
        yield "pra_daftar", number


def _row(name: str, browser: "Browser", address: str, limit: int | None) -> Row:
    found: dict[str, float] = {}

    def add(event: dict[str, Any]) -> None:
        found[event["requestId"]] = event["encodedDataLength"]

    with context(browser, size=PHONE) as visit:  # a new visitor: nothing is cached
        page = visit.new_page()
        line = visit.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.loadingFinished", add)
        page.goto(address, wait_until="networkidle")
    return name, len(found), sum(found.values()) / 1024, limit
