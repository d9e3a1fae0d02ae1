"""One file on its way through an office: whose turn it is, and what the citizen reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from portal.cases.receipt import is_number
from portal.demo.cast import PASSWORD
from tests.walks.paper import scanned, words_of
from tests.walks.people import House, Person, grouped

DAYS_AGO = timedelta(days=5)


def day_before() -> str:
    """A day when the village's papers were written, as a date field takes it."""
    return (datetime.now(UTC) - DAYS_AGO).date().isoformat()


def this_year() -> int:
    """The year a letter is numbered in."""
    return datetime.now(ZoneInfo("Asia/Jakarta")).year


@dataclass(frozen=True)
class Applicant:
    """A synthetic person as the intake form asks for one."""

    name: str
    nik: str
    born: str
    sex: str
    relation: str = "Kepala keluarga"
    card: str = ""

    def fields(self) -> dict[str, str]:
        """The fields of the form."""
        fields = {
            "Nama lengkap": self.name, "NIK": self.nik, "Tanggal lahir": self.born,
            "Jenis kelamin": self.sex, "Hubungan dalam KK": self.relation,
        }  # fmt: skip
        return fields | ({"Nomor kartu BPJS/KIS": self.card} if self.card else {})


class Journey:
    """A file taken in at the counter, and the people it passes."""

    def __init__(
        self, house: House, staff: dict[str, Person], family: tuple[Applicant, ...]
    ) -> None:
        self.house, self.staff, self.family = house, staff, family
        self.number = self.ref = self.scanned = ""

    def take_in(
        self,
        service: str,
        *,
        kk: str,
        village: str,
        emergency: str = "",
        papers: Iterable[str] = (),
    ) -> None:
        """Staf types the file in, prints the receipt, and the citizen's telephone reads it."""
        counter = self.staff["staf"]
        counter.open("/antrean")
        counter.follow("Terima berkas")
        if counter.heading == "Terima berkas":  # the office keeps more than one SOP
            counter.follow(service)
        assert counter.heading == f"Terima berkas: {service}"
        first = self.family[0]
        counter.fill({
            "Nama pembawa berkas": first.name, "Hubungan dengan pemohon": "Yang bersangkutan",
            "Nomor HP (boleh kosong)": "0812 9900 1122", "Nomor KK": kk,
            "Nagari/kelurahan": village, "Alamat": "Jalan Contoh Nomor 7",
        })  # fmt: skip
        counter.fill(first.fields(), within="Pemohon")
        for place, member in enumerate(self.family[1:], 2):
            counter.press("Tambah anggota keluarga")
            counter.fill(member.fields(), within=f"Anggota {place}")
        for paper in papers:
            counter.tick(paper)
        if emergency:
            counter.fill({"Alasan darurat": emergency})
        counter.press("Terima berkas dan beri nomor")
        assert counter.heading == "Berkas diterima"
        self.ref = urlsplit(counter.page.url).path.split("/")[2]
        self._read_receipt(counter.printed("Cetak tanda terima"))

    def _read_receipt(self, receipt: bytes) -> None:
        self.scanned = scanned(receipt)
        self.number = self.scanned.rsplit("/", 1)[1]
        assert is_number(self.number)
        assert self.scanned == f"{self.house.address}/L/{self.number}".upper()
        words = words_of(receipt)
        assert grouped(self.number) in words
        assert self.family[0].name in words
        assert self.family[0].nik not in words

    def waits_for(self, *names: str, reads: str) -> None:
        """The file stands in these queues and in no other, and the citizen reads this."""
        for name, person in self.staff.items():
            assert person.sees(self.number) == (name in names), f"{name}: wrong queue"
        self.read(reads)

    def read(self, headline: str) -> None:
        """The citizen reads this headline, by the number and by the QR code, and nobody's data."""
        citizen = self.house.citizen
        assert citizen.types(self.number) == headline
        self._tells_nobody()
        assert citizen.scans(self.scanned) == headline
        self._tells_nobody()

    def turn(self, name: str, row: str, *, others: tuple[str, ...] = (), reads: str) -> Person:
        """This person's turn at this printed row: the file is taken up from the queue."""
        self.waits_for(name, *others, reads=reads)
        person = self.staff[name]
        person.take_up(self.number)
        self.stands_at(person, row)
        return person

    def goes_on(self, name: str, row: str, *, reads: str) -> Person:
        """The next task is the same person's: the case page stays, nobody else need be asked."""
        person = self.staff[name]
        self.stands_at(person, row)
        self.read(reads)
        return person

    def stands_at(self, person: Person, row: str) -> None:
        """The SOP table on the case page marks this printed row."""
        mark = person.page.locator("#alur tr[aria-current=step] td.no")
        assert mark.inner_text() == row
        assert person.page.locator("#kerja").count() == 1

    def only_reads(self, name: str) -> None:
        """Someone whose turn it is not may read the case and finds nothing to do there."""
        person = self.staff[name]
        person.open(f"/berkas/{self.ref}")
        assert person.page.locator("#kerja").count() == 0
        assert "belum giliran Anda" in person.text

    def rows(self, person: Person) -> list[str]:
        """The printed numbers of the SOP's rows on the case page."""
        return person.page.locator("#alur td.no").all_inner_texts()

    def in_the_books(self, letter: str, state: str = "Surat diserahkan") -> None:
        """At the end both books of the office hold the line."""
        clerk, first = self.staff["staf"], self.family[0]
        clerk.open("/buku/register")
        line = clerk.page.locator("main tbody tr").filter(has_text=grouped(self.number))
        assert first.name in line.inner_text()
        assert state in line.inner_text()
        if letter:
            clerk.open("/buku/rekomendasi")
            line = clerk.page.locator("main tbody tr").filter(has_text=grouped(self.number))
            assert letter in line.inner_text()
            assert first.name in line.inner_text()

    def _tells_nobody(self) -> None:
        page = self.house.citizen.page.content().upper()
        for person in self.family:
            for secret in (person.name, person.nik, grouped(person.nik, 4)):
                assert secret not in page


def tick_all_papers(person: Person) -> None:
    """Every paper is there and right; numbers and days as the village wrote them."""
    for box in person.page.locator("#kerja [type=checkbox]").all():
        box.check()
    for field in person.page.get_by_label("Nomor surat", exact=True).all():
        field.fill("140/12/WN/2026")
    for field in person.page.get_by_label("Tanggal", exact=True).all():
        field.fill(day_before())
    person.press("Lengkap dan benar, teruskan")


def sign(person: Person) -> None:
    """The signature, with the person's own password."""
    person.fill({"Kata sandi Anda": PASSWORD})
    person.press("Tandatangani")
