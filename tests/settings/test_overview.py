"""The overview of the settings: the office as the portal knows it, to be read only."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import delete, func, select

from portal.cases.model import Case
from portal.db import db, write
from portal.journal.model import Event
from portal.offices.model import DayOff
from portal.people.model import Assignment
from portal.settings.queries import years_without_decree
from tests.browser import Browser
from tests.cast import P17, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture

SignIn = Callable[[str], Browser]


def row_of(admin: Browser, name: str) -> str:
    (row,) = [row for row in admin.page.select("tbody tr") if name in row.text]
    return " ".join(row.text.split())


def test_the_overview_shows_office_people_series_and_sops(cast: Cast, sign_in: SignIn) -> None:
    office = cast.office_of(P17)
    admin = sign_in("admin.pessel")

    admin.get("/pengaturan")

    assert office.full_name in admin.text
    assert "Senin–Kamis 07.30–12.00, 13.00–16.00; Jumat 07.30–12.00, 13.30–16.30" in admin.text
    assert "{kode}/{urut}/{unit}/{bulan_romawi}/{tahun}" in admin.text
    assert row_of(admin, "nagari.pessel").endswith("Operator Nagari Painan")
    assert row_of(admin, "kecamatan.pessel").endswith("Operator Kecamatan IV Jurai")
    assert cast.sop(P17).header.number in row_of(admin, cast.sop(P17).short_name)


def test_an_acting_post_is_shown_with_its_period(cast: Cast, sign_in: SignIn) -> None:
    kabid = cast.officer("kabid.pessel")
    head = cast.officer("kadis.pessel").held[0].post
    person_id, post_id = kabid.id, head.id
    with write() as session:
        session.add(
            Assignment(
                person_id=person_id, post_id=post_id, kind="plt", order_no="800/1/2020",
                since=date(2020, 1, 1), until=date(2020, 3, 31),
            )
        )  # fmt: skip
    admin = sign_in("admin.pessel")

    admin.get("/pengaturan")

    line = row_of(admin, "kabid.pessel")
    assert "Plt. Kepala Dinas Sosial" in line
    assert "1 Januari 2020 sampai 31 Maret 2020, SK 800/1/2020" in line
    assert line.count("tidak sedang dipegang") == 1


def test_no_one_of_another_office_is_listed(sign_in: SignIn) -> None:
    admin = sign_in("admin.pessel")

    admin.get("/pengaturan")

    assert "tanjungpinang" not in admin.page.select_one("main").text.lower()


def test_the_admin_sees_no_case(cast: Cast, sign_in: SignIn) -> None:
    case = cast.case(cast.receive(P17))
    admin = sign_in("admin.pessel")

    admin.get("/pengaturan")

    assert case.applicant.name not in admin.text
    assert case.number not in admin.text


def test_reading_the_settings_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    before = db.session.scalar(select(func.count()).select_from(Event))
    db.session.rollback()
    admin = sign_in("admin.pessel")

    for path in ("/pengaturan", "/pengaturan/kalender", "/pengaturan/sk"):
        admin.get(path)

    assert db.session.scalar(select(func.count()).select_from(Event)) == before
    assert db.session.scalar(select(func.count()).select_from(Case)) == 0


def test_the_coming_year_is_warned_of_once_promises_may_reach_it(cast: Cast) -> None:
    with write() as session:
        session.execute(delete(DayOff).where(DayOff.day >= date(2027, 1, 1)))
    office = cast.office_of(P17)

    assert years_without_decree(office, date(2026, 9, 30)) == []
    assert years_without_decree(office, date(2026, 11, 2)) == [2027]


def test_the_overview_leads_to_the_year_that_lacks_its_decree(cast: Cast, sign_in: SignIn) -> None:
    with write() as session:
        session.execute(delete(DayOff))
    admin = sign_in("admin.pessel")

    admin.get("/pengaturan")

    links = [str(link["href"]) for link in admin.page.select(".catatan a")]
    assert links
    for link in links:
        admin.get(link)
        assert "belum dimasukkan" in admin.text
