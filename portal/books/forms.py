"""What may be chosen above a book: the year, the service, and where the page begins."""

from collections.abc import Iterable
from typing import Any

from wtforms import IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from portal.sop.table import Sop
from portal.web.forms import PortalForm, options

LAST_NUMBER = 2**31 - 1  # what the databases can compare with


class BookFilter(PortalForm):
    """A plain GET form: a filtered page is an address that can be kept."""

    tahun = SelectField("Tahun", coerce=int)
    sebelum = IntegerField("Sebelum nomor", [Optional(), NumberRange(1, LAST_NUMBER)])


class RegisterFilter(BookFilter):
    """The Buku Register may be narrowed to one service."""

    layanan = SelectField("Layanan")


def letter_filter(sent: Any, years: list[int]) -> BookFilter:
    """The choice above the Buku Rekomendasi; what cannot be read becomes its default."""
    form = BookFilter(sent)
    form.tahun.choices = options((str(year), str(year)) for year in years)
    _settle(form, tahun=years[0], sebelum=None)
    return form


def register_filter(sent: Any, years: list[int], services: Iterable[Sop]) -> RegisterFilter:
    """The choice above the Buku Register; what cannot be read becomes its default."""
    form = RegisterFilter(sent)
    form.tahun.choices = options((str(year), str(year)) for year in years)
    known = [(sop.id, sop.short_name) for sop in services]
    form.layanan.choices = options([("", "Semua layanan"), *known])
    _settle(form, layanan="", tahun=years[0], sebelum=None)
    return form


def _settle(form: BookFilter, **defaults: Any) -> None:
    """Nothing here is wrong enough to complain of: a book opens at its default page."""
    form.validate()
    for name, default in defaults.items():
        if form[name].errors:
            form[name].data, form[name].errors = default, []
