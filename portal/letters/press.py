"""From a frozen letter, a receipt or a form to a printed page: payload to HTML, HTML to PDF."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import segno
from jinja2 import Environment

from portal import dates
from portal.letters.code import grouped
from portal.letters.machine import PressError, page_count, press
from portal.letters.person_table import by_fives, persons_of
from portal.letters.printable import composed, refuse_unprintable
from portal.letters.roll import press_roll
from portal.letters.sheet import CLOSE, NORMAL, sheet_of
from portal.letters.wording import FORMS

__all__ = [
    "PressError", "by_fives", "form_html", "form_roll", "letter_html", "letter_pdf", "nip", "press",
    "receipt_html", "receipt_roll",
]  # fmt: skip

ONE_LINE = 40  # letters of an office name that fit on one line of the letterhead
NO_DATE = "." * 32

Json = Mapping[str, Any]


def letter_html(
    payload: Json, *, draft: bool, jinja_env: Environment, archive: bool = False, qr: str = "",
    density: int = NORMAL, alone: bool = False,
) -> str:  # fmt: skip
    """The letter of a frozen payload; a draft shows no number and says KONSEP on every page.

    `archive` adds the table of parafs, which the citizen's copy never has; `qr` is the text of
    its code; `density` is NORMAL or CLOSE; `alone` leaves annex and archive sheet out.
    """
    if payload["layout"] not in FORMS:
        raise PressError(f"bentuk surat tidak dikenal: {payload['layout']}")
    refuse_unprintable(payload)
    letter = composed(payload)
    office, signer, words = letter["office"], letter["signer"], letter["wording"]
    sheet, annex = sheet_of(office, density), letter["annex"]
    number = letter["number_blank"] if draft else letter["number"] or letter["number_blank"]
    return _render(
        jinja_env,
        f"letters/{letter['layout']}.html",
        draft=draft,
        sheet=sheet,
        number=number.replace(" ", "\xa0"),
        date=letter["date"] or NO_DATE,
        office=_letterhead(office),
        # Jinja reads words.items as the method of a dict.
        words={**words, "items_sent": words.get("items", [])},
        persons=persons_of(letter, sheet.annex if annex else sheet.body),
        signer={
            **signer,
            "lines": [_stub(line) for line in signer["lines"]],
            "nip": nip(signer["nip"]),
        },
        emblem=office.get("emblem", ""),
        case_number=by_fives(letter["case_number"]),
        has_annex=annex and not alone,
        replaces=letter.get("replaces"),
        seal=letter.get("seal"),
        chain=letter.get("chain") or "",
        check={
            "picture": _code(qr) if qr else "",
            "code": grouped(letter.get("code") or ""),
            "url": letter.get("check_url") or "",
        },
        parafs=_parafs(letter) if archive else [],
        archive=archive and not alone,
    )


def letter_pdf(
    payload: Json, *, draft: bool, jinja_env: Environment, archive: bool = False, qr: str = ""
) -> bytes:
    """The letter printed; one that runs over its page is set closer once, if that saves a page."""
    fewest, density, body = 0, NORMAL, b""
    for tried in (NORMAL, CLOSE):
        alone = press(
            letter_html(payload, draft=draft, jinja_env=jinja_env, qr=qr, density=tried, alone=True)
        )
        pages = page_count(alone)
        if not fewest or pages < fewest:
            fewest, density, body = pages, tried, alone
        if pages == 1:
            break
    if not (payload["annex"] or archive):
        return body
    return press(
        letter_html(
            payload, draft=draft, jinja_env=jinja_env, archive=archive, qr=qr, density=density
        )
    )


def receipt_html(slip: Json, jinja_env: Environment, template: str = "intake/receipt.html") -> str:
    """The receipt a citizen takes home, with its number also as a QR code."""
    refuse_unprintable(slip)
    paper = composed(slip)
    code = segno.make(paper["url"], error="m", micro=False)
    missing = paper.get("faults") or _missing(paper)
    return _render(
        jinja_env,
        template,
        slip={**paper, "number": by_fives(paper["number"]), "missing": missing},
        qr=code.png_data_uri(scale=8, border=2),
    )


def receipt_roll(slip: Json, jinja_env: Environment) -> bytes:
    """The receipt printed on a roll of thermal paper, 80 mm wide."""
    template = "intake/receipt_roll.html"
    return press_roll(lambda length: receipt_html({**slip, "length": length}, jinja_env, template))


def form_html(template: str, form: Json, jinja_env: Environment) -> str:
    """A form of the counter (not numbered): `form` holds its office and its own facts.

    A text under "url" is drawn as a QR code, given to the template as `qr`.
    """
    refuse_unprintable(form)
    paper = composed(form)
    return _render(
        jinja_env,
        template,
        form=paper,
        office=_letterhead(paper["office"]),
        sheet=sheet_of(paper["office"]),
        emblem=paper["office"].get("emblem", ""),
        number=by_fives(paper.get("case_number", "")),
        qr=_code(paper["url"]) if paper.get("url") else "",
    )


def form_roll(template: str, form: Json, jinja_env: Environment) -> bytes:
    """A form printed on a roll of thermal paper, 80 mm wide."""
    return press_roll(lambda length: form_html(template, {**form, "length": length}, jinja_env))


def nip(digits: str) -> str:
    """The 18 digits of a NIP in the groups in which it is always written."""
    found = re.fullmatch(r"(\d{8})(\d{6})(\d)(\d{3})", digits)
    return " ".join(found.groups()) if found else digits


# --- what the templates are given -----------------------------------------------------------------


def _render(jinja_env: Environment, template: str, **context: object) -> str:
    if not jinja_env.autoescape:
        raise PressError("naskah surat hanya dicetak dengan pengamanan HTML (autoescape)")
    return jinja_env.get_template(template).render(**context)


def _missing(paper: Json) -> list[str]:
    """What the citizen must still bring or have put right, with the remark that says why."""
    return [
        f"{name} ({note})" if note else name
        for name, there, right, note in paper["papers"]
        if not there or right is False
    ]


def _code(text: str) -> str:
    """A QR code as a picture with its quiet zone; level M still reads under a smudge."""
    picture: str = segno.make(text, error="m", micro=False).png_data_uri(scale=6, border=4)
    return picture


def _parafs(letter: Json) -> list[dict[str, str]]:
    """The parafs with their moments on the office's wall clock."""
    zone = letter["office"].get("zone", "Asia/Jakarta")
    parafs = []
    for paraf in letter.get("parafs", []):
        at = datetime.fromisoformat(paraf["at"])
        moment = f"{dates.short_date(at, zone)} {dates.clock_time(at, zone)}"
        parafs.append({"name": paraf["name"], "post": paraf["post"], "at": moment})
    return parafs


def _letterhead(office: Json) -> Json:
    return {
        **office,
        "nama_lines": _halves(office["nama"]),
        "contact": _contact(office),
        "demo": bool(office.get("demo", False)),
    }


def _halves(name: str) -> list[str]:
    """A long office name on two lines, the first the longer one."""
    breaks = [place for place, char in enumerate(name) if char == " " and place >= len(name) / 2]
    if len(name) <= ONE_LINE or not breaks:
        return [name]
    return [name[: breaks[0]], name[breaks[0] + 1 :]]


def _contact(office: Json) -> list[str]:
    """The address on one line, the ways to reach the office on the next."""
    words = (("telepon", "Telepon"), ("email", "Pos-el"), ("laman", "Laman"))
    reach = [f"{word} {office[key]}" for key, word in words if office.get(key)]
    return [office["alamat"], " · ".join(reach)]


def _stub(line: str) -> tuple[str, str]:
    """`a.n. KEPALA DINAS` as its stub, which hangs to the left, and the rest."""
    found = re.fullmatch(r"(a\.n\.|u\.b\.)\s+(.+)", line)
    return (found[1], found[2]) if found else ("", line)
