"""The expedition sheet: the letters of a day for each addressee, with room to sign (N48)."""

from datetime import date
from typing import Any

from portal import dates
from portal.letters.content import office_block
from portal.letters.model import KIND_WORDS, Kind, Letter
from portal.offices.model import Office
from portal.prints.base import Form


def expedition_sheet(office: Office, day: date, letters: list[Letter], printed: str) -> Form:
    """The sheet of a day, one table for each addressee; `printed` says when, in words."""
    groups: dict[str, list[dict[str, str]]] = {}
    for letter in letters:
        payload: dict[str, Any] = letter.payload or {}
        to = addressee_of(payload)
        if to:
            lines = groups.setdefault(to, [])
            lines.append(
                {
                    "no": str(len(lines) + 1),
                    "number": letter.number,
                    "kind": KIND_WORDS[Kind(letter.kind)],
                    "names": _names(payload["persons"]),
                    "count": str(len(payload["persons"])),
                }
            )
    return {
        "title": "LEMBAR EKSPEDISI",
        "office": office_block(office),
        "office_name": office.full_name,
        "day": dates.weekday_date(day),
        "year": str(day.year),
        "printed": printed,
        "groups": [{"to": to, "letters": lines} for to, lines in groups.items()],
    }


def addressee_of(payload: dict[str, Any]) -> str:
    """Whom a letter is for, without "Yth."; nothing when it is handed to its bearer."""
    to = payload["wording"]["to"]
    return str(to[0]).removeprefix("Yth. ") if to else ""


def _names(persons: list[dict[str, str]]) -> str:
    first = persons[0]["nama"] if persons else ""
    return f"{first} dan {len(persons) - 1} orang lain" if len(persons) > 1 else first
