"""What an office did in a month, counted by ranges of the indexed moments."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from portal import dates
from portal.cases.model import Case, Stint
from portal.complaints.model import Kind
from portal.complaints.queries import count_by_month
from portal.db import db
from portal.figures.published import Line, Month, cell, middle
from portal.offices.model import Office
from portal.offices.queries import all_offices
from portal.sop.vocabulary import Move, Outcome
from portal.survey.index import Index, index_of
from portal.survey.queries import moments, month_after, sets_of

# Whether it was handed over or refused; other ends (cancelled, closed) are not counted.
OUTCOMES = {
    Outcome.SELESAI.value: True,
    Outcome.DITOLAK.value: False,
    Outcome.DITOLAK_BPJS.value: False,
}
# A file that waits longer for its applicant is closed by itself long before (edge case 17).
LONGEST = timedelta(days=2 * 366)
COMPLAINTS = {
    Kind.PENGADUAN.value: "pengaduan",
    Kind.KEBERATAN.value: "keberatan",
    Kind.PERBAIKAN_DATA.value: "data",
    Kind.RIWAYAT_AKSES.value: "data",
}


def office_coded(code: str) -> Office | None:
    """The office of a code such as pessel."""
    return next((office for office in all_offices() if office.code == code), None)


def months_of(office: Office, sop_ids: Sequence[str], months: Sequence[date]) -> list[Month]:
    """These months, which follow each other, as they may be published: six statements in all."""
    span = Span(office, frozenset(sop_ids), min(months), max(months))
    received, ended, returned, days = _received(span), _ended(span), _returned(span), _days(span)
    indices = _indices(span)
    asked: Counter[tuple[date, str]] = Counter()
    last = month_after(span.last) - timedelta(days=1)
    for (month, kind), count in count_by_month(office, span.first, last).items():
        asked[month, COMPLAINTS[kind]] += count
    found = []
    for month in months:
        services = {}
        for sop_id in sop_ids:
            index = indices.get((month, sop_id))
            services[sop_id] = Line(
                received=cell(received[month, sop_id]),
                finished=cell(ended[month, sop_id, True]),
                returned=cell(returned[month, sop_id]),
                refused=cell(ended[month, sop_id, False]),
                days=middle(days[month, sop_id]),
                ikm=index.ikm if index else None,
                answers=index.n if index else None,
            )
        complaints = {kind: cell(asked[month, kind]) for kind in COMPLAINTS.values()}
        found.append(Month(month, services, complaints))
    return found


@dataclass(frozen=True)
class Span:
    """Months of some services of an office."""

    office: Office
    sop_ids: frozenset[str]
    first: date
    last: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Its beginning and its end (not included)."""
        return moments(self.office.zone, self.first, self.last)

    def month(self, at: datetime) -> date:
        """The month of a moment on the office's calendar."""
        return dates.day_of(at, self.office.zone).replace(day=1)


def _received(span: Span) -> Counter[tuple[date, str]]:
    begin, end = span.moments
    # Of all offices: with the office as a condition SQLite would take an index that begins with
    # it and read every file the office ever had.
    query = select(Case.office_id, Case.sop_id, Case.received_at).where(
        Case.received_at >= begin, Case.received_at < end
    )
    return Counter(
        (span.month(at), sop_id)
        for office_id, sop_id, at in db.session.execute(query)
        if office_id == span.office.id
    )


def _ended(span: Span) -> Counter[tuple[date, str, bool]]:
    """How many ended, handed over (True) or refused."""
    begin, end = span.moments
    query = select(Case.office_id, Case.sop_id, Case.outcome, Case.ended_at).where(
        Case.ended_at >= begin, Case.ended_at < end
    )
    return Counter(
        (span.month(at), sop_id, OUTCOMES[outcome])
        for office_id, sop_id, outcome, at in db.session.execute(query)
        if office_id == span.office.id and outcome in OUTCOMES and at is not None
    )


def _returned(span: Span) -> Counter[tuple[date, str]]:
    """How often files went back to their applicants, each time counted."""
    begin, end = span.moments
    query = (
        select(Case.office_id, Case.sop_id, Stint.done_at)
        .join(Stint, Stint.case_id == Case.id)
        .where(
            Case.returns > 0,
            Case.received_at >= begin - LONGEST,
            Case.received_at < end,
            Stint.move == Move.KEMBALIKAN.value,
            Stint.done_at >= begin,
            Stint.done_at < end,
        )
    )
    return Counter(
        (span.month(at), sop_id)
        for office_id, sop_id, at in db.session.execute(query)
        if office_id == span.office.id and at is not None
    )


def _days(span: Span) -> defaultdict[tuple[date, str], list[int]]:
    """Calendar days from received to ready, by the month in which the file became ready."""
    begin, end = span.moments
    query = select(Case.sop_id, Case.received_at, Case.ready_at).where(
        Case.office_id == span.office.id,
        Case.sop_id.in_(sorted(span.sop_ids)),
        Case.ready_at >= begin,
        Case.ready_at < end,
    )
    found: defaultdict[tuple[date, str], list[int]] = defaultdict(list)
    for sop_id, received_at, ready_at in db.session.execute(query):
        if ready_at is not None:
            zone = span.office.zone
            passed = dates.day_of(ready_at, zone) - dates.day_of(received_at, zone)
            found[span.month(ready_at), sop_id].append(passed.days)
    return found


def _indices(span: Span) -> dict[tuple[date, str], Index]:
    """The indices of the months whose answers may be told by themselves."""
    found = {}
    by_service = sets_of(span.office.id, span.sop_ids, month_after(span.last))
    for sop_id, sets in by_service.items():
        for item in sets:
            index = index_of(item.sums)
            if len(item.months) == 1 and index:
                found[min(item.months), sop_id] = index
    return found
