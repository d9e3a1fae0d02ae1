"""The main pages of a practice portal, by name: for axe, and for the pictures of `make shots`."""

from collections.abc import Mapping

from playwright.sync_api import Page

from portal.books.shelf import BOOKS
from tests.walks import citizen_pages as citizens
from tests.walks import letter_pages as letters
from tests.walks import nagari_pages as villages
from tests.walks.letter_pages import Show, first_case
from tests.walks.people import House, Visitor

CLERK = "staf.pessel"


def show(house: House, name: str) -> Page:
    """Bring up the page of this name."""
    return PAGES[name](house).page


def _at(path: str, account: str) -> Show:
    """The page at an address, for someone signed in."""

    def bring(house: House) -> Visitor:
        person = house.person(account)
        person.open(path)
        return person

    return bring


def _case(step: str, account: str = CLERK, way: str = "") -> Show:
    """The first file in someone's queue that waits for this step, or a way out of it."""

    def bring(house: House) -> Visitor:
        person = house.person(account)
        person.open("/antrean")
        person.open(first_case(person, step) + way)
        return person

    return bring


def _first_arrival(house: House) -> Visitor:
    """The first pre-registration in the inbox of the Dinas."""
    clerk = house.person(CLERK)
    clerk.open("/pra-pendaftaran")
    first = clerk.page.locator("main a[href^='/pra-pendaftaran/']:not([href$='paket'])").first
    clerk.open(str(first.get_attribute("href")))
    return clerk


def _refused_form(house: House) -> Visitor:
    clerk = house.person(CLERK)
    clerk.open("/berkas/baru?layanan=pessel-2022-reaktivasi")
    clerk.press("Terima berkas dan beri nomor", expect=422)
    return clerk


def _previewed(house: House) -> Visitor:
    clerk = _case("Cek syarat", way="/kembalikan")(house)
    clerk.page.locator("details").first.locator("summary").click()
    clerk.page.locator("details").first.get_by_role("checkbox").first.check()
    clerk.press("Lihat yang akan dibaca warga")
    return clerk


OTHER_BOOKS = tuple(key for key in BOOKS if key not in ("register", "rekomendasi"))
CHECKED = ("sah", "diganti", "batal", "tidak-dikenal")

PAGES: Mapping[str, Show] = {
    **citizens.PAGES,
    "antrean-staf": _at("/antrean", CLERK),
    "antrean-kasi": _at("/antrean", "kasi.pessel"),
    "antrean-kabid": _at("/antrean", "kabid.pessel"),
    "antrean-kadis": _at("/antrean", "kadis.pessel"),
    "antrean-fungsional": _at("/antrean", "fungsional.tanjungpinang"),
    "antrean-kosong": _at("/antrean?saring=lewat", "fungsional.tanjungpinang"),
    "semua-permohonan": _at("/berkas", CLERK),
    "cari": _at("/cari?q=r", CLERK),
    "terima-berkas": _at("/berkas/baru", CLERK),
    "terima-berkas-isian": _at("/berkas/baru?layanan=pessel-2022-reaktivasi", CLERK),
    "terima-berkas-salah": _refused_form,
    "berkas-cek-syarat": _case("Cek syarat"),
    "berkas-cek-data": _case("Cek data"),
    "berkas-paraf": _case("Paraf", "kasi.pessel"),
    "berkas-tanda-tangan": _case("Tanda tangan", "kadis.pessel"),
    "berkas-disposisi": _case("Disposisi", "kadis.solok"),
    "berkas-menunggu-bpjs": _case("Catat hasil", "korpel.solok"),
    "kembalikan": _case("Cek syarat", way="/kembalikan"),
    "kembalikan-pratinjau": _previewed,
    "buku": _at("/buku", CLERK),
    "buku-register": _at("/buku/register", CLERK),
    "buku-rekomendasi": _at("/buku/rekomendasi", CLERK),
    **{f"buku-{key}": _at(f"/buku/{key}", CLERK) for key in OTHER_BOOKS},
    "buku-cetakan": letters.printed_editions,
    "buku-kesinambungan": _at("/buku/kesinambungan", CLERK),
    "buku-lama": _at("/buku-lama", CLERK),
    "buku-lama-lembar": letters.old_book_checked,
    "buku-lama-catat-kosong": _at("/buku-lama/catat", "staf.solok"),
    "buku-lama-catat": letters.handwritten,
    "surat": letters.letters_live,
    "ganti-surat": letters.replacing,
    "surat-batal": letters.letters_void,
    "surat-diganti": letters.letters_replaced,
    "surat-bersama": letters.sharing,
    "surat-pemberitahuan": _at("/surat-pemberitahuan", "kabid.pessel"),
    "pemberitahuan-konsep": letters.notice(issued=False),
    "pemberitahuan-terbit": letters.notice(issued=True),
    "cetak": letters.forms,
    "serahkan": letters.handing_over,
    **{f"periksa-{state}": letters.checked(state) for state in CHECKED},
    "pengaturan": _at("/pengaturan", "admin.pessel"),
    "pengaturan-kalender": _at("/pengaturan/kalender", "admin.pessel"),
    "pengaturan-sk": _at("/pengaturan/sk", "admin.pessel"),
    "pengaturan-standar": _at("/pengaturan/standar-pelayanan", "admin.pessel"),
    "pengaturan-nomor": _at("/pengaturan/nomor", "admin.pessel"),
    "pengaturan-nomor-sekretaris": _at("/pengaturan/nomor", letters.ORDERER),
    "pengaturan-nomor-baru": _at("/pengaturan/nomor/baru", "admin.pessel"),
    "pengaturan-nomor-ubah": letters.number_book,
    "pengaturan-nomor-sisip": letters.numbers_set_apart,
    "pengaturan-nomor-laci": letters.drawer,
    "pengaturan-nomor-batal": letters.voiding,
    "pengaturan-surat": _at("/pengaturan/surat", "admin.pessel"),
    "berkas-nomor-sisip": letters.numbering_inserted,
    "berkas-nomor-sekretariat": letters.numbering_by_hand,
    "nagari": villages.start,
    "nagari-layanan": villages.services,
    "nagari-isian": villages.form,
    "nagari-isian-salah": villages.refused,
    "nagari-dokumen": villages.papers,
    "nagari-dokumen-salah": villages.refused_sending,
    "nagari-dikembalikan": villages.returned,
    "nagari-terkirim": villages.sent,
    "nagari-cari": villages.found,
    "nagari-warga": _at("/nagari/warga", "nagari.pessel"),
    "nagari-catatan": villages.notes,
    "daftar-rapat": _at("/nagari/daftar", "nagari.pessel"),
    "luring-perangkat": _at("/nagari/luring/perangkat", "nagari.pessel"),
    "kabar": _at("/kabar", CLERK),
    "pengaduan-warga": _at("/pengaduan-warga", citizens.HEAD),
    "pengaduan-warga-satu": citizens.complaint,
    "skm": _at("/skm", citizens.HEAD),
    "kotak-masuk": _at("/pra-pendaftaran", CLERK),
    "kotak-masuk-berkas": _first_arrival,
    "paket": _at("/pra-pendaftaran/paket", CLERK),
    "kecamatan": villages.district,
    "kecamatan-satu": villages.district_one,
}

# What anybody can read without an account.
PUBLIC = (*citizens.PAGES, *(f"periksa-{state}" for state in CHECKED))
# Pages that are built like another one of these.
ALIKE = citizens.ALIKE | frozenset(
    {
        *(f"buku-{key}" for key in OTHER_BOOKS),
        "buku-lama",
        "buku-lama-catat-kosong",
        "surat-diganti",
        "surat-batal",
        "surat-pemberitahuan",
        "pemberitahuan-konsep",
        "periksa-diganti",
        "periksa-batal",
        "periksa-tidak-dikenal",
        "pengaturan-nomor-sekretaris",
        "pengaturan-nomor-baru",
        "pengaturan-nomor-laci",
        "pengaturan-nomor-batal",
        "berkas-nomor-sisip",
        "buku-register",
        "buku-rekomendasi",
        "buku-cetakan",
        "pengaturan-kalender",
        "berkas-disposisi",
        "antrean-kasi",
        "antrean-kabid",
        "nagari-terkirim",
        "terima-berkas-salah",
        "berkas-paraf",
        "daftar-rapat",
        "luring-perangkat",
        "paket",
        "kabar",
        "pengaduan-warga",
        "pengaturan-standar",
        "nagari-layanan",
        "nagari-isian-salah",
        "nagari-dokumen-salah",
        "nagari-cari",
        "nagari-warga",
        "kecamatan",
    }
)
