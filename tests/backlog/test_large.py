"""A book of ten thousand lines is checked in one request and taken in by one press."""

import time
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.letters.model import LetterNumber, PaperEntry
from tests.backlog.tables import as_xlsx, row, send
from tests.browser import Browser

SignIn = Callable[[str], Browser]
LINES, BAD = 10_000, 2_000

pytestmark = pytest.mark.battery


def test_ten_thousand_lines_are_checked_and_taken_in(sign_in: SignIn) -> None:
    rows = [row(n) for n in range(1, LINES - BAD + 1)]
    rows += [row(n, nik="salah", on="kapan") for n in range(LINES - BAD + 1, LINES + 1)]
    body, clerk = as_xlsx(rows), sign_in("staf.pessel")

    begun = time.monotonic()
    send(clerk, body, "buku.xlsx")
    checked = time.monotonic() - begun
    assert f"Ambil {LINES - BAD} baris ke buku" in clerk.text
    clerk.get(f"{clerk.path.split('?', maxsplit=1)[0]}/laporan.csv")
    reported = clerk.body.decode("utf-8-sig").splitlines()
    assert sum(";salah;" in line for line in reported) == 2 * BAD
    clerk.get("/buku-lama")
    clerk.get(str(clerk.page.select_one("tbody a")["href"]))
    clerk.submit("#ambil")

    with clerk.app.app_context():
        for model in (LetterNumber, PaperEntry):
            found = db.session.scalar(select(func.count()).select_from(model))
            assert found == LINES - BAD
        db.session.remove()
    assert checked < 10
