"""A village office at its own pages: families it writes down, and photos it takes."""

import io
import random
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

from portal.cases.incoming import PersonIn
from portal.db import db
from portal.demo.persons import Families, Family
from portal.registration.model import Registration
from tests.browser import Browser
from tests.cast import P22

SignIn = Callable[[str], Browser]


@cache
def photo(seed: int = 1, size: tuple[int, int] = (900, 600)) -> bytes:
    """A photo of a page with some lines on it, never the same for two seeds."""
    chance = random.Random(seed)  # noqa: S311 - a picture, not a secret
    picture = Image.new("RGB", size, (235, 232, 224))
    pen = ImageDraw.Draw(picture)
    for row in range(20, size[1] - 20, 18):
        pen.line((30, row, 30 + chance.randrange(200, size[0] - 60), row), (40, 40, 60), 2)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()


def upload(seed: int = 1, name: str = "foto.jpg") -> tuple[io.BytesIO, str]:
    """A photo as a form sends it."""
    return io.BytesIO(photo(seed)), name


def family(size: int = 1, seed: int = 5, *, cards: bool = True) -> Family:
    """A synthetic family of the region."""
    return Families("13.01", seed).next(size=size, cards=cards)


def fields_of(people: Family, address: str = "Jorong Contoh") -> dict[str, str]:
    """The family as the form's fields."""
    fields = {"kk_no": people.kk_no, "address": address, "phone": ""}
    for n, person in enumerate(people.persons):
        fields |= {f"persons-{n}-{name}": text for name, text in _of(person).items()}
    return fields


def _of(person: PersonIn) -> dict[str, str]:
    return {
        "name": person.name, "nik": person.nik, "born": person.born.isoformat(),
        "birth_place": person.birth_place, "sex": person.sex, "relation": person.relation,
        "card_no": person.card_no,
    }  # fmt: skip


class Office:
    """One village office at its browser, without JavaScript."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.ref = ""

    def begin(self, sop_id: str = P22) -> str:
        """Begin a draft for a service; gives its ref."""
        self.browser.get("/nagari/pra/baru")
        button = self.browser.page.select_one(f"input[name=sop][value='{sop_id}']")
        assert button is not None, sop_id
        form = button.find_parent("form")
        data = {tag["name"]: tag["value"] for tag in form.select("input")}
        self.browser.post("/nagari/pra/baru", data)
        self.ref = self.browser.path.split("?")[0].rsplit("/", 1)[-1]
        return self.ref

    def write(self, people: Family, button: str = "aksi=simpan", expect: int = 200) -> None:
        """Fill the form in and press a button; first there is room for everyone."""
        for _ in range(len(people.persons) - len(self.browser.page.select("fieldset.anggota"))):
            self.browser.submit("#daftar", {}, button="aksi=tambah")
        fields = fields_of(people)
        if self.browser.page.select_one("[name=emergency_reason]"):
            fields["emergency_reason"] = "dirawat (contoh)"
        self.browser.submit("#daftar", fields, button=button, expect=expect)

    def papers(self) -> None:
        """Open the page of the papers."""
        self.browser.get(f"/nagari/pra/{self.ref}/dokumen")

    def add(self, field: str, *files: tuple[io.BytesIO, str], expect: int = 200) -> None:
        """Send files of one paper from the page of the papers."""
        self.papers()
        data = {"berkas": list(files) or [upload()]}
        form = f"#dok-{field} form"
        assert self.browser.page.select_one(form), f"{field} is not asked"
        known = {
            str(tag["name"]): None for tag in self.browser.page.select(f"{form} input[type=file]")
        }
        self.browser.submit(form, {**known, **data}, expect=expect)

    def add_all(self) -> None:
        """A photo of every paper that is asked."""
        self.papers()
        fields = [
            str(row["id"]).removeprefix("dok-") for row in self.browser.page.select("[data-berkas]")
        ]
        for n, field in enumerate(fields):
            self.add(field, upload(n + 1))

    def send(self, *, later: bool = False, expect: int = 200) -> None:
        """Press the button that sends."""
        self.papers()
        data = {"papers_later": "y"} if later else {"papers_later": None}
        self.browser.submit("#kirim", data, expect=expect)

    def registered(self, sop_id: str = P22, size: int = 1, seed: int = 5) -> str:
        """A family sent to the Dinas with the originals to be brought; gives its ref."""
        self.begin(sop_id)
        self.write(family(size, seed), "aksi=lanjut")
        self.send(later=True)
        return self.ref


def stored(browser: Browser, ref: str) -> Registration:
    """The pre-registration as it stands now; inside an application context."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Registration).filter_by(ref=ref).one()
