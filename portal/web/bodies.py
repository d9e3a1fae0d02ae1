"""How large a request may be, for Flask and for the server that stands before it."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request

FORM = 1024 * 1024  # forms only
TABLE = 5 * 1024 * 1024  # an old book as XLSX or CSV, as the page promises
TABLE_BODY = TABLE + FORM  # pasted text grows in transit
PHOTO = 10 * 1024 * 1024  # one photo or scan, as the page promises
PHOTOS = 6 * PHOTO + FORM  # all of one paper at once
OFFLINE_ITEM = PHOTO + FORM  # one sealed photo of a laptop
PACKAGE = 64 * 1024 * 1024  # all that a laptop kept, in one file, as the page promises
PACKAGE_BODY = PACKAGE + FORM
LARGEST = max(FORM, TABLE_BODY, PHOTOS, PACKAGE_BODY)
# What is a little too large still reaches Flask, which refuses it with a page of ours.
SERVED = LARGEST + 4 * FORM


def widen(room: Blueprint, sizes: Mapping[str, int], *, in_memory: bool = False) -> None:
    """Let these endpoints take larger requests than a form; said before the gate reads it.

    `in_memory`: a field of the form itself may be as large (pasted text), not only its files.
    """

    @room.url_value_preprocessor
    def _widen(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        if size := sizes.get(endpoint or ""):
            request.max_content_length = size
            if in_memory:
                request.max_form_memory_size = size
