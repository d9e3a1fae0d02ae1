"""What the office reads of its survey, and the report it signs."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from portal import clock
from portal.survey.elements import ELEMENTS
from portal.survey.report import report_of
from tests.browser import Browser
from tests.cast import P17, P22, S24
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.survey.conftest import Citizens

SignIn = Callable[[str], Browser]
NOW = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
YEAR = "/skm?dari=2026-01&sampai=2026-06&layanan="
FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 23 November 2026, also for who signs in."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


pytestmark = pytest.mark.usefixtures("november")


def test_index_grade_sample_elements_and_the_lowest_three(
    citizens: Citizens, sign_in: SignIn
) -> None:
    citizens.answered(6, MARCH, values=4, waktu=2, sarana=1, pengaduan=3)
    citizens.answered(5, APRIL, P22, values=4)
    for _ in range(3):
        citizens.served(ended_at=datetime(2026, 3, 10, tzinfo=UTC))
    clerk = sign_in("staf.pessel")
    clerk.get(YEAR)
    # (6 x 30 + 5 x 36) x 25 / 99 = 90.909...
    for words in (
        "90,91",
        "A (Sangat Baik)",
        "Berkas diserahkan 3",
        "cukup",
        "Tiga unsur terendah: Sarana dan prasarana , Waktu penyelesaian , Penanganan",
    ):
        assert words in clerk.text  # fmt: skip
    assert len(clerk.page.select("svg rect")) >= 18
    clerk.get(YEAR + P17)
    assert "83,33" in clerk.text
    assert "B (Baik)" in clerk.text
    clerk.get("/skm?dari=2026-03&sampai=2026-03&layanan=")
    assert "83,33" in clerk.text


def test_nobody_answered_and_too_few_answered(citizens: Citizens, sign_in: SignIn) -> None:
    clerk = sign_in("kasi.pessel")
    clerk.get(YEAR)
    assert "Belum ada jawaban pada Januari 2026 sampai Juni 2026" in clerk.text
    citizens.answered(4, MARCH)
    clerk.get(YEAR)
    assert "masih terlalu sedikit" in clerk.text
    assert "75,00" not in clerk.text
    citizens.answered(1, MAY)
    clerk.get(YEAR)
    assert "75,00" in clerk.text


def test_the_running_month_is_not_told(citizens: Citizens, sign_in: SignIn) -> None:
    """Whoever looks before and after a hand-over must not read the difference."""
    citizens.answered(9, date(2026, 11, 1))
    clerk = sign_in("staf.pessel")
    clerk.get("/skm")
    assert "Belum ada jawaban" in clerk.text
    assert not clerk.page.select_one("option[value='2026-11']")
    clerk.get("/skm?dari=2026-11&sampai=2026-11&layanan=", expect=422)


def test_a_small_month_waits_and_is_said_to_wait(citizens: Citizens, sign_in: SignIn) -> None:
    citizens.answered(7, MARCH)
    citizens.answered(2, APRIL, values=1)
    clerk = sign_in("staf.pessel")
    clerk.get(YEAR)
    assert "75,00" in clerk.text
    assert "2 jawaban lain belum dihitung" in clerk.text


def test_no_two_periods_tell_a_months_few_answers(citizens: Citizens) -> None:
    """The office's every report, by period and service: sums differ by none or by five."""
    for month, n in ((MARCH, 3), (APRIL, 6), (MAY, 1), (date(2026, 6, 1), 2)):
        citizens.answered(n, month)
    citizens.answered(4, MARCH, P22)
    citizens.answered(8, MAY, P22)
    office, sops = citizens.cast.office_of(P17), [citizens.cast.sop(P17), citizens.cast.sop(P22)]
    months = [date(2026, month, 1) for month in range(1, 8)]
    periods = [(first, last) for first in months for last in months if first <= last]
    told = {
        report.index.n if report.index else 0
        for chosen in (sops, sops[:1], sops[1:])
        for report in (report_of(office, chosen, first, last) for first, last in periods)
    }
    # The sets: 6 (April) and 3 + 1 + 2 (March, May, June) of one service, 8 of the other.
    assert told == {0, 6, 8, 12, 14, 20}


def test_small_groups_are_hidden_so_that_no_rest_shows_them(
    citizens: Citizens, sign_in: SignIn
) -> None:
    citizens.answered(9, MARCH, sex="P", age="30-39")
    citizens.answered(1, MARCH, sex="L", age="60-")
    citizens.answered(6, MARCH, sex="", age="40-49")
    clerk = sign_in("staf.pessel")
    clerk.get(YEAR)
    tables = {t.caption.text: t for t in clerk.page.select("table") if t.caption}
    found = {r.th.text: r.td.text for r in tables["Jenis kelamin"].select("tbody tr")}
    assert found == {
        "Laki-laki": "disamarkan", "Perempuan": "9", "Tidak diisi": "disamarkan",
        "Kelompok kecil, disamarkan": "7",
    }  # fmt: skip


def test_a_longer_period_less_a_shorter_one_shows_no_small_group(citizens: Citizens) -> None:
    citizens.answered(7, FEBRUARY, sex="P")
    citizens.answered(6, FEBRUARY, sex="L")
    citizens.answered(1, MARCH, sex="L")
    citizens.answered(4, MARCH, sex="P")
    citizens.answered(6, MARCH, sex="")
    office, sops = citizens.cast.office_of(P17), [citizens.cast.sop(P17)]

    def sexes(first: date, last: date) -> dict[str, int | None]:
        return dict(dict(report_of(office, sops, first, last).profile)["Jenis kelamin"])

    assert sexes(MARCH, MARCH)["Laki-laki"] is None
    assert sexes(FEBRUARY, FEBRUARY) == {"Laki-laki": 6, "Perempuan": 7, "Tidak diisi": 0}
    assert sexes(FEBRUARY, MARCH) == {
        "Laki-laki": 6, "Perempuan": 7, "Tidak diisi": 6, "Kelompok kecil, disamarkan": 5,
    }  # fmt: skip


def test_another_office_and_visitors_see_nothing(
    citizens: Citizens, sign_in: SignIn, visitor: Browser
) -> None:
    citizens.answered(9, MARCH)
    other = sign_in("staf.solok")
    other.get(YEAR)
    assert "Belum ada jawaban" in other.text
    other.get(YEAR + P17, expect=422)
    for path in ("/skm", "/skm.pdf"):
        sign_in("nagari.pessel").get(path, expect=403)
    assert visitor.client.get("/skm").status_code in (302, 303, 401)
    assert visitor.client.get("/skm.pdf").status_code in (302, 303, 401)


def test_a_mangled_period_is_asked_again(sign_in: SignIn) -> None:
    clerk = sign_in("staf.pessel")
    for wrong in ("dari=2026-13&sampai=2026-06", "dari=2026-06&sampai=2026-01", "sampai=x"):
        clerk.get(f"/skm?{wrong}&layanan=", expect=422)
        assert clerk.page.select_one("[role=alert]")
        clerk.get(f"/skm.pdf?{wrong}&layanan=", expect=422)


def words_of(body: bytes, folder: object) -> str:
    path = folder / "skm.pdf"  # type: ignore[operator]
    path.write_bytes(body)
    text = " ".join(page.extract_text() for page in PdfReader(path).pages)
    return re.sub(r"\s+", " ", text)


def test_the_report_on_paper(citizens: Citizens, sign_in: SignIn, tmp_path: object) -> None:
    citizens.answered(6, MARCH, values=4, waktu=2, sarana=1, sex="P")
    clerk = sign_in("kasi.pessel")
    clerk.get(YEAR.replace("/skm", "/skm.pdf"))
    text = words_of(clerk.body, tmp_path)
    for words in (
        "LAPORAN SURVEI KEPUASAN MASYARAKAT",
        "Januari 2026 sampai Juni 2026",
        "86,11",
        "B (Baik)",
        "Sampel",
        "Painan, 23 November 2026",
        "KEPALA DINAS SOSIAL",
        "NIP",
        *(element.name for element in ELEMENTS),
    ):
        assert words in text, words  # fmt: skip
    clerk.get(YEAR.replace("/skm", "/skm.pdf") + P22)
    assert "Belum ada jawaban yang dapat dilaporkan" in words_of(clerk.body, tmp_path)


@pytest.mark.battery
def test_every_office_has_its_own_report(
    citizens: Citizens, sign_in: SignIn, tmp_path: object
) -> None:
    citizens.answered(5, MARCH, S24, values=2)
    clerk = sign_in("staf.solok")
    clerk.get(YEAR.replace("/skm", "/skm.pdf"))
    text = words_of(clerk.body, tmp_path)
    assert "50,00" in text
    assert "D (Tidak Baik)" in text
