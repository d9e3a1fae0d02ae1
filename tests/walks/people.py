"""People at browsers of their own, who read pages, fill in fields and press buttons by name."""

import re
from contextlib import ExitStack
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response

from portal.demo.cast import PASSWORD
from tests.chromium import DESK, context
from tests.craft import check_craft


def grouped(number: str, size: int = 5) -> str:
    """A number as pages print it: in groups."""
    return " ".join(number[at : at + size] for at in range(0, len(number), size))


class Visitor:
    """Someone at a browser. Every page that comes up is checked before anything is done on it."""

    public = True

    def __init__(self, visit: BrowserContext, address: str) -> None:
        self.visit, self.address = visit, address
        self.page = visit.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("response", self._weigh)

    def open(self, path: str, expect: int = 200) -> None:
        """Open an address of the portal."""
        response = self.page.goto(urljoin(self.address, path))
        assert response is not None, path
        self._arrived(response, expect)

    def press(self, words: str, expect: int = 200) -> None:
        """Press the button with these words and read the page that comes."""
        self._follow(self.page.get_by_role("button", name=words, exact=True), expect)

    def follow(self, words: str, expect: int = 200) -> None:
        """Follow the link with these words."""
        self._follow(self.page.get_by_role("link", name=words, exact=True).first, expect)

    def fill(self, fields: dict[str, str], within: str = "") -> None:
        """Fill in fields by their labels; in the group of that name (`outer > inner`)."""
        place: Page | Locator = self.page
        for name in filter(None, within.split(" > ")):
            place = place.get_by_role("group", name=name)
        for label, value in fields.items():
            box = place.get_by_label(label, exact=True)
            if box.evaluate("field => field.tagName") == "SELECT":
                _choose(box, value)
            else:
                box.fill(value)

    def tick(self, words: str) -> None:
        """Tick the box or the choice with these words."""
        self.page.get_by_label(words).check()

    def unfold(self, words: str) -> None:
        """Open the fold whose summary begins with these words."""
        fold = self.page.locator("details").filter(has_text=words)
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()

    def has_button(self, words: str) -> bool:
        """Whether the page offers a button or a link with these words."""
        button = self.page.get_by_role("button", name=words, exact=True)
        return button.or_(self.page.get_by_role("link", name=words, exact=True)).count() > 0

    def printed(self, words: str) -> bytes:
        """The PDF behind a link, taken with this visitor's own cookies."""
        href = self.page.get_by_role("link", name=words, exact=True).first.get_attribute("href")
        answer = self.visit.request.get(urljoin(self.address, href or ""))
        assert answer.status == 200, href
        assert answer.headers["content-type"] == "application/pdf"
        return answer.body()

    @property
    def heading(self) -> str:
        """The one heading of the page."""
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        """The words of the page that can be seen."""
        return " ".join(self.page.locator("main").inner_text().split())

    def _follow(self, thing: Locator, expect: int) -> None:
        with self.page.expect_navigation() as gone:
            thing.click()
        self._arrived(gone.value, expect)

    def _arrived(self, response: Response, expect: int) -> None:
        path = urlsplit(self.page.url).path
        assert response.status == expect, f"{path}: {response.status}\n{self.text}"
        check_craft(self.page.content(), path, self.public)
        assert not self.faults, f"{path}:\n" + "\n".join(self.faults)

    def _hear(self, kind: str, text: str) -> None:
        # A refused form answers 422, which the console repeats; `_weigh` judges what was loaded.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.faults.append(f"console: {text}")

    def _weigh(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.faults.append(f"{response.status}: {response.url}")


class Person(Visitor):
    """One of the office's people."""

    public = False

    def sign_in(self, account: str) -> None:
        """Sign in as anyone would, by the page."""
        self.open("/masuk")
        self.fill({"Nama akun": account, "Kata sandi": PASSWORD})
        self.press("Masuk")

    def sees(self, number: str) -> bool:
        """Whether the queue holds the file of this number."""
        self.open("/antrean")
        return self._line(number).count() == 1

    def take_up(self, number: str) -> None:
        """Open the file of this number from the queue now on screen."""
        self._follow(self._line(number).get_by_role("link"), 200)

    def _line(self, number: str) -> Locator:
        return self.page.locator("#antrean tbody tr").filter(has_text=grouped(number))


class Citizen(Visitor):
    """Someone with a receipt and no account."""

    def types(self, number: str) -> str:
        """Type the number as the receipt prints it; gives the headline."""
        self.open("/lacak")
        self.fill({"Nomor tanda terima": grouped(number)})
        self.press("Cek sekarang")
        return self._headline()

    def scans(self, address: str) -> str:
        """Open the address of the QR code; gives the headline."""
        self.open(address)
        return self._headline()

    def _headline(self) -> str:
        assert self.visit.cookies() == [], "a public page set a cookie"
        return self.heading


class House:
    """A served portal and the people of one office, each at a browser of their own."""

    def __init__(
        self, browser: Browser, address: str, *, javascript: bool = True,
        size: dict[str, int] = DESK,
    ) -> None:  # fmt: skip
        self.browser, self.address, self.javascript = browser, address, javascript
        self.size = size
        self._open = ExitStack()
        self._people: dict[str, Person] = {}
        self.citizen = Citizen(self._visit(), address)

    def __enter__(self) -> "House":
        return self

    def __exit__(self, *_: Any) -> None:
        self._open.close()

    def staff(self, office: str, *names: str) -> dict[str, Person]:
        """These people of an office, signed in."""
        return {name: self.person(f"{name}.{office}") for name in names}

    def person(self, account: str) -> Person:
        """One person, signed in."""
        if account not in self._people:
            self._people[account] = Person(self._visit(), self.address)
            self._people[account].sign_in(account)
        return self._people[account]

    def _visit(self) -> BrowserContext:
        return self._open.enter_context(
            context(self.browser, javascript=self.javascript, size=self.size)
        )


def _choose(box: Locator, words: str) -> None:
    """Choose the option that begins with these words."""
    begins = re.compile("^" + re.escape(words))
    value = box.locator("option").filter(has_text=begins).first.get_attribute("value")
    box.select_option(value)
