"""The forms by the word in their address: how each is built, and for which cases it exists."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.cases.model import Case
from portal.prints import counter, slips, statements
from portal.prints.base import Asked, Form
from portal.sop.table import Sop
from portal.sop.vocabulary import Outcome

Offered = Callable[[Case, Sop], bool]


@dataclass(frozen=True)
class Kind:
    """One form: its name, what it is for, its builder, and when it can be printed."""

    words: str
    use: str
    build: Callable[[Asked], Form]
    template: str
    offered: Offered


def _always(_case: Case, _sop: Sop) -> bool:
    return True


def _asks_for(code: str) -> Offered:
    return lambda _case, sop: sop.requirement(code) is not None


def _informed(case: Case, _sop: Sop) -> bool:
    return case.outcome == Outcome.INFORMASI


KINDS: Mapping[str, Kind] = {
    "sampul": Kind(
        "Sampul berkas", "Tempel di map; memuat kode QR, posisi, dan siapa memegang berkas kapan.",
        slips.cover_sheet, "prints/cover.html", _always,
    ),
    "disposisi": Kind(
        "Lembar disposisi", "Kosong untuk ditulis tangan, atau terisi bila sudah didisposisikan.",
        slips.disposition_slip, "prints/disposition.html", _always,
    ),
    "daftar-kontrol": Kind(
        "Daftar Kontrol", "Centang setiap persyaratan, dengan nama pemeriksa dan waktunya.",
        counter.checklist, "prints/checklist.html", _always,
    ),
    "permohonan": Kind(
        "Formulir permohonan", "Sudah terisi dari data berkas, tinggal ditandatangani pemohon.",
        counter.application, "prints/application.html", _always,
    ),
    "sptjm": Kind(
        "SPTJM", "Surat Pernyataan Tanggung Jawab Mutlak, dengan kotak meterai Rp10.000.",
        statements.sptjm, "prints/sptjm.html", _asks_for("sptjm"),
    ),
    "sktm": Kind(
        "SKTM", "Surat Keterangan Tidak Mampu, untuk Wali Nagari atau Lurah dan Camat.",
        statements.sktm, "prints/sktm.html", _asks_for("sktm"),
    ),
    "informasi": Kind(
        "Catatan informasi", "Penjelasan yang diberikan kepada pemohon, tanpa surat.",
        counter.information, "prints/information.html", _informed,
    ),
}  # fmt: skip


def kinds_for(case: Case, sop: Sop) -> dict[str, Kind]:
    """The forms that can be printed of a case, by the word of the address."""
    return {word: kind for word, kind in KINDS.items() if kind.offered(case, sop)}
