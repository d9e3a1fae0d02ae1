"""A laptop in a village: one browser profile on disk, whose network can be cut."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Playwright

from portal.demo.cast import PASSWORD
from portal.demo.persons import Families, Family
from tests.chromium import DESK, PHONE, QUIET, axe, executable, sideways, told
from tests.craft import check_craft
from tests.registration.families import photo

HOME = "/nagari/luring"
# Everything this browser keeps for the page, as text: what a thief would look through.
DUMP = """async () => {
  const words = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((yes, no) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => yes(asked.result);
      asked.onerror = () => no(asked.error);
    });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((yes) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => yes(asked.result);
      });
      const bare = new TextDecoder("latin1");
      const plain = (key, value) => value instanceof Uint8Array ? bare.decode(value) : value;
      words.push(store, JSON.stringify(rows, plain));
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const store = await caches.open(name);
    for (const request of await store.keys()) {
      const kept = await store.match(request);
      words.push(request.url, await kept.text());
    }
  }
  words.push(JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie);
  return words.join("\\n");
}"""


class Laptop:
    """The page that works without a network, in one browser."""

    def __init__(self, visit: BrowserContext, address: str) -> None:
        self.visit, self.address = visit, address
        self.page = visit.pages[0] if visit.pages else visit.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self._hear(said.type, said.text))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.faults.append(text)

    def cut(self) -> None:
        """No network from now on."""
        self.visit.set_offline(True)

    def restore(self) -> None:
        """The network is back."""
        self.visit.set_offline(False)

    def open(self, path: str = HOME) -> None:
        """Open the page."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector("body[data-siap]")
        check_craft(self.page.content(), path, public=False)

    def sign_in(self, account: str, password: str = PASSWORD) -> None:
        """Sign in at the portal."""
        self.page.goto(f"{self.address}/masuk?next={HOME}")
        self.page.fill("#username", account)
        self.page.fill("#password", password)
        self.page.get_by_role("button", name="Masuk", exact=True).click()
        self.page.wait_for_selector("body[data-siap]")

    def prepare(self) -> None:
        """Make the laptop ready, and wait until it can be opened without a network."""
        self.page.fill("#siap-sandi", PASSWORD)
        self.page.click("#siap button")
        self.page.wait_for_selector("#daftar:not([hidden])")
        self.page.wait_for_selector("body[data-luring]", state="attached")

    def unlock(self, account: str, password: str = PASSWORD) -> str:
        """Open the lock; gives the words of a refusal, or ''."""
        self.page.fill("#akun", account)
        self.page.fill("#sandi", password)
        self.page.click("#buka button")
        self.page.wait_for_selector("#daftar:not([hidden]), #buka-salah:not([hidden])")
        refused = self.page.locator("#buka-salah:not([hidden])")
        return refused.inner_text() if refused.count() else ""

    def register(self, family: Family, photos: int) -> str:
        """Write a family down, photograph some papers, and give it its number."""
        self.write(family)
        inputs = self.page.locator("#kertas input[type=file]")
        for n in range(photos):
            files: list[Any] = [
                {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": photo(900, 700)}
            ]
            inputs.nth(n).set_input_files(files)
            self.page.wait_for_function(
                "n => document.querySelectorAll('#kertas img').length > n", arg=n
            )
        if self.page.is_visible("#papers_later"):
            self.page.check("#papers_later")
        self.page.click("#isian-simpan")
        self.page.wait_for_selector("#lembar:not([hidden])")
        return self.page.inner_text("#lembar .nomor-besar").replace(" ", "")

    def write(self, family: Family) -> None:
        """Fill in the form of a family."""
        page = self.page
        page.click("#baru:visible, #lembar-baru:visible")
        page.select_option("#sop", label="Reaktivasi KIS PBI")
        page.fill("#kk_no", family.kk_no)
        page.fill("#address", "Jorong Contoh")
        for place, person in enumerate(family.persons, 1):
            if place > 1:
                page.click("#tambah-orang")
            page.fill(f"#name-{place}", person.name)
            page.fill(f"#nik-{place}", person.nik)
            page.fill(f"#born-{place}", person.born.isoformat())
            page.select_option(f"#sex-{place}", person.sex)
            page.select_option(f"#relation-{place}", person.relation)
            page.fill(f"#card_no-{place}", person.card_no)

    def code(self, folder: Path) -> str:
        """What a telephone reads from the slip on screen."""
        picture = folder / "qr.png"
        self.page.locator("#lembar-qr").screenshot(path=picture)
        with Image.open(picture) as image:
            return str(zxingcpp.read_barcodes(image)[0].text)

    def list(self) -> None:
        """Back to the list."""
        self.page.click("#lembar-selesai")
        self.page.wait_for_selector("#daftar:not([hidden])")

    def states(self) -> dict[str, int]:
        """How many entries stand in each state."""
        rows = self.page.locator("#butir li")
        found = [rows.nth(n).get_attribute("data-keadaan") or "" for n in range(rows.count())]
        return {state: found.count(state) for state in found}

    def wait_for(self, state: str, count: int) -> None:
        """Wait until so many entries stand in a state."""
        self.page.wait_for_function(
            "([rows, n]) => document.querySelectorAll(rows).length === n",
            arg=[f"#butir [data-keadaan={state}]", count],
            timeout=60_000,
        )

    def kept(self) -> str:
        """Everything the browser keeps."""
        return str(self.page.evaluate(DUMP))

    def serves_everyone(self, name: str) -> None:
        """Axe finds nothing at either width, and nothing lies sideways."""
        for size in (PHONE, DESK):
            self.page.set_viewport_size({"width": size["width"], "height": size["height"]})
            violations = axe(self.page)
            assert not violations, f"{name} at {size['width']}:\n{told(violations)}"
            assert sideways(self.page) == 0, f"{name} scrolls sideways at {size['width']}"


@contextmanager
def laptop(playwright: Playwright, profile: Path, address: str, **more: Any) -> Iterator[Laptop]:
    """The browser of this profile, opened; closed again afterwards, as at the end of a day."""
    visit = playwright.chromium.launch_persistent_context(
        profile, executable_path=executable(), args=[*QUIET], locale="id-ID",
        viewport={"width": DESK["width"], "height": DESK["height"]}, **more,
    )  # fmt: skip
    visit.set_default_timeout(15_000)
    try:
        found = Laptop(visit, address)
        yield found
        assert not found.faults, "\n".join(found.faults)
    finally:
        visit.close()


def families(*sizes: int, seed: int = 4) -> list[Family]:
    """Synthetic families whose names nobody else has."""
    source = Families("13.01", seed)
    found = [source.next(size=size, cards=True) for size in sizes]
    return [
        Family(family.kk_no, tuple(
            type(person)(**{**vars(person), "name": f"KENARI {person.name}"})
            for person in family.persons
        ))
        for family in found
    ]  # fmt: skip
