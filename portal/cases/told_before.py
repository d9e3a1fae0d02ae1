"""What a citizen is told before the application has begun, while a village office prepares it.

The number is the one of the slip, and stays the application number to the end.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from portal.cases import reasons as lists
from portal.cases.journey import StageLine
from portal.cases.told import RUNNING, Told, completed_by_village
from portal.languages.language import INDONESIAN, Language
from portal.sop.table import Sop
from portal.sop.vocabulary import Status

KEEP = "Simpan berkas asli."


class Before(StrEnum):
    """How far the village office is."""

    DITULIS = "ditulis"  # the Dinas has not got it yet
    DIKIRIM = "dikirim"  # waits for the Dinas
    DIKEMBALIKAN = "dikembalikan"  # the Dinas asked for more


@dataclass(frozen=True)
class Waiting:
    """The facts that the words depend on."""

    stage: Before
    head: str  # whose office prepares it: Wali Nagari, Lurah
    zone: str
    sop: Sop | None = None  # unknown while the data are still on the village's laptop
    since: datetime | None = None
    registered_at: datetime | None = None
    faults: tuple[object, ...] = ()
    language: Language = INDONESIAN

    def say(self, text: str) -> str:
        """The sentence in the reader's language; {kepala} is the village head's title."""
        return self.language.say(text, kepala=self.head)


def tell_before(facts: Waiting) -> Told:
    """The words for these facts (status pra_daftar, or dikembalikan)."""
    match facts.stage:
        case Before.DIKEMBALIKAN:
            lines = lists.paper_lines(facts.faults, facts.sop, facts.language) if facts.sop else ()
            told = completed_by_village(facts.head, tuple(dict.fromkeys(lines)), facts.language)
        case Before.DIKIRIM:
            told = _registered(facts, RUNNING[Status.PRA_DAFTAR][1])
        case _:
            told = _registered(
                facts,
                "Kantor {kepala} sedang menyiapkan berkas Anda. Datanya belum sampai di "
                "Dinas Sosial.",
            )
    return replace(told, stages=_stages(facts))


def _registered(facts: Waiting, sentence: str) -> Told:
    headline = RUNNING[Status.PRA_DAFTAR][0]
    return Told(
        tone="",
        icon="jam",
        tag=facts.say("Pra-pendaftaran"),
        headline=facts.say(headline),
        sentence=facts.say(sentence),
        todo=(facts.say("Tunggu kabar dari kantor {kepala}."), facts.say(KEEP)),
    )


def _stages(facts: Waiting) -> tuple[StageLine, ...]:
    registered, since = _moment(facts, facts.registered_at), _moment(facts, facts.since)
    sent = facts.language.say("Dikirim {saat}", saat=since) if since else ""
    returned = facts.language.say("Dikembalikan {saat}", saat=since) if since else ""
    states = {
        Before.DITULIS: (("kini", registered), ("nanti", "")),
        Before.DIKIRIM: (("beres", registered), ("kini", sent)),
        Before.DIKEMBALIKAN: (("henti", returned), ("nanti", "")),
    }
    waits = facts.stage is Before.DIKIRIM
    names = (
        facts.say("Didaftarkan kantor {kepala}"),
        facts.say("Menunggu diterima Dinas Sosial" if waits else "Diterima Dinas Sosial"),
    )
    lines = [
        StageLine(state, name, text)
        for name, (state, text) in zip(names, states[facts.stage], strict=True)
    ]
    if facts.sop:
        lines += [StageLine("nanti", facts.say(stage.name), "") for stage in facts.sop.stages]
    return tuple(lines)


def _moment(facts: Waiting, at: datetime | None) -> str:
    return facts.language.full_moment(at, facts.zone) if at else ""
