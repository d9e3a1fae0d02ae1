"""A hundred files made to hurt, and the ordinary ones that must not be mistaken for them."""

import sys
from collections.abc import Callable
from pathlib import Path

from tests.documents.crafted import jpeg, pdf, png
from tests.documents.hostile_papers import PAPERS
from tests.documents.hostile_photos import BOMBS, OTHERS, POLYGLOTS, TORN

Make = Callable[[], bytes]
# Sound files whose names are made to climb, to run, or to deceive.
NAMES: dict[str, Make] = {
    "../../etc/passwd.jpg": jpeg,
    "..\\..\\windows\\foto.jpg": jpeg,
    "%2e%2e%2f%2e%2e%2ffoto.jpg": jpeg,
    "．．／foto.jpg": jpeg,
    "foto.jpg\0.png": jpeg,
    "foto%00.jpg": jpeg,
    "foto.jpg.php": jpeg,
    "foto.php.jpg": jpeg,
    "foto.png.exe ": lambda: png(64, 48),
    "foto.jpg.PHP.": jpeg,
    "foto.svg::$DATA": jpeg,
    "surat.pdf.com": pdf,
    "surat.pdf.js": pdf,
}
HOSTILE: dict[str, tuple[Make, str]] = {
    **{name: (make, "foto.jpg") for name, make in (POLYGLOTS | BOMBS | TORN | OTHERS).items()},
    **{name: (make, "surat.pdf") for name, make in PAPERS.items()},
    **{f"nama {name!r}": (make, name) for name, make in NAMES.items()},
}


def _measure(folder: Path) -> None:
    """What a portal that meets them all one after the other grows by; told on standard output."""
    import json  # noqa: PLC0415 - the child's own business
    import time  # noqa: PLC0415

    from portal.documents.safe import RefusedFileError, make_safe  # noqa: PLC0415

    def high() -> int:
        """The most memory it ever had, in KB."""
        words = Path("/proc/self/status").read_text("ascii").split("VmHWM:")[1]
        return int(words.split()[0])

    before, told = high(), []
    for place in sorted(folder.iterdir()):
        name = json.loads((place / "name").read_text("utf-8"))
        begun, sentence = time.monotonic(), ""
        try:
            make_safe((place / "body").read_bytes(), name=name)
        except RefusedFileError as refusal:
            sentence = str(refusal)
        told.append((place.name, sentence, time.monotonic() - begun))
    sys.stdout.write(json.dumps({"grown": high() - before, "files": told}))


if __name__ == "__main__":
    _measure(Path(sys.argv[1]))
