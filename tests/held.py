"""A clock that stands still until a test moves it; windows and deadlines cannot roll over."""

from datetime import UTC, datetime, timedelta

import pytest

from portal import clock


class HeldClock:
    """The portal's time, in all threads of this process."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Senin, 09.00 WIB

    def pass_by(self, **span: float) -> None:
        """Let time pass: seconds=6, hours=1."""
        self.moment += timedelta(**span)


@pytest.fixture(name="held")
def held_clock(monkeypatch: pytest.MonkeyPatch) -> HeldClock:
    """Hold the portal's clock, at the full hour."""
    found = HeldClock()
    monkeypatch.setattr(clock, "now", lambda: found.moment)
    return found
