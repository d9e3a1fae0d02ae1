"""The language of the page in hand: the address says it (/en/lacak), never a cookie."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, current_app, g, request
from markupsafe import Markup, escape

from portal.languages.language import INDONESIAN, Language, fill

SLOT = "bahasa"


def register_languages(app: Flask, languages: Mapping[str, Language]) -> None:
    """Take the language out of the address and give the templates `say` and `way`."""
    app.config["LANGUAGES"] = languages

    @app.url_value_preprocessor
    def _take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        code = values.pop(SLOT, "") if values else ""
        g.language = languages.get(code, INDONESIAN)

    app.jinja_env.globals.update(say=say, way=way, tongue=tongue, tongues=tongues)


def open_in_every_language(app: Flask, room: Blueprint) -> None:
    """Register a room of public pages at its addresses and, for other languages, below /<code>."""
    app.register_blueprint(room)
    others = [code for code in app.config["LANGUAGES"] if code != INDONESIAN.code]
    if others:
        prefix = f"/<any({', '.join(others)}):{SLOT}>"
        app.register_blueprint(room, url_prefix=prefix, name=_abroad(room.name))


def tongue() -> Language:
    """The language of the request in hand."""
    language: Language = g.get("language", INDONESIAN)
    return language


def say(text: str, **values: object) -> Markup:
    """The sentence in the reader's language, safe for a page; values that are markup stay so.

    A sentence that the language lacks stays Indonesian and is marked so for screen readers.
    """
    language = tongue()
    safe = {name: escape(value) for name, value in values.items()}
    said = Markup(fill(str(escape(language.texts.get(text, text))), safe))  # noqa: S704 - escaped
    return said if language.knows(text) else Markup('<span lang="id">{}</span>').format(said)


def way(path: str) -> str:
    """The address of a public page in the reader's language."""
    return way_in(tongue(), path)


def way_in(language: Language, path: str) -> str:
    """The address of a public page in a language."""
    return path if language.code == INDONESIAN.code else f"/{language.code}{path}"


def tongues(path: str = "") -> list[tuple[Language, str]]:
    """Each language this page can be read in, with its address there; one only: nothing.

    `path` is the page's Indonesian address where it is not the one of the request.
    """
    room = (request.blueprint or "").removesuffix(_abroad(""))
    if _abroad(room) not in current_app.blueprints:
        return []
    here = path or request.path.removeprefix(way("")) or "/"
    languages: Mapping[str, Language] = current_app.config["LANGUAGES"]
    return [(language, way_in(language, here)) for language in languages.values()]


def _abroad(room: str) -> str:
    return f"{room}_{SLOT}"
