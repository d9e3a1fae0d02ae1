"""Whom a file waited for: the parts add up to the whole, whoever counts them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.app import create_app
from portal.cases.ledger import Ledger, Turn, ledger_of_case, ledger_of_registration, turns_from
from portal.cases.model import Case, Stint
from portal.db import db
from portal.demo.seed import seed
from portal.languages.language import INDONESIAN
from portal.migrate import migrate
from portal.registration.model import Registration
from portal.sop.catalogue import TABLES, Catalogue
from portal.sop.table import Sop
from portal.sop.vocabulary import Act, Party
from portal.tracking.holding import holding_of
from tests.conftest import settings_for

SOPS = {sop.id: sop for sop in Catalogue.of_folders(TABLES)}
MONDAY = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
RETURNED = "pemohon"


def holder(stint: Stint, sop: Sop, at: datetime, village: Sequence[Turn]) -> Party | None:
    """Who has a file in this stint at this moment, said by hand."""
    if stint.desk == RETURNED:
        if not village:
            return Party.PEMOHON
        turns = [party for party, since in village if stint.arrived_at < since <= at]
        return turns[-1] if turns else Party.NAGARI
    task = sop.task(stint.row, stint.task)
    handed = [other.act for other in sop.tasks[: sop.tasks.index(task)]]
    if task.act is Act.ARSIPKAN and Act.SERAHKAN in handed:
        return None
    return {Act.TUNGGU: Party.BPJS, Act.SERAHKAN: Party.PEMOHON}.get(task.act, Party.KANTOR)


def recount(case: Case, sop: Sop, now: datetime, village: Sequence[Turn]) -> dict[Party, timedelta]:
    """The same by another way: cut time at every mark, and ask in the middle of each piece."""
    cuts = {now} | {at for stint in case.stints for at in (stint.arrived_at, stint.done_at) if at}
    cuts |= {at for _, at in village if at < now}
    found: dict[Party, timedelta] = {}
    for begin, end in pairwise(sorted(cut for cut in cuts if cut <= now)):
        middle = begin + (end - begin) / 2
        within = [s for s in case.stints if s.arrived_at <= middle < (s.done_at or now)]
        if within:
            party = holder(within[-1], sop, middle, village)
        elif middle < case.received_at:
            party = [who for who, at in village if at <= middle][-1]
        else:
            party = None
        if party:
            found[party] = found.get(party, timedelta()) + (end - begin)
    return found


def check(ledger: Ledger) -> None:
    """What holds for every ledger."""
    assert all(span > timedelta() for span in ledger.shares.values())
    assert sum(ledger.shares.values(), timedelta()) == ledger.elapsed
    rounded = ledger.rounded()
    unit = HOUR if ledger.elapsed >= 2 * DAY else timedelta(minutes=1)
    assert sum(rounded.values(), timedelta()) == ledger.elapsed // unit * unit
    assert all(abs(rounded[party] - ledger.shares[party]) <= unit for party in rounded)
    assert all(span >= timedelta() for span in rounded.values())
    holding = holding_of(ledger, "Wali Nagari", INDONESIAN, "Asia/Jakarta")
    assert sum(line.percent for line in holding.holders) <= 100 + len(holding.holders)
    assert bool(ledger.now) == any(line.since for line in holding.holders)


@st.composite
def files(draw: st.DrawFn) -> tuple[Case, Sop, datetime, tuple[Turn, ...]]:
    """A file on its way: back and forth, paused after its end, sent by a village or not."""
    sop = SOPS[draw(st.sampled_from(sorted(SOPS)))]
    gaps = st.integers(0, 40 * 86400)
    at, village = MONDAY, list[Turn]()
    if draw(st.booleans()):
        village.append((Party.NAGARI, at))
        for party in draw(st.lists(st.sampled_from([Party.NAGARI, Party.KANTOR]), max_size=3)):
            at += draw(gaps) * SECOND
            village.append((party, at))
        at += draw(st.integers(1, 86400)) * SECOND
    case = Case(received_at=at)
    for task in draw(st.lists(st.sampled_from(sop.tasks), min_size=1, max_size=9)):
        if case.stints and draw(st.integers(0, 9)) == 0:
            at += draw(gaps) * SECOND  # ended, and taken up again
        desk = RETURNED if draw(st.integers(0, 3)) == 0 else "staf"
        stint = Stint(row=task.row, task=task.index, desk=desk, arrived_at=at)
        begun, at = at, at + draw(gaps) * SECOND
        if village and desk == RETURNED and (at - begun) > 2 * SECOND:
            village.append((Party.KANTOR, begun + (at - begun) / 2))
        stint.done_at = at
        case.stints.append(stint)
    if draw(st.booleans()):
        case.stints[-1].done_at = None
    return case, sop, at + draw(gaps) * SECOND, tuple(village)


@settings(max_examples=200, deadline=None)
@given(files())
def test_the_parts_of_any_file_add_up_and_another_count_agrees(
    file: tuple[Case, Sop, datetime, tuple[Turn, ...]],
) -> None:
    case, sop, now, village = file
    ledger = ledger_of_case(case, sop, now, village)
    check(ledger)
    assert ledger.shares == recount(case, sop, now, village)
    assert ledger.elapsed <= now - (village[0][1] if village else case.received_at)


def test_a_party_with_minutes_in_a_file_of_days_is_told_less_than_an_hour() -> None:
    ledger = Ledger({Party.PEMOHON: 5 * DAY, Party.KANTOR: 90 * SECOND}, 5 * DAY + 90 * SECOND,
                    Party.PEMOHON, MONDAY)  # fmt: skip
    told = holding_of(ledger, "Lurah", INDONESIAN, "Asia/Jakarta")
    assert [(line.name, line.span, line.percent) for line in told.holders] == [
        ("Anda", "5 hari", 100), ("Dinas Sosial", "kurang dari 1 jam", 0),
    ]  # fmt: skip
    assert told.total == "5 hari"
    assert told.holders[0].since == "Sekarang giliran Anda, sejak Senin, 23 November 2026, " \
        "pukul 09.05 WIB."  # fmt: skip


def test_what_is_read_of_a_short_file_adds_up_to_the_minute() -> None:
    parts = {Party.PEMOHON: timedelta(minutes=9), Party.KANTOR: timedelta(hours=25, minutes=51)}
    told = holding_of(Ledger(parts, 26 * HOUR, None, None), "Lurah", INDONESIAN, "Asia/Jakarta")
    assert [line.span for line in told.holders] == ["9 menit", "1 hari 1 jam 51 menit"]
    assert told.total == "1 hari 2 jam"
    assert [line.since for line in told.holders] == ["", ""]


def test_a_file_received_this_moment_is_already_somebodys() -> None:
    case = Case(received_at=MONDAY)
    case.stints.append(Stint(row=1, task=0, desk="staf", arrived_at=MONDAY))
    told = holding_of(ledger_of_case(case, SOPS["pessel-2017-bpjs"], MONDAY), "Wali Nagari",
                      INDONESIAN, "Asia/Jakarta")  # fmt: skip
    assert [(line.name, line.span) for line in told.holders] == [
        ("Dinas Sosial", "kurang dari 1 menit")
    ]


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The practice portal with all its files."""
    folder: Path = tmp_path_factory.mktemp("contoh")
    url = f"sqlite:///{folder}/contoh.sqlite"
    migrate(url)
    app = create_app(settings_for(url, folder))
    with app.app_context():
        seed(app.config["CATALOGUE"])
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.battery
def test_the_parts_of_every_demo_file_add_up_at_every_moment(practice: Flask) -> None:
    cases = list(db.session.scalars(select(Case)))
    filed = {item.case_id: item for item in db.session.scalars(select(Registration))}
    assert len(cases) > 50
    for case in cases:
        sop = SOPS[case.sop_id]
        origin = filed.get(case.id)
        village = turns_from(origin.turns or ()) if origin else ()
        last = max([case.touched_at, *(stint.done_at or stint.arrived_at for stint in case.stints)])
        for later in (timedelta(), SECOND, 59 * SECOND, HOUR, 2 * DAY, 40 * DAY):
            ledger = ledger_of_case(case, sop, last + later, village)
            check(ledger)
            assert ledger.shares == recount(case, sop, last + later, village), case.ref


@pytest.mark.battery
def test_the_parts_of_every_demo_pre_registration_add_up(practice: Flask) -> None:
    for item in db.session.scalars(select(Registration).where(Registration.case_id.is_(None))):
        turns = turns_from(item.turns or ())
        for later in (timedelta(), SECOND, 3 * DAY) if turns else ():
            now = turns[-1][1] + later
            ledger = ledger_of_registration(turns, now)
            check(ledger)
            assert ledger.elapsed == now - turns[0][1]
