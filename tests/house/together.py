"""Lets several people act at the very same moment, each on a thread and a connection of its own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from flask import Flask

from portal.db import db

Result = TypeVar("Result")


def at_once(app: Flask, acts: Sequence[Callable[[], Result]]) -> list[Result | Exception]:
    """What each act gave or raised, in order; all of them leave from one starting line."""
    line = threading.Barrier(len(acts))

    def run(act: Callable[[], Result]) -> Result | Exception:
        with app.app_context():
            line.wait(30)
            try:
                return act()
            except Exception as refusal:
                return refusal
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
