"""Registering without a network: the shell, the laptops, what they send, and conflicts."""

from portal.offline.views.blueprint import offline

from portal.offline.views import conflicts, devices, sending, shell  # noqa: F401  isort: skip  - they hang their routes on it

__all__ = ["offline"]
