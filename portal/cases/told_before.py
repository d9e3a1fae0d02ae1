"""What a citizen is told before the application has begun, while a village office prepares it.

The number is the one of the slip, and stays the application number to the end.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from portal import dates
from portal.cases import reasons as lists
from portal.cases.told import RUNNING, StageLine, Told, completed_by_village
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


def tell_before(facts: Waiting) -> Told:
    """The words for these facts (status pra_daftar, or dikembalikan)."""
    match facts.stage:
        case Before.DIKEMBALIKAN:
            lines = lists.paper_lines(facts.faults, facts.sop) if facts.sop else ()
            told = completed_by_village(facts.head, tuple(dict.fromkeys(lines)))
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
        tag="Pra-pendaftaran",
        headline=headline.replace("{kepala}", facts.head),
        sentence=sentence.replace("{kepala}", facts.head),
        todo=(f"Tunggu kabar dari kantor {facts.head}.", KEEP),
    )


def _stages(facts: Waiting) -> tuple[StageLine, ...]:
    def moment(words: str, at: datetime | None) -> str:
        return f"{words}{dates.full_moment(at, facts.zone)}" if at else ""

    registered, since = moment("", facts.registered_at), facts.since
    states = {
        Before.DITULIS: (("kini", registered), ("nanti", "")),
        Before.DIKIRIM: (("beres", registered), ("kini", moment("Dikirim ", since))),
        Before.DIKEMBALIKAN: (("henti", moment("Dikembalikan ", since)), ("nanti", "")),
    }
    taken = "Menunggu diterima" if facts.stage is Before.DIKIRIM else "Diterima"
    names = (f"Didaftarkan kantor {facts.head}", f"{taken} Dinas Sosial")
    lines = [
        StageLine(state, name, text)
        for name, (state, text) in zip(names, states[facts.stage], strict=True)
    ]
    if facts.sop:
        lines += [StageLine("nanti", stage.name, "") for stage in facts.sop.stages]
    return tuple(lines)
