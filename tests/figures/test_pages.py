"""The pages and the table of the open figures: finished months only, each worked out once."""

import csv
import io
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from portal import clock
from portal.figures.kept import MONTHS, Kept, shown_months
from portal.figures.published import Cell, Month, cell, middle
from portal.offices.model import Office
from tests.browser import Browser
from tests.cast import P17, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.figures.conftest import NOW, Past

OCT = date(2026, 10, 1)
MIDDLE = datetime(2026, 10, 14, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 23 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_only_the_last_twelve_finished_months_are_shown(past: Past) -> None:
    office = past.cast.office_of(P17)
    months = shown_months(office, NOW)
    assert len(months) == MONTHS
    assert (months[0], months[-1]) == (OCT, date(2025, 11, 1))
    midnight = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    assert shown_months(office, midnight)[0] == OCT  # what began before it may still be written
    later = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
    assert shown_months(office, later)[0] == date(2026, 11, 1)


def test_each_month_is_worked_out_once_however_many_ask(cast: Cast) -> None:
    office, asked = cast.office_of(P17), []
    code = Office(id=office.id, zone=office.zone)

    def read(_office: Office, _ids: object, months: Sequence[date]) -> list[Month]:
        asked.extend(months)
        return [Month(month, {}, {}) for month in months]

    kept = Kept(read)
    visitors = [threading.Thread(target=lambda: kept.months(code, [P17], NOW)) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert sorted(asked) == sorted(shown_months(code, NOW))
    kept.months(code, [P17], datetime(2026, 12, 5, tzinfo=UTC))
    assert asked[-1] == date(2026, 11, 1)
    assert len(asked) == MONTHS + 1


def test_a_later_correction_does_not_change_what_was_published(
    past: Past, visitor: Browser
) -> None:
    past.files(7, MIDDLE)
    visitor.get("/angka/pessel")
    before = visitor.body
    past.files(7, MIDDLE)
    visitor.get("/angka/pessel")
    assert visitor.body == before


def rows(app: Flask) -> list[list[str]]:
    body = Browser(app).client.get("/angka/pessel.csv").get_data()
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def test_page_and_table_say_the_same(past: Past, visitor: Browser, app: Flask) -> None:
    past.ended(6, MIDDLE, days=3)
    past.ended(2, MIDDLE, days=2)
    past.ended(1, MIDDLE, outcome="ditolak")
    past.judged(7, OCT, 3)
    past.complained(1, MIDDLE, "keberatan")
    visitor.get("/angka/pessel")
    tables = [
        [[td.get_text(" ", strip=True) for td in row.select("td")] for row in table]
        for table in (table.select("tbody tr") for table in visitor.page.select("table"))
    ]
    for row in visitor.page.select("tbody tr"):  # on a telephone a month of zeros is one line
        zeros = {td.get_text(strip=True) for td in row.select("td")} <= {"0", "–"}
        assert ("sepi" in row.get("class", [])) == zeros
    heading, *lines = rows(app)
    assert heading[:4] == ["bulan", "layanan", "diterima", "selesai"]
    names = [h.get_text(" ", strip=True) for h in visitor.page.select("section h2")][:-2]
    for name, shown in zip(names, tables[:-1], strict=True):
        carried = [line[2:9] for line in lines if line[1] == name]
        assert [row[:5] for row in shown] == [[*line[:4], line[4] or "–"] for line in carried]
    assert tables[-1] == [line[9:] for line in lines if line[1] == "seluruh kantor"]
    first = next(line for line in lines if line[0] == "2026-10" and line[3] == "8")
    assert first[2:9] == ["9", "8", "0", "<5", "3", "75,00", "7"]


def test_offices_are_listed_and_an_unknown_one_is_not_found(visitor: Browser, cast: Cast) -> None:
    visitor.get("/angka")
    links = [a["href"] for a in visitor.page.select("main a")]
    assert sorted(links) == ["/angka/pessel", "/angka/solok", "/angka/tanjungpinang"]
    for link in links:
        answer = visitor.client.get(str(link))
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    visitor.get("/angka/lain", expect=404)
    visitor.get("/angka/lain.csv", expect=404)
    visitor.get("/angka/1", expect=404)


def test_words_of_cells() -> None:
    assert [cell(n).words for n in range(7)] == ["0", "<5", "<5", "<5", "<5", "5", "6"]
    assert cell(3) == Cell(None)
    assert middle([1, 2, 3, 4]) is None
    assert middle([9, 1, 2, 3, 4]) == 3
