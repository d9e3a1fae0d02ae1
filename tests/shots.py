"""Pictures of the main pages, at a telephone's and a desk's width; `python -m tests.shots`."""

import sys
import tempfile
from pathlib import Path

from portal.config import HOUSE as HERE
from tests.chromium import DESK, PHONE, chromium
from tests.server import portal, served
from tests.walks.pages import PAGES, show
from tests.walks.people import House

TARGET = HERE / "instance" / "shots"


def shoot(names: list[str], target: Path) -> None:
    """Seed a practice portal in a folder of its own, serve it, and take the pictures."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="latihan-") as folder:
        instance = Path(folder)
        made = portal(instance, "demo")
        if made.returncode:
            sys.exit(made.stderr)
        with served(instance) as address, chromium() as browser:
            for size in (DESK, PHONE):
                with House(browser, address, size=size) as house:
                    for name in names:
                        picture = target / f"{name}-{size['width']}.png"
                        page = show(house, name)
                        # As tall as the page, or what sticks to the edge would hide its middle.
                        tall = page.evaluate("document.documentElement.scrollHeight")
                        page.set_viewport_size({"width": size["width"], "height": tall})
                        page.screenshot(path=picture)
                        page.set_viewport_size({"width": size["width"], "height": size["height"]})
                        sys.stdout.write(f"{picture}\n")


if __name__ == "__main__":
    shoot(sys.argv[1:] or [*PAGES], TARGET)
