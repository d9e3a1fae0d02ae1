"""The six-month rule of reactivation (domain 3.7, SOP 67/68/2022 row 2). Pure.

The printed words ("SK Non Aktif sebelum 6 bulan terakhir") reverse the national rule they
stand on; the rule is: removed at most six months before, counted from the day the decree
was issued to the day the file was received.
"""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Route(StrEnum):
    """What the window says of a file."""

    REAKTIVASI = "reaktivasi"
    USULAN_BARU = "usulan_baru"
    PERIKSA_TANGGAL = "periksa_tanggal"  # received before the decree: one date is wrong


@dataclass(frozen=True)
class Window:
    route: Route
    limit: date


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the month's last day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def window(issued: date, received: date, months: int = 6) -> Window:
    """Where a file received on a day stands against a decree issued on a day."""
    limit = add_months(issued, months)
    if received < issued:
        return Window(Route.PERIKSA_TANGGAL, limit)
    return Window(Route.REAKTIVASI if received <= limit else Route.USULAN_BARU, limit)
