"""A keeper that is killed at any moment loses no message; at most it is handed over again."""

import multiprocessing
import threading
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from portal import clock
from portal.app import create_app
from portal.db import db
from portal.messages.sending import LEASE, MOST_TRIES
from portal.messages.webhook import Webhook
from portal.upkeep.keeper import run_once
from tests.cast import P17, Cast
from tests.conftest import settings_for
from tests.messages.conftest import Told, last_message, news_of
from tests.messages.listening import web_gateway

pytestmark = pytest.mark.battery
SECRET = "r4h4s1a" * 6
KILLS = MOST_TRIES - 2


@dataclass(frozen=True)
class Round:
    """What one process is to do."""

    url: str
    folder: str
    gateway: str
    later: timedelta


def work(turn: Round) -> None:
    """Send what is due, as `portal rawat` does."""
    app = create_app(settings_for(turn.url, Path(turn.folder)))
    run_once(app, Webhook(turn.gateway, SECRET), at=clock.now() + turn.later)


def test_a_killed_keeper_loses_nothing_and_repeats_with_the_same_key(
    cast: Cast, told: Told, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    engine_name: str,
) -> None:  # fmt: skip
    case = told(P17)
    ref = last_message(case).ref
    db.session.remove()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with web_gateway() as gateway:
        for turn in range(KILLS + 1):
            gateway.came.clear()
            # Killed in the middle: the gateway has it, the keeper has no answer yet.
            gateway.hold = threading.Event() if turn < KILLS else None
            order = Round(database_url, str(tmp_path), gateway.url, LEASE * turn)
            process = context.Process(target=work, args=(order,))
            process.start()
            assert gateway.came.wait(60)
            if gateway.hold:
                process.kill()
                process.join()
                gateway.hold.set()
                assert news_of(case) == [("diterima", "ditawarkan")]
            else:
                process.join()
                assert process.exitcode == 0

    assert news_of(case) == [("diterima", "terkirim")]
    assert gateway.keys == [ref] * (KILLS + 1)
    with capsys.disabled():
        print(f"\n{engine_name}: {KILLS} kali dimatikan, 0 hilang, satu kunci")  # noqa: T201
