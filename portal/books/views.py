"""The list of books and the two books themselves."""

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock, dates
from portal.books.forms import letter_filter, register_filter
from portal.books.lines import letter_lines_of, register_lines_of
from portal.books.queries import letter_page, letter_years, register_page, register_years
from portal.people.session import me
from portal.sop.catalogue import Catalogue
from portal.web.guards import officers

books = Blueprint("books", __name__)


@books.get("/buku")
@officers
def shelf() -> ResponseReturnValue:
    """The books this office keeps."""
    return render_template("books/shelf.html", year=_this_year())


@books.get("/buku/register")
@officers
def register() -> ResponseReturnValue:
    """Buku Register: every file of the office by the agenda number of the year."""
    officer, known = me(), _catalogue()
    years = register_years(officer, _this_year())
    form = register_filter(request.args, years, known.of_region(officer.office.region))
    year, sop_id = form.tahun.data, form.layanan.data
    page = register_page(officer, year, sop_id=sop_id, before=form.sebelum.data)
    lines = register_lines_of(page.cases, known)
    return render_template(
        "books/register.html", form=form, lines=lines, page=page, office=officer.office
    )


@books.get("/buku/rekomendasi")
@officers
def letters() -> ResponseReturnValue:
    """Buku Rekomendasi: every numbered letter of the office, the void ones too."""
    officer, known = me(), _catalogue()
    form = letter_filter(request.args, letter_years(officer, _this_year()))
    page = letter_page(officer, form.tahun.data, before=form.sebelum.data)
    lines = letter_lines_of(page.letters, known, officer.office.zone)
    return render_template(
        "books/letters.html", form=form, lines=lines, page=page, office=officer.office
    )


def _this_year() -> int:
    return dates.day_of(clock.now(), me().office.zone).year


def _catalogue() -> Catalogue:
    found: Catalogue = current_app.config["CATALOGUE"]
    return found
