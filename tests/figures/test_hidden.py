"""A hidden figure stays hidden: whatever it is, everything that is published is the same.

This is stronger than trying sums and differences: where two offices that differ only in hidden
figures publish the same bytes, no arithmetic over pages, tables, months or languages tells them
apart.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from portal import clock
from tests.browser import Browser
from tests.cast import P22
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.figures.conftest import NOW, Past

PUBLIC = ("/angka/pessel", "/en/angka/pessel", "/angka/pessel.csv", "/angka")
LONG_AGO = 500  # days; before the months that are shown

# One more in this column; each in a month of its own, from October 2026 back.
HIDDEN: dict[str, Callable[[Past, datetime, int], None]] = {
    "diterima": lambda past, at, n: past.files(1, at),
    "selesai": lambda past, at, n: past.ended(1, at, days=LONG_AGO),
    "ditolak": lambda past, at, n: past.ended(1, at, outcome="ditolak", days=LONG_AGO),
    "dikembalikan": lambda past, at, n: past.returned(1, at, days=LONG_AGO),
    "pengaduan": lambda past, at, n: past.complained(1, at),
    "keberatan": lambda past, at, n: past.complained(1, at, "keberatan"),
    "permintaan data": lambda past, at, n: past.complained(1, at, "riwayat_akses"),
    "layanan lain": lambda past, at, n: past.files(1, at, P22),
    "jawaban survei": lambda past, at, n: past.judged(1, at.date().replace(day=1), n),
}
MONTHS = [datetime(2026, month, 14, 3, 0, tzinfo=UTC) for month in range(10, 1, -1)]


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 23 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


def everything(app: Flask) -> list[bytes]:
    """All that is published, worked out afresh as after a restart."""
    app.extensions.pop("figures", None)
    client = Browser(app).client
    answers = [client.get(address) for address in PUBLIC]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.get_data() for answer in answers]


def busy(past: Past, at: datetime) -> None:
    """A month whose figures are all told."""
    for sop_id in ("pessel-2017-bpjs", P22):
        past.ended(20, at, sop_id, days=2)
        past.judged(9, at.date().replace(day=1), 3, sop_id)
    past.ended(5, at, outcome="ditolak")
    past.returned(6, at)
    past.complained(7, at)


def test_one_to_four_look_alike_everywhere(past: Past, app: Flask) -> None:
    busy(past, datetime(2026, 1, 14, 3, 0, tzinfo=UTC))
    published = []
    for n in range(1, 5):
        for add, month in zip(HIDDEN.values(), MONTHS, strict=True):
            add(past, month, n)
        published.append(everything(app))
    assert published[0] == published[1] == published[2] == published[3]
    assert published[0][2].count(b"<5") == len(HIDDEN) - 1  # answers of a survey show nothing


@pytest.mark.parametrize("what", [pytest.param(k, marks=pytest.mark.battery) for k in HIDDEN])
def test_the_first_one_and_the_fifth_are_seen(past: Past, app: Flask, what: str) -> None:
    """Otherwise the test above would say nothing."""
    before = everything(app)[2]
    HIDDEN[what](past, MONTHS[0], 4)
    first = everything(app)[2]
    assert (first != before) == (what != "jawaban survei")
    for _ in range(4):
        HIDDEN[what](past, MONTHS[0], 4)
    assert everything(app)[2] != first


def test_nothing_published_is_a_sum(past: Past, app: Flask) -> None:
    """No row and no column of totals, and only the cells that may be told."""
    busy(past, MONTHS[1])
    past.files(3, MONTHS[0])
    published = everything(app)
    page = BeautifulSoup(published[0], "html.parser")
    assert not page.select("tfoot")
    for table in page.select("table"):
        months = [th.text for th in table.select("tbody th")]
        assert len(months) == len(set(months)) == 12
        heads = [th.get_text(" ", strip=True).lower() for th in table.select("thead th")]
        assert not [head for head in heads if "jumlah" in head or "total" in head]
    lines = [line.split(";") for line in published[2].decode("utf-8-sig").splitlines()[1:]]
    assert len({(line[0], line[1]) for line in lines}) == len(lines)
    counts = [word for line in lines for word in [*line[2:6], *line[9:]] if word]
    assert all(word in ("0", "<5") or int(word) >= 5 for word in counts)


def test_pictures_show_no_more_than_the_figures(past: Past, app: Flask) -> None:
    busy(past, MONTHS[1])
    past.ended(2, MONTHS[0])
    one = BeautifulSoup(everything(app)[0], "html.parser").select("figure svg")
    past.ended(2, MONTHS[0])
    two = BeautifulSoup(everything(app)[0], "html.parser").select("figure svg")
    assert one == two
    past.ended(1, MONTHS[0])
    assert BeautifulSoup(everything(app)[0], "html.parser").select("figure svg") != two
