"""The shelf of books, each book on screen, and its ways out: PDF, XLSX, CSV, printed editions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from portal import clock as time
from portal.books import forms, operations, paper, queries
from portal.books.book import Book, Scope
from portal.books.certificate import certificate, certificate_pdf
from portal.books.forms import BookFilter, TakeOutForm
from portal.books.operations import NewEditionError, Use
from portal.books.paper import TooLongError
from portal.books.reading import page_of
from portal.books.sheet import export
from portal.books.shelf import BOOKS, SHELF
from portal.books.signature import svg_path
from portal.offices.office_clock import clock_of
from portal.people.session import me
from portal.sop.catalogue import Catalogue
from portal.sop.vocabulary import Role
from portal.web.errors import error_page
from portal.web.guards import officers
from portal.web.tokens import posted

books = Blueprint("books", __name__)
books.add_app_template_global(svg_path)

KEY = f"<any({', '.join(f'{chr(34)}{key}{chr(34)}' for key in BOOKS)}):key>"
# Who keeps the paper book today sees whole NIKs there; nobody else takes them out.
KEEPERS = frozenset({Role.STAF, Role.KORPEL, Role.SEKRETARIS, Role.KABID, Role.KADIS})
TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PICK_A_MONTH = "PDF dibuat paling banyak untuk satu bulan. Pilih bulan atau satu hari dulu."
TOO_LONG = (
    "Terlalu banyak baris untuk satu PDF (paling banyak {most}). Pilih satu hari atau persempit "
    "pilihannya, atau unduh XLSX."
)
UNREADABLE = (
    "{field} tidak dapat dibaca, atau tidak ada buku pada tahun itu. Pilih lagi, lalu ulangi."
)
KEEPERS_ONLY = "NIK lengkap hanya untuk petugas yang memegang buku kertasnya."


@dataclass(frozen=True)
class Asked:
    """One book with what was chosen above it."""

    book: Book
    form: BookFilter
    scope: Scope

    @property
    def chosen(self) -> dict[str, str]:
        """The choice as it stands in addresses."""
        form, found = self.form, dict(self.scope.chosen)
        if "tahun" in form:
            found["tahun"] = str(form.tahun.data)
            found |= {"bulan": form.bulan.data} if form.bulan.data else {}
        if "hari" in form and form.hari.data:
            found["hari"] = form.hari.data.isoformat()
        return found

    @property
    def file_name(self) -> str:
        """buku-register-2026-11, for a downloaded file."""
        return f"{self.book.key}-{self.scope.period.key}"


@books.get("/buku")
@officers
def shelf() -> ResponseReturnValue:
    """The books this office keeps."""
    return render_template("books/shelf.html", books=SHELF, year=_this_year())


@books.get(f"/buku/{KEY}")
@officers
def book(key: str) -> ResponseReturnValue:
    """One book with its filters; a filtered page is an address that can be kept."""
    return _book_page(_asked(key, request.args))


@books.get(f"/buku/{KEY}.<any(csv, xlsx):kind>")
@officers
def download(key: str, kind: str) -> ResponseReturnValue:
    """The chosen period as a table for a spreadsheet, NIKs masked."""
    asked = _asked(key, request.args)
    if refusal := _unread(asked):
        return _book_page(asked, refusal), 422
    return _sent(asked, kind, full=False)


@books.get(f"/buku/{KEY}.pdf")
@officers
def preview(key: str) -> ResponseReturnValue:
    """The chosen period as pages, NIKs masked; not kept as an edition."""
    asked = _asked(key, request.args)
    if refusal := _unread(asked):
        return _book_page(asked, refusal), 422
    try:
        printed = _printable(asked)
    except TooLongError as error:
        return _book_page(asked, _complaint_of(error)), 422
    body = paper.book_pdf(
        asked.book, asked.scope, printed, current_app.jinja_env, full=False, edition=0
    )
    return _pdf(body, asked.file_name)


@books.post(f"/buku/{KEY}/ekspor/<any(csv, xlsx):kind>")
@officers
def take_out(key: str, kind: str) -> ResponseReturnValue:
    """A table with whole NIKs: written down with its reason before it is handed out."""
    asked, form = _asked(key, request.form), TakeOutForm(request.form)
    if refusal := _refused(asked, form):
        return _book_page(asked, refusal, form), 422
    if not form.nik.data:
        return redirect(_address(".download", asked, kind=kind), 303)
    return _sent(asked, kind, full=True, reason=form.alasan.data)


@books.post(f"/buku/{KEY}/cetakan")
@officers
def print_edition(key: str) -> ResponseReturnValue:
    """Print the chosen period and keep it; unchanged lines keep the edition there is."""
    asked, form = _asked(key, request.form), TakeOutForm(request.form)
    refusal = _refused(asked, form)
    try:
        edition_id = 0 if refusal else _edition_of(asked, form)
    except TooLongError as error:
        refusal = _complaint_of(error)
    except NewEditionError:
        return error_page(409, sentence="Buku ini baru saja dicetak petugas lain. Buka lagi.")
    if refusal:
        return _book_page(asked, refusal, form), 422
    return redirect(_address(".book", asked, cetakan=edition_id, kabar=posted().nonce), 303)


@books.get(f"/buku/{KEY}/cetakan/<int:edition_id>.pdf")
@officers
def edition(key: str, edition_id: int) -> ResponseReturnValue:
    """A printed edition with masked NIKs: always the same bytes."""
    kept = queries.edition(me(), key, edition_id) or abort(404)
    if kept.period.endswith(";nik"):
        abort(404)
    return _pdf(kept.body, f"{key}-cetakan-{kept.edition}")


@books.post(f"/buku/{KEY}/cetakan/<int:edition_id>/salinan")
@officers
def edition_again(key: str, edition_id: int) -> ResponseReturnValue:
    """A printed edition with whole NIKs, taken out again: the same bytes, and written down."""
    kept = queries.edition(me(), key, edition_id) or abort(404)
    if not me().roles & KEEPERS:
        return error_page(403, sentence=KEEPERS_ONLY)
    body, name = kept.body, f"{key}-cetakan-{kept.edition}"
    use = Use(key, kept.period, 0, True, f"salinan cetakan ke-{kept.edition}")
    operations.record_export(_asked(key, {}).scope, use, form="pdf", key=posted().nonce)
    return _pdf(body, name)


@books.get("/buku/kesinambungan")
@officers
def continuity() -> ResponseReturnValue:
    """What became of every number of a series in a year."""
    asked = _asked("rekomendasi", request.args)
    return render_template(
        "books/certificate.html",
        form=asked.form,
        known=certificate(asked.scope),
        office=asked.scope.officer.office,
        chosen={key: asked.chosen[key] for key in ("tahun", "seri") if key in asked.chosen},
    )


@books.get("/buku/kesinambungan.pdf")
@officers
def continuity_paper() -> ResponseReturnValue:
    """The certificate, to be signed."""
    asked = _asked("rekomendasi", request.args)
    if refusal := _unread(asked):
        return error_page(422, sentence=refusal, todo=((url_for(".continuity"), "Kembali"),))
    scope = asked.scope
    known = certificate(scope) or abort(404)
    return _pdf(certificate_pdf(known, scope, current_app.jinja_env), f"kesinambungan-{known.year}")


def _asked(key: str, sent: object) -> Asked:
    """The book, what was chosen, and the scope both make."""
    found, officer, now = BOOKS[key], me(), time.now()
    clock = clock_of(officer.office)
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    today = clock.day(now)
    known = forms.Known(
        years=queries.years_of(officer, today.year),
        services=catalogue.of_region(officer.office.region),
        villages=queries.villages_with_cases(officer) if "nagari" in found.filters else [],
        series=[(item.book, item.title) for item in queries.series_of(officer)]
        if "seri" in found.filters
        else [],
    )
    form = forms.book_filter(found, sent or None, known, today)
    return Asked(found, form, forms.scope_of(found, form, officer, catalogue, clock, now))


def _book_page(asked: Asked, complaint: str = "", form: TakeOutForm | None = None) -> str:
    name = "sebelum" if asked.book.newest_first else "setelah"
    beyond = forms.cursor_in(request.args.get(name, ""))
    scope = asked.scope
    page = page_of(asked.book, scope, beyond)
    may_take_out = asked.book.shows_nik and bool(scope.officer.roles & KEEPERS)
    return render_template(
        "books/book.html",
        book=asked.book,
        form=asked.form,
        page=page,
        last_day=_last_day(asked) if not page.lines and not beyond else None,
        scope=scope,
        chosen=asked.chosen,
        beyond=beyond,
        cursor=name,
        office=scope.officer.office,
        editions=queries.editions(scope.officer, asked.book.key, operations.period_key(scope)),
        new_edition=request.args.get("cetakan", ""),
        take_out=form or TakeOutForm(),
        may_take_out=may_take_out,
        is_keeper=bool(scope.officer.roles & KEEPERS),
        printable=_fits_paper(asked),
        pick_a_month=PICK_A_MONTH,
        complaint=complaint,
    )


def _last_day(asked: Asked) -> date | None:
    """Of a book of days: the last day before this one on which something happened."""
    found = asked.book.latest(asked.scope) if asked.book.latest else None
    return asked.scope.clock.day(found) if found else None


def _fits_paper(asked: Asked) -> bool:
    return not asked.scope.period.is_whole_year


def _printable(asked: Asked) -> paper.Printed:
    if not _fits_paper(asked):
        raise TooLongError
    return paper.printable(asked.book, asked.scope)


def _complaint_of(error: TooLongError) -> str:
    return TOO_LONG.format(most=error.args[0]) if error.args else PICK_A_MONTH


def _unread(asked: Asked) -> str:
    """Nothing leaves for another period than the one that was asked for."""
    found = asked.form.unreadable
    return UNREADABLE.format(field=found) if found else ""


def _refused(asked: Asked, form: TakeOutForm) -> str:
    """Why the book may not leave the portal like this, '' when it may."""
    if refusal := _unread(asked):
        return refusal
    if not form.validate():
        return str(next(iter(form.errors.values()))[0])
    if form.nik.data and not (asked.book.shows_nik and asked.scope.officer.roles & KEEPERS):
        return KEEPERS_ONLY
    return ""


def _edition_of(asked: Asked, form: TakeOutForm) -> int:
    """The id of the edition that says these lines: the one there is, or a new one."""
    printed, scope = _printable(asked), asked.scope
    full = bool(form.nik.data)
    digest = operations.digest_of(asked.book, printed.lines, printed.total)
    use = Use(asked.book.key, operations.period_key(scope), len(printed.lines), full,
              form.alasan.data or "")  # fmt: skip
    known = queries.editions(scope.officer, use.book, use.period)
    last = next((item for item in known if item.period == use.filed_as), None)
    if last is not None and last.digest == digest:
        return last.id
    number = last.edition + 1 if last else 1
    body = paper.book_pdf(
        asked.book, scope, printed, current_app.jinja_env, full=full, edition=number
    )
    return operations.store_edition(
        scope, use, edition=number, digest=digest, body=body, key=posted().nonce
    )


def _sent(asked: Asked, kind: str, *, full: bool, reason: str = "") -> Response:
    """The table as a file that is read from disk piece by piece."""
    made = export(asked.book, asked.scope, kind, full=full)
    if full:
        use = Use(asked.book.key, operations.period_key(asked.scope), made.lines, True, reason)
        operations.record_export(asked.scope, use, form=kind, key=posted().nonce)
    response = Response(made.chunks(), mimetype=TYPES[kind], direct_passthrough=True)
    response.call_on_close(made.file.close)
    response.content_length = made.size
    response.headers["Content-Disposition"] = f'attachment; filename="{asked.file_name}.{kind}"'
    return response


def _pdf(body: bytes, name: str) -> Response:
    response = Response(body, mimetype=TYPES["pdf"])
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _address(endpoint: str, asked: Asked, **more: Any) -> str:
    """The address of this book with the same choice."""
    values: dict[str, Any] = {**asked.chosen, **more}
    return url_for(endpoint, key=asked.book.key, **values)


def _this_year() -> int:
    return clock_of(me().office).day(time.now()).year
