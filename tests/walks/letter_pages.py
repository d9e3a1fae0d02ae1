"""How the pages about letters, numbers and books are brought up, for axe and for the pictures."""

from collections.abc import Callable

from portal.demo.cast import PASSWORD
from portal.letters.code import new_code
from tests.walks.people import House, Person, Visitor

Show = Callable[[House], Visitor]
KEEPER, ORDERER = "staf.pessel", "sekretaris.pessel"
COUNTER, SIGNER = "staf.tanjungpinang", "kabid.tanjungpinang"
OLD_BOOK = """No. urut\tNomor surat\tTanggal\tNama\tNIK\tNagari
1\t460/1/DSPPPA-PS/I/2024\t2 Januari 2024\tMARDIANA\t1301994911720001\tPainan
2\t460/2/DSPPPA-PS/I/2024\t31 Februari 2024\tYUSNIAR\t1301994911720002\tPainan
3\t460/3/DSPPPA-PS/I/2024\t5 Januari 2024\tERNAWATI\t1301\tPainan
5\t460/5/DSPPPA-PS/I/2024\t4 Januari 2024\tSYAMSUIR\t1301990107700003\tPainan
"""
# Cases that a page has prepared, for the pages after it: (portal, what happened) -> the case.
_PREPARED: dict[tuple[str, str], str] = {}


def letters_live(house: House) -> Visitor:
    """A case with one letter in force."""
    keeper = house.person(KEEPER)
    keeper.open("/antrean")
    keeper.open(first_case(keeper, "Serahkan") + "/surat")
    return keeper


def letters_replaced(house: House) -> Visitor:
    """A case whose letter was voided and written anew."""
    signer = house.person(SIGNER)
    signer.open(_replaced(house) + "/surat")
    return signer


def letters_void(house: House) -> Visitor:
    """A case whose letter is void while the new one is being drafted."""
    signer = house.person(SIGNER)
    signer.open(_void(house) + "/surat")
    return signer


def replacing(house: House) -> Visitor:
    """The page that voids a signed letter."""
    signer = house.person(SIGNER)
    signer.open("/berkas?keadaan=selesai")
    signer.open(first_case(signer, "Surat diserahkan") + "/ganti-surat")
    return signer


def checked(state: str) -> Show:
    """What the holder of a letter reads: sah, diganti, batal or tidak-dikenal."""
    before: dict[str, tuple[Show, int]] = {
        "sah": (letters_live, 0), "diganti": (letters_replaced, 1), "batal": (letters_void, 1),
    }  # fmt: skip

    def bring(house: House) -> Visitor:
        code = new_code()
        if state in before:
            letters, place = before[state]
            facts = letters(house).page.locator(".bagian").nth(place).locator("dl")
            code = facts.locator("dt:has-text('Kode periksa') + dd").inner_text().replace("-", "")
        house.citizen.open(f"/periksa/{code}", expect=200 if state in before else 404)
        return house.citizen

    return bring


def sharing(house: House) -> Visitor:
    """The page that puts several cases on one letter, with a second one to choose."""
    above = house.person("kabid.solok")
    above.open("/antrean")
    if above.page.locator("#antrean tbody tr").filter(has_text="Disposisi").count():
        above.open(first_case(above, "Disposisi"))
        above.tick("Proses lebih lanjut")
        above.press("Disposisikan")
    drafter = house.person("korpel.solok")
    drafter.open("/antrean")
    drafter.open(first_case(drafter, "konsep") + "/surat-bersama")
    return drafter


def notice(*, issued: bool) -> Show:
    """The letter of a returned file, before or after it is signed."""

    def bring(house: House) -> Visitor:
        signer = house.person("kabid.pessel")
        signer.open("/surat-pemberitahuan")
        line = signer.page.locator(".tabel tbody").get_by_role("link").first
        signer.open(line.get_attribute("href") or "")
        if issued:
            signer.fill({"Kata sandi Anda": PASSWORD})
            signer.press("Tandatangani dan beri nomor")
        return signer

    return bring


def forms(house: House) -> Visitor:
    """The forms that can be printed of a case."""
    keeper = house.person(KEEPER)
    keeper.open("/antrean")
    keeper.open(first_case(keeper, "Cek data") + "/cetak")
    return keeper


def handing_over(house: House) -> Visitor:
    """Handing a letter over, signed on the screen."""
    keeper = house.person(KEEPER)
    keeper.open("/antrean")
    keeper.open(first_case(keeper, "Serahkan"))
    keeper.tick("Di layar")
    return keeper


def printed_editions(house: House) -> Visitor:
    """A book with an edition kept."""
    keeper = house.person(KEEPER)
    keeper.open("/buku/rekap")
    keeper.press("Cetak dan simpan")
    return keeper


def old_book_checked(house: House) -> Visitor:
    """What the dry run of an old book found."""
    keeper = house.person(KEEPER)
    keeper.open("/buku-lama")
    keeper.fill({"Tahun buku": "2024", "Atau tempel barisnya di sini": OLD_BOOK})
    keeper.press("Periksa")
    return keeper


def handwritten(house: House) -> Visitor:
    """Entering a letter that was written on a reserved number."""
    numbers_set_apart(house)
    keeper = house.person(KEEPER)
    keeper.open("/buku-lama/catat")
    return keeper


def numbers_set_apart(house: House) -> Visitor:
    """A book with reserved numbers and a nomor sisip."""
    orderer = house.person(ORDERER)
    _open_book(orderer)
    if ("sisip", house.address) not in _PREPARED:
        orderer.page.locator("#cadangkan").get_by_label("Alasan").fill("persediaan listrik padam")
        orderer.fill({"Berapa nomor": "3"})
        orderer.press("Cadangkan")
        orderer.page.locator("#sisipkan").get_by_label("Alasan").fill("surat tertinggal di map")
        orderer.fill({"Sesudah nomor urut": "2"})
        orderer.press("Siapkan nomor sisip")
        _PREPARED["sisip", house.address] = orderer.page.url
    return orderer


def drawer(house: House) -> Visitor:
    """The reserved numbers, to be printed."""
    orderer = numbers_set_apart(house)
    orderer.follow("Daftar cadangan untuk dicetak")
    return orderer


def voiding(house: House) -> Visitor:
    """Voiding a reserved number."""
    orderer = numbers_set_apart(house)
    link = orderer.page.locator(".tabel").get_by_role("link").first
    orderer.open(link.get_attribute("href") or "")
    return orderer


def number_book(house: House) -> Visitor:
    """How a book numbers."""
    admin = house.person("admin.pessel")
    admin.open("/pengaturan/nomor")
    admin.page.get_by_role("link", name="Ubah").first.click()
    return admin


def numbering_inserted(house: House) -> Visitor:
    """Numbering a letter when a nomor sisip waits."""
    numbers_set_apart(house)
    return _numbering(house, KEEPER)


def numbering_by_hand(house: House) -> Visitor:
    """Numbering a letter with the number from the Secretariat's book."""
    admin = house.person("admin.solok")
    admin.open("/pengaturan/nomor")
    admin.page.get_by_role("link", name="Ubah").first.click()
    admin.fill({"Pemberi nomor": "Nomor diambil dari buku Sekretariat"})
    admin.press("Simpan")
    return _numbering(house, "korpel.solok")


def first_case(visitor: Visitor, step: str) -> str:
    """The address of the first file of the list on screen that waits for this step."""
    lines = visitor.page.locator("#antrean tbody tr").filter(has_text=step)
    return lines.first.get_by_role("link").first.get_attribute("href") or ""


def _numbering(house: House, account: str) -> Visitor:
    keeper = house.person(account)
    keeper.open("/antrean")
    keeper.open(first_case(keeper, "Beri nomor"))
    return keeper


def _open_book(orderer: Person) -> None:
    orderer.open("/pengaturan/nomor")
    orderer.page.get_by_role("link", name="Nomor cadangan dan sisip").first.click()


def _replaced(house: House) -> str:
    """The case, once its letter is void and the new one signed and numbered."""
    if ("diganti", house.address) not in _PREPARED:
        signer, counter = house.person(SIGNER), house.person(COUNTER)
        signer.open("/berkas?keadaan=selesai")
        case = first_case(signer, "Surat diserahkan")
        _void_letter(signer, case)
        for person, button, typed in (
            (counter, "Surat selesai, teruskan", {}),
            (house.person("fungsional.tanjungpinang"), "Paraf dan teruskan", {}),
            (signer, "Tandatangani", {"Kata sandi Anda": PASSWORD}),
            (counter, "Sudah diarsipkan", {"Tempat arsip": "Lemari 1"}),
            (counter, "Beri nomor", {}),
        ):
            person.open(case)
            person.fill(typed)
            person.press(button)
        _PREPARED["diganti", house.address] = case
    return _PREPARED["diganti", house.address]


def _void(house: House) -> str:
    """The case, once its letter is void."""
    if ("batal", house.address) not in _PREPARED:
        counter = house.person(COUNTER)
        counter.open("/antrean")
        case = first_case(counter, "Bubuhkan cap")
        _void_letter(house.person(SIGNER), case)
        _PREPARED["batal", house.address] = case
    return _PREPARED["batal", house.address]


def _void_letter(signer: Person, case: str) -> None:
    signer.open(f"{case}/ganti-surat")
    signer.tick("Salah ketik atau salah isi surat")
    signer.fill({"Kata sandi Anda": PASSWORD})
    signer.press("Ya, batalkan surat dan buat gantinya")
