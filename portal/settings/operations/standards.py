"""What an office says of its service on the public page of standards, and its two periods."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from portal.db import write
from portal.offices.model import Office
from portal.offices.standards import Topic, own_words
from portal.people.officer import Officer
from portal.settings.operations.change import Change, ChangedError


@dataclass(frozen=True)
class StandardsIn:
    """The texts by topic, '' for none; working days to complete a file, days until it is closed."""

    completion_days: int
    closing_days: int
    texts: Mapping[str, str]

    @property
    def mark(self) -> str:
        """What the standards are, in one word, to notice that someone else changed them."""
        written = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()[:16]


def standards_of(office: Office) -> StandardsIn:
    """The standards as they are set."""
    texts = {topic.value: own_words(office, topic) for topic in Topic}
    return StandardsIn(office.completion_days, office.closing_days, texts)


def set_standards(officer: Officer, wanted: StandardsIn, *, seen: str, key: str) -> None:
    """Set the standards from now on; deadlines already given stay (edge case 17).

    Raises ChangedError when someone else changed them since the page was opened.
    """
    change = Change(officer, key)
    with write() as session:
        if change.done_before(session):
            return
        office = session.get_one(Office, change.office_id)
        before = standards_of(office)
        if before.mark != seen:
            raise ChangedError
        office.completion_days = wanted.completion_days
        office.closing_days = wanted.closing_days
        office.standards = {topic: text for topic, text in wanted.texts.items() if text}
        details = {"semula": asdict(before), "menjadi": asdict(wanted)}
        change.write_down(session, "standar_pelayanan", "Standar pelayanan disimpan.", details)
