"""Who held a file and for how long, as the tracking page says it (peers, idea 11)."""

from dataclasses import dataclass
from datetime import timedelta

from portal.cases.ledger import Ledger
from portal.languages.language import Language
from portal.sop.vocabulary import Party

HOUR = timedelta(hours=1)

HOLDERS = {
    Party.PEMOHON: "Anda",
    Party.NAGARI: "Kantor {kepala}",
    Party.KANTOR: "Dinas Sosial",
    Party.BPJS: "BPJS Kesehatan",
}


@dataclass(frozen=True)
class Holder:
    """One party's part."""

    name: str
    span: str
    percent: int  # of the whole time, for the bar
    since: str  # since when it has the file; nothing: it does not have it now


@dataclass(frozen=True)
class Holding:
    """All parts and the whole."""

    holders: tuple[Holder, ...]
    total: str


def holding_of(ledger: Ledger, head: str, language: Language, zone: str) -> Holding:
    """The parts of a ledger in words, in the order of Party; `head`: the village head's title."""
    spans = ledger.rounded()
    whole = sum(spans.values(), timedelta())
    holders = []
    for party in Party:
        if party not in spans and party is not ledger.now:
            continue
        span = spans.get(party, timedelta())
        since = ""
        if party is ledger.now and ledger.since:
            moment = language.full_moment(ledger.since, zone)
            turn = "Sekarang di sini, sejak {saat}."
            if party is Party.PEMOHON:
                turn = "Sekarang giliran Anda, sejak {saat}."
            since = language.say(turn, saat=moment)
        holders.append(
            Holder(
                name=language.say(HOLDERS[party], kepala=head),
                span=_span(span, ledger.unit, language),
                percent=round(100 * span / whole) if whole else 0,
                since=since,
            )
        )
    return Holding(tuple(holders), _span(whole, ledger.unit, language))


def _span(span: timedelta, unit: timedelta, language: Language) -> str:
    """As fine as the ledger counts, so that what is read adds up too."""
    if unit == HOUR:
        return language.span(span) if span else language.say("kurang dari 1 jam")
    hours, minutes = span // HOUR * HOUR, span % HOUR
    said = [language.span(part) for part in (hours, minutes) if part]
    return " ".join(said) or language.span(span)
