"""Speed as ratios within one run: how the hot pages grow with the number of cases.

`python -m tests.bench` fills one office with many cases, measures process time per request
of the look-up, the queue, the search and the case page, and prints each against the same
page with few cases. Below stand the weights of the public pages, measured in Chromium.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import event, select

from portal import clock
from portal.app import create_app
from portal.cases.model import Case
from portal.config import Settings
from portal.db import db
from portal.demo.seed import seed
from portal.migrate import migrate
from tests.browser import Browser
from tests.conftest import open_session
from tests.crowd import fill
from tests.weights import weights

FEW, MANY, OPEN_SHARE = 1_000, 20_000, 0.02
ROUNDS = 40


def main() -> None:
    """Measure at FEW and at MANY cases, on one machine, in one run."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite"
        migrate(url)
        app = create_app(Settings(Path(folder), url, "x" * 40))
        with app.app_context():
            seed(app.config["CATALOGUE"])
            db.session.remove()
        pages = _pages(app)
        _fill(app, FEW)
        few = {name: _cost(app, ask) for name, ask in pages.items()}
        _fill(app, MANY - FEW)
        many = {name: _cost(app, ask) for name, ask in pages.items()}
        _say(f"{'halaman':<14}{'SQL':>5}{f'ms @{FEW}':>12}{f'ms @{MANY}':>12}{'rasio':>8}")
        for name, (statements, cost) in many.items():
            _say(f"{name:<14}{statements:>5}{few[name][1]:>12.2f}{cost:>12.2f}"
                 f"{cost / few[name][1]:>8.2f}")  # fmt: skip
        _say("")
        _weigh(app, Path(folder), url)


def _fill(app: Flask, count: int) -> None:
    with app.app_context():
        fill(count, open_share=OPEN_SHARE)
        db.session.remove()


def _pages(app: Flask) -> dict[str, Callable[[], int]]:
    clerk, citizen = Browser(app), Browser(app)
    clerk.client.set_cookie("sesi", open_session(app, "staf.pessel"))
    with app.app_context():
        case = db.session.scalars(select(Case).where(Case.outcome.is_(None))).first()
        assert case is not None
        number, ref = case.number, case.ref
        db.session.remove()
    return {
        "lacak": lambda: citizen.client.get(f"/L/{number}").status_code,
        "antrean": lambda: clerk.client.get("/antrean").status_code,
        "berkas": lambda: clerk.client.get(f"/berkas/{ref}").status_code,
        "cari nama": lambda: clerk.client.get("/cari?q=warga+000777").status_code,
        "cari NIK": lambda: clerk.client.get("/cari?q=1301990101800777").status_code,
    }


def _cost(app: Flask, ask: Callable[[], int]) -> tuple[int, float]:
    """SQL statements and process milliseconds of one request."""
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    with app.app_context():
        engine = db.engine
    assert ask() in (200, 404)
    event.listen(engine, "before_cursor_execute", count)
    ask()
    event.remove(engine, "before_cursor_execute", count)
    begun = time.process_time()
    for _ in range(ROUNDS):
        ask()
    return statements, (time.process_time() - begun) * 1000 / ROUNDS


def _weigh(app: Flask, folder: Path, url: str) -> None:
    """Bytes that travel until a page stands, all its requests together."""
    _say(f"{'halaman, dengan semua isinya':<34}{'permintaan':>11}{'KB':>8}{'batas KB':>10}")
    for name, requests, weight, limit in weights(app, folder, url):
        heavy = "  TERLALU BERAT" if limit and weight > limit else ""
        _say(f"{name:<34}{requests:>11}{weight:>8.1f}{limit or '':>10}{heavy}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    _say(f"{clock.now():%Y-%m-%d %H:%M} UTC, SQLite, satu proses")
    main()
