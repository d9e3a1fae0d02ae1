"""Runs one function over foreign bytes in a fresh, killable child that can reach nothing (D13).

The child has no environment, an empty folder, no database, no network, a ceiling of memory and
processor time; what it gives back is JSON over a pipe, and no more of it than expected.
"""

import contextlib
import importlib
import json
import math
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

MOST_RESULT = 24 * 1024 * 1024  # bytes a child may answer with
MOST_FILES = 64
Reader = Callable[[bytes], Any]
_HOUSE = Path(__file__).resolve().parents[1]
_TURNS = threading.BoundedSemaphore(2)  # children at once; others wait for their turn
MOST_WAIT = 20  # seconds for a turn; whoever waits longer may ask again
_QUEUE = threading.BoundedSemaphore(6)  # at work or waiting; the portal has other visitors too
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from portal.sandbox import serve_child; serve_child(sys.argv[2:])"
)
# What no reader of foreign bytes needs: the network, other programs, other databases.
_REFUSED = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system",
    "os.startfile", "os.kill", "os.remove", "os.rename", "os.putenv", "shutil.", "sqlite3.",
    "ftplib.", "urllib.", "http.", "smtplib.", "ctypes.",
)  # fmt: skip
# Where Python's own modules lie, some of which are loaded only when needed.
_ROOTS = tuple(
    Path(os.path.realpath(root)) for root in (sys.prefix, sys.base_prefix, _HOUSE / "portal")
)


class UnreadableError(Exception):
    """The bytes are not what they should be; the message is the reader's own sentence, or ''."""


class TooHeavyError(Exception):
    """The child needed more time, memory or room than it was given, and was ended."""


class CrowdedError(TooHeavyError):
    """Too many wait for a child; the same bytes may be sent again in a while."""

    def __init__(self) -> None:
        super().__init__(
            "Portal sedang memeriksa banyak berkas lain. Tunggu satu menit, lalu unggah lagi."
        )


def run_limited(function: str, payload: bytes, *, seconds: float, megabytes: int) -> Any:
    """What `function` ("portal.room.module:name", bytes to JSON) makes of the payload.

    Raises UnreadableError, TooHeavyError, CrowdedError; RuntimeError when the function itself
    cannot be called.
    """
    with _turn(), tempfile.TemporaryDirectory(prefix="portal-") as folder:
        arguments = [sys.executable, "-I", "-c", _BOOT, str(_HOUSE)]
        child = subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
            [*arguments, function, str(seconds), str(megabytes)],
            cwd=folder,
            env=_bare_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            close_fds=True,
        )
        answer = _talk(child, payload, seconds)
    return _read(answer)


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    if not _QUEUE.acquire(blocking=False):
        raise CrowdedError
    try:
        if not _TURNS.acquire(timeout=MOST_WAIT):
            raise CrowdedError
        try:
            yield
        finally:
            _TURNS.release()
    finally:
        _QUEUE.release()


def serve_child(words: list[str]) -> None:
    """The child's whole life: limit itself, read, work, answer. Never call it in the portal."""
    function, seconds, megabytes = words[0], float(words[1]), int(words[2])
    try:
        reader = _found(function)
    except (ImportError, AttributeError, ValueError) as error:
        _say({"broken": repr(error)})
        return
    _limit(seconds, megabytes)
    # All our own code is loaded; from here on foreign bytes are looked at.
    sys.addaudithook(_shut)
    _say(_answer(reader, sys.stdin.buffer.read()))


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(answer).encode())
    sys.stdout.buffer.flush()


def _talk(child: "subprocess.Popen[bytes]", payload: bytes, seconds: float) -> bytes:
    """Hand the payload in and read the answer; the wall clock ends a child that takes too long."""
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("a child without pipes")
    clock = threading.Timer(seconds, child.kill)
    feeder = threading.Thread(target=_feed, args=(child.stdin, payload), daemon=True)
    clock.start()
    feeder.start()
    try:
        return child.stdout.read(MOST_RESULT + 1)
    finally:
        # It has answered or overstepped; nothing more is expected of it.
        child.kill()
        child.wait()
        clock.cancel()
        feeder.join()
        child.stdout.close()


def _feed(pipe: IO[bytes], payload: bytes) -> None:
    with contextlib.suppress(OSError):  # a child that ended early has said so by its answer
        pipe.write(payload)
    with contextlib.suppress(OSError):
        pipe.close()


def _read(answer: bytes) -> Any:
    """The child's answer; a broken or missing one means that it was ended."""
    if len(answer) > MOST_RESULT:
        raise TooHeavyError
    try:
        told = json.loads(answer)
    except ValueError:
        raise TooHeavyError from None
    match told:
        case {"value": value}:
            return value
        case {"unreadable": str(reason)}:
            raise UnreadableError(reason)
        case {"heavy": _}:
            raise TooHeavyError
    raise RuntimeError(str(told))


def _found(function: str) -> Reader:
    module, _, name = function.partition(":")
    found: Reader = getattr(importlib.import_module(module), name)
    return found


def _answer(reader: Reader, payload: bytes) -> dict[str, Any]:
    try:
        return {"value": reader(payload)}
    except UnreadableError as refusal:
        return {"unreadable": str(refusal)}
    except (MemoryError, RecursionError):
        return {"heavy": True}
    except Exception:  # whatever a parser stumbles over, the bytes are to blame
        return {"unreadable": ""}


def _limit(seconds: float, megabytes: int) -> None:
    """Ceilings of the operating system, where it has them; elsewhere the wall clock remains."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    ceilings = {
        resource.RLIMIT_AS: megabytes * 1024 * 1024,
        resource.RLIMIT_CPU: math.ceil(seconds),
        resource.RLIMIT_NOFILE: MOST_FILES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,  # a core file would hold what was being read
    }
    for kind, most in ceilings.items():
        resource.setrlimit(kind, (most, most))


def _shut(event: str, details: tuple[Any, ...]) -> None:
    """An audit hook: no network, no programs, and no files but Python's own to read."""
    if event.startswith(_REFUSED):
        raise PermissionError(event)
    if event == "open" and not _may_open(*details[:2]):
        raise PermissionError(event)


def _may_open(path: object, mode: object) -> bool:
    if not isinstance(path, str | bytes) or set(str(mode or "r")) & set("wax+"):
        return False
    real = Path(os.path.realpath(os.fsdecode(path)))
    return any(real.is_relative_to(root) for root in _ROOTS)


def _bare_environment() -> dict[str, str]:
    """Nothing of ours; Windows cannot start a program without its own folder."""
    kept = ("SYSTEMROOT",) if os.name == "nt" else ()
    return {name: os.environ[name] for name in kept if name in os.environ}
