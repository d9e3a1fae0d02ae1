"""The queue of the officer who asks: lines, chips with counts, and the empty desk."""

from dataclasses import dataclass
from datetime import datetime

from portal.cases import queries
from portal.cases.queries import COUNT_CAP, QueueFilter
from portal.desk.pages import Line, line_of
from portal.offices.office_clock import clock_of
from portal.people.officer import Officer
from portal.sop.catalogue import Catalogue
from portal.sop.vocabulary import TRAITS


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
    """The queue as chosen by the address: ?saring=lewat, ?langkah=<sop>.<row>, ?setelah=."""
    desks = queries.desks_worked_by(officer.roles, catalogue)
    chosen = _chosen(args)
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
        chips=_chips(chosen, places, catalogue, total, late, urgent),
        total=total,
        late=late,
        following=page.following,
        first_page=not args.get("setelah"),
        filtered=chosen != QueueFilter(),
    )


def _chosen(args: dict[str, str]) -> QueueFilter:
    sop_id, _, row = args.get("langkah", "").rpartition(".")
    place = (sop_id, int(row)) if sop_id and row.isascii() and row.isdigit() else None
    if place and place[1] > 99:
        place = None
    kind = args.get("saring", "")
    return QueueFilter(late=kind == "lewat", emergency=kind == "darurat", place=place)


def capped(count: int) -> str:
    """A count as shown: no list is counted further than the cap."""
    return f"{COUNT_CAP}+" if count >= COUNT_CAP else str(count)


def _chips(
    chosen: QueueFilter,
    places: dict[tuple[str, int], int],
    catalogue: Catalogue,
    total: int,
    late: int,
    urgent: int,
) -> list[Chip]:
    chips = [Chip("Semua", "/antrean", capped(total), current=chosen == QueueFilter())]
    if late or chosen.late:
        chips.append(Chip("Lewat waktu", "/antrean?saring=lewat", capped(late),
                          current=chosen.late, kind="merah", icon="awas"))  # fmt: skip
    if urgent or chosen.emergency:
        chips.append(Chip("Darurat", "/antrean?saring=darurat", capped(urgent),
                          current=chosen.emergency, kind="merah", icon="awas"))  # fmt: skip
    several = len({sop_id for sop_id, _ in places}) > 1
    for (sop_id, row), count in sorted(places.items()):
        sop = catalogue.in_force(sop_id)
        if sop is None or row > len(sop.rows):
            continue
        printed = sop.row(row)
        name = TRAITS[printed.tasks[0].act].name
        label = f"{printed.number.rstrip('.')} {name}"
        if several:
            label += f" · {sop.short_name}"
        chips.append(Chip(label, f"/antrean?langkah={sop_id}.{row}", capped(count),
                          current=chosen.place == (sop_id, row)))  # fmt: skip
    return chips
