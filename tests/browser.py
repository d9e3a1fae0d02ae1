"""A visitor without JavaScript that will not take a badly made page, and fills in real forms."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from portal.db import db
from tests.craft import check_craft

FOLLOW = (301, 302, 303, 308)


class Browser:
    """One visitor. `page` is the page now open, `path` its address, `status` its code."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.page = BeautifulSoup("", "html.parser")
        self.path, self.status, self.body = "", 0, b""

    def get(self, path: str, expect: int = 200, **request: Any) -> BeautifulSoup:
        """Open an address, following redirects."""
        return self._open("GET", path, expect, **request)

    def post(
        self, path: str, data: dict[str, Any], expect: int = 200, **more: Any
    ) -> BeautifulSoup:
        """Post by hand, as a forger would; for ordinary use `submit` the page's own form."""
        return self._open("POST", path, expect, data=data, **more)

    def submit(
        self, form: str, data: dict[str, Any] | None = None, *, button: str = "", expect: int = 200,
        **more: Any,
    ) -> BeautifulSoup:  # fmt: skip
        """Fill in a form of the open page and press a button ('name=value') of it."""
        tag = self.page.select_one(form)
        assert tag is not None, f"no form {form} on {self.path}:\n{self.text[:2000]}"
        fields = filled(tag, self.page) | (data or {})
        if button:
            name, _, value = button.partition("=")
            assert self._has_button(tag, name, value), f"no button {button} on {self.path}"
            fields[name] = value
        fields = {name: value for name, value in fields.items() if value is not None}
        action = tag.get("action")
        assert isinstance(action, str)
        return self._open(
            str(tag.get("method", "get")).upper(), action, expect, data=fields, **more
        )

    def field(self, name: str) -> str:
        """The value of an input of the open page."""
        tag = self.page.select_one(f"[name='{name}']")
        assert tag is not None, name
        return tag.text if tag.name == "textarea" else str(tag.get("value", ""))

    @property
    def text(self) -> str:
        """The words of the open page."""
        return " ".join(self.page.get_text(" ").split())

    @property
    def moves(self) -> set[str]:
        """The moves that the open case page offers, by their words in addresses."""
        bar = self.page.select_one(".bilah")
        if bar is None:
            return set()
        links = {str(a["href"]).rsplit("/", 1)[-1] for a in bar.select("a[href]")}
        buttons = {str(b["value"]) for b in bar.select("button[name=aksi]")} - {"simpan"}
        onward = {"lanjut"} if bar.select_one("button.utama") else set()
        return links | buttons | onward

    def _has_button(self, tag: Tag, name: str, value: str) -> bool:
        wanted = f"button[name='{name}'][value='{value}']"
        own = f"button[form='{tag.get('id')}'][name='{name}'][value='{value}']"
        return bool(tag.select_one(wanted) or self.page.select_one(own))

    def _open(self, method: str, path: str, expect: int, **request: Any) -> BeautifulSoup:
        response = self._request(method, path, **request)
        while response.status_code in FOLLOW and expect not in FOLLOW:
            method, path = "GET", response.headers["Location"]
            response = self._request(method, path)
        self.path, self.status, self.body = path, response.status_code, response.get_data()
        text = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        assert response.status_code == expect, f"{method} {path}: {response.status_code}\n{text}"
        if text and response.status_code not in FOLLOW:
            check_craft(text, path, public="<style>" in text)
            self.page = BeautifulSoup(text, "html.parser")
        return self.page

    def _request(self, method: str, path: str, **request: Any) -> TestResponse:
        # A context of its own: one shared by tests would remember the last visitor.
        with self.app.app_context():
            response = self.client.open(path, method=method, **request)
            db.session.remove()
        return response


def filled(form: Tag, page: BeautifulSoup) -> dict[str, Any]:
    """What a browser would send for a form as it stands, buttons excepted."""
    fields: dict[str, Any] = {}
    outside = page.select(f"[form='{form['id']}']") if form.get("id") else []
    for tag in [*form.select("input, select, textarea"), *outside]:
        name, kind = tag.get("name"), str(tag.get("type", ""))
        if not isinstance(name, str) or tag.name == "button" or kind == "submit":
            continue
        if kind in ("checkbox", "radio"):
            if tag.has_attr("checked"):
                fields.setdefault(name, []).append(str(tag.get("value", "on")))
        elif tag.name == "select":
            chosen = tag.select_one("option[selected]") or tag.select_one("option")
            fields[name] = str(chosen.get("value", "")) if chosen else ""
        elif tag.name == "textarea":
            fields[name] = tag.text.removeprefix("\r").removeprefix("\n")
        else:
            fields[name] = str(tag.get("value", ""))
    return fields
