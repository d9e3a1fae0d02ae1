"""The queue of the officer who asks: lines, chips with counts, and the empty desk."""

from dataclasses import dataclass
from datetime import datetime

from portal.cases import queries
from portal.cases.queries import COUNT_CAP, Place, QueueFilter
from portal.desk.pages import Line, line_of
from portal.offices.office_clock import clock_of
from portal.people.officer import Officer
from portal.sop.catalogue import Catalogue
from portal.sop.vocabulary import TRAITS, Act


@dataclass(frozen=True)
class Chip:
    """One filter above the queue: a plain link with its count."""

    label: str
    href: str
    count: str
    current: bool
    kind: str = ""
    icon: str = ""


@dataclass(frozen=True)
class QueuePage:
    """Everything the queue page shows."""

    lines: list[Line]
    chips: list[Chip]
    total: int
    late: int
    following: str
    first_page: bool
    filtered: bool


def queue_page(
    officer: Officer, catalogue: Catalogue, now: datetime, args: dict[str, str]
) -> QueuePage:
    """The queue as chosen by the address: ?saring=lewat, ?tindakan=periksa, ?setelah=."""
    desks = queries.desks_worked_by(officer.roles, catalogue)
    act = next((act for act in Act if act == args.get("tindakan")), None)
    chosen = _chosen(args, act, catalogue)
    places = queries.queue_places(officer, desks, now)
    total = sum(places.values())
    late = queries.queue_count(officer, desks, now, QueueFilter(late=True)) if total else 0
    urgent = queries.queue_count(officer, desks, now, QueueFilter(emergency=True)) if total else 0
    page = queries.queue_of(officer, desks, now, chosen=chosen, after=args.get("setelah", ""))
    clock = clock_of(officer.office)
    lines = [
        line_of(case, catalogue.pinned(case.sop_id, case.sop_version), now, clock)
        for case in page.cases
    ]
    return QueuePage(
        lines=lines,
        chips=_chips(chosen, act, _by_act(places, catalogue), late, urgent),
        total=total,
        late=late,
        following=page.following,
        first_page=not args.get("setelah"),
        filtered=chosen != QueueFilter(),
    )


def _chosen(args: dict[str, str], act: Act | None, catalogue: Catalogue) -> QueueFilter:
    kind = args.get("saring", "")
    places = tuple(
        (sop.id, sop.version, task.row, task.index)
        for sop in catalogue.every_version
        for task in sop.tasks
        if task.act is act
    )
    return QueueFilter(late=kind == "lewat", emergency=kind == "darurat", places=places)


def _by_act(places: dict[Place, int], catalogue: Catalogue) -> dict[Act, int]:
    """How many wait for each kind of work."""
    counts: dict[Act, int] = {}
    for (sop_id, version, row, task), count in places.items():
        act = catalogue.pinned(sop_id, version).task(row, task).act
        counts[act] = counts.get(act, 0) + count
    return counts


def capped(count: int) -> str:
    """A count as shown: no list is counted further than the cap."""
    return f"{COUNT_CAP}+" if count >= COUNT_CAP else str(count)


def _chips(
    chosen: QueueFilter, act: Act | None, counts: dict[Act, int], late: int, urgent: int
) -> list[Chip]:
    total = capped(sum(counts.values()))
    chips = [Chip("Semua", "/antrean", total, current=chosen == QueueFilter())]
    if late or chosen.late:
        chips.append(Chip("Lewat waktu", "/antrean?saring=lewat", capped(late),
                          current=chosen.late, kind="merah", icon="awas"))  # fmt: skip
    if urgent or chosen.emergency:
        chips.append(Chip("Darurat", "/antrean?saring=darurat", capped(urgent),
                          current=chosen.emergency, kind="merah", icon="awas"))  # fmt: skip
    for kind in Act:
        if kind in counts or kind is act:
            chips.append(Chip(TRAITS[kind].name, f"/antrean?tindakan={kind.value}",
                              capped(counts.get(kind, 0)), current=kind is act))  # fmt: skip
    return chips
