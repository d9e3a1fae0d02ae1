"""Storing killed at every point: no row without its file, nothing lost, nothing left lying."""

import multiprocessing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.documents.model import Document, DocumentFile
from portal.documents.operations import Owner
from portal.documents.store import LocalStore
from portal.documents.sweep import missing, sweep
from tests.cast import Cast
from tests.documents import storing
from tests.documents.storing import Kill, Ward, kills_of
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - pytest finds it by name
from tests.registration.families import Village

SECONDS = 600


def run(ward: Ward, kills: list[Kill]) -> dict[str, int]:
    """Let a process of its own do it; a test's own threads do not survive a fork."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([storing.__name__])
    process = context.Process(target=storing.nursery, args=(ward, kills))
    process.start()
    process.join(SECONDS)
    process.kill()
    assert process.exitcode == 0
    return storing.json.loads(Path(ward.answers).read_text())


@pytest.mark.parametrize(
    "count", [18, pytest.param(600, marks=pytest.mark.battery)], ids=["few", "all"]
)
def test_a_killed_store_leaves_no_row_without_its_file(
    cast: Cast, tmp_path: Path, database_url: str, count: int
) -> None:
    if database_url.startswith("postgresql"):
        count = min(count, 180)  # each begins a connection of its own, which takes long there
    village = Village(cast)
    registration = village.of(village.draft())
    owner = Owner(registration.office_id, registration.village_code, registration.id)
    ward = Ward(database_url, str(tmp_path), owner, village.officer.id, str(tmp_path / "kabar"))
    kills = kills_of(count)
    db.session.remove()
    db.engine.dispose()

    killed = run(ward, kills)
    print(f"\n{count} kills at {len(storing.POINTS)} points: {killed}")  # noqa: T201
    assert killed["died"] == count
    assert killed["bare"] == 0
    assert killed["rows"] == count // 6 * 2  # only what was killed after its commit

    store = LocalStore(tmp_path / "dokumen")
    stored = {item.name for item in store.every()}
    swept = sweep(store, timedelta(seconds=-1))
    print(f"orphans and leftovers swept: {swept}")  # noqa: T201
    assert {item.name for item in store.every()} == named()
    assert swept == len(stored - named()) > count // 3

    again = run(ward, [replace(kill, point="") for kill in kills])
    assert (again["died"], again["bare"]) == (0, 0)
    assert {item.name for item in store.every()} == named()
    assert db.session.scalar(select(func.count()).select_from(Document)) == count
    assert list(missing(store)) == []


def named() -> set[str]:
    """Every hash that a row names."""
    db.session.rollback()
    return set(db.session.scalars(select(DocumentFile.sha256)))
