"""The machine that turns a page of HTML into a PDF, with nothing but the page and our fonts."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from io import BytesIO
from threading import Lock
from typing import Any

from portal.letters.glyphs import FONT_DIR

RENDER_SECONDS = 15
OLDEST = (0, 2, 28)  # earlier ones have no resource policy and read our disk (M10)

_PRESSING = Lock()  # xhtml2pdf prints one page at a time in a process; so do our ears


class PressError(Exception):
    """The page cannot be printed exactly as it was written."""


def press(html: str) -> bytes:
    """The PDF of a page: equal pages give equal bytes. Nothing outside the font folder is read.

    Raises PressError when the machine stops, or only warns.
    """
    pisa, policy = _machine()
    out = BytesIO()
    with _complaints() as heard:
        try:
            result = pisa.pisaDocument(
                html, out, path=str(FONT_DIR / "surat.html"), resource_policy=policy
            )
        except Exception as error:
            raise PressError(f"mesin cetak berhenti: {type(error).__name__}") from error
    if heard or result.err:
        raise PressError("; ".join(heard) or "mesin cetak melaporkan kesalahan")
    return out.getvalue()


def page_count(pdf: bytes) -> int:
    """How many pages a PDF of this machine has."""
    return len(re.findall(rb"/Type /Page\b", pdf))


def refuse_old_machine(found: str = "") -> None:
    """Raise PressError when the installed xhtml2pdf is older than the one that keeps its policy."""
    said = found or version("xhtml2pdf")
    digits = tuple(int(part) for part in re.findall(r"\d+", said)[:3])
    if digits < OLDEST:
        oldest = ".".join(str(part) for part in OLDEST)
        raise PressError(
            f"xhtml2pdf {said} terlalu tua; portal memerlukan {oldest} atau lebih baru"
        )


@cache
def _machine() -> tuple[Any, Any]:
    refuse_old_machine()
    # Two seconds of imports: only a process that prints pays for them.
    from reportlab import rl_config  # noqa: PLC0415
    from xhtml2pdf import pisa  # noqa: PLC0415
    from xhtml2pdf.config.resources import ResourceAccessPolicy  # noqa: PLC0415

    rl_config.invariant = 1  # no clock and no chance in the bytes
    rl_config.trustedSchemes = ["data"]
    rl_config.trustedHosts = []
    policy = ResourceAccessPolicy.server(
        base_dir=None,
        allow_remote=False,
        extra_roots=(FONT_DIR,),
        max_render_seconds=RENDER_SECONDS,
    )
    return pisa, policy


class _Ear(logging.Handler):
    """Keeps what xhtml2pdf would only have logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage()[:200])


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """The warnings of one print; they quote the page, so they stay out of the portal's log."""
    ear, logger = _Ear(), logging.getLogger("xhtml2pdf")
    with _PRESSING:
        level, propagate = logger.level, logger.propagate
        logger.addHandler(ear)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        try:
            yield ear.heard
        finally:
            logger.removeHandler(ear)
            logger.setLevel(level)
            logger.propagate = propagate
