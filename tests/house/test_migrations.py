"""Models and migrations agree, and a database can be brought up, down and up again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import DatabaseError

from portal.db import Base, db
from portal.desk.work.lookups import last_findings
from portal.journal.queries import faults_in_chains
from portal.letters.model import LetterNumber
from portal.letters.queries import letter_of
from portal.migrate import alembic_config, is_current, migrate
from tests.cast import P17, S24, Cast
from tests.engines import fresh_database


@pytest.fixture
def empty(engine_name: str, templates: Callable[[str], str], tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    with fresh_database(templates(engine_name)) as url:
        run(url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
        yield url


def run(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_the_migrations_build_just_what_the_models_say(empty: str) -> None:
    assert not is_current(empty)
    migrate(empty)

    assert is_current(empty)
    assert tables(empty) == set(Base.metadata.tables) | {"alembic_version"}
    command.check(alembic_config(empty))


def test_a_forgotten_migration_is_noticed(empty: str) -> None:
    migrate(empty)
    run(empty, "ALTER TABLE office ADD COLUMN surprise INTEGER")

    with pytest.raises(command.util.CommandError, match="New upgrade operations"):
        command.check(alembic_config(empty))


def test_migrating_twice_changes_nothing(database_url: str, app: Flask, cast: Cast) -> None:
    ref = cast.receive(P17)
    db.session.rollback()

    migrate(database_url)

    assert cast.case(ref).agenda_no == 1


def test_down_to_nothing_and_up_again_leaves_a_database_that_works(
    database_url: str, app: Flask, cast: Cast
) -> None:
    case = cast.case_at(S24, 6, 2)
    assert case.findings
    db.session.remove()
    db.engine.dispose()

    command.downgrade(alembic_config(database_url), "base")
    assert tables(database_url) == {"alembic_version"}
    migrate(database_url)

    command.check(alembic_config(database_url))
    assert is_current(database_url)


def test_numbers_given_before_each_had_a_row_get_one(
    database_url: str, app: Flask, cast: Cast
) -> None:
    ref = cast.case_at(S24, 6, 2).ref
    number = letter_of(cast.case(ref)).number  # type: ignore[union-attr]
    db.session.remove()
    db.engine.dispose()
    command.downgrade(alembic_config(database_url), "0001")

    migrate(database_url)

    (line,) = db.session.scalars(select(LetterNumber))
    assert (line.text, line.serial, line.state) == (number, 1, "dipakai")
    letter = letter_of(cast.case(ref))
    assert letter is not None
    assert (letter.kind, letter.given) == ("pengantar", line)


@pytest.fixture
def issued(cast: Cast) -> Cast:
    """An office whose only file has a signed, numbered and printed letter."""
    ref = cast.case_at(S24, 6, 2).ref
    letter = letter_of(cast.case(ref))
    assert letter is not None
    assert letter.issued
    assert last_findings(cast.case(ref))
    with db.engine.connect().execution_options(write=True) as connection:
        connection.execute(
            text("INSERT INTO letter_file (letter_id, sha256, body) VALUES (:i, 'x', :b)"),
            {"i": letter.id, "b": b"%PDF"},
        )
        connection.commit()
    db.session.rollback()
    return cast


GUARDED = (
    ("event_stays", "UPDATE event SET person_name = 'X'"),
    ("event_stays", "UPDATE event SET kind = 'X'"),
    ("event_stays", "UPDATE event SET \"row\" = '9'"),
    ("event_stays", "UPDATE event SET hash = 'X', previous = 'X'"),
    ("event_kept", "DELETE FROM event"),
    ("letter_frozen", "UPDATE letter SET content = '{}'"),
    ("letter_frozen", "UPDATE letter SET number = '1/2/3'"),
    ("letter_frozen", "UPDATE letter SET signer = '{}'"),
    ("letter_frozen", "UPDATE letter SET payload = NULL"),
    ("letter_frozen", "UPDATE letter SET code = 'X'"),
    ("letter_frozen", "UPDATE letter SET statement = 'X'"),
    ("letter_kept", "DELETE FROM letter"),
    ("letter_number_kept", "DELETE FROM letter_number"),
    ("letter_number_stays", "UPDATE letter_number SET serial = 9"),
    ("letter_number_stays", "UPDATE letter_number SET text = '1/2/3'"),
    ("letter_number_forward", "UPDATE letter_number SET state = 'cadangan'"),
    ("letter_number_forward", "UPDATE letter_number SET \"on\" = '2001-01-01'"),
    ("letter_key_kept", "DELETE FROM letter_key"),
    ("letter_key_stays", "UPDATE letter_key SET public_key = 'X'"),
    ("letter_file_stays", "UPDATE letter_file SET body = 'X'"),
    ("letter_file_kept", "DELETE FROM letter_file"),
    ("finding_stays", "UPDATE finding SET result = 'terdaftar'"),
    ("number_counter_forward", "UPDATE number_counter SET n = n - 1"),
    ("number_counter_forward", "UPDATE number_counter SET last_day = '2001-01-01'"),
    ("number_counter_kept", "DELETE FROM number_counter"),
)


def test_the_database_itself_refuses_to_change_what_happened(issued: Cast) -> None:
    for guard, statement in GUARDED:
        with db.engine.connect().execution_options(write=True) as connection:
            if guard == "letter_kept":
                connection.execute(text("DELETE FROM letter_case"))
                connection.execute(text("DELETE FROM paraf"))
            with pytest.raises(DatabaseError, match=guard):
                connection.execute(text(statement))
            connection.rollback()


def test_what_may_change_on_an_issued_letter_still_can(issued: Cast) -> None:
    with db.engine.connect().execution_options(write=True) as connection:
        connection.execute(text("UPDATE letter SET stamped_by = 'Irwan', void_reason = 'salah'"))
        connection.execute(text("UPDATE number_counter SET n = n + 1"))
        connection.rollback()
    assert list(faults_in_chains()) == []
