"""The blueprint of this room, and how large its requests may be."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue

from portal.offline.arriving import Desk
from portal.web import bodies

offline = Blueprint("offline", __name__)

bodies.widen(
    offline,
    {
        "offline.send_item": bodies.OFFLINE_ITEM,
        "offline.bring_package": bodies.PACKAGE_BODY,
        "offline.bring_own_package": bodies.PACKAGE_BODY,
    },
)


def work_desk() -> Desk:
    """What the portal works with."""
    config = current_app.config
    return Desk(config["CATALOGUE"], config["STORE"], config["CLAMD"])


def said(code: int = 200, **facts: Any) -> ResponseReturnValue:
    """An answer for our own script."""
    answer: Response = jsonify(facts)
    return answer, code
