"""What may be printed: how long each text may be, and only characters that our fonts draw."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, cast

from portal.letters.glyphs import undrawable
from portal.letters.machine import PressError

NAME_LENGTH, ADDRESS_LENGTH, NOTE_LENGTH = 100, 300, 1000
MOST_PERSONS = 500

Json = Mapping[str, Any]


def refuse_unprintable(payload: Json) -> None:
    """Raise PressError naming the place in the payload that cannot be printed as it is."""
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


def composed(payload: Json) -> Json:
    """The same payload with its accents composed, as glyphs.py looked at them."""
    return cast(Json, _compose(payload))


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


def _compose(value: object) -> object:
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case Mapping():
            return {key: _compose(part) for key, part in value.items()}
        case list() | tuple():
            return [_compose(part) for part in value]
    return value
