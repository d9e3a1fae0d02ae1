"""The journey of a case in the few stages that a citizen is shown, done, present and coming."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.languages.language import Language
from portal.sop.table import Sop
from portal.sop.vocabulary import Act


@dataclass(frozen=True)
class StageLine:
    """One stage of the journey: beres, kini, henti or nanti."""

    state: str
    name: str
    text: str


@dataclass(frozen=True)
class Progress:
    """How far a case is."""

    sop: Sop
    zone: str
    language: Language
    row: int
    received_at: datetime
    since: datetime
    passed: Mapping[int, datetime]  # rows done, and when last
    served: bool  # the citizen has the letter or the card
    stopped_on: datetime | None  # it ended before that, or after
    explained: bool  # it ended well, with an explanation: nothing is held up
    waits_for: str  # what the file is held up by, or nothing
    ready: bool  # the letter or the card lies ready


def journey(progress: Progress) -> tuple[StageLine, ...]:
    """The stages of the SOP, after the one of applying."""
    say, stopped = progress.language.say, progress.stopped_on is not None and not progress.served
    applied = _moment(progress, progress.received_at)
    lines = [StageLine("beres", say("Permohonan diajukan"), applied)]
    for stage in progress.sop.stages:
        name = say(stage.name)
        if progress.row > max(stage.rows) or progress.served:
            moments = [progress.passed[row] for row in stage.rows if row in progress.passed]
            done = _moment(progress, max(moments)) if moments else ""
            lines.append(StageLine("beres", name, done))
        elif progress.row in stage.rows:
            lines.append(_present(progress, name, stopped=stopped))
        elif not stopped:
            lines.append(StageLine("nanti", name, ""))
    return tuple(lines)


def _present(progress: Progress, name: str, *, stopped: bool) -> StageLine:
    language, ended = progress.language, progress.stopped_on
    if stopped and ended:
        state = "beres" if progress.explained else "henti"
        return StageLine(state, name, language.weekday_date(ended, progress.zone))
    if progress.waits_for:
        return StageLine("henti", name, progress.waits_for)
    # The row that hands over may begin with numbering: its stage must not sound like "come".
    hands_over = any(task.act is Act.SERAHKAN for task in progress.sop.row(progress.row).tasks)
    if hands_over and not progress.ready:
        return StageLine("kini", name, language.say("Sedang disiapkan, belum bisa diambil"))
    since = language.say("Sejak {saat}", saat=_moment(progress, progress.since))
    return StageLine("kini", name, since)


def _moment(progress: Progress, at: datetime) -> str:
    return progress.language.full_moment(at, progress.zone)
