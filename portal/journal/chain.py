"""How each event is bound to the one before it (D7)."""

import hashlib
import json

from portal.journal.model import Event


def details_digest(event: Event) -> str:
    """The salted digest of the details, which may hold personal data."""
    body = json.dumps(event.details, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{event.salt}{body}".encode()).hexdigest()


def chained(event: Event) -> str:
    """The hash of an event: everything it says, and the hash before it."""
    fields = [
        event.previous, event.office_id, event.seq, int(event.at.timestamp()), event.kind,
        event.case_id, event.person_id, event.post_title, event.row, event.digest,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
