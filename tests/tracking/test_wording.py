"""Every status of every SOP, reached by real moves, reads as the wording table says."""

import csv
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from portal import clock as time
from portal.cases.model import Case
from portal.cases.passage import close_unfinished
from portal.db import db, write
from portal.desk.operations import open_case
from portal.desk.work.ways_out import Leaving
from portal.intake.arrivals import read
from portal.intake.incoming import accept
from portal.journal.operations import Author
from portal.languages.language import INDONESIAN, read_catalogue
from portal.offices.office_clock import clock_of
from portal.registration.queries import registration_for
from portal.sop.rules import desk_of, status_of
from portal.sop.table import Sop, Task
from portal.sop.vocabulary import Act, Goods, Move, Status
from tests.browser import Browser
from tests.cast import ALL, P22, S24, Cast
from tests.craft import check_craft
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.languages.sentences import HOUSE
from tests.registration.families import Village

TABLE = Path(__file__).with_name("wording.tsv")
ENGLISH = read_catalogue(HOUSE / "portal" / "languages" / "en.toml")
# Together these two SOPs reach every status; the others run in the battery.
USUAL = (P22, S24)
SOPS = [pytest.param(s, marks=() if s in USUAL else pytest.mark.battery) for s in ALL]
# Words that no English sentence has.
INDONESIAN_WORDS = set(
    [
        "dan",
        "yang",
        "untuk",
        "dengan",
        "dari",
        "pada",
        "oleh",
        "sudah",
        "belum",
        "sedang",
        "akan",
        "tidak",
        "bisa",
        "boleh",
        "perlu",
        "anda",
        "kami",
        "surat",
        "berkas",
        "petugas",
        "hari",
        "jam",
        "menit",
        "bawa",
        "datang",
        "tunggu",
        "lagi",
        "lewat",
        "atau",
        "ini",
        "itu",
        "bila",
        "jika",
        "paling",
        "lambat",
        "gratis",
        "layanan",
        "permohonan",
        "alamat",
        "biaya",
        "buka",
        "telepon",
        "nomor",
        "diterima",
        "selesai",
        "sejak",
        "ke",
        "di",
        "januari",
        "februari",
        "maret",
        "mei",
        "juni",
        "juli",
        "agustus",
        "oktober",
        "desember",
        "senin",
        "selasa",
        "rabu",
        "kamis",
        "jumat",
        "sabtu",
        "minggu",
        "pukul",
    ]
)


@pytest.fixture
def words() -> dict[tuple[str, str], dict[str, str]]:
    """The table: (status, sop, nagari or *) -> what the page must say."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["status"], row["sop"]): row for row in csv.DictReader(file, delimiter="\t")}


class Reader:
    """Opens a number's page in both languages and holds it against the table."""

    def __init__(self, cast: Cast, visitor: Browser, words: dict[tuple[str, str], dict[str, str]]):
        self.cast, self.visitor, self.words = cast, visitor, words
        self.seen: set[Status] = set()

    def case(self, ref: str, kind: str = "") -> None:
        """The page of a case as it stands."""
        case = self.cast.case(ref)
        sop = self.cast.sop(case.sop_id)
        opened = case.stint is not None and case.stint.opened_at is not None
        number, status = case.number, status_of(case.here, sop, opened=opened)
        assert time.now() <= case.promised_at, "late files are another test's"
        self.number(number, sop, status, kind)

    def number(self, number: str, sop: Sop, status: Status, kind: str = "") -> None:
        """The page of a number."""
        expected = self._expected(sop, status, kind)
        page = self._open(f"/L/{number}", "id")
        assert self._read(page) == expected
        self._no_indonesian(self._open("/en/lacak", "en", number), sop)
        self.seen.add(status)

    def _expected(self, sop: Sop, status: Status, kind: str) -> dict[str, str]:
        keys = ((status.value, key) for key in (kind, sop.id, "*"))
        row = next(self.words[key] for key in keys if key in self.words)
        office = self.cast.office_of(sop.id)
        card = any(task.goods is Goods.KARTU for task in sop.tasks)
        slots = {
            "kepala": sop.village_head, "kantor": office.short_name, "alamat": office.address,
            "jam": office.counter_hours, "telepon": office.phone, "sesudah": sop.after,
            "barang": "kartu" if card else "surat", "berkas": sop.checked_requirements[0].name,
        }  # fmt: skip
        filled = {name: self._fill(text, slots) for name, text in row.items()}
        return {name: filled[name] for name in ("headline", "sentence", "holder", "todo")}

    @staticmethod
    def _fill(text: str, slots: dict[str, str]) -> str:
        for name, value in slots.items():
            text = text.replace("{" + name + "}", value)
        return text

    def _read(self, page: BeautifulSoup) -> dict[str, str]:
        """The four answers of a page; every date is {hari}."""
        top, todo = page.select_one(".status-atas"), page.select_one("[aria-labelledby=lakukan]")
        assert top is not None
        assert top.h1 is not None
        assert todo is not None
        holder = page.select_one(".pegang .kini b")
        lines = [tag for tag in todo.select("li, p") if not tag.select("button")]
        day = rf"({'|'.join(INDONESIAN.days)}), \d+ \w+ \d{{4}}"
        return {
            "headline": text_of(top.h1),
            "sentence": text_of(top.select("p")[-1]),
            "holder": text_of(holder) if holder else "-",
            "todo": re.sub(day, "{hari}", " | ".join(text_of(line) for line in lines)),
        }

    def _open(self, path: str, code: str, number: str = "") -> BeautifulSoup:
        client = self.visitor.client
        answer = client.post(path, data={"nomor": number}) if number else client.get(path)
        html = answer.get_data(as_text=True)
        assert answer.status_code == 200
        assert f'<html lang="{code}">' in html
        check_craft(html, path, public=True)
        return BeautifulSoup(html, "html.parser")

    def _no_indonesian(self, page: BeautifulSoup, sop: Sop) -> None:
        """Names excepted, and what is marked as Indonesian, there is none."""
        assert not [tag for tag in page.select("main [lang=id]")]
        for tag in page.select("[lang=id], style"):
            tag.decompose()
        office, text = self.cast.office_of(sop.id), text_of(page)
        for name in (office.short_name, office.address, "Dinas Sosial", "Dinas Kesehatan"):
            text = text.replace(name, "")
        left = set(re.findall(r"[a-z]+", text.lower())) & INDONESIAN_WORDS
        assert not left, f"{left} in {text}"
        kept = [key for key, own in ENGLISH.texts.items() if key not in own and len(key) > 12]
        assert not [key for key in kept if "{" not in key and key in text]


def text_of(tag: Tag) -> str:
    """What a reader reads, in one line."""
    return " ".join(tag.get_text(" ", strip=True).replace(" .", ".").split())


@pytest.fixture
def reader(cast: Cast, visitor: Browser, words: dict[tuple[str, str], dict[str, str]]) -> Reader:
    return Reader(cast, visitor, words)


def reachable(sop: Sop) -> set[Status]:
    """What the acts of an SOP can lead to, told by hand and not by the interpreter."""
    acts = {task.act for task in sop.tasks}
    found = {
        Status.PRA_DAFTAR, Status.DITERIMA, Status.DIPERIKSA, Status.DIKEMBALIKAN, Status.INFORMASI,
        Status.DIKONSEP, Status.DIKOREKSI, Status.TANDA_TANGAN, Status.TIDAK_DAPAT_DIPROSES,
        Status.DIBATALKAN, Status.DITUTUP_OTOMATIS,
    }  # fmt: skip
    found |= {Status.CEK_DATA} if Act.CEK_DATA in acts else set()
    found |= {Status.DISPOSISI} if Act.DISPOSISI in acts else set()
    found |= {Status.PARAF} if Act.PARAF in acts else set()
    found |= {Status.PENOMORAN} if acts & {Act.NOMOR, Act.CAP, Act.KIRIM} else set()
    found |= {Status.DIKIRIM_BPJS, Status.DITOLAK_BPJS} if Act.TUNGGU in acts else set()
    if any(task.goods is Goods.KARTU for task in sop.tasks):
        return found | {Status.KIS_TERBIT, Status.SELESAI}
    return found | {Status.SIAP_DIAMBIL, Status.DISERAHKAN}


ACCOUNTS = {"pejabat_fungsional": "fungsional"}


def who(cast: Cast, case: Case) -> str:
    """The account of somebody whose turn it is."""
    roles = sorted(desk_of(case.here, cast.sop(case.sop_id)))
    return f"{ACCOUNTS.get(roles[0], roles[0])}.{case.office.code}"


def missing(sop: Sop) -> Leaving:
    """The first paper of the list is not there."""
    return Leaving(papers=((sop.checked_requirements[0].code, "tidak_ada"),))


def straight(cast: Cast, reader: Reader, sop_id: str) -> None:
    """The way without a fault, each step read before it is done."""
    ref = cast.receive(sop_id)
    while True:
        reader.case(ref)
        case = cast.case(ref)
        if case.outcome:
            return
        if (
            case.stint
            and not case.stint.opened_at
            and cast.sop(sop_id).counter & desk_of(case.here, cast.sop(sop_id))
        ):
            open_case(cast.officer(who(cast, case)), ref, case.version, cast.catalogue)
            reader.case(ref)
        cast.step(ref)


def aside(cast: Cast, reader: Reader, sop_id: str) -> None:
    """The ways out that begin at the first check."""
    sop = cast.sop(sop_id)
    for move, leaving in (
        (Move.BATALKAN, Leaving(("permintaan",))),
        (Move.INFORMASI, Leaving(("masih_aktif",))),
        (Move.KEMBALIKAN, missing(sop)),
        (Move.USUL_TOLAK, Leaving(("lewat_batas",))),
    ):
        case = cast.case(cast.receive(sop_id))
        cast.move(who(cast, case), case.ref, move, leaving)
        case = cast.case(case.ref)
        reader.case(case.ref)
        if move is Move.USUL_TOLAK:
            cast.move(who(cast, case), case.ref, Move.TOLAK, Leaving(("lewat_batas",)))
            reader.case(case.ref)
        if move is Move.KEMBALIKAN:
            close(case, sop)
            reader.case(case.ref)


def close(case: Case, sop: Sop) -> None:
    """The time to complete it is over."""
    case_id, clock = case.id, clock_of(case.office)
    db.session.rollback()
    with write() as session:
        found = session.get(Case, case_id)
        assert found is not None
        close_unfinished(found, sop, Author(None, "Portal", ""), time.now(), clock)


def corrected(cast: Cast, reader: Reader, sop_id: str) -> None:
    """Sent back to be written again, by the first who may."""
    sop = cast.sop(sop_id)
    place, to = next((task, row) for task, row in corrections(sop))
    case = cast.case_at(sop_id, place.row, place.index)
    cast.move(who(cast, case), case.ref, Move.KOREKSI, Leaving(("nama",), to_row=to))
    reader.case(case.ref)


def corrections(sop: Sop) -> Iterator[tuple[Task, int]]:
    for task in sop.tasks:
        for row in task.correct_to:
            if any(other.act is Act.KONSEP for other in sop.row(row).tasks):
                yield task, row


def refused_outside(cast: Cast, reader: Reader, sop_id: str) -> None:
    """The insurer says no."""
    wait = next((task for task in cast.sop(sop_id).tasks if task.act is Act.TUNGGU), None)
    if wait:
        case = cast.case_at(sop_id, wait.row, wait.index)
        cast.move(f"korpel.{case.office.code}", case.ref, Move.TOLAK_BPJS, Leaving(("kuota",)))
        reader.case(case.ref)


def by_village(cast: Cast, reader: Reader, sop_id: str) -> None:
    """Pre-registered, taken in, and returned to the village office that sent it."""
    office, sop = cast.office_of(sop_id).code, cast.sop(sop_id)
    village = Village(cast, f"nagari.{office}")
    ref = village.sent(sop_id)
    reader.number(village.of(ref).number, sop, Status.PRA_DAFTAR)
    clerk = cast.officer(f"staf.{office}")
    registration = registration_for(clerk, ref)
    assert registration is not None
    arrival = read(registration, cast.catalogue, time.now()).arrival
    assert arrival is not None
    case_ref = accept(clerk, arrival, key=secrets.token_hex(16))
    cast.move(f"staf.{office}", case_ref, Move.KEMBALIKAN, missing(sop))
    reader.case(case_ref, "nagari")


@pytest.mark.parametrize("sop_id", SOPS)
def test_every_status_of_an_sop_is_reached_and_reads_as_written(
    cast: Cast, reader: Reader, sop_id: str
) -> None:
    for way in (straight, aside, corrected, refused_outside, by_village):
        way(cast, reader, sop_id)
    assert reader.seen == reachable(cast.sop(sop_id))


def test_the_table_has_every_status_and_the_sops_reach_all_of_them(
    app: object, cast: Cast, words: dict[tuple[str, str], dict[str, str]]
) -> None:
    assert {status for status, _ in words} == {status.value for status in Status}
    assert set.union(*(reachable(cast.sop(sop_id)) for sop_id in USUAL)) == set(Status)
