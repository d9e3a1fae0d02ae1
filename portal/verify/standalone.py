"""The check page that needs no server: one file with its script, its style and our public keys."""

import base64
import hashlib
import json
import re
from typing import Any

from portal.letters import seals
from portal.letters.model import KIND_WORDS
from portal.web.kit import STATIC, inline_css

NOBLE = STATIC / "vendor" / "noble-ed25519-3.2.0.js"
OURS = STATIC / "periksa"


def key_set() -> dict[str, Any]:
    """What is published: every public key, and the words for the kinds of letter."""
    return {
        "keys": [
            {
                "id": key.id,
                "public_key": key.public_key,
                "made": key.made_at.date().isoformat(),
                "until": until.isoformat() if (until := seals.last_day(key)) else None,
            }
            for key in seals.all_keys()
        ],
        "kinds": {str(number): KIND_WORDS[kind] for kind, number in seals.KINDS.items()},
    }


def style() -> str:
    """The sheet of the public pages, which fetches nothing."""
    return str(inline_css())


def script() -> str:
    """noble-ed25519, the seal reader and the page's own script, as one plain script."""
    reader = re.sub(r"^export ", "", (OURS / "segel.js").read_text("utf-8"), flags=re.MULTILINE)
    page = (OURS / "mandiri.js").read_text("utf-8")
    return f"(() => {{\n{_noble()}\n{reader}\n{page}\n}})();"


def policy() -> str:
    """The page's own CSP: nothing is fetched, and no other script or style runs."""
    return (
        f"default-src 'none'; script-src '{_hash(script())}'; style-src '{_hash(style())}'; "
        "base-uri 'none'; form-action 'none'"
    )


def complete(page: str, known: dict[str, Any]) -> str:
    """The rendered page with style, keys and script put inside it."""
    # In JSON a "<" may be written in another way, and so cannot end the script element.
    data = json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")
    head = f"<style>{style()}</style>\n</head>"
    foot = (
        f'<script type="application/json" id="kunci">{data}</script>\n'
        f"<script>{script()}</script>\n</body>"
    )
    return page.replace("</head>", head, 1).replace("</body>", foot, 1)


def _noble() -> str:
    """The library as a function that gives what it exports, made only when it is needed."""
    source = NOBLE.read_text("utf-8")
    body, mark, names = source.rpartition("export {")
    if not mark:
        raise RuntimeError(f"{NOBLE.name} does not end with its exports")
    return f"const nobleEd25519 = () => {{\n{body}\nreturn {{{names}\n}};"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
