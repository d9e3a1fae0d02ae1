"""The front door: builds the Flask app, opens every room, refuses to start half-made."""

from typing import Any

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.backlog.views import backlog
from portal.books.views import books
from portal.complaints.views import complaints, complaints_office
from portal.config import HOUSE, BadSettingError, Settings
from portal.db import db, prepare_engine, refuse_unsafe_database
from portal.demo.cast import PASSWORD
from portal.desk.forms.table import refuse_acts_without_form
from portal.desk.views import desk
from portal.desk.work.table import WORK, refuse_acts_without_work
from portal.documents.antivirus import place_of
from portal.documents.operations import ReplacedError
from portal.documents.store import StoreError, store_from
from portal.documents.views import documents
from portal.figures.views import figures
from portal.intake.views import intake
from portal.journal.queries import message_for
from portal.languages.language import CATALOGUES, languages_of
from portal.letters.machine import refuse_old_machine
from portal.letters.pades import CertificateError
from portal.letters.pdf import TamperedFileError
from portal.letters.sop_letters import refuse_bad_letters
from portal.letters.texts import refuse_bad_texts
from portal.letters.turn import NoSuchCaseError, StaleCaseError
from portal.lists.views import lists
from portal.messages.views import messages
from portal.nagari.views import nagari
from portal.notices.views import notices
from portal.offline.views import offline
from portal.people.menu import menu_of
from portal.people.session import register_sessions
from portal.people.views import people
from portal.prints.views import prints
from portal.registration.step import NoSuchRegistrationError, StaleRegistrationError
from portal.settings.views import settings as settings_room
from portal.sop.catalogue import TABLES, Catalogue
from portal.sop.rules import NotAllowedError
from portal.survey.views import survey, survey_office
from portal.tracking.views import tracking
from portal.verify.views import verify
from portal.web import bodies
from portal.web.errors import error_page, internal_error, register_errors
from portal.web.guards import refuse_unmarked_routes
from portal.web.headers import register_headers
from portal.web.htmx import register_htmx
from portal.web.kit import register_kit
from portal.web.mangled import register_ids
from portal.web.packed import register_packing
from portal.web.throttled import register_throttling
from portal.web.tokens import register_tokens
from portal.web.tongue import open_in_every_language, register_languages

# Pages of these rooms can be read in every language.
SPOKEN = (tracking, complaints, survey, figures)
ROOMS = (
    verify, people, documents, desk, intake, notices, prints, books, backlog,
    settings_room, nagari, lists, offline, messages, complaints_office, survey_office,
)  # fmt: skip


def create_app(settings: Settings) -> Flask:
    """The portal. Raises when an act, a form, a door, an SOP or a setting is missing."""
    _refuse_bad_scanner(settings.clamd)
    catalogue = Catalogue.of_folders(TABLES, settings.instance / "sop")
    refuse_acts_without_work(WORK)
    refuse_acts_without_form()
    refuse_bad_letters(catalogue)
    refuse_old_machine()
    refuse_bad_texts(settings.instance / "surat")
    app = Flask("portal", root_path=str(HOUSE), instance_path=str(settings.instance))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # A failing statement is logged without its values: they are NIKs and names.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        # Forms only; a route that takes a table says so itself.
        MAX_CONTENT_LENGTH=bodies.FORM,
        MAX_FORM_MEMORY_SIZE=bodies.FORM,
        MAX_FORM_PARTS=2000,
        HTTPS=settings.https,
        PUBLIC_URL=settings.public_url,
        CATALOGUE=catalogue,
        PLAIN_HTTP=settings.plain_http,
        DEMO_PASSWORD=PASSWORD,
        CERTIFICATE_PASSWORD=settings.certificate_password,
        STORE=store_from(settings),
        CLAMD=settings.clamd,
    )
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, n, n, n)  # type: ignore[method-assign]
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        refuse_unsafe_database(db.engine)
        db.engine.dispose()  # each process that serves opens connections of its own
    register_languages(app, languages_of(CATALOGUES, settings.instance / "bahasa"))
    _open_rooms(app, https=settings.https)
    return app


def _refuse_bad_scanner(address: str) -> None:
    try:
        if address:
            place_of(address)
    except ValueError:
        raise BadSettingError("PORTAL_CLAMD harus host:port atau alamat soket") from None


def _open_rooms(app: Flask, *, https: bool) -> None:
    register_packing(app)  # first, so that it packs what all others have done
    register_ids(app)
    register_kit(app)
    register_tokens(app)
    register_htmx(app)
    register_sessions(app)
    register_errors(app)
    register_throttling(app)
    register_headers(app, https=https)
    for room in SPOKEN:
        open_in_every_language(app, room)
    for room in ROOMS:
        app.register_blueprint(room)
    app.register_error_handler(NotAllowedError, _not_allowed)
    app.register_error_handler(NoSuchCaseError, lambda _: error_page(404))
    app.register_error_handler(StaleCaseError, _stale)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(NoSuchRegistrationError, lambda _: error_page(404))
    app.register_error_handler(StaleRegistrationError, _stale)
    app.register_error_handler(ReplacedError, _stale)
    app.register_error_handler(StoreError, _unstored)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(CertificateError, _unsigned)
    app.register_error_handler(TamperedFileError, _tampered)
    app.context_processor(_page_facts)
    refuse_unmarked_routes(app)


def _page_facts() -> dict[str, Any]:
    """What the frame of every page shows: the menu and what was just done."""
    officer = g.get("person")
    notices: list[tuple[str, str]] = []
    if officer and (key := request.args.get("kabar", "")):
        done = message_for(key, officer.id)
        if done and done.message:
            notices.append(("beres", done.message))
    zone = officer.office.zone if officer else "Asia/Jakarta"
    return {
        "menu": menu_of(officer, request.path),
        "notices": notices,
        "zone": zone,
        "may_search": bool(officer and officer.roles),
        "plain_http": current_app.config["PLAIN_HTTP"],
    }


def _not_allowed(_error: Exception) -> ResponseReturnValue:
    return error_page(403)


def _stale(_error: Exception) -> ResponseReturnValue:
    ref = (request.view_args or {}).get("ref", "")
    todo = ((f"/berkas/{ref}", "Buka lagi berkasnya"),) if ref else ()
    return error_page(409, todo=todo)


def _unsigned(error: Exception) -> ResponseReturnValue:
    """The office's certificate cannot sign now; the letter keeps its number and waits."""
    return error_page(503, sentence=str(error))


def _tampered(_error: Exception) -> ResponseReturnValue:
    """The kept bytes of a letter are not what was filed: nobody gets them (LV-04)."""
    sentence = (
        "Berkas PDF surat ini berubah sejak disimpan, jadi tidak disajikan. Laporkan kepada "
        "pengelola portal agar dipulihkan dari cadangan."
    )
    return error_page(500, sentence=sentence)


def _unstored(error: Exception) -> ResponseReturnValue:
    """The place where documents lie does not work now; nothing of this request remains."""
    return error_page(503, sentence=str(error))


def _busy(error: OperationalError) -> ResponseReturnValue:
    """Another process held the database too long; nothing of this request remains."""
    waited = ("locked", "lock timeout", "deadlock detected")
    if not any(words in str(error) for words in waited):
        return internal_error(error)
    return error_page(503)
