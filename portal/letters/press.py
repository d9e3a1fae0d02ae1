"""From a frozen letter or a receipt to a printed page: payload to HTML, HTML to PDF."""

import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from threading import Lock
from typing import Any, cast

import segno
from jinja2 import Environment

from portal.letters.glyphs import FONT_DIR, undrawable
from portal.letters.wording import FORMS, PERSON_LABELS

NAME_LENGTH, ADDRESS_LENGTH, NOTE_LENGTH = 100, 300, 1000
MOST_PERSONS = 500
CHUNK = 35  # a table's cost grows with the square of its rows
RENDER_SECONDS = 15
ONE_LINE = 40  # letters of an office name that fit on one line of the letterhead
NO_DATE = "." * 32

# Room for the digits of each column at 9 points, in mm; names and addresses share what is left.
COLUMN_MM: Mapping[str, int] = {
    "nama": 36, "nik": 32, "kk": 32, "kartu": 27, "lahir": 24, "jenis_kelamin": 21,
    "hubungan": 22, "alamat": 36, "no_register": 24,
}  # fmt: skip
NUMBER_MM = 9
PORTRAIT_MM, LANDSCAPE_MM = 165, 257
POINTS = 9.0
SAME_FOR_ALL = ("kk", "alamat")  # said once under the table when a whole family shares them

Json = Mapping[str, Any]


class PressError(Exception):
    """The page cannot be printed exactly as it was written."""


def letter_html(payload: Json, *, draft: bool, jinja_env: Environment) -> str:
    """The letter of a frozen payload; a draft shows no number and says KONSEP on every page."""
    if payload["layout"] not in FORMS:
        raise PressError(f"bentuk surat tidak dikenal: {payload['layout']}")
    _check(payload)
    letter = _composed(payload)
    office, signer, words = letter["office"], letter["signer"], letter["wording"]
    number = letter["number_blank"] if draft else letter["number"] or letter["number_blank"]
    return _render(
        jinja_env,
        f"letters/{letter['layout']}.html",
        draft=draft,
        number=number.replace(" ", "\xa0"),
        date=letter["date"] or NO_DATE,
        office={**office, "nama_lines": _halves(office["nama"]), "contact": _contact(office)},
        # Jinja reads words.items as the method of a dict.
        words={**words, "items_sent": words.get("items", [])},
        persons=_persons(letter),
        signer={
            **signer,
            "lines": [_stub(line) for line in signer["lines"]],
            "nip": nip(signer["nip"]),
        },
        emblem=office.get("emblem", ""),
        case_number=by_fives(letter["case_number"]),
        has_annex=letter["annex"],
    )


def receipt_html(slip: Json, jinja_env: Environment) -> str:
    """The receipt a citizen takes home, with its number also as a QR code."""
    _check(slip)
    paper = _composed(slip)
    code = segno.make(paper["url"], error="m", micro=False)
    return _render(
        jinja_env,
        "intake/receipt.html",
        slip={**paper, "number": by_fives(paper["number"]), "missing": _missing(paper)},
        qr=code.png_data_uri(scale=8, border=2),
    )


def press(html: str) -> bytes:
    """The PDF of a page: equal pages give equal bytes. Nothing outside the font folder is read."""
    pisa, policy = _machine()
    out = BytesIO()
    with _complaints() as heard:
        try:
            result = pisa.pisaDocument(
                html, out, path=str(FONT_DIR / "surat.html"), resource_policy=policy
            )
        except Exception as error:
            raise PressError(f"mesin cetak berhenti: {type(error).__name__}") from error
    if heard or result.err:
        raise PressError("; ".join(heard) or "mesin cetak melaporkan kesalahan")
    return out.getvalue()


def by_fives(number: str) -> str:
    """482173059162044 as 48217 30591 62044."""
    return " ".join(number[start : start + 5] for start in range(0, len(number), 5))


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


def _persons(letter: Json) -> dict[str, object]:
    """One person as lines, or everybody as a table with the lines that hold for all of them."""
    people, annex = letter["persons"], letter["annex"]
    words = letter["wording"]
    labels = {**PERSON_LABELS, **words.get("labels", {})}
    keys = [key for key in letter["person_columns"] if any(who.get(key) for who in people)]
    details = [(line["label"], line["text"]) for line in words.get("details", [])]
    one, same = [], []
    if words.get("persons_as") == "rincian" and len(people) == 1 and not annex:
        one = [(labels[key], people[0][key]) for key in keys]
    elif not annex:
        same = [key for key in keys if key in SAME_FOR_ALL and _shared(people, key)]
    columns = [key for key in keys if key not in same]
    return {
        "one": one,
        "shared": [(labels[key], people[0][key]) for key in same] + details,
        "name_label": labels["nama"],
        **_measures(columns, labels, LANDSCAPE_MM if annex else PORTRAIT_MM),
        "chunks": _chunks(people, columns),
    }


def _shared(people: list[Json], key: str) -> bool:
    return len({who.get(key, "") for who in people}) == 1


def _measures(columns: list[str], labels: Json, room: int) -> dict[str, object]:
    """Widths in per cent and the letter size; all shrink together when the columns are many."""
    widths = {key: float(COLUMN_MM[key]) for key in columns}
    needed = NUMBER_MM + sum(widths.values())
    wide = [key for key in columns if key in ("nama", "alamat")] or columns
    for key in wide:
        widths[key] += max(0.0, room - needed) / len(wide)
    total = NUMBER_MM + sum(widths.values())
    return {
        "columns": [
            {"label": labels[key], "width": round(100 * widths[key] / total, 2)} for key in columns
        ],
        "number_width": round(100 * NUMBER_MM / total, 2),
        "points": round(POINTS * min(1.0, room / needed), 1),
    }


def _chunks(people: list[Json], columns: list[str]) -> list[list[dict[str, object]]]:
    rows: list[dict[str, object]] = [
        {"no": place, "texts": [who.get(key) or "–" for key in columns]}
        for place, who in enumerate(people, start=1)
    ]
    return [rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)]


# --- what may be printed --------------------------------------------------------------------------


def _check(payload: Json) -> None:
    if len(payload.get("persons", [])) > MOST_PERSONS:
        raise PressError(f"satu surat memuat paling banyak {MOST_PERSONS} orang")
    for path, text in _texts(payload):
        where = ".".join(path)
        if path[-1] == "emblem":
            _check_emblem(text)
            continue
        if len(text) > _longest(path):
            raise PressError(f"{where}: paling panjang {_longest(path)} huruf")
        lost = undrawable(text)
        if lost:
            codes = ", ".join(f"U+{ord(char):04X}" for char in lost)
            raise PressError(f"{where}: huruf tidak dapat dicetak ({codes})")


def _check_emblem(source: str) -> None:
    if not re.fullmatch(r"data:image/png;base64,[A-Za-z0-9+/]+={0,2}", source):
        raise PressError("office.emblem: harus gambar PNG sebagai data URI")


def _longest(path: tuple[str, ...]) -> int:
    if path[0] != "office" and path[-1] in ("nama", "name", "bringer", "officer"):
        return NAME_LENGTH
    return ADDRESS_LENGTH if path[-1] in ("alamat", "nama") else NOTE_LENGTH


def _texts(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text of a payload with its place in it."""
    match value:
        case str():
            yield path, value
        case Mapping():
            for key, part in value.items():
                yield from _texts(part, (*path, str(key)))
        case list() | tuple():
            for place, part in enumerate(value, start=1):
                yield from _texts(part, (*path, str(place)))


def _composed(payload: Json) -> Json:
    return cast(Json, _compose(payload))


def _compose(value: object) -> object:
    """The same payload with its accents composed, as glyphs.py looked at them."""
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case Mapping():
            return {key: _compose(part) for key, part in value.items()}
        case list() | tuple():
            return [_compose(part) for part in value]
    return value


# --- the machine ----------------------------------------------------------------------------------

_PRESSING = Lock()  # xhtml2pdf prints one page at a time in a process; so do our ears


@cache
def _machine() -> tuple[Any, Any]:
    # Two seconds of imports: only a process that prints pays for them.
    from reportlab import rl_config  # noqa: PLC0415
    from xhtml2pdf import pisa  # noqa: PLC0415
    from xhtml2pdf.config.resources import ResourceAccessPolicy  # noqa: PLC0415

    rl_config.invariant = 1  # no clock and no chance in the bytes
    rl_config.trustedSchemes = ["data"]
    rl_config.trustedHosts = []
    policy = ResourceAccessPolicy.server(
        base_dir=None,
        allow_remote=False,
        extra_roots=(FONT_DIR,),
        max_render_seconds=RENDER_SECONDS,
    )
    return pisa, policy


class _Ear(logging.Handler):
    """Keeps what xhtml2pdf would only have logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage()[:200])


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """The warnings of one print; they quote the page, so they stay out of the portal's log."""
    ear, logger = _Ear(), logging.getLogger("xhtml2pdf")
    with _PRESSING:
        level, propagate = logger.level, logger.propagate
        logger.addHandler(ear)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        try:
            yield ear.heard
        finally:
            logger.removeHandler(ear)
            logger.setLevel(level)
            logger.propagate = propagate
