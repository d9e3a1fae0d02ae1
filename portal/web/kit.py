"""What every template may use: icons, versioned assets, the inlined sheet, words for dates."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from markupsafe import Markup, escape
from wtforms import Field, FieldList, Form, FormField, RadioField, SelectMultipleField

from portal import dates
from portal.web.icons import icon

STATIC = Path(__file__).resolve().parents[2] / "static"


def register_kit(app: Flask) -> None:
    """Give the templates their words."""
    app.jinja_env.globals.update(
        asset=_versioned(STATIC),
        complaints=complaints,
        icon=icon,
        inline_css=inline_css,
        inline_css_hash=inline_css_hash,
    )
    app.jinja_env.filters.update(
        hari_tanggal=dates.weekday_date,
        jam=dates.clock_time,
        menit=minutes_in_words,
        nomor=lambda number: grouped(number, 5),
        per_empat=lambda number: grouped(number, 4),
        samar_nik=masked_nik,
        singkat=dates.short_moment,
        tanggal=dates.long_date,
        waktu=dates.full_moment,
    )


@cache
def inline_css() -> Markup:
    """dasar.css, squeezed, for the one <style> of a public page; its hash stands in the CSP.

    What only office pages need, between the marks `office`, is left out: the web font too.
    """
    css = (STATIC / "css" / "dasar.css").read_text("utf-8")
    css = re.sub(r"/\* office:.*?/\* :office \*/", "", css, flags=re.S)
    return Markup(squeeze(css))  # noqa: S704 - our own file


def inline_css_hash() -> str:
    """The CSP source of that <style>: sha256-..., to be quoted in style-src."""
    digest = hashlib.sha256(inline_css().encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()


def squeeze(css: str) -> str:
    """The sheet without comments and spare blanks, its font addressed from the root."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    # A blank before a colon may be a selector ("a :focus"), so only the one after it goes.
    css = re.sub(r" ?([{};,>]) ?|(:) ", r"\1\2", css).replace(";}", "}")
    return css.replace("../font/", "/static/font/").strip()


def grouped(number: object, size: int) -> Markup:
    """482173059162034 as 48217 30591 62034: groups that can be read out and typed."""
    text = str(number)
    groups = " ".join(text[at : at + size] for at in range(0, len(text), size))
    return Markup('<span class="angka">{}</span>').format(groups)


def masked_nik(nik: object) -> str:
    """Where the person is registered, and nothing about the person: 130199**********."""
    return f"{str(nik)[:6]}{'*' * 10}"


def minutes_in_words(minutes: int) -> str:
    """80 as 1 jam 20 menit."""
    hours, rest = divmod(int(minutes), 60)
    words = [f"{hours} jam"] if hours else []
    if rest or not hours:
        words.append(f"{rest} menit")
    return " ".join(words)


def complaints(source: Any) -> list[tuple[str, Markup]]:
    """(id to jump to, message) of a form, of several forms, or of such pairs as they are."""
    if source is None:
        return []
    if isinstance(source, Form):
        return list(_of_form(source))
    return [pair for item in source for pair in _of_item(item)]


def _of_item(item: Any) -> Iterable[tuple[str, Markup]]:
    return _of_form(item) if isinstance(item, Form) else [(str(item[0]), escape(item[1]))]


def _of_form(form: Form) -> Iterator[tuple[str, Markup]]:
    yield from (("", escape(message)) for message in form.form_errors)
    for field in form:
        yield from _of_field(field)


def _of_field(field: Field) -> Iterator[tuple[str, Markup]]:
    if isinstance(field, FormField):
        yield from _of_form(field.form)
    elif isinstance(field, FieldList):
        # A list's own errors are texts; those of its entries are lists and come with the entries.
        yield from ((field.id, escape(text)) for text in field.errors if isinstance(text, str))
        for entry in field.entries:
            yield from _of_field(entry)
    else:
        # A group of choices has no element with its own id; its first choice has.
        choices = isinstance(field, RadioField | SelectMultipleField)
        target = f"{field.id}-0" if choices else field.id
        yield from ((target, escape(message)) for message in field.errors)


def _versioned(static: Path) -> Callable[[str], str]:
    """asset(): a file's address with its content's hash, so it may be cached for ever."""
    known: dict[tuple[str, int], str] = {}

    def asset(path: str) -> str:
        file = static / path
        key = (path, file.stat().st_mtime_ns)
        if key not in known:
            known[key] = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
        return f"/static/{path}?v={known[key]}"

    return asset
