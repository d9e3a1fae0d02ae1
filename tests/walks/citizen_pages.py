"""How the pages of the citizen's window are brought up, for axe and for the pictures."""

from collections.abc import Mapping

from tests.walks.letter_pages import Show, first_case
from tests.walks.people import House, Visitor

CLERK, DECIDER, HEAD = "staf.pessel", "kabid.pessel", "kadis.pessel"
# What a page has prepared, for the pages after it: (portal, what happened) -> the number.
_PREPARED: dict[tuple[str, str], str] = {}


def at(path: str, expect: int = 200) -> Show:
    """The page at an address, as a citizen without an account opens it."""

    def bring(house: House) -> Visitor:
        house.citizen.open(path, expect)
        return house.citizen

    return bring


def told(state: str, step: str = "", *, before: str = "") -> Show:
    """What a citizen reads of the newest file in this state that waits for this step."""

    def bring(house: House) -> Visitor:
        house.citizen.open(f"{before}/L/{_number(house, state, step)}")
        return house.citizen

    return bring


def told_refused(house: House) -> Visitor:
    """What a citizen reads of a refused file."""
    house.citizen.open(f"/L/{_refused(house)}")
    return house.citizen


def wrong_number(house: House) -> Visitor:
    """A number with a digit mistyped."""
    house.citizen.open("/lacak")
    house.citizen.fill({"Nomor tanda terima": "12345 67890 12346"})
    house.citizen.press("Cek sekarang", expect=422)
    return house.citizen


def kinds(house: House) -> Visitor:
    """What can be sent for a number; an objection too, for it was refused."""
    house.citizen.open("/pengaduan")
    house.citizen.fill({"Nomor tanda terima": _refused(house)})
    house.citizen.press("Lanjut")
    return house.citizen


def writing(kind: str) -> Show:
    """The form of one kind."""

    def bring(house: House) -> Visitor:
        kinds(house)
        house.citizen.press(f"Pilih ini : {kind}")
        return house.citizen

    return bring


def writing_refused(house: House) -> Visitor:
    """A complaint without a word."""
    citizen = writing("Pengaduan")(house)
    citizen.press("Kirim", expect=422)
    return citizen


def sent(house: House) -> Visitor:
    """A complaint that was sent."""
    citizen = writing("Pengaduan")(house)
    citizen.tick("Prosesnya terlalu lama")
    citizen.fill({"Ceritakan": "Sudah tiga minggu belum ada kabar."})
    citizen.press("Kirim")
    return citizen


def questions(house: House) -> Visitor:
    """The nine questions of the survey."""
    house.citizen.open("/survei")
    number = _number(house, "selesai", "Surat diserahkan")
    house.citizen.fill({"Nomor tanda terima": number})
    house.citizen.press("Mulai menjawab")
    return house.citizen


def questions_refused(house: House) -> Visitor:
    """The nine questions, none answered."""
    citizen = questions(house)
    citizen.press("Kirim jawaban", expect=422)
    return citizen


def complaint(house: House) -> Visitor:
    """One complaint, before it is answered."""
    head = house.person(HEAD)
    head.open("/pengaduan-warga")
    head.open(head.page.locator("tbody a").first.get_attribute("href") or "")
    return head


def _number(house: House, state: str, step: str = "") -> str:
    """The number of the newest file in this state that waits for this step."""
    clerk = house.person(CLERK)
    clerk.open(f"/berkas?keadaan={state}")
    clerk.open(first_case(clerk, step))
    return clerk.page.locator("#identitas dd").first.inner_text().replace(" ", "")


def _refused(house: House) -> str:
    """The number of a file that a clerk proposed to refuse and the Kabid refused."""
    if ("ditolak", house.address) not in _PREPARED:
        clerk, decider = house.person(CLERK), house.person(DECIDER)
        clerk.open("/antrean")
        case = first_case(clerk, "Cek data")
        clerk.open(case)
        number = clerk.page.locator("#identitas dd").first.inner_text().replace(" ", "")
        clerk.press("Usulkan penolakan")
        clerk.tick("Tidak terdaftar di data kemiskinan")
        clerk.fill({"Bukti atau catatan untuk pimpinan": "Dicek di data pemerintah."})
        clerk.press("Ya, usulkan penolakan")
        decider.open(case)
        decider.follow("Tolak")
        decider.fill({"Bukti atau catatan": "Sesuai usul staf."})
        decider.press("Lihat yang akan dibaca warga")
        decider.press("Ya, tolak permohonan")
        _PREPARED["ditolak", house.address] = number
    return _PREPARED["ditolak", house.address]


PAGES: Mapping[str, Show] = {
    "beranda": at("/"),
    "layanan": at("/layanan/solok-2024-fasilitasi"),
    "lacak": at("/lacak"),
    "lacak-salah": wrong_number,
    "lacak-hasil": told("terbuka"),
    "lacak-hasil-inggris": told("terbuka", before="/en"),
    "lacak-dikembalikan": told("pemohon"),
    "lacak-siap": told("terbuka", "Serahkan"),
    "lacak-selesai": told("selesai"),
    "lacak-ditolak": told_refused,
    "pengaduan": at("/pengaduan"),
    "pengaduan-jenis": kinds,
    "pengaduan-tulis": writing("Keberatan"),
    "pengaduan-salah": writing_refused,
    "pengaduan-terkirim": sent,
    "survei": at("/survei"),
    "survei-isian": questions,
    "survei-salah": questions_refused,
    "survei-terima-kasih": at("/survei/terima-kasih"),
    "angka": at("/angka"),
    "angka-kantor": at("/angka/pessel"),
    "tidak-ada": at("/layanan/tidak-ada", expect=404),
    "masuk": at("/masuk"),
    "periksa": at("/periksa"),
    "periksa-kunci": at("/periksa/kunci"),
}

# Pages that are built like another one of these.
ALIKE = frozenset(
    {
        "lacak-siap",
        "lacak-ditolak",
        "pengaduan",
        "pengaduan-jenis",
        "pengaduan-terkirim",
        "pengaduan-tulis",
        "survei",
        "survei-salah",
        "survei-terima-kasih",
        "angka",
    }
)
