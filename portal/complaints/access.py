"""Who has seen my file: the record of one case as a print for its applicant (UU 27/2022).

Posts, never persons; what was done, never what an officer wrote.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from portal import dates
from portal.cases.model import Case
from portal.journal.model import Event
from portal.letters.content import office_block
from portal.sop.table import Sop
from portal.sop.vocabulary import TRAITS, Act, Move

CHUNK = 30  # lines of one table: the press lays out a long one slowly
NOBODY = "Portal (otomatis)"

MOVED = {
    Move.KEMBALIKAN: "Mengembalikan berkas untuk dilengkapi",
    Move.TERIMA_KEMBALI: "Menerima kembali berkas",
    Move.KOREKSI: "Mengembalikan ke petugas untuk diperbaiki",
    Move.USUL_TOLAK: "Mengusulkan penolakan",
    Move.TOLAK: "Memutuskan permohonan tidak dapat diproses",
    Move.TOLAK_BPJS: "Mencatat penolakan BPJS Kesehatan",
    Move.INFORMASI: "Menutup permohonan dengan informasi",
    Move.BATALKAN: "Membatalkan permohonan",
    Move.GANTI_SURAT: "Membatalkan surat untuk diganti",
}
DONE = {
    "diterima": "Menerima berkas",
    "dibuka": "Membuka berkas",
    "disimpan": "Menyimpan pekerjaan sementara",
    "diubah": "Memperbaiki data berkas",
    "dokumen": "Menyimpan dokumen",
    "dokumen_dilihat": "Melihat dokumen",
    "dokumen_disalin": "Membuat salinan dokumen",
    "surat_bersama": "Menggabungkan permohonan dalam satu surat",
    "salinan": "Mencetak salinan surat",
    "surat_pemberitahuan": "Menerbitkan surat pemberitahuan",
    "surat_pemberitahuan_batal": "Membatalkan surat pemberitahuan",
    "riwayat_akses_dicetak": "Mencetak riwayat akses ini",
    "kabar_terkirim": "Mengirim kabar ke nomor HP pembawa berkas",
    "kabar_lewat": "Tidak mengirim kabar",
    "ditutup_otomatis": "Menutup permohonan karena berkas tidak dilengkapi",
    "pra_dibuat": "Menulis pra-pendaftaran",
    "pra_dokumen": "Mengubah dokumen",
    "pra_dikirim": "Mengirim pra-pendaftaran ke Dinas Sosial",
    "pra_dikembalikan": "Mengembalikan pra-pendaftaran",
    "pra_dilengkapi": "Melengkapi berkas yang dikembalikan",
    "pra_camat": "Mencatat bahwa Camat mengetahui",
    "pra_camat_gugur": "Membatalkan catatan Camat karena data berubah",
}
OTHERWISE = "Mengubah catatan berkas"
FILES = ("dokumen_dilihat", "dokumen_disalin")


def deed(event: Event, sop: Sop) -> str:
    """What was done, in words of ours; of a document also which paper."""
    if event.kind == Move.LANJUT:
        code = event.details.get("tindakan")
        name = TRAITS[Act(code)].name if code in set(Act) else ""
        return f"Menyelesaikan langkah: {name}" if name else OTHERWISE
    if event.kind in set(Move):
        return MOVED[Move(event.kind)]
    said = DONE.get(event.kind, OTHERWISE)
    if event.kind in FILES and (paper := _paper(event, sop)):
        return f"{said}: {paper}"
    return said


def access_sheet(case: Case, sop: Sop, events: Iterable[Event], now: datetime) -> dict[str, Any]:
    """The facts of the print: every line of the record, oldest first."""
    zone = case.office.zone
    lines = [
        [
            str(no),
            f"{dates.short_date(event.at, zone)} {dates.clock_time(event.at, zone)}",
            _post(event),
            deed(event, sop),
        ]
        for no, event in enumerate(events, 1)
    ]
    return {
        "title": "RIWAYAT AKSES BERKAS",
        "office": office_block(case.office),
        "case_number": case.number,
        "service": sop.short_name,
        "applicant": case.applicant.name,
        "received": dates.long_date(case.received_at, zone),
        "printed": dates.full_moment(now, zone),
        "count": str(len(lines)),
        "phone": case.office.phone,
        "chunks": [lines[at : at + CHUNK] for at in range(0, len(lines), CHUNK)],
    }


def _post(event: Event) -> str:
    if event.post_title:
        return event.post_title
    return NOBODY if event.person_id is None else "Petugas"


def _paper(event: Event, sop: Sop) -> str:
    code = str(event.details.get("berkas", "")).partition("-")[0]
    need = sop.requirement(code)
    return need.name if need else ""
