"""The counter's pages: files brought to it, and files that village offices have sent."""

from portal.intake.views.blueprint import intake

from portal.intake.views import counter, incoming, sending_back  # noqa: F401  isort: skip  - they hang their routes on it

__all__ = ["intake"]
