"""What an admin changes: one change, one transaction, one event, once per form (D1, D4)."""

from portal.settings.operations.calendar import (
    DayKind,
    add_day_off,
    add_decree,
    add_ramadan,
    correct_decree,
    remove_day_off,
    remove_ramadan,
)
from portal.settings.operations.change import ChangedError, TakenError

__all__ = [
    "ChangedError", "DayKind", "TakenError", "add_day_off", "add_decree", "add_ramadan",
    "correct_decree", "remove_day_off", "remove_ramadan",
]  # fmt: skip
