"""Letters as the offices issue, file, void and replace them, and the holder who asks."""

from portal import clock
from portal.cases.reasons import REPLACEMENTS
from portal.db import db
from portal.desk.work.ways_out import Leaving
from portal.letters.model import Letter
from portal.letters.pdf import filed_pdf
from portal.letters.queries import letter_of
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, Cast


def issued(cast: Cast, sop_id: str = P17, ref: str = "") -> Letter:
    """A letter that was just signed and numbered."""
    case = cast.case(ref or cast.receive(sop_id))
    while not ((letter := letter_of(case)) and letter.issued):
        case = cast.step(case.ref)
    return letter


def filed(cast: Cast, letter: Letter) -> bytes:
    """Its PDF, filed by reading it; the letter is read afresh behind it."""
    body = filed_pdf(letter, cast.app.jinja_env, today=clock.now().date(), expected=None)
    db.session.rollback()
    return body


def voided(cast: Cast) -> tuple[Letter, str]:
    """An issued letter that was voided, and the ref of its case, where a new one is drafted."""
    ref = cast.receive(P17)
    letter_id = issued(cast, P17, ref).id
    reasons = (REPLACEMENTS[0].code,)
    cast.move("kadis.pessel", ref, Move.GANTI_SURAT, Leaving(reasons))
    db.session.rollback()
    return db.session.get_one(Letter, letter_id), ref


def ask(browser: Browser, code: str, expect: int = 200) -> str:
    """Type a code into the public form; gives the words of the answer."""
    browser.get("/periksa")
    browser.submit("form[action='/periksa']", {"kode": code}, expect=expect)
    return browser.text


def headline(browser: Browser) -> str:
    """The verdict."""
    found = browser.page.select_one("h1")
    assert found is not None
    return found.text
