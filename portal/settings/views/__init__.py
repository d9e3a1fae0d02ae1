"""The settings of an office, one module per page."""

from portal.settings.views.blueprint import settings

from portal.settings.views import calendar, decrees, numbers, overview, sheet, standards  # noqa: F401  isort: skip  - they hang their routes on it

__all__ = ["settings"]
