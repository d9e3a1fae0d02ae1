"""The report of a period on paper."""

from datetime import datetime

from jinja2 import Environment

from portal import dates
from portal.letters.content import office_block
from portal.letters.press import form_html, nip, press
from portal.offices.model import Office
from portal.people.model import KIND_PREFIX, Kind
from portal.people.queries import holder_of
from portal.sop.vocabulary import Role
from portal.survey.report import Report, month_words

TITLE = "LAPORAN SURVEI KEPUASAN MASYARAKAT"
HIDDEN = "disamarkan"


def report_pdf(report: Report, office: Office, now: datetime, jinja_env: Environment) -> bytes:
    """The PDF; only fixed words and figures, and the office's own data."""
    day = dates.day_of(now, office.zone)
    facts = {
        "title": TITLE,
        "office": office_block(office),
        "office_name": office.full_name,
        "service": report.service or "Semua layanan",
        "period": report.words,
        "until": month_words(report.last),
        "printed": dates.full_moment(now, office.zone),
        "place_date": f"{office.city}, {dates.long_date(day)}",
        "head": _head(office, now),
        "served": report.served,
        "sample": report.sample,
        "waiting": report.waiting,
        "index": _index(report),
        "elements": [
            {
                "name": line.element.name,
                "nrr": shown(line.nrr),
                "converted": shown(line.converted),
            }
            for line in report.elements
        ],
        "lowest": [f"{line.element.name} (NRR {shown(line.nrr)})" for line in report.lowest],
        "profile": [
            {
                "name": name,
                "rows": [[words, HIDDEN if n is None else n] for words, n in rows],
            }
            for name, rows in report.profile
        ],
    }
    return press(form_html("survey/report.html", facts, jinja_env))


def shown(value: object) -> str:
    """A figure with the Indonesian comma: 88,31."""
    return str(value).replace(".", ",")


def _index(report: Report) -> dict[str, object]:
    index = report.index
    if index is None:
        return {"n": 0}
    return {
        "n": index.n,
        "ikm": shown(index.ikm),
        "letter": index.band.letter,
        "words": index.band.words,
        "enough": index.n >= report.sample,
    }


def _head(office: Office, now: datetime) -> dict[str, str]:
    """Who signs: the head of the office as the post is held today."""
    held = holder_of(office.id, Role.KADIS, dates.day_of(now, office.zone))
    if held is None:
        return {"post": office.head_title, "name": "", "rank": "", "nip": ""}
    prefix = KIND_PREFIX[Kind(held.kind)] if held.kind in (Kind.PLT, Kind.PLH) else ""
    return {
        "post": prefix + office.head_title,
        "name": held.person.name,
        "rank": held.person.rank,
        "nip": nip(held.person.nip),
    }
