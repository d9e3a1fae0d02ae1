"""The keeper: does what the portal does by itself, now and then, while it serves or once by cron.

Two keepers may run at once, in two processes or beside a cron: every change is looked at again
behind its lock.
"""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime

from flask import Flask

from portal.db import db
from portal.messages.gateway import Gateway
from portal.messages.sending import send_due
from portal.upkeep.returned import Due, tend_returned

OUTBOX_SECONDS, HOUR_SECONDS = 60, 3600

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Report:
    """What one round did."""

    closed: int
    reminded: int
    sent: int


def run_once(app: Flask, gateway: Gateway | None = None, *, at: datetime | None = None) -> Report:
    """Close, remind, send: everything that is due at this moment."""
    with app.app_context():
        try:
            done = tend_returned(app.config["CATALOGUE"], at=at)
            sent = _send(app, gateway, at)
        finally:
            db.session.remove()
    return Report(closed=done[Due.PENUTUPAN], reminded=done[Due.PENGINGAT], sent=sent)


def keep(app: Flask, gateway: Gateway | None) -> threading.Event:
    """Begin a thread that keeps the house until the given event is set or the process ends."""
    stop = threading.Event()
    thread = threading.Thread(target=_go_round, args=(app, gateway, stop), name="rawat")
    thread.daemon = True
    thread.start()
    return stop


def _go_round(app: Flask, gateway: Gateway | None, stop: threading.Event) -> None:
    """Everything at first and once an hour; the outbox every minute where there is an adapter."""
    rounds = HOUR_SECONDS // OUTBOX_SECONDS
    n = 0
    while True:
        try:
            if n % rounds == 0:
                run_once(app, gateway)
            elif gateway:
                with app.app_context():
                    try:
                        _send(app, gateway, None)
                    finally:
                        db.session.remove()
        except Exception as fault:
            # It must go on, whatever it meets; the words of a fault may hold somebody's data.
            log.error("upkeep: %s", type(fault).__name__)
        n += 1
        if stop.wait(OUTBOX_SECONDS):
            return


def _send(app: Flask, gateway: Gateway | None, at: datetime | None) -> int:
    if gateway is None:
        return 0
    return send_due(gateway, app.config["CATALOGUE"], app.config["PUBLIC_URL"], at=at)
