"""Books of numbers: their patterns, numbers set apart, nomor sisip."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.letters.model import KIND_WORDS, NumberSeries
from portal.letters.numbers import NumberRefusedError
from portal.people.session import me
from portal.settings import queries
from portal.settings.forms.numbers import (
    MODE_WORDS,
    BlockForm,
    BookForm,
    InsertForm,
    VoidForm,
    book_form,
    insert_form,
)
from portal.settings.operations import ChangedError, TakenError
from portal.settings.operations import numbers as operations
from portal.settings.views.blueprint import orderer, settings, today
from portal.web.forms import posted_version
from portal.web.guards import admins, signed_in
from portal.web.tokens import posted

BLOCK, INSERTION = "cadangan", "sisip"  # two forms stand on one page
CHANGED = "Orang lain baru saja mengubah buku ini. Periksa isian Anda, lalu simpan lagi."


@settings.get("/pengaturan/nomor")
@signed_in
def number_books() -> ResponseReturnValue:
    """The office's books of numbers."""
    books = queries.books_of(orderer(), today())
    return render_template(
        "settings/number_books.html",
        admin=me().person.admin,
        books=books,
        kinds=KIND_WORDS,
        modes=MODE_WORDS,
        year=today().year,
    )


@settings.get("/pengaturan/nomor/baru")
@admins
def new_book() -> ResponseReturnValue:
    """The form of a new book."""
    return _book_page(book_form(today(), None), None)


@settings.post("/pengaturan/nomor/baru")
@admins
def add_book() -> ResponseReturnValue:
    """Add a book of numbers, or only show an example."""
    form = book_form(today(), request.form)
    if not form.validate():
        return _book_page(form, None), 422
    if request.form.get("aksi") == "contoh":
        return _book_page(form, None)
    try:
        operations.add_book(me(), form.book(), key=posted().nonce)
    except TakenError as taken:
        _complain(form, taken)
        return _book_page(form, None), 422
    return _to_books()


@settings.get("/pengaturan/nomor/<int:series_id>/pola")
@admins
def number_book(series_id: int) -> ResponseReturnValue:
    """The form that changes a book."""
    series = queries.series_for(me(), series_id) or abort(404)
    return _book_page(book_form(today(), None, series), series)


@settings.post("/pengaturan/nomor/<int:series_id>/pola")
@admins
def change_book(series_id: int) -> ResponseReturnValue:
    """Change how a book numbers from now on, or only show an example."""
    series = queries.series_for(me(), series_id) or abort(404)
    form = book_form(today(), request.form)
    if not form.validate():
        return _book_page(form, series), 422
    if request.form.get("aksi") == "contoh":
        return _book_page(form, series)
    try:
        operations.change_book(
            me(), series_id, form.book(), version=posted_version(), key=posted().nonce
        ) or abort(404)
    except TakenError as taken:
        _complain(form, taken)
        return _book_page(form, queries.series_for(me(), series_id)), 422
    except ChangedError:
        form.form_errors = [CHANGED]
        return _book_page(form, queries.series_for(me(), series_id)), 409
    return _to_books()


@settings.get("/pengaturan/nomor/<int:series_id>")
@signed_in
def set_apart(series_id: int) -> ResponseReturnValue:
    """The numbers of a book that were set apart or slipped in."""
    series = _series(series_id)
    return _apart_page(series, BlockForm(prefix=BLOCK), _insert_form(series, None))


@settings.post("/pengaturan/nomor/<int:series_id>/cadangan")
@signed_in
def reserve(series_id: int) -> ResponseReturnValue:
    """Set the next numbers apart."""
    series, form = _series(series_id), BlockForm(request.form, prefix=BLOCK)
    if form.validate():
        try:
            operations.reserve_block(
                me(), series_id, count=form.count.data, reason=form.reason.data, key=posted().nonce
            ) or abort(404)
        except NumberRefusedError as refusal:
            form.count.errors = [str(refusal)]
        else:
            return _to_apart(series_id)
    return _apart_page(_series(series_id), form, _insert_form(series, None)), 422


@settings.post("/pengaturan/nomor/<int:series_id>/sisip")
@signed_in
def insert(series_id: int) -> ResponseReturnValue:
    """Slip a number in behind another."""
    form = _insert_form(_series(series_id), request.form)
    if form.validate():
        try:
            operations.insert_number(
                me(), series_id, year=form.year.data, serial=form.serial.data,
                reason=form.reason.data, key=posted().nonce,
            ) or abort(404)  # fmt: skip
        except NumberRefusedError as refusal:
            form.serial.errors = [str(refusal)]
        else:
            return _to_apart(series_id)
    return _apart_page(_series(series_id), BlockForm(prefix=BLOCK), form), 422


@settings.get("/pengaturan/nomor/<int:series_id>/laci")
@signed_in
def drawer(series_id: int) -> ResponseReturnValue:
    """The free reserved numbers as a list to print, for the drawer."""
    series = _series(series_id)
    free = queries.set_apart(series, free=True)
    return render_template("settings/drawer.html", series=series, free=free, today=today())


@settings.get("/pengaturan/nomor/cadangan/<int:number_id>/pembatalan")
@signed_in
def voiding(number_id: int) -> ResponseReturnValue:
    """The form that voids a reserved number."""
    number = queries.free_number(orderer(), number_id) or abort(404)
    return render_template("settings/void_number.html", number=number, form=VoidForm())


@settings.post("/pengaturan/nomor/cadangan/<int:number_id>/pembatalan")
@signed_in
def void(number_id: int) -> ResponseReturnValue:
    """Void a reserved number; it stays in the book."""
    officer, form = orderer(), VoidForm(request.form)
    if not form.validate():
        number = queries.free_number(officer, number_id) or abort(404)
        return render_template("settings/void_number.html", number=number, form=form), 422
    try:
        series_id = operations.void_reserved(
            officer, number_id, reason=form.reason.data, key=posted().nonce
        ) or abort(404)
    except NumberRefusedError:
        abort(404)
    return _to_apart(series_id)


def _series(series_id: int) -> NumberSeries:
    return queries.series_for(orderer(), series_id) or abort(404)


def _insert_form(series: NumberSeries, sent: object) -> InsertForm:
    return insert_form(sent, INSERTION, queries.years_of(series, today().year))


def _complain(form: BookForm, taken: TakenError) -> None:
    field, sentence = taken.args
    form[field].errors = [sentence]


def _book_page(form: BookForm, series: NumberSeries | None) -> str:
    return render_template("settings/number_book.html", form=form, series=series)


def _apart_page(series: NumberSeries, block: BlockForm, insertion: InsertForm) -> str:
    return render_template(
        "settings/set_apart.html",
        series=series,
        numbers=queries.set_apart(series),
        block=block,
        insertion=insertion,
    )


def _to_books() -> ResponseReturnValue:
    return redirect(url_for("settings.number_books", kabar=posted().nonce), 303)


def _to_apart(series_id: int) -> ResponseReturnValue:
    return redirect(url_for("settings.set_apart", series_id=series_id, kabar=posted().nonce), 303)
