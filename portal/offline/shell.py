"""The shell that opens without a network: its files, and the version that they make up."""

import hashlib
import json
from collections.abc import Callable

from portal.web.kit import STATIC

HOME = "/nagari/luring"
# Our modules name one another without a version; the worker keeps those names, too.
MODULES = (
    "kunci", "simpanan", "jaringan", "syarat", "catatan", "kiriman", "formulir", "lembar", "berkas",
    "pintu", "daftar",
)  # fmt: skip
VERSIONED = (
    "css/dasar.css", "css/kantor.css", "offline/luring.css", "offline/luring.js",
    "nagari/foto.js", "lambang.svg",
)  # fmt: skip
PLAIN = (
    "font/hyperlegible-next.woff2", "vendor/noble-ed25519-3.2.0.js",
    *(f"offline/{name}.js" for name in MODULES),
)  # fmt: skip


def worker(asset: Callable[[str], str], page: str) -> str:
    """The service worker: our list of files before its own script."""
    files = [HOME, *(asset(path) for path in VERSIONED), *(f"/static/{path}" for path in PLAIN)]
    script = (STATIC / "offline" / "pekerja.js").read_text("utf-8")
    known = hashlib.sha256(page.encode())
    for path in (*VERSIONED, *PLAIN):
        known.update((STATIC / path).read_bytes())
    version = known.hexdigest()[:12]
    return f"const VERSION = {json.dumps(version)};\nconst FILES = {json.dumps(files)};\n{script}"


def manifest(asset: Callable[[str], str]) -> str:
    """What makes the page installable."""
    icons = [
        {"src": asset(f"offline/ikon-{side}.png"), "sizes": f"{side}x{side}", "type": "image/png"}
        for side in (192, 512)
    ]
    return json.dumps(
        {
            "name": "Pendaftaran nagari tanpa jaringan",
            "short_name": "Daftar nagari",
            "lang": "id",
            "start_url": HOME,
            "scope": "/nagari",
            "display": "standalone",
            "background_color": "#f6f4ee",
            "theme_color": "#11224a",
            "icons": icons,
        },
        ensure_ascii=False,
    )
