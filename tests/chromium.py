"""A real Chromium for the tests that need one; `python -m tests.chromium` installs it if it may."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Playwright's own driver needs libatomic1, which a bare Debian lacks.
PACKAGES = ("chromium", "libatomic1")
ADVICE = (
    "Chromium belum siap: jalankan "
    f"`apt-get install -y {' '.join(PACKAGES)}` sebagai root, lalu ulangi."
)
# Quiet and offline: nothing of Chromium's own may go out while the portal is being tested.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
# What axe asks of the whole page is meant for pages; `best-practice` is opinion, not WCAG.
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    }
}


def executable() -> str | None:
    """Where Chromium is: PORTAL_TEST_CHROMIUM when given, else the first on the PATH."""
    if given := os.environ.get("PORTAL_TEST_CHROMIUM"):
        return given
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> "Iterator[Browser]":
    """One browser process; open a `context` in it for each visitor."""
    # Here, not above: the installer runs before anything needs playwright's 160 MB.
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    path = executable()
    assert path, ADVICE
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def context(
    browser: "Browser", *, javascript: bool = True, size: dict[str, int] = DESK, **more: Any
) -> "Iterator[BrowserContext]":
    """A visitor with cookies of their own, on a phone or at a desk, with JavaScript or without."""
    visit = browser.new_context(
        java_script_enabled=javascript,
        viewport={"width": size["width"], "height": size["height"]},
        locale="id-ID",
        **more,
    )
    visit.set_default_timeout(10_000)
    try:
        yield visit
    finally:
        visit.close()


def axe(page: "Page") -> list[dict[str, Any]]:
    """The WCAG A and AA violations axe finds on the page as it stands; needs JavaScript."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    violations: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return violations


def told(violations: list[dict[str, Any]]) -> str:
    """The violations as lines a person can act on, for an assertion's message."""
    return "\n".join(
        f"{found['id']}: {found['help']}\n    {node['html']}"
        for found in violations
        for node in found["nodes"]
    )


def sideways(page: "Page") -> int:
    """How many pixels the page scrolls sideways; on a phone it must be 0."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return max(wide, 0)


def ready() -> bool:
    """Chromium is there, and playwright's driver runs."""
    asked = [sys.executable, "-m", "playwright", "--version"]
    return (
        executable() is not None
        and subprocess.run(asked, check=False, capture_output=True).returncode == 0
    )


def install() -> bool:
    """Debian's packages, as root or by a sudo that asks nothing; True when all is ready."""
    if ready():
        return True
    root = _root()
    if root is None or not shutil.which("apt-get"):
        return False
    quiet = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    for step in (["update", "-q"], ["install", "-qy", "--no-install-recommends", *PACKAGES]):
        subprocess.run([*quiet, *step], check=False)
    return ready()


def _root() -> list[str] | None:
    """The words that make a command run as root, or None when it may not."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return ["sudo", "-n"] if allowed.returncode == 0 else None


if __name__ == "__main__":
    if not install():
        sys.exit(ADVICE)
