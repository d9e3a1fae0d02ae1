"""The desk's pages: lists, one case, and the moves."""

from portal.desk.views.blueprint import desk

from portal.desk.views import case, documents, letters, lists, moves  # noqa: F401  isort: skip  - they hang their routes on it

__all__ = ["desk"]
