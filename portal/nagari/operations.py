"""Sending every ready draft of a list in one press; each is a transaction of its own."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal import clock
from portal.cases.incoming import FileIn
from portal.db import write
from portal.journal.model import Command
from portal.journal.operations import command_done
from portal.people.officer import Officer
from portal.registration.operations import NotReadyError, send
from portal.registration.step import NoSuchRegistrationError, StaleRegistrationError
from portal.sop.rules import NotAllowedError
from portal.sop.table import Sop

MOST_NAMED = 3


@dataclass(frozen=True)
class Checked:
    """A draft whose data were checked and whose papers are there."""

    ref: str
    name: str
    version: int
    sop: Sop
    typed: dict[str, Any]
    file: FileIn


def send_ready(officer: Officer, drafts: Iterable[Checked], *, key: str) -> None:
    """Send them; one that changed meanwhile stays a draft and is named."""
    person_id, sent, left = officer.id, 0, []
    for draft in drafts:
        try:
            send(
                officer, draft.ref, draft.sop, draft.typed, draft.file,
                papers_later=False, version=draft.version, key=key_for(key, draft.ref),
            )  # fmt: skip
            sent += 1
        except (
            NoSuchRegistrationError,
            StaleRegistrationError,
            NotReadyError,
            NotAllowedError,
        ):
            left.append(draft.name)
    with write() as session:
        if command_done(session, key):
            return
        message = f"{sent} pendaftaran terkirim ke Dinas Sosial."
        if left:
            names = ", ".join(left[:MOST_NAMED]) + (" …" if len(left) > MOST_NAMED else "")
            message += f" {len(left)} tidak terkirim karena baru saja berubah: {names}."
        session.add(
            Command(key=key, person_id=person_id, at=clock.now(), message=message[:300], target="")
        )


def key_for(key: str, part: str) -> str:
    """The key of one part of a form that does several things; sent again it is the same."""
    return hashlib.sha256(f"{key}{part}".encode()).hexdigest()[:32]
