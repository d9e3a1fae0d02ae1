"""Sends what is due through the adapter: each message once, tried again when it failed.

A message is leased before it is sent, so that two processes never send it at once. A process
that dies between sending and noting it leaves the lease to run out; then the message goes out
again with the same key, and the adapter can tell that it is a repeat.
"""

import logging
from datetime import datetime, timedelta

from portal import clock as time
from portal.cases.model import Message
from portal.cases.outbox import Sending
from portal.db import write
from portal.journal.operations import Author
from portal.messages.gateway import Gateway
from portal.messages.notice import Notice, UndeliveredError
from portal.messages.operations import SENT, hold_case, note
from portal.messages.queries import due_ids, message_in_hand
from portal.messages.words import phone_of, text_of
from portal.sop.catalogue import Catalogue

BY_ITSELF = "otomatis"
LEASE = timedelta(minutes=10)  # much longer than any conversation with the adapter
MOST_TRIES = 8
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)

log = logging.getLogger(__name__)


def send_due(
    gateway: Gateway, catalogue: Catalogue, public_url: str, *, at: datetime | None = None
) -> int:
    """Send every message whose time has come, one at a time; gives how many were taken."""
    taken = 0
    for message_id in due_ids(at or time.now()):
        try:
            notice = _lease(message_id, catalogue, public_url, at or time.now())
            if notice and _send(gateway, message_id, notice, at):
                taken += 1
        except Exception as fault:
            # One bad message must not keep the others waiting; its words are nobody's business.
            log.error("message %s: %s", message_id, type(fault).__name__)
    return taken


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries: 1, 3, 9 ... minutes, at most 6 hours."""
    return min(FIRST_PAUSE * int(3 ** (tries - 1)), LONGEST_PAUSE)


def _send(gateway: Gateway, message_id: int, notice: Notice, at: datetime | None) -> bool:
    """Outside any transaction: the adapter may be slow."""
    try:
        gateway.send(notice)
    except UndeliveredError as failure:
        _note_failure(message_id, str(failure), at or time.now())
        return False
    _note_sent(message_id, gateway.way, at or time.now())
    return True


def _lease(message_id: int, catalogue: Catalogue, public_url: str, at: datetime) -> Notice | None:
    """Take one message in hand, unless it was overtaken or another process has it."""
    with write() as session:
        hold_case(session, Message.id == message_id)
        message = message_in_hand(message_id)
        if message is None or message.state != Sending.DITAWARKAN or not _is_due(message, at):
            return None
        case, phone = message.case, phone_of(message.case)
        if not phone or message.tries >= MOST_TRIES:
            message.next_try_at = None
            if message.tries >= MOST_TRIES:
                message.state = Sending.GAGAL.value
            return None
        sop = catalogue.pinned(case.sop_id, case.sop_version)
        message.tries, message.next_try_at = message.tries + 1, at + LEASE
        text = text_of(case, sop, message.about, public_url=public_url, at=at)
        return Notice(message.ref, message.at, phone, text, message.about)


def _is_due(message: Message, at: datetime) -> bool:
    return message.next_try_at is not None and message.next_try_at <= at


def _note_sent(message_id: int, way: str, at: datetime) -> None:
    with write() as session:
        hold_case(session, Message.id == message_id)
        message = message_in_hand(message_id)
        if message is None or message.state == Sending.TERKIRIM:
            return  # an officer was quicker
        message.state, message.next_try_at = Sending.TERKIRIM.value, None
        message.way, message.sent_at, message.sent_by, message.fault = way, at, BY_ITSELF, ""
        note(session, message, SENT, Author(None, "Portal", ""))


def _note_failure(message_id: int, fault: str, at: datetime) -> None:
    with write() as session:
        hold_case(session, Message.id == message_id)
        message = message_in_hand(message_id)
        if message is None or message.state != Sending.DITAWARKAN:
            return
        message.fault = fault
        if message.tries < MOST_TRIES:
            message.next_try_at = at + pause_after(message.tries)
        else:
            message.state, message.next_try_at = Sending.GAGAL.value, None
