"""Where the bytes of documents lie: under their SHA-256, in a folder or on an S3 server (D15)."""

import hashlib
import logging
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from portal.config import BadSettingError, Settings

HASH = re.compile(r"[0-9a-f]{64}")
LEFTOVER = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{16}\.part")  # of a process that was killed
FULL = (
    "Dokumen belum tersimpan: tempat penyimpanan portal penuh atau tidak dapat ditulisi. "
    "Hubungi pengelola portal, lalu coba lagi."
)
log = logging.getLogger(__name__)


class StoreError(Exception):
    """The store does not do its work now; the message is a sentence for whoever waits for it."""


class MissingFileError(StoreError):
    """Nothing lies under this hash."""

    def __init__(self) -> None:
        super().__init__("Berkas dokumen ini hilang. Pengelola portal: pulihkan dari cadangan.")


class AlteredFileError(StoreError):
    """The bytes are no longer what was stored; nobody gets them (UP-13)."""

    def __init__(self) -> None:
        super().__init__(
            "Berkas dokumen ini berubah sejak disimpan, jadi tidak disajikan. "
            "Pengelola portal: pulihkan dari cadangan."
        )


@dataclass(frozen=True)
class Stored:
    """A file in the store, or what a killed process left of one."""

    name: str  # its hash; of a leftover, more than that
    at: datetime  # when it was last put


class Store(Protocol):
    """What the portal asks of a place for documents. Every method may raise StoreError."""

    def put(self, sha256: str, body: bytes) -> None:
        """Keep the bytes for good; the same again changes nothing but their moment."""

    def get(self, sha256: str) -> bytes:
        """The very bytes that were put. Raises MissingFileError, AlteredFileError."""

    def has(self, sha256: str) -> bool:
        """Whether something lies under this hash."""

    def delete(self, name: str, before: datetime | None = None) -> bool:
        """Take a file away, unless it was put since `before`; whether that was done."""

    def every(self) -> Iterator[Stored]:
        """All that lies here and is ours, leftovers included."""


def store_from(settings: Settings) -> Store:
    """The store an installation chose. Raises BadSettingError."""
    place = settings.store or str(settings.instance / "dokumen")
    if not place.startswith("s3:"):
        if "://" in place:
            raise BadSettingError(
                "PORTAL_STORE harus sebuah folder, misalnya /srv/portal/dokumen, atau "
                "s3://ember/folder"
            )
        return LocalStore(Path(place))
    from portal.documents.s3 import s3_store  # noqa: PLC0415 - boto3 is an extra

    return s3_store(settings)


def digest_of(body: bytes) -> str:
    """The name of these bytes."""
    return hashlib.sha256(body).hexdigest()


def checked(sha256: str, body: bytes) -> bytes:
    """The bytes, if they are what this hash names. Raises AlteredFileError, with an alarm."""
    if digest_of(body) != sha256:
        log.error("berkas dokumen %s berubah sejak disimpan", sha256)
        raise AlteredFileError
    return body


class LocalStore:
    """A folder; nothing a sender says becomes part of a path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def put(self, sha256: str, body: bytes) -> None:
        """Written beside, brought to disk, moved into place, and the move brought to disk too.

        What lies there already is replaced: by the same bytes, or it was damaged.
        """
        target = self._path(sha256)
        part = target.with_name(f"{sha256}.{secrets.token_hex(8)}.part")
        try:
            _make_folders(target.parent, self.folder.parent)
            try:
                _write(part, body)
                with self._turn():
                    os.replace(part, target)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
            _sync_folder(target.parent)
        except OSError as error:
            log.error("dokumen %s belum tersimpan: %r", sha256, error)
            raise StoreError(FULL) from None

    def get(self, sha256: str) -> bytes:
        """See Store."""
        try:
            body = self._path(sha256).read_bytes()
        except FileNotFoundError:
            log.error("berkas dokumen %s hilang", sha256)
            raise MissingFileError from None
        return checked(sha256, body)

    def has(self, sha256: str) -> bool:
        """See Store."""
        return self._path(sha256).is_file()

    def delete(self, name: str, before: datetime | None = None) -> bool:
        """See Store. Nobody can put the same file between the look at its moment and the end."""
        path = self._path(name)
        with self._turn():
            try:
                if before and _moment(path) >= before:
                    return False
                path.unlink()
            except FileNotFoundError:
                return False
        return True

    def every(self) -> Iterator[Stored]:
        """See Store."""
        for path in sorted(self.folder.glob("??/??/*")):
            if HASH.fullmatch(path.name) or LEFTOVER.fullmatch(path.name):
                with suppress(FileNotFoundError):
                    yield Stored(path.name, _moment(path))

    def _path(self, name: str) -> Path:
        if not (HASH.fullmatch(name) or LEFTOVER.fullmatch(name)):
            raise ValueError("not a hash")
        return self.folder / name[:2] / name[2:4] / name

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Putting into place and deleting come one after the other, over all processes."""
        try:
            import fcntl  # noqa: PLC0415 - not on every system
        except ImportError:
            yield
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / ".giliran", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _moment(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _write(path: Path, body: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        rest = memoryview(body)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _make_folders(folder: Path, until: Path) -> None:
    """The folder, with every new one above it up to `until` brought to disk."""
    if folder == until or folder.is_dir():
        return
    _make_folders(folder.parent, until)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # which has no such thing
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
