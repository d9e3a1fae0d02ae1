"""Doors: every route says who may open it; an unmarked route stops the start (D8).

What may be *done* to a case is not decided here but by the SOP (portal.sop.rules).
"""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., object])


class Door(StrEnum):
    """Who stands before a door. A person may pass several kinds."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    OFFICER = "officer"  # holds a post that works SOP rows
    ADMIN = "admin"
    NAGARI = "nagari"
    KECAMATAN = "kecamatan"
    FILES = "files"  # may look at some documents: officer, village office or kecamatan


def public(view: View) -> View:
    """Anyone, without an account; the page sets no cookie."""
    return _mark(view, Door.PUBLIC)


def signed_in(view: View) -> View:
    """Any person with an account."""
    return _mark(view, Door.SIGNED_IN)


def officers(view: View) -> View:
    """Holders of a post that works rows of an SOP."""
    return _mark(view, Door.OFFICER)


def admins(view: View) -> View:
    """The office's operator of the portal: settings, never a case."""
    return _mark(view, Door.ADMIN)


def nagari_only(view: View) -> View:
    """A village office."""
    return _mark(view, Door.NAGARI)


def kecamatan_only(view: View) -> View:
    """A kecamatan's operator (N46)."""
    return _mark(view, Door.KECAMATAN)


def file_readers(view: View) -> View:
    """Whoever may look at documents at all; which ones, the queries decide."""
    return _mark(view, Door.FILES)


def changes_nothing(view: View) -> View:
    """A public POST that only asks: it needs no form token, so an old page still works."""
    view.changes_nothing = True  # type: ignore[attr-defined]
    return view


def is_harmless(app: Flask, endpoint: str) -> bool:
    """Whether a POST to this endpoint changes nothing."""
    return hasattr(app.view_functions[endpoint], "changes_nothing")


def _mark(view: View, door: Door) -> View:
    view.door = door  # type: ignore[attr-defined]
    return view


def door_of(app: Flask, endpoint: str) -> Door:
    """The door of an endpoint; flask's own static files are public."""
    if endpoint == "static":
        return Door.PUBLIC
    return Door(vars(app.view_functions[endpoint])["door"])


def refuse_unmarked_routes(app: Flask) -> None:
    """Stop the start when a route does not say who may open it."""
    unmarked = sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "door")
    )
    if unmarked:
        raise RuntimeError(f"routes without a door: {', '.join(unmarked)}")
