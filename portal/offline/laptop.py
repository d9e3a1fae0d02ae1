"""What a laptop takes along: everything it needs to register people without a network."""

import base64
import hmac
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from portal.identity import card, kk, name, nik, phone
from portal.letters import seals
from portal.offices.model import Office, Village
from portal.offline import blocks
from portal.registration.forms import MOST_PERSONS, RELATIONS
from portal.registration.model import Device, NumberBlock
from portal.sop.catalogue import Catalogue
from portal.sop.table import Requirement, Sop


def pack_of(
    office: Office, village: Village, catalogue: Catalogue, public_url: str
) -> dict[str, Any]:
    """The services with their papers, the office, the rules in words. No person is in it."""
    sops = catalogue.of_region(office.region)
    return {
        "village": {
            "code": village.code,
            "title": village.title,
            "district": village.district,
            "head": sops[0].village_head if sops else "",
        },
        "office": {
            "name": office.short_name,
            "address": office.address,
            "phone": office.phone,
            "hours": office.counter_hours,
        },
        "site": urlsplit(public_url).netloc,
        "services": [_service(sop) for sop in sops],
        "relations": list(RELATIONS),
        "most": MOST_PERSONS,
        "words": {
            "name": name.MESSAGES,
            "nik": nik.MESSAGES,
            "kk": kk.MESSAGES,
            "card": card.MESSAGES,
            "phone": phone.MESSAGES,
        },
    }


def device_key(device: Device) -> str:
    """The key that seals what this laptop keeps, as base64.

    Half of it lies in the database, half is the installation's own secret: a copy of the database
    alone opens no package.
    """
    secret = str(current_app.secret_key).encode()
    half = b"portal-dinas-sosial/luring/1\0" + base64.b64decode(device.key)
    return base64.b64encode(hmac.digest(secret, half, "sha256")).decode()


def device_of(device: Device) -> dict[str, str]:
    """The laptop and its key."""
    return {"ref": device.ref, "label": device.label, "key": device_key(device)}


def blocks_of(found: Iterable[NumberBlock], public_url: str) -> dict[str, Any]:
    """Blocks of numbers, and the public keys that they can be checked with."""
    keys = {key_id: key.hex for key_id, key in seals.public_keys().items()}
    return {
        "blocks": [blocks.on_laptop(block, public_url) for block in found],
        "keys": keys,
    }


def _service(sop: Sop) -> dict[str, Any]:
    return {
        "id": sop.id,
        "name": sop.short_name,
        "emergency": sop.emergency,
        "card": sop.needs_card,
        "needs": [_need(need) for need in sop.checked_requirements],
    }


def _need(need: Requirement) -> dict[str, Any]:
    return {
        "code": need.code,
        "name": need.name,
        "when": need.when,
        "each": need.per_person,
        "must": need.obligatory,
    }
