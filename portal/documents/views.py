"""Documents as people see them: never without saying for whom, and never unnoticed.

Every address answers for a document of another office or village exactly as for none at all.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock, dates
from portal.documents import operations, queries
from portal.documents.forms import CopyForm, copy_form
from portal.documents.model import Document
from portal.documents.store import AlteredFileError, MissingFileError, Store, StoreError
from portal.documents.watermark import Mark, copies, marked
from portal.people.officer import Officer
from portal.people.session import me
from portal.sop.catalogue import Catalogue
from portal.web.errors import error_page
from portal.web.files import pdf
from portal.web.guards import file_readers, officers

documents = Blueprint("documents", __name__)


@dataclass(frozen=True)
class Sight:
    """A document in hand, with what it is and why this person looks at it."""

    document: Document
    about: queries.About
    name: str  # of the paper
    whose: str
    mark: Mark


@documents.get("/dokumen/<ref>")
@file_readers
def page(ref: str) -> ResponseReturnValue:
    """One document, one page at a time."""
    return _page(_sight(ref), copy_form())


@documents.get("/dokumen/<ref>/<int:number>.jpg")
@file_readers
def picture(ref: str, number: int) -> ResponseReturnValue:
    """A page in full, watermarked for whoever looks; the look is recorded first."""
    sight = _sight(ref)
    document, mark = sight.document, sight.mark
    body = marked(_stored(document, "halaman", number), mark)
    operations.note_seen(me(), document, mark.number, mark.purpose, page=number)
    return _jpeg(body, f"dokumen-{number}")


@documents.get("/dokumen/<ref>/kecil.jpg")
@file_readers
def thumbnail(ref: str) -> ResponseReturnValue:
    """A picture too small to read anything in."""
    document = queries.document_for(me(), ref) or abort(404)
    return _jpeg(_stored(document, "kecil", 1), "dokumen-kecil")


@documents.post("/dokumen/<ref>/salinan.pdf")
@officers
def copy(ref: str) -> ResponseReturnValue:
    """All pages as a PDF for one purpose of a fixed list."""
    form, sight = copy_form(request.form), _sight(ref)
    if not form.validate() or not form.purpose.data:
        form.purpose.errors = ["Pilih untuk apa salinan ini."]
        return _page(sight, form), 422
    document, seen = sight.document, sight.mark
    mark = Mark(seen.office, form.words, seen.number, seen.viewer, seen.on)
    pages = [_stored(document, "halaman", n) for n in range(1, document.pages + 1)]
    body = copies(pages, mark, sight.name)
    operations.note_copied(me(), document, mark.number, mark.purpose)
    return pdf(body, "salinan-dokumen")


@documents.errorhandler(StoreError)
def _store_failed(error: StoreError) -> ResponseReturnValue:
    """Nobody gets an altered file; a store that is away may be back soon."""
    lost = isinstance(error, AlteredFileError | MissingFileError)
    return error_page(500 if lost else 503, sentence=str(error))


def _sight(ref: str) -> Sight:
    officer = me()
    document = queries.document_for(officer, ref) or abort(404)
    about = queries.about(document)
    catalogue: Catalogue = current_app.config["CATALOGUE"]
    if about.sop_version is None:
        sop = catalogue.in_force(about.sop_id)
    else:
        sop = catalogue.pinned(about.sop_id, about.sop_version)
    need = sop.requirement(document.code) if sop else None
    name = need.name if need else document.code
    mark = Mark(
        office=document.office.short_name,
        purpose=_purpose(officer),
        number=about.number,
        viewer=officer.person.name,
        on=dates.day_of(clock.now(), document.office.zone),
    )
    whose = about.person if document.place else f"keluarga {about.person}".rstrip()
    return Sight(document, about, name, whose, mark)


def _purpose(officer: Officer) -> str:
    """Why this person looks at documents at all."""
    if officer.person.village_code:
        return "pra-pendaftaran"
    return "diketahui Camat" if officer.person.district_code else "pemeriksaan berkas"


def _page(sight: Sight, form: CopyForm) -> str:
    officer, document = me(), sight.document
    asked = request.args.get("halaman", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
    if not 1 <= number <= document.pages:
        abort(404)
    return render_template(
        "documents/page.html",
        document=document,
        about=sight.about,
        name=sight.name,
        whose=sight.whose,
        number=number,
        beside=queries.beside(officer, document),
        back=_back(officer, sight.about),
        form=form if officer.roles else None,
    )


def _back(officer: Officer, about: queries.About) -> tuple[str, str]:
    """Where this person came from, most likely."""
    if officer.person.village_code:
        return f"/nagari/pra/{about.registration_ref}", "Kembali ke pra-pendaftaran"
    if officer.person.district_code:
        return "/kecamatan", "Kembali ke pendaftaran nagari"
    if about.case_ref:
        return f"/berkas/{about.case_ref}", "Kembali ke berkas"
    return f"/pra-pendaftaran/{about.registration_ref}", "Kembali ke pra-pendaftaran"


def _stored(document: Document, part: str, number: int) -> bytes:
    """The bytes of one part; 404 for a page that it does not have. Raises StoreError."""
    store: Store = current_app.config["STORE"]
    for item in document.files:
        if (item.part, item.page) == (part, number):
            return store.get(item.sha256)
    abort(404)


def _jpeg(body: bytes, name: str) -> Response:
    headers = {
        "Content-Disposition": f"inline; filename={name}.jpg",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(body, content_type="image/jpeg", headers=headers)
