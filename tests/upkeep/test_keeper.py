"""The portal keeps house by itself: while it serves, and once when cron asks."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from portal.db import db
from portal.messages.webhook import Webhook
from portal.upkeep.keeper import keep
from tests.cast import P17, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401
from tests.messages.conftest import PHONE, Told, last_message
from tests.messages.listening import Listener, closed_port, web_gateway
from tests.server import environment

SECRET = "r4h4s1a" * 6


def settings(instance: Path, url: str, gateway: Listener) -> dict[str, str]:
    """The environment of a portal with an adapter."""
    return environment(instance, closed_port(), url) | {
        "PORTAL_WEBHOOK": gateway.url,
        "PORTAL_WEBHOOK_SECRET": SECRET,
    }


def test_the_keeper_begins_at_once_and_survives_an_adapter_that_is_away(
    app: Flask,
    told: Told,
) -> None:
    case = told(P17)
    db.session.rollback()
    with web_gateway() as gateway:
        stop = keep(app, Webhook(gateway.url, SECRET))
        assert gateway.came.wait(30)
        stop.set()
    assert gateway.keys == [last_message(case).ref]


def test_cron_sends_what_is_due_and_says_only_how_much(
    cast: Cast,
    told: Told,
    database_url: str,
    tmp_path: Path,
) -> None:
    case = told(P17)
    db.session.remove()
    with web_gateway() as gateway:
        done = subprocess.run(
            [sys.executable, "-m", "portal", "rawat"],
            env=settings(tmp_path, database_url, gateway),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "0 berkas ditutup, 0 pengingat dibuat, 1 pesan terkirim."
    assert (done.stderr, gateway.keys) == ("", [last_message(case).ref])


@pytest.mark.battery
def test_a_served_portal_sends_by_itself_and_logs_nobody(
    cast: Cast,
    told: Told,
    database_url: str,
    tmp_path: Path,
) -> None:
    case = told(P17)
    number = case.number
    db.session.remove()
    log = tmp_path / "serve.log"
    with web_gateway() as gateway, log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal", "serve"],
            env=settings(tmp_path, database_url, gateway),
            stdout=out,
            stderr=out,
        )
        try:
            assert gateway.came.wait(60)
        finally:
            process.terminate()
            process.wait(20)
    assert gateway.keys[0] == last_message(case).ref
    words = log.read_text()
    assert [word for word in (PHONE[3:], number, last_message(case).ref) if word in words] == []
