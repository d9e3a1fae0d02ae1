"""What may be chosen above a book, and what is asked before it leaves the portal."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from wtforms import BooleanField, DateField, Field, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from portal import dates
from portal.books.book import Book, Scope, Timing
from portal.books.kinds.letters import MISSING, WORDS
from portal.books.kinds.waiting import WITH_PHONE, WITHOUT_PHONE
from portal.books.period import Period
from portal.offices.office_clock import OfficeClock
from portal.people.officer import Officer
from portal.sop.catalogue import Catalogue
from portal.sop.table import Sop
from portal.web.forms import PortalForm, options

CURSOR = re.compile(r"[0-9A-Z.]{1,40}")
LONGEST_LABEL = 48
SHORTEST_REASON = 10
PERIOD = ("tahun", "bulan", "hari")
DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]


@dataclass(frozen=True)
class Known:
    """What the choices of a filter are made from."""

    years: list[int]
    services: tuple[Sop, ...]
    villages: list[tuple[str, str]] = field(default_factory=list)
    series: list[tuple[str, str]] = field(default_factory=list)


def _select(label: str, everything: str, choices: Iterable[tuple[str, str]]) -> Any:
    return SelectField(label, choices=options([("", everything), *choices]))


def _steps(services: Iterable[Sop]) -> list[tuple[str, str]]:
    found = []
    for sop in services:
        for row in sop.rows:
            label = f"{sop.short_name}: {row.number.rstrip('.')} {row.activity}"
            short = label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
            found.append((f"{sop.id}:{row.order}", short))
    return found


FILTERS: dict[str, Callable[[Known], Field]] = {
    "layanan": lambda known: _select(
        "Layanan", "Semua layanan", ((sop.id, sop.short_name) for sop in known.services)
    ),
    "nagari": lambda known: _select("Nagari/Kelurahan", "Semua", known.villages),
    "langkah": lambda known: _select("Langkah", "Semua langkah", _steps(known.services)),
    "posisi": lambda _: _select(
        "Berkas", "Semua", (("berjalan", "Sedang berjalan"), ("selesai", "Sudah selesai"))
    ),
    "telepon": lambda _: _select(
        "Telepon", "Semua", ((WITH_PHONE, "Dapat ditelepon"), (WITHOUT_PHONE, "Tanpa telepon"))
    ),
    "seri": lambda known: SelectField("Buku nomor", choices=options(known.series)),
    "status": lambda _: _select(
        "Keadaan nomor",
        "Semua nomor",
        ((key, words.capitalize()) for key, words in WORDS.items() if key != MISSING),
    ),
    "laporan": lambda _: _select(
        "Laporan", "Semua", (("terima", "Berkas diterima"), ("kis", "KIS diterima"))
    ),
    "tempat": lambda _: StringField("Tempat arsip", [Length(max=80)]),
    "q": lambda _: StringField("Nama, NIK, atau nomor", [Length(max=100)]),
}


class BookFilter(PortalForm):
    """A plain GET form: a filtered page is an address that can be kept."""

    unreadable = ""  # a part of the period that was given and could not be read

    def settle(self, **defaults: Any) -> None:
        """On screen a book opens at its default page; nothing may leave for an unread period."""
        self.validate()
        for item in self:
            if item.errors:
                if item.short_name in PERIOD and any(item.raw_data or ()):
                    self.unreadable = f"{item.label.text} “{item.raw_data[0][:20]}”"
                item.data, item.errors = defaults.get(item.short_name, ""), []

    def chosen(self, names: Iterable[str]) -> dict[str, str]:
        """What was chosen in these filters, without those left open."""
        return {name: self[name].data for name in names if name in self and self[name].data}


def book_filter(book: Book, sent: Any, known: Known, today: date) -> BookFilter:
    """The choice above a book; what cannot be read becomes its default."""
    fields: dict[str, Any] = _period_fields(book, known)
    for name in book.filters:
        if name == "seri" and len(known.series) < 2:
            continue  # nothing to choose
        fields[name] = FILTERS[name](known)
    form: BookFilter = type("BookFilter", (BookFilter,), fields)(sent)
    first = known.series[0][0] if known.series else ""
    month = str(today.month) if book.timing is Timing.MONTH else ""
    form.settle(tahun=known.years[0], bulan=month, hari=None, seri=first)
    _settle_period(book, form, today)
    return form


def _settle_period(book: Book, form: BookFilter, today: date) -> None:
    """A book of months opens at this month, one of days at today; one day wins over the rest."""
    if book.timing is Timing.MONTH and not form.bulan.data:
        form.bulan.data = str(today.month)
    if "hari" not in form:
        return
    day = form.hari
    if not day.data and (book.timing is Timing.ONE_DAY or _is_open(book, form)):
        day.data = today
    if day.data and "tahun" in form:
        form.tahun.data, form.bulan.data = day.data.year, ""


def _is_open(book: Book, form: BookFilter) -> bool:
    return book.timing is Timing.DAY and not form.bulan.data


def _period_fields(book: Book, known: Known) -> dict[str, Any]:
    if book.timing is Timing.NOW:
        return {}
    if book.timing is Timing.ONE_DAY:
        first, last = min(known.years), max(known.years)
        return {"hari": DateField("Hari", [Optional(), in_years(first, last)], DATE_FORMATS)}
    months = [(str(number), name) for number, name in enumerate(dates.MONTHS, start=1)]
    all_year = [] if book.timing is Timing.MONTH else [("", "Semua bulan")]
    fields: dict[str, Any] = {
        "tahun": SelectField(
            "Tahun", coerce=int, choices=options((str(year), str(year)) for year in known.years)
        ),
        "bulan": SelectField("Bulan", choices=options([*all_year, *months])),
    }
    if book.timing is not Timing.MONTH:
        fields["hari"] = DateField("Satu hari saja", [Optional(), in_a_known_year], DATE_FORMATS)
    return fields


def in_years(first: int, last: int) -> Callable[[Any, DateField], None]:
    """A validator: the day lies in a year from the first to the last."""

    def check(_form: Any, item: DateField) -> None:
        if item.data and not first <= item.data.year <= last:
            raise ValidationError("Tidak ada buku pada tahun itu.")

    return check


def in_a_known_year(form: Any, item: DateField) -> None:
    """A validator: the day lies in a year of which the office has books."""
    if item.data and item.data.year not in {int(option.data) for option in form.tahun}:
        raise ValidationError("Tidak ada buku pada tahun itu.")


def scope_of(
    book: Book, form: BookFilter, officer: Officer, catalogue: Catalogue, clock: OfficeClock,
    now: datetime,
) -> Scope:  # fmt: skip
    """What is asked of the book."""
    today = clock.day(now)
    day = form.hari.data if "hari" in form else None
    if "tahun" in form and not day:
        month = int(form.bulan.data) if form.bulan.data else None
        period = Period(form.tahun.data, month)
    else:
        shown = day or today
        period = Period(shown.year, shown.month, shown)
    return Scope(officer, catalogue, clock, now, period, form.chosen(book.filters))


def cursor_in(text: str) -> str:
    """Where a page begins; a mangled one begins at the top."""
    return text if CURSOR.fullmatch(text) else ""


class TakeOutForm(PortalForm):
    """Before a book leaves the portal: masked, or with whole NIKs and the reason why."""

    nik = BooleanField(
        "NIK lengkap",
        description="Tanpa centang ini NIK disamarkan. Dengan centang, pengambilannya dicatat.",
    )
    alasan = StringField(
        "Untuk apa NIK lengkap diperlukan",
        [Length(max=200, message="Paling banyak 200 huruf.")],
    )

    def validate_alasan(self, item: StringField) -> None:
        """Whole NIKs need a reason."""
        if self.nik.data and len(item.data or "") < SHORTEST_REASON:
            raise ValidationError(
                f"NIK lengkap perlu alasan. Tulis paling sedikit {SHORTEST_REASON} huruf."
            )
