"""A portal served for real, in a process of its own, for browsers to walk through."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(instance: Path, port: int, database_url: str = "") -> dict[str, str]:
    """The environment of a portal with its own instance folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    settings = {"PORTAL_INSTANCE": str(instance), "PORTAL_PORT": str(port)}
    if database_url:
        settings["PORTAL_DATABASE_URL"] = database_url
    return kept | settings


@contextmanager
def served(instance: Path, database_url: str = "", **settings: str) -> Iterator[str]:
    """Serve the portal of an instance folder; gives its address. More settings: proxies="1"."""
    port = free_port()
    with (instance / "serve.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal", "serve"],
            env=environment(instance, port, database_url)
            | {f"PORTAL_{name.upper()}": value for name, value in settings.items()},
            stdout=log,
            stderr=log,
        )
        try:
            _wait(f"http://127.0.0.1:{port}", process, instance)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def portal(instance: Path, *words: str, database_url: str = "") -> subprocess.CompletedProcess[str]:
    """Run one command of the portal in an instance folder."""
    return subprocess.run(
        [sys.executable, "-m", "portal", *words],
        env=environment(instance, 8000, database_url),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _wait(address: str, process: subprocess.Popen[bytes], instance: Path) -> None:
    until, nothing = time.monotonic() + START_SECONDS, threading.Event()
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError((instance / "serve.log").read_text())
        try:
            with urllib.request.urlopen(address + "/masuk", timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            nothing.wait(0.1)
    raise TimeoutError("the portal did not start")
