"""What no page of ours sends: told before any database has to choke on it."""

from collections.abc import Iterator

from flask import Flask, request
from werkzeug.routing import IntegerConverter, ValidationError

MOST_DIGITS = 10
LAST_ID = 2**31 - 1  # what both databases can compare with


class RecordId(IntegerConverter):
    """A record's id in an address; one beyond the databases is simply not found."""

    def to_python(self, value: str) -> int:
        """The id. Raises ValidationError: then no route fits."""
        if len(value) > MOST_DIGITS or int(value) > LAST_ID:
            raise ValidationError
        return int(super().to_python(value))


def register_ids(app: Flask) -> None:
    """Every `<int:...>` of a route is an id; called before the routes are hung up."""
    app.url_map.converters["int"] = RecordId


def nul_in_address() -> bool:
    """Whether the path or the query holds a NUL, which PostgreSQL cannot store or compare."""
    return "\0" in request.path or any("\0" in text for text in _query())


def nul_in_form() -> bool:
    """The same of the posted fields and the names of the files; reads the body."""
    return any("\0" in text for text in _fields())


def _query() -> Iterator[str]:
    for name, value in request.args.items(multi=True):
        yield name
        yield value


def _fields() -> Iterator[str]:
    for name, value in request.form.items(multi=True):
        yield name
        yield value
    for name, file in request.files.items(multi=True):
        yield name
        yield file.filename or ""
