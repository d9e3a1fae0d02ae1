"""A process that stores documents and is killed in the midst of it, at a point asked for."""

import hashlib
import io
import json
import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal import clock
from portal.app import create_app
from portal.config import Settings
from portal.db import db, write
from portal.documents.model import DocumentFile
from portal.documents.operations import Owner, attach, keep
from portal.documents.safe import SafeDocument
from portal.documents.store import LocalStore, Store
from portal.journal.model import Command
from portal.journal.operations import Author, command_done, record

POINTS = (
    "sebelum berkas sementara", "sesudah ditulis", "sesudah fsync", "sesudah rename",
    "sebelum commit", "sesudah commit",
)  # fmt: skip
CALLS = dict(zip(POINTS, ("open", "write", "fsync", "replace"), strict=False))
MOST_HITS = {"sesudah fsync": 4, "sebelum commit": 1, "sesudah commit": 1}


@dataclass(frozen=True)
class Kill:
    """One document to store, and where to die while doing it."""

    key: str
    point: str  # '': nowhere
    hit: int = 1  # the how-many-eth time


@dataclass(frozen=True)
class Ward:
    """What the nursery needs to know."""

    url: str
    instance: str
    owner: Owner
    person_id: int
    answers: str  # the file it writes what it found into


def paper(key: str) -> SafeDocument:
    """The pages of a document of this key, always the same; nobody looks at them."""
    shade = tuple(hashlib.sha256(key.encode()).digest()[:3])
    out = io.BytesIO()
    Image.new("RGB", (8, 8), shade).save(out, "JPEG")
    page = out.getvalue() + key.encode()
    return SafeDocument("foto", (page,), page, None, 8, 8)


def store_one(store: Store, ward: Ward, key: str) -> None:
    """Store one document as every room does: the bytes, then one transaction."""
    ready = keep(store, paper(key), "foto.jpg")
    at, by = clock.now(), Author(ward.person_id, "Operator Uji", "")
    with write() as session:
        if command_done(session, key):
            return
        attach(session, ward.owner, "kk", 0, ready, ward.person_id, by.name, at)
        record(session, office_id=ward.owner.office_id, kind="pra_dokumen", at=at, by=by)
        session.add(Command(key=key, person_id=ward.person_id, at=at))


def nursery(ward: Ward, kills: list[Kill]) -> None:
    """Let a child die for each kill, looking after each whether a row lacks its file."""
    app = create_app(Settings(Path(ward.instance), ward.url, "x" * 40))
    store = LocalStore(Path(ward.instance) / "dokumen")
    died = bare = rows = last = 0
    with app.app_context():
        for kill in kills:
            db.session.remove()
            db.engine.dispose()  # or the child would go on talking on our line
            died += _lost(store, ward, kill)
            query = select(DocumentFile.id, DocumentFile.sha256).where(DocumentFile.id > last)
            for row in db.session.execute(query.order_by(DocumentFile.id)):
                last, rows = row.id, rows + 1
                bare += not store.has(row.sha256)
        db.session.remove()
        db.engine.dispose()
    Path(ward.answers).write_text(json.dumps({"died": died, "bare": bare, "rows": rows}))


def kills_of(count: int, seed: int = 2026) -> list[Kill]:
    """So many kills, as many at each point, in an order of their own."""
    chance = random.Random(seed)  # noqa: S311 - when to die is no secret
    found = [
        Kill(f"{n:032x}", POINTS[n % 6], chance.randint(1, MOST_HITS.get(POINTS[n % 6], 2)))
        for n in range(count)
    ]
    chance.shuffle(found)
    return found


def _lost(store: Store, ward: Ward, kill: Kill) -> bool:
    """Whether the child that did this was killed, and not by its own fault."""
    child = os.fork()
    if child == 0:
        _arm(kill)
        try:
            store_one(store, ward, kill.key)
            db.session.remove()
            os._exit(0)
        finally:
            os._exit(3)  # an error: the parent must not go on as two
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    assert os.WEXITSTATUS(status) == 0, kill
    return False


def _arm(kill: Kill) -> None:
    """Set the trap, around the calls of the system and the commit, never in our own code."""
    left = [kill.hit]

    def hit() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(real: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
        def trapped(*words: Any, **more: Any) -> Any:
            if before and str(words[0]).endswith(".part"):
                hit()
            found = real(*words, **more)
            if not before:
                hit()
            return found

        return trapped

    if kill.point in CALLS:
        name = CALLS[kill.point]
        setattr(os, name, around(getattr(os, name), before=name == "open"))
    elif kill.point:
        moment = "before_commit" if kill.point == POINTS[4] else "after_commit"
        event.listen(Session, moment, lambda _session: hit())
