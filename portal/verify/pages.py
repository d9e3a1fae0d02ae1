"""What the check page says of a letter: verdict and bare facts, never a name or a reason."""

from dataclasses import dataclass
from datetime import datetime

from portal import dates
from portal.letters.code import grouped
from portal.letters.model import KIND_WORDS, Kind, Letter
from portal.letters.seals import DIGEST
from portal.offices.model import Office
from portal.verify.queries import Found


@dataclass(frozen=True)
class Verdict:
    """The head of the page: how it looks and what it says."""

    name: str  # sah | diganti | batal | tidak_dikenal
    tone: str
    icon: str
    tag: str
    headline: str
    sentence: str
    todo: tuple[str, ...]


@dataclass(frozen=True)
class Contact:
    """How to reach the office, for whoever doubts."""

    name: str
    address: str
    phone: str
    hours_text: str


@dataclass(frozen=True)
class Marks:
    """What the scripts of the page compare: all of it stands on the paper or in its QR code."""

    code: str
    address: str
    number: str
    on: str
    kind: str
    digest: str
    sha256: str


@dataclass(frozen=True)
class Answer:
    """The whole of the page of one code."""

    verdict: Verdict
    code: str
    facts: tuple[tuple[str, str], ...] = ()
    office: Contact | None = None
    marks: Marks | None = None
    practice: bool = False  # a letter of a practice portal, worth nothing
    as_of: str = ""


MATCH = (
    "Cocokkan nomor, tanggal, jenis, dan jabatan penanda tangan di bawah ini dengan kertasnya. "
    "Bila satu saja berbeda, jangan terima kertas itu."
)
NAMELESS = (
    "Nama orang tidak ditampilkan di sini. Untuk memastikan isinya, cocokkan berkas PDF-nya, "
    "atau telepon kantor penerbit dan sebut nomor suratnya."
)
VALID = Verdict(
    "sah", "beres", "cek", "Berlaku", "Surat ini sah dan masih berlaku",
    "Kantor menerbitkan surat dengan kode ini dan tidak menarik atau menggantinya.",
    (MATCH, NAMELESS),
)  # fmt: skip
UNKNOWN = Verdict(
    "tidak_dikenal", "lewat", "awas", "Tidak dikenal", "Kode ini tidak dikenal",
    "Tidak ada surat dengan kode ini di portal kami.",
    (
        "Periksa lagi kodenya, huruf demi huruf.",
        "Bila kodenya sudah benar, jangan terima suratnya. Telepon kantor yang namanya ada di kop "
        "surat, dengan nomor telepon yang Anda cari sendiri, bukan yang tercetak di kertas itu.",
    ),
)  # fmt: skip


def unknown(code: str) -> Answer:
    """The answer for a code that no letter bears; all of them look alike."""
    return Answer(UNKNOWN, grouped(code))


def answer_of(found: Found, now: datetime) -> Answer:
    """What anyone may read of an issued letter."""
    letter, office = found.letter, found.office
    payload = letter.payload or {}
    return Answer(
        verdict=_verdict(letter, office),
        code=grouped(letter.code or ""),
        facts=(
            ("Nomor surat", letter.number),
            ("Tanggal surat", payload["date"]),
            ("Jenis surat", kind_words(letter)),
            ("Kantor penerbit", office.full_name),
            ("Penanda tangan", payload["signer"].get("post", "")),
        ),
        office=Contact(office.short_name, office.address, office.phone, office.counter_hours),
        marks=Marks(
            code=letter.code or "",
            address=payload["check_url"],
            number=letter.number,
            on=letter.numbered_on.isoformat() if letter.numbered_on else "",
            kind=kind_words(letter),
            digest=letter.payload_digest[: 2 * DIGEST],
            sha256=found.sha256,
        ),
        practice=bool(payload["office"].get("demo")),
        as_of=dates.full_moment(now, office.zone),
    )


def kind_words(letter: Letter) -> str:
    """The letter's kind as the book calls it."""
    return KIND_WORDS[Kind(letter.kind)]


def _live_replacement(letter: Letter) -> Letter | None:
    """The issued letter that holds now in its place: a void replacement may be replaced again."""
    newer = letter.replaced_by
    while newer is not None and newer.voided_at is not None:
        newer = newer.replaced_by
    return newer if newer is not None and newer.issued else None


def _verdict(letter: Letter, office: Office) -> Verdict:
    newer = _live_replacement(letter)
    if newer is not None and newer.numbered_on:
        on = dates.long_date(newer.numbered_on)
        return Verdict(
            "diganti", "segera", "ulang", "Tidak berlaku lagi", "Surat ini sudah diganti",
            f"Penggantinya surat nomor {newer.number} tanggal {on}.",
            (
                "Jangan terima surat ini. Minta surat penggantinya.",
                "Periksa surat pengganti itu dengan kodenya sendiri.",
            ),
        )  # fmt: skip
    if letter.voided_at is not None:
        on = dates.long_date(letter.voided_at, office.zone)
        return Verdict(
            "batal", "lewat", "silang", "BATAL", "Surat ini BATAL",
            f"Kantor membatalkannya pada {on}. Nomornya tetap tercatat dan tidak dipakai lagi.",
            (
                "Jangan terima surat ini.",
                "Bila perlu keterangan, telepon kantor penerbit dan sebut nomor suratnya.",
            ),
        )  # fmt: skip
    return VALID
