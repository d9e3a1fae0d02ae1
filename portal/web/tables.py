"""A table that somebody sends: as a file, or pasted from a spreadsheet."""

from werkzeug.datastructures import FileStorage
from wtforms import Field

from portal.web import bodies

NOTHING = "Pilih berkasnya, atau tempel barisnya."
TOO_LARGE = "Berkas ini lebih dari 5 MB. Bagi menjadi beberapa berkas."


def sent_table(file: Field, pasted: Field) -> tuple[str, bytes] | None:
    """Its name and its bytes; None with the reason at the field."""
    name, body = "", b""
    if isinstance(file.data, FileStorage) and file.data.filename:
        name, body = file.data.filename, file.data.read(bodies.TABLE + 1)
    elif pasted.data:
        name, body = "tempelan", pasted.data.encode()
    if not body:
        file.errors = [NOTHING]
    elif len(body) > bodies.TABLE:
        file.errors = [TOO_LARGE]
    else:
        return name, body
    return None
