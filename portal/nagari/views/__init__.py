"""The pages of a village office and of a kecamatan, one module per page."""

from portal.nagari.views.blueprint import nagari

from portal.nagari.views import district, notes, papers, people, registration, sending, start  # noqa: F401  isort: skip  - they hang their routes on it

__all__ = ["nagari"]
