"""What the public pages are given: services by office, and the result of a look-up."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from portal.cases.ledger import ledger_of_case, ledger_of_registration, turns_from
from portal.cases.model import Case
from portal.cases.told import Situation, Told, situation_of, tell
from portal.cases.told_before import Before, Waiting, tell_before
from portal.dates import day_of
from portal.languages.language import INDONESIAN, Language
from portal.offices.model import Office
from portal.registration.model import Registration, State
from portal.sop.rules import hands_over
from portal.sop.table import Sop
from portal.sop.vocabulary import SERVED, Goods, Status
from portal.tracking.holding import Holding, holding_of
from portal.tracking.outlook import Outlook, last_day_told, outlook_of
from portal.tracking.queries import beside


@dataclass(frozen=True)
class Contact:
    """How to reach an office."""

    name: str
    address: str
    phone: str
    hours_text: str


def contact_of(office: Office) -> Contact:
    """The office as the footer and the pages show it."""
    return Contact(office.short_name, office.address, office.phone, office.counter_hours)


@dataclass(frozen=True)
class Result:
    """The whole of a tracking page: no name, no NIK, nothing of the file but its progress."""

    number: str
    service: str  # in Indonesian; the template says it
    office: Contact
    told: Told
    received_label: str
    received: str
    as_of: str
    outlook: Outlook | None = None
    holding: Holding | None = None
    last_day: str = ""  # to reactivate, while it matters
    # Words that the reader's language lacks; they are marked as Indonesian.
    unsaid: frozenset[str] = frozenset()


RUNNING_STILL = "Cek lagi halaman ini hari {hari}. Anda tidak perlu datang sebelum surat siap."
RUNNING_STILL_CARD = "Cek lagi halaman ini hari {hari}. Anda tidak perlu datang sebelum kartu siap."
BRING_BY = "Bawa surat ke BPJS Kesehatan paling lambat {hari}."
HAS_LETTER = SERVED | {Status.SIAP_DIAMBIL}
NO_MORE = (
    Status.TIDAK_DAPAT_DIPROSES, Status.DITOLAK_BPJS, Status.DIBATALKAN,
    Status.DITUTUP_OTOMATIS, Status.INFORMASI,
)  # fmt: skip


def result_of(case: Case, sop: Sop, now: datetime, language: Language = INDONESIAN) -> Result:
    """What a citizen reads of this case, in a language."""
    near, zone = beside(case.id), case.office.zone
    facts = situation_of(case, sop, now, by_village=near.by_village, language=language)
    outlook = outlook_of(case, sop, now, language)
    last_day = last_day_told(near.last_day, day_of(now, zone), language)
    ledger = ledger_of_case(case, sop, now, turns_from(near.turns))
    unsaid: frozenset[str] = frozenset()
    if language.code != INDONESIAN.code:
        unsaid = _unsaid(tell(facts), tell(replace(facts, language=INDONESIAN)))
    return Result(
        number=case.number,
        service=sop.short_name,
        office=contact_of(case.office),
        told=_told(facts, outlook, last_day),
        received_label=language.say("Diterima"),
        received=language.weekday_date(case.received_at, zone),
        as_of=language.full_moment(now, zone),
        outlook=outlook,
        holding=holding_of(ledger, sop.village_head, language, zone),
        last_day="" if facts.status in (*HAS_LETTER, *NO_MORE) else last_day,
        unsaid=unsaid,
    )


def _told(facts: Situation, outlook: Outlook | None, last_day: str) -> Told:
    """The words of a case with what only this page knows."""
    told = tell(facts)
    if told.late:
        # The call is drawn as a link; the promised day is over and said to be so.
        return replace(told, when_label=facts.say("Perkiraan semula"), todo=())
    if outlook:
        day = outlook.day or told.when
        card = hands_over(facts.sop) is Goods.KARTU
        still = RUNNING_STILL_CARD if card else RUNNING_STILL
        return replace(told, when=day, todo=(facts.say(still, hari=day),))
    if last_day and facts.status in HAS_LETTER:
        return replace(told, todo=(*told.todo, facts.say(BRING_BY, hari=last_day)))
    return told


def _unsaid(told: Told, indonesian: Told) -> frozenset[str]:
    """The words that stay as they are in Indonesian."""
    return frozenset(_words(told)) & frozenset(_words(indonesian))


def _words(told: Told) -> Iterator[str]:
    yield from (told.tag, told.headline, told.sentence, told.when_label, *told.todo)
    yield from (word for pair in told.papers for word in pair)
    yield from (stage.name for stage in told.stages)


BEFORE = {State.TERKIRIM: Before.DIKIRIM, State.DIKEMBALIKAN: Before.DIKEMBALIKAN}


def registered_result(
    registration: Registration, sop: Sop, now: datetime, language: Language = INDONESIAN
) -> Result:
    """What a citizen reads while the file is not yet a case."""
    office = registration.office
    stage = BEFORE.get(State(registration.state), Before.DITULIS)
    since = registration.sent_at if stage is Before.DIKIRIM else registration.returned_at
    facts = Waiting(stage, sop.village_head, office.zone, sop, since=since,
                    registered_at=registration.made_at, faults=tuple(registration.faults),
                    language=language)  # fmt: skip
    turns = turns_from(registration.turns or ())
    holding = None
    if turns:
        ledger = ledger_of_registration(turns, now)
        holding = holding_of(ledger, sop.village_head, language, office.zone)
    return Result(
        number=registration.number,
        service=sop.short_name,
        office=contact_of(office),
        told=tell_before(facts),
        unsaid=_unsaid_before(facts),
        received_label=language.say("Didaftarkan"),
        received=language.weekday_date(registration.made_at, office.zone),
        as_of=language.full_moment(now, office.zone),
        holding=holding,
    )


def allotted_result(
    number: str, office: Office, head: str, now: datetime, language: Language = INDONESIAN
) -> Result:
    """What a citizen reads while the data are still on the village's laptop."""
    facts = Waiting(Before.DITULIS, head, office.zone, language=language)
    return Result(
        number=number,
        service="",
        office=contact_of(office),
        told=tell_before(facts),
        unsaid=_unsaid_before(facts),
        received_label=language.say("Didaftarkan"),
        received="",
        as_of=language.full_moment(now, office.zone),
    )


def _unsaid_before(facts: Waiting) -> frozenset[str]:
    if facts.language.code == INDONESIAN.code:
        return frozenset()
    return _unsaid(tell_before(facts), tell_before(replace(facts, language=INDONESIAN)))
