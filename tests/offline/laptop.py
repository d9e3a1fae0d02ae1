"""A laptop as the portal meets it: it seals what it keeps, and sends it or puts it in a file."""

import base64
import hashlib
import io
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from portal.demo.cast import PASSWORD
from portal.offline.sealing import ENTRY, PHOTO, Sealed, seal
from tests.browser import Browser
from tests.cast import P22, Cast
from tests.registration.families import Village, photo


@dataclass
class Family:
    """One family on a laptop, with the photos of its papers."""

    item: str
    number: str
    typed: dict[str, Any]
    photos: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # item: (paper, file)
    papers_later: bool = True
    sop: str = P22

    @property
    def said(self) -> dict[str, Any]:
        """What is sealed of the family itself."""
        return {
            "number": self.number, "sop": self.sop, "typed": self.typed,
            "photos": list(self.photos), "papers_later": self.papers_later,
            "saved_at": "2026-11-23T02:05:00Z", "local": {"why": secrets.token_hex(3)},
        }  # fmt: skip

    def shoot(self, *papers: str) -> None:
        """Photograph papers: kk, ktp-1."""
        for paper in papers:
            self.photos[secrets.token_hex(16)] = (paper, photo())


class Laptop:
    """A laptop made ready by its user over a connection of their own."""

    def __init__(self, browser: Browser, cast: Cast, username: str = "nagari.pessel") -> None:
        self.browser, self.village = browser, Village(cast, username)
        self.answer = self.prepare()
        self.ref, self.key = self.answer["device"]["ref"], self.answer["device"]["key"]
        self.numbers = [n for block in self.answer["blocks"] for n in block["numbers"]]

    def token(self, name: str) -> str:
        """The token of the next post."""
        self.browser.get(f"/nagari/luring/token?perangkat={getattr(self, 'ref', '')}")
        return str(json.loads(self.browser.body)["tokens"][name])

    def ask(self, name: str, fields: dict[str, Any], expect: int = 200) -> dict[str, Any]:
        """Post as the page's script does; gives the answer."""
        data = {"_token": self.token(name), **fields}
        self.browser.post(f"/nagari/luring/{name}", data, expect)
        found: dict[str, Any] = json.loads(self.browser.body)
        return found

    def prepare(self, expect: int = 200, **fields: str) -> dict[str, Any]:
        """Make it ready, or ask for its key again."""
        typed = {"secret": PASSWORD, "label": "Laptop kantor", "device": "", "known": ""}
        return self.ask("siap", typed | fields, expect)

    def family(self, size: int = 1, **more: Any) -> Family:
        """Write a family down and give it the next number."""
        sop = more.get("sop", P22)
        typed = more.pop("typed", None) or self.village.typed(sop, size)
        return Family(secrets.token_hex(16), self.numbers.pop(0), typed, **more)

    def seal(self, item: str, kind: str, body: bytes) -> Sealed:
        """Seal something for this laptop."""
        return seal(self.key, self.ref, item, kind, body)

    def sealed(self, family: Family) -> list[Sealed]:
        """A family and its photos, as they are kept."""
        items = [self.seal(family.item, ENTRY, json.dumps(family.said).encode())]
        for item, (paper, body) in family.photos.items():
            head = {"entry": family.item, "field": paper, "name": "foto.jpg"}
            items.append(self.seal(item, PHOTO, with_head(head, body)))
        return items

    def post(self, sealed: Sealed, expect: int = 200) -> dict[str, Any]:
        """Send one sealed item."""
        fields = {
            "device": self.ref, "item": sealed.item, "kind": sealed.kind,
            "iv": base64.b64encode(sealed.iv).decode(), "isi": (io.BytesIO(sealed.data), "isi"),
        }  # fmt: skip
        return self.ask("kirim", fields, expect)

    def send(self, family: Family) -> dict[str, Any]:
        """Send a family with its photos; gives the last answer."""
        answer: dict[str, Any] = {}
        for sealed in self.sealed(family):
            answer = self.post(sealed)
        return answer

    def package(self, *families: Family) -> bytes:
        """Everything as one file."""
        return packed(self, [item for family in families for item in self.sealed(family)])


def with_head(head: dict[str, str], body: bytes) -> bytes:
    """A photo with its head before it."""
    words = json.dumps(head).encode()
    return len(words).to_bytes(4, "big") + words + body


def packed(laptop: Laptop, items: list[Sealed]) -> bytes:
    """The file of these items: a head with the sealed list, then one item a line."""
    listed = [[item.item, item.kind, hashlib.sha256(item.data).hexdigest()] for item in items]
    head = laptop.seal("kepala", "paket", json.dumps({"items": listed}).encode())
    first = {"paket": "portal-luring", "v": 1, "device": laptop.ref, **_base64(head)}
    lines = [first] + [{"item": one.item, "kind": one.kind, **_base64(one)} for one in items]
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def _base64(sealed: Sealed) -> dict[str, str]:
    encode = base64.b64encode
    return {"iv": encode(sealed.iv).decode(), "data": encode(sealed.data).decode()}


def upload(browser: Browser, address: str, body: bytes, expect: int = 200) -> str:
    """Bring a package by the page's own form; gives the words of the page that comes."""
    browser.get(address)
    browser.submit(
        f"form[action='{address}']", {"file": (io.BytesIO(body), "luring.paket")}, expect=expect
    )
    return browser.text
