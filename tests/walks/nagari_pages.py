"""How the pages of a village office and of a kecamatan are brought up, for axe and the pictures."""

import re
from collections.abc import Callable

from portal.demo.persons import Families
from tests.nagari.filing import fields_of, photo
from tests.walks.people import House, Person, Visitor

Show = Callable[[House], Visitor]
VILLAGE, DISTRICT, COUNTER = "nagari.pessel", "kecamatan.pessel", "staf.pessel"
REACTIVATION = "Reaktivasi KIS PBI"
# Pre-registrations that a page has prepared, for the pages after it: (portal, which) -> its ref.
_PREPARED: dict[tuple[str, str], str] = {}
_SEEDS = iter(range(40, 10_000))


def begun(person: Person, service: str = REACTIVATION) -> str:
    """Begin a draft for a service; gives its ref."""
    person.open("/nagari/pra/baru")
    person.press(f"Daftarkan untuk {service}")
    found = re.search(r"/nagari/pra/([0-9a-f]{32})", person.page.url)
    assert found, person.page.url
    return found[1]


def write_family(person: Person, size: int, seed: int = 0) -> None:
    """Type a family in, row by row."""
    family = Families("13.01", seed or next(_SEEDS)).next(size=size, cards=True)
    fields = fields_of(family)
    for n in range(size):
        if person.page.locator(f"[name=persons-{n}-name]").count() == 0:
            person.press("Tambah anggota keluarga")
        for name in [key for key in fields if key.startswith(f"persons-{n}-")]:
            _put(person, name, fields[name])
    for name in ("kk_no", "address"):
        _put(person, name, fields[name])


def choose_photo(person: Person, field: str, seed: int = 1) -> None:
    """Choose a photo for a paper, as a telephone or a laptop does."""
    box = person.page.locator(f"#f-{field}")
    box.set_input_files({"name": f"{field}.jpg", "mimeType": "image/jpeg", "buffer": photo(seed)})


def asked(person: Person) -> list[str]:
    """The papers of the page, in its order."""
    rows = person.page.locator("[data-berkas]").evaluate_all("rows => rows.map(row => row.id)")
    return [row.removeprefix("dok-") for row in rows]


def start(house: House) -> Visitor:
    """What came back, drafts and sent ones on one page."""
    _returned(house), _draft(house), _sent(house)
    return _at(house, VILLAGE, "/nagari")


def services(house: House) -> Visitor:
    """Which service."""
    return _at(house, VILLAGE, "/nagari/pra/baru")


def form(house: House) -> Visitor:
    """A family of four, half written."""
    return _at(house, VILLAGE, f"/nagari/pra/{_draft(house)}")


def refused(house: House) -> Visitor:
    """The form with what is wrong."""
    person = house.person(VILLAGE)
    person.open(f"/nagari/pra/{_draft(house)}")
    _put(person, "persons-0-nik", "13019947088400")
    _put(person, "persons-1-name", "")
    person.press("Lanjut ke foto", expect=422)
    return person


def papers(house: House) -> Visitor:
    """The papers, one of them photographed."""
    return _at(house, VILLAGE, f"/nagari/pra/{_draft(house)}/dokumen")


def refused_sending(house: House) -> Visitor:
    """Sent without photos and without a word about the originals."""
    person = house.person(VILLAGE)
    person.open(f"/nagari/pra/{_draft(house)}/dokumen")
    person.press("Kirim ke Dinas Sosial", expect=422)
    return person


def returned(house: House) -> Visitor:
    """Only what is wrong is asked again."""
    return _at(house, VILLAGE, f"/nagari/pra/{_returned(house)}/dokumen")


def sent(house: House) -> Visitor:
    """The number, large, and the way on."""
    return _at(house, VILLAGE, f"/nagari/pra/{_sent(house)}")


def found(house: House) -> Visitor:
    """Own people found again."""
    _sent(house)
    return _at(house, VILLAGE, "/nagari/cari?q=a")


def notes(house: House) -> Visitor:
    """Twelve months and what came back."""
    _returned(house)
    return _at(house, VILLAGE, "/nagari/catatan")


def district(house: House) -> Visitor:
    """What a kecamatan reads."""
    _sent(house)
    return _at(house, DISTRICT, "/kecamatan")


def district_one(house: House) -> Visitor:
    """One of them, to be ticked."""
    return _at(house, DISTRICT, f"/kecamatan/{_sent(house)}")


def _at(house: House, account: str, path: str) -> Visitor:
    person = house.person(account)
    person.open(path)
    return person


def _prepared(house: House, which: str, make: Callable[[House], str]) -> str:
    key = (house.address, which)
    if key not in _PREPARED:
        _PREPARED[key] = make(house)
    return _PREPARED[key]


def _draft(house: House) -> str:
    def make(house: House) -> str:
        person = house.person(VILLAGE)
        ref = begun(person)
        write_family(person, 4)
        person.press("Lanjut ke foto")
        choose_photo(person, "kk")
        person.page.locator("#dok-kk .lembar img").wait_for()
        return ref

    return _prepared(house, "draf", make)


def _sent(house: House) -> str:
    return _prepared(house, "terkirim", _send)


def _send(house: House) -> str:
    person = house.person(VILLAGE)
    ref = begun(person)
    write_family(person, 2)
    person.press("Lanjut ke foto")
    person.tick("Berkas asli dibawa pemohon ke Dinas Sosial")
    person.press("Kirim ke Dinas Sosial")
    return ref


def _returned(house: House) -> str:
    def make(house: House) -> str:
        ref = _send(house)
        clerk = house.person(COUNTER)
        clerk.open(f"/pra-pendaftaran/{ref}/kembalikan")
        clerk.page.locator("details").first.locator("summary").click()
        clerk.page.locator("details").first.get_by_role("checkbox").first.check()
        clerk.page.locator("#panel button").last.click()
        clerk.page.wait_for_load_state()
        return ref

    return _prepared(house, "kembali", make)


def _put(person: Person, name: str, text: str) -> None:
    box = person.page.locator(f"[name={name}]")
    if box.count() == 0:
        return
    if box.evaluate("field => field.tagName") == "SELECT":
        box.select_option(text)
    else:
        box.fill(text)
