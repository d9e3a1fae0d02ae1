"""What a citizen should hear of a case, put down in the transaction of the turn itself.

The outbox only says that there is news; the room `messages` finds the words and sends them.
"""

import secrets
from datetime import datetime
from enum import StrEnum

from portal.cases.model import Case, Message
from portal.sop.rules import status_of
from portal.sop.table import Sop
from portal.sop.vocabulary import Status

REMINDER = "pengingat"  # the days to complete a returned file are half over (edge case 17)
DEAD = "meninggal"  # nobody is written to about somebody who died (edge case 1)

# The turns that matter to the citizen; all others can wait until the page is opened.
NEWS = frozenset(
    {
        Status.DITERIMA, Status.DIKEMBALIKAN, Status.DIKIRIM_BPJS, Status.SIAP_DIAMBIL,
        Status.KIS_TERBIT, Status.TIDAK_DAPAT_DIPROSES, Status.DITOLAK_BPJS,
        Status.DIBATALKAN, Status.DITUTUP_OTOMATIS,
    }
)  # fmt: skip


class Sending(StrEnum):
    """How far a message is."""

    DITAWARKAN = "ditawarkan"  # an officer may send it
    TERKIRIM = "terkirim"
    GAGAL = "gagal"  # the adapter gave up; an officer may still send it
    LEWAT = "lewat"  # newer news took its place before it was sent


WAITING = (Sending.DITAWARKAN.value, Sending.GAGAL.value)


def announce(case: Case, sop: Sop, at: datetime) -> None:
    """Put the case's present status into the outbox if the citizen should hear of it."""
    status = status_of(case.here, sop, opened=len(case.stints) > 1)
    if status in NEWS and not (status is Status.DIBATALKAN and DEAD in case.reasons):
        _put(case, status.value, at)
    else:
        _overtake(case)


def remind(case: Case, at: datetime) -> None:
    """Put the reminder into the outbox; whoever asks has seen that it is due."""
    _put(case, REMINDER, at)


def _put(case: Case, about: str, at: datetime) -> None:
    """A new message, ready to be offered or sent; older ones that wait are overtaken."""
    _overtake(case)
    case.messages.append(
        Message(
            ref=secrets.token_hex(16), office_id=case.office_id, about=about,
            state=Sending.DITAWARKAN.value, at=at, next_try_at=at, tries=0, way="", sent_by="",
            fault="",
        )
    )  # fmt: skip


def _overtake(case: Case) -> None:
    for message in case.messages:
        if message.state in WAITING:
            message.state, message.next_try_at = Sending.LEWAT.value, None
