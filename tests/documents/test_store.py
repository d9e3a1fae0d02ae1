"""Documents in a folder: the very bytes that were put, or a refusal; and nothing lies about."""

import os
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal import clock
from portal.config import BadSettingError, Settings
from portal.db import db, write
from portal.documents import s3
from portal.documents.model import Document
from portal.documents.store import (
    AlteredFileError,
    LocalStore,
    MissingFileError,
    Store,
    StoreError,
    digest_of,
    store_from,
)
from portal.documents.sweep import missing, sweep
from tests.cast import Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - pytest finds it by name
from tests.registration.families import Village

BODY = b"halaman surat" * 1000
NAME = digest_of(BODY)
NONE = digest_of(b"tidak ada")


def keeps_its_word(store: Store) -> None:
    """What every store promises, whatever it is made of."""
    before = clock.now() - timedelta(minutes=5)
    assert not store.has(NAME)
    store.put(NAME, BODY)
    store.put(NAME, BODY)
    assert store.has(NAME)
    assert store.get(NAME) == BODY
    (found,) = store.every()
    assert found.name == NAME
    assert found.at > before
    assert not store.delete(NAME, before)
    assert store.delete(NAME)
    assert not store.delete(NAME)
    assert not store.has(NAME)
    assert not list(store.every())
    with pytest.raises(MissingFileError):
        store.get(NONE)


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "dokumen")


def lies_at(store: LocalStore, name: str = NAME) -> Path:
    return store.folder / name[:2] / name[2:4] / name


def age(path: Path, days: float) -> None:
    moment = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))


def test_a_folder_keeps_its_word(store: LocalStore) -> None:
    keeps_its_word(store)


def test_only_the_portal_may_read_the_folder(store: LocalStore) -> None:
    store.put(NAME, BODY)
    path = lies_at(store)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (path.parent, path.parent.parent, store.folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "A" * 64, f"{NAME}/..", ""])
def test_what_is_no_hash_never_becomes_a_path(store: LocalStore, name: str) -> None:
    for ask in (store.get, store.has, store.delete):
        with pytest.raises(ValueError, match="not a hash"):
            ask(name)


def test_the_bytes_are_on_disk_before_the_name_and_the_name_before_the_answer(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(NONE[:2] + NAME[2:], b"")  # folders that are there already bring no order of theirs
    told: list[str] = []

    def heard(name: str) -> None:
        real = getattr(os, name)

        def act(*words: Any, **more: Any) -> Any:
            folder = name == "fsync" and stat.S_ISDIR(os.fstat(words[0]).st_mode)
            told.append(f"{name} folder" if folder else name)
            return real(*words, **more)

        monkeypatch.setattr(os, name, act)

    for name in ("write", "fsync", "replace"):
        heard(name)
    store.put(NAME, BODY)
    assert told[-4:] == ["write", "fsync", "replace", "fsync folder"]


def test_an_altered_file_is_handed_to_nobody_and_raises_the_alarm(
    store: LocalStore, caplog: pytest.LogCaptureFixture
) -> None:
    store.put(NAME, BODY)
    lies_at(store).write_bytes(BODY[:-1] + b"!")
    with pytest.raises(AlteredFileError):
        store.get(NAME)
    assert NAME in caplog.text
    store.put(NAME, BODY)  # whoever sends the same again mends it
    assert store.get(NAME) == BODY


def test_a_store_that_cannot_be_written_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "dokumen").write_text("bukan folder")
    with pytest.raises(StoreError, match="tempat penyimpanan portal penuh"):
        LocalStore(tmp_path / "dokumen").put(NAME, BODY)
    assert [item.name for item in tmp_path.iterdir()] == ["dokumen"]

    taken = LocalStore(tmp_path / "lain")
    lies_at(taken).mkdir(parents=True)  # the very place is taken by something else
    with pytest.raises(StoreError, match="tempat penyimpanan portal penuh"):
        taken.put(NAME, BODY)
    assert list(lies_at(taken).parent.iterdir()) == [lies_at(taken)]


def test_a_file_put_again_while_it_is_swept_stays(store: LocalStore) -> None:
    store.put(NAME, BODY)
    age(lies_at(store), 9)
    limit = clock.now() - timedelta(days=1)
    assert [item.name for item in store.every() if item.at < limit] == [NAME]
    store.put(NAME, BODY)
    assert not store.delete(NAME, limit)
    assert store.get(NAME) == BODY


def test_the_sweep_takes_what_nobody_names_once_it_is_a_day_old(cast: Cast) -> None:
    village, store = Village(cast), cast.app.config["STORE"]
    assert isinstance(store, LocalStore)
    ref = village.draft()
    village.add(ref, "kk")
    village.add(ref, "kk")
    store.put(NAME, BODY)
    store.put(NONE, b"tidak ada")
    left = lies_at(store).with_name(f"{NAME}.{'0' * 16}.part")
    left.write_bytes(b"separuh")
    alien = lies_at(store).with_name("catatan-pengelola.txt")
    alien.write_text("bukan milik portal")
    for path in store.folder.rglob("*"):
        if path.is_file() and path != lies_at(store, NONE):
            age(path, 2)

    assert sweep(store) == 2

    assert not store.has(NAME)
    assert not left.exists()
    assert store.has(NONE)
    assert alien.exists()
    assert list(missing(store)) == []


def test_a_document_taken_away_keeps_its_files(cast: Cast) -> None:
    village, store = Village(cast), cast.app.config["STORE"]
    ref = village.draft()
    village.add(ref, "kk")
    with write() as session:
        session.query(Document).update({"retired_why": "dihapus", "retired_at": clock.now()})
    assert sweep(store, timedelta(seconds=-1)) == 0


def test_lost_and_altered_files_are_found(cast: Cast) -> None:
    village, store = Village(cast), cast.app.config["STORE"]
    ref = village.draft()
    village.add(ref, "kk")
    document = db.session.query(Document).one()
    page, small = (item.sha256 for item in document.files)
    lies_at(store, page).unlink()
    lies_at(store, small).write_bytes(b"diganti orang")
    assert [lost.words for lost in missing(store)] == [
        f"dokumen {document.ref}: halaman 1 hilang",
        f"dokumen {document.ref}: kecil 1 berubah",
    ]


PLAIN = Settings(Path("/nowhere"), "sqlite://", "x" * 40)
ON_S3 = replace(PLAIN, store="s3://berkas/dinsos", s3_key="kunci", s3_secret="rahasia")


def test_documents_lie_beside_the_database_unless_told_otherwise(tmp_path: Path) -> None:
    usual, other = store_from(PLAIN), store_from(replace(PLAIN, store=str(tmp_path)))
    assert isinstance(usual, LocalStore)
    assert isinstance(other, LocalStore)
    assert usual.folder == Path("/nowhere/dokumen")
    assert other.folder == tmp_path


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (replace(PLAIN, store="http://berkas"), "PORTAL_STORE harus sebuah folder"),
        (replace(ON_S3, store="s3://"), "PORTAL_STORE di S3 harus seperti"),
        (replace(ON_S3, store="s3://BERKAS/a"), "PORTAL_STORE di S3 harus seperti"),
        (replace(ON_S3, store="s3://berkas/../lain"), "PORTAL_STORE di S3 harus seperti"),
        (replace(ON_S3, s3_endpoint="s3.nama.go.id"), "PORTAL_S3_ENDPOINT"),
        (replace(ON_S3, s3_secret=""), "PORTAL_S3_KEY dan PORTAL_S3_SECRET"),
    ],
    ids=["web", "no bucket", "capitals", "climbing", "endpoint", "no secret"],
)
def test_a_store_that_cannot_be_meant_stops_the_start(settings: Settings, words: str) -> None:
    with pytest.raises(BadSettingError, match=words):
        store_from(settings)


def test_s3_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3, "boto3", None)
    with pytest.raises(BadSettingError, match=r"requirements/s3\.lock"):
        store_from(ON_S3)
