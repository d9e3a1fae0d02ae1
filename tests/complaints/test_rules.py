"""The rules of complaints, counted by hand on a calendar."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from portal.cases.told import OBJECTION
from portal.complaints.model import Kind
from portal.complaints.rules import (
    NOT_REFUSED,
    TOO_LATE,
    Decision,
    answerers,
    due,
    may_answer,
    openings,
)
from portal.letters.texts import OBJECTION_DAYS
from portal.offices.office_clock import OfficeClock
from portal.offices.working_time import Calendar, Hours
from portal.sop.catalogue import TABLES, Catalogue
from portal.sop.rules import Standing
from portal.sop.vocabulary import Outcome, Role

WIB = ZoneInfo("Asia/Jakarta")
DAY = ((time(7, 30), time(12)), (time(13), time(16)))
FRIDAY = ((time(7, 30), time(12)), (time(13, 30), time(16, 30)))
HOURS = Hours(DAY, FRIDAY)
# Christmas and the day of cuti bersama after it, a Friday and a Thursday.
OFF = {date(2026, 12, 25): "Natal", date(2026, 12, 24): "Cuti bersama", date(2027, 1, 1): "Baru"}
CLOCK = OfficeClock("Asia/Jakarta", Calendar(HOURS, HOURS, days_off=OFF))
SOPS = Catalogue.of_folders(TABLES)
P17 = SOPS.in_force("pessel-2017-bpjs")


def wib(text: str) -> datetime:
    """A moment on the office's wall."""
    return datetime.fromisoformat(text).replace(tzinfo=WIB).astimezone(UTC)


@pytest.mark.parametrize(
    ("kind", "made", "answered_by"),
    [
        # Monday morning: Tuesday is the first of five, the next Monday the fifth.
        (Kind.PENGADUAN, "2026-11-23T09:00", "2026-11-30T16:00"),
        # Friday afternoon, still open: Monday is the first.
        (Kind.PENGADUAN, "2026-11-27T16:00", "2026-12-04T16:30"),
        # Friday after the close counts as Monday; Tuesday is the first, Monday the fifth.
        (Kind.PENGADUAN, "2026-11-27T18:00", "2026-12-07T16:00"),
        # Sunday night counts as Monday, too.
        (Kind.PENGADUAN, "2026-11-29T23:00", "2026-12-07T16:00"),
        # Over Christmas: 22, 23, then 28, 29, 30.
        (Kind.PENGADUAN, "2026-12-21T10:00", "2026-12-30T16:00"),
        # Ten days, over Christmas and New Year: 22 23 28 29 30 31, 4 5 6 7 January.
        (Kind.KEBERATAN, "2026-12-21T10:00", "2027-01-07T16:00"),
        (Kind.KEBERATAN, "2026-11-23T09:00", "2026-12-07T16:00"),
        # The data law counts hours, also those of a weekend and of Christmas.
        (Kind.PERBAIKAN_DATA, "2026-11-27T16:00", "2026-11-30T16:00"),
        (Kind.RIWAYAT_AKSES, "2026-12-24T21:15", "2026-12-27T21:15"),
    ],
)
def test_the_day_by_which_it_is_answered(kind: Kind, made: str, answered_by: str) -> None:
    assert due(kind, wib(made), CLOCK) == wib(answered_by)


def objection(ended: str, now: str, outcome: Outcome = Outcome.DITOLAK) -> str:
    """Why an objection is not open; '' when it is."""
    assert P17 is not None
    decision = Decision(Standing(5, outcome=outcome), P17, wib(ended))
    found = {item.kind: item for item in openings(decision, CLOCK, wib(now))}
    assert all(item.open for kind, item in found.items() if kind is not Kind.KEBERATAN)
    return found[Kind.KEBERATAN].why


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ("2026-11-23T09:00", ""),
        # Decided on Monday the 23rd of November: 24 is the first working day, and with Christmas
        # between, 22 December is the 21st.
        ("2026-12-22T15:59", ""),
        ("2026-12-22T23:59", ""),
        ("2026-12-23T00:00", TOO_LATE),
    ],
)
def test_an_objection_is_open_to_the_end_of_the_21st_working_day(now: str, why: str) -> None:
    assert objection("2026-11-23T09:00", now) == why


def test_days_off_lengthen_the_time_to_object() -> None:
    # Decided on 14 December: 15-18, 21-23, 28-31 are eleven; 4-8 January sixteen; 11-15 the rest.
    assert objection("2026-12-14T09:00", "2027-01-15T23:00") == ""
    assert objection("2026-12-14T09:00", "2027-01-16T00:30") == TOO_LATE


@pytest.mark.parametrize("outcome", [item for item in Outcome if item is not Outcome.DITOLAK])
def test_only_a_refusal_by_the_office_can_be_objected_to(outcome: Outcome) -> None:
    assert objection("2026-11-23T09:00", "2026-11-24T09:00", outcome) == NOT_REFUSED


def test_before_there_is_a_case_there_is_nothing_to_object_to() -> None:
    found = {item.kind: item.open for item in openings(None, CLOCK, wib("2026-11-23T09:00"))}
    assert found == {kind: kind is not Kind.KEBERATAN for kind in Kind}


@pytest.mark.parametrize("sop", SOPS.every_version, ids=lambda sop: sop.id)
def test_a_complaint_never_comes_to_the_counter_but_always_to_somebody(sop) -> None:  # type: ignore[no-untyped-def]
    for kind in (Kind.PENGADUAN, Kind.KEBERATAN):
        assert answerers(kind, sop)
        assert not answerers(kind, sop) & sop.counter
        assert sop.refusers - sop.counter <= answerers(kind, sop)
    for kind in (Kind.PERBAIKAN_DATA, Kind.RIWAYAT_AKSES):
        assert sop.counter <= answerers(kind, sop)


def test_who_may_see_what_at_pesisir_selatan() -> None:
    assert P17 is not None
    allowed = {
        role: {kind for kind in Kind if may_answer(frozenset({role}), kind, P17)} for role in Role
    }
    data = {Kind.PERBAIKAN_DATA, Kind.RIWAYAT_AKSES}
    assert allowed[Role.STAF] == data
    assert allowed[Role.KASI] == set()
    assert allowed[Role.KADIS] == allowed[Role.KABID] == set(Kind)


def test_the_page_names_the_days_of_an_objection_that_the_rule_counts() -> None:
    assert f" {OBJECTION_DAYS} hari kerja" in OBJECTION
