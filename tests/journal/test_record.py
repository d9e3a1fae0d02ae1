"""The record of what happened: complete, unbroken, and stronger than the change it tells of."""

import subprocess
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal.cases.model import Case
from portal.db import db, write
from portal.desk.work.ways_out import Leaving
from portal.journal.model import Chain, Event
from portal.journal.queries import events_of, faults_in_chains
from portal.letters.turn import StaleCaseError
from portal.sop.vocabulary import Move
from tests.cast import P17, S24, T22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.server import portal


def unguarded(statement: str, **values: object) -> None:
    """What someone with the database in hands could do, past the portal and its triggers."""
    names = ("event_stays", "event_kept")
    with db.engine.connect().execution_options(write=True) as connection:
        for name in names:
            on = "" if connection.dialect.name == "sqlite" else " ON event"
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
        connection.execute(text(statement), values)
        connection.commit()
    db.session.rollback()


@pytest.mark.parametrize("sop_id", [P17, S24])
def test_every_step_of_a_file_stands_in_the_record_with_name_post_and_row(
    cast: Cast, sop_id: str
) -> None:
    sop = cast.sop(sop_id)
    case = cast.case(cast.receive(sop_id))
    done = 0
    while case.outcome is None:
        case = cast.step(case.ref)
        done += 1

    events = list(reversed(events_of(case.id)))
    assert events[0].kind == "diterima"
    moves = [event for event in events if event.kind == "lanjut"]
    worked = [task for task in sop.tasks if task.act != "terima"]
    assert len(moves) == done == len(worked)
    assert [event.row for event in moves] == [sop.row(task.row).number for task in worked]
    assert [event.details["tindakan"] for event in moves] == [task.act.value for task in worked]
    assert all(event.person_name and event.post_title for event in events)
    assert list(faults_in_chains()) == []


def test_each_office_has_a_chain_of_its_own(cast: Cast) -> None:
    for sop_id in (P17, T22, P17):
        cast.receive(sop_id)

    heads = {head.office_id: head.seq for head in db.session.scalars(select(Chain))}
    assert heads[cast.office_of(P17).id] == 2
    assert heads[cast.office_of(T22).id] == 1
    assert list(faults_in_chains()) == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE event SET person_name = 'X', post_title = 'X' WHERE seq = 2", "ke-2"),
        ("UPDATE event SET kind = 'tolak' WHERE seq = 1", "ke-1"),
        ("UPDATE event SET details = '{}' WHERE seq = 2", "ke-2"),
        ("UPDATE event SET at = '2020-01-01 00:00:00+00:00' WHERE seq = 3", "ke-3"),
        ("DELETE FROM event WHERE seq = 2", "ke-2"),
        ("DELETE FROM event WHERE seq = 3", "terakhir hilang"),
        ("UPDATE event SET seq = 4 - seq WHERE seq IN (1, 3)", "ke-1"),
    ],
)
def test_a_record_someone_tampered_with_is_noticed(cast: Cast, statement: str, fault: str) -> None:
    ref = cast.receive(P17)
    cast.step(ref)
    cast.step(ref)
    if "4 - seq" in statement:
        unguarded("UPDATE event SET seq = seq + 10")
        statement = "UPDATE event SET seq = 14 - seq"
        with db.engine.connect().execution_options(write=True) as connection:
            connection.execute(text(statement))
            connection.commit()
        db.session.rollback()
    else:
        unguarded(statement)

    assert any(fault in line for line in faults_in_chains()), list(faults_in_chains())


def test_what_cannot_be_recorded_does_not_happen(cast: Cast) -> None:
    case = cast.case(cast.receive(P17))
    ref, version = case.ref, case.version
    refuse_events()

    with pytest.raises(DatabaseError):
        cast.move("staf.pessel", ref, Move.BATALKAN, Leaving(("permintaan",)))
    with pytest.raises(DatabaseError):
        cast.receive(P17)

    case = cast.case(ref)
    assert (case.outcome, case.version, len(case.stints)) == (None, version, 1)
    assert len(list(db.session.scalars(select(Event)))) == 1


def refuse_events() -> None:
    """A full disk, as the database would tell it: no more events can be written."""
    with db.engine.connect().execution_options(write=True) as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(
                text(
                    "CREATE TRIGGER full BEFORE INSERT ON event "
                    "BEGIN SELECT RAISE(ABORT, 'full'); END"
                )
            )
        else:
            connection.execute(
                text(
                    "CREATE TRIGGER full_disk BEFORE INSERT ON event FOR EACH ROW "
                    "EXECUTE FUNCTION refuse_change()"
                )
            )
        connection.commit()
    db.session.rollback()


def test_a_refused_move_is_not_recorded(cast: Cast) -> None:
    case = cast.case(cast.receive(P17))

    with pytest.raises(StaleCaseError):
        cast.move("staf.pessel", case.ref, Move.BATALKAN, Leaving(("permintaan",)), version=99)

    assert [event.kind for event in events_of(case.id)] == ["diterima"]


def test_a_change_outside_a_unit_of_work_is_refused(cast: Cast) -> None:
    case = cast.case(cast.receive(P17))
    case.address = "Jalan Lain"

    with pytest.raises(RuntimeError, match="outside write"):
        db.session.flush()

    db.session.rollback()
    assert cast.case(case.ref).address == "Jalan Contoh Nomor 7"


def change_and_fail(case: Case) -> None:
    with write() as session:
        session.merge(case).address = "Jalan Lain"
        session.flush()
        raise ZeroDivisionError


def test_a_unit_of_work_that_fails_half_way_leaves_nothing(cast: Cast) -> None:
    case = cast.case(cast.receive(P17))
    ref = case.ref
    with pytest.raises(ZeroDivisionError):
        change_and_fail(case)

    assert cast.case(ref).address == "Jalan Contoh Nomor 7"


def test_the_command_journal_check_says_whether_the_record_is_whole(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    cast.receive(P17)
    db.session.rollback()
    whole = check(tmp_path, database_url)
    assert (whole.returncode, whole.stdout.strip()) == (0, "Catatan kejadian utuh.")

    unguarded("UPDATE event SET kind = 'tolak' WHERE seq = 1")
    broken = check(tmp_path, database_url)
    assert broken.returncode == 1
    assert "catatan ke-1 berubah atau hilang" in broken.stderr


def check(folder: Path, database_url: str) -> "subprocess.CompletedProcess[str]":
    return portal(folder, "journal", "check", database_url=database_url)
