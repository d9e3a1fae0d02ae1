"""What the desk's templates say of moves, findings and events."""

from typing import Any

from portal.cases.dispositions import INSTRUCTIONS, URGENCIES
from portal.cases.model import Case, Finding
from portal.journal.model import Event
from portal.letters.code import grouped
from portal.registers.results import result
from portal.sop.rules import Hold
from portal.sop.vocabulary import TRAITS, Act, Check, Move

BUTTONS = {
    Move.KEMBALIKAN: "Kembalikan",
    Move.TERIMA_KEMBALI: "Terima kembali",
    Move.KOREKSI: "Koreksi",
    Move.USUL_TOLAK: "Usulkan penolakan",
    Move.TOLAK: "Tolak",
    Move.TOLAK_BPJS: "Ditolak BPJS",
    Move.INFORMASI: "Selesai dengan informasi",
    Move.BATALKAN: "Batalkan",
    Move.GANTI_SURAT: "Batalkan dan ganti surat",
}
TITLES = {
    Move.KEMBALIKAN: "Kembalikan ke pemohon",
    Move.TERIMA_KEMBALI: "Terima kembali berkas",
    Move.KOREKSI: "Kembalikan untuk diperbaiki",
    Move.USUL_TOLAK: "Usulkan penolakan",
    Move.TOLAK: "Tolak permohonan",
    Move.TOLAK_BPJS: "Catat penolakan BPJS Kesehatan",
    Move.INFORMASI: "Selesai dengan informasi",
    Move.BATALKAN: "Batalkan permohonan",
    Move.GANTI_SURAT: "Batalkan surat dan buat gantinya",
}
DID = {
    Move.KEMBALIKAN: "mengembalikan berkas ke pemohon",
    Move.TERIMA_KEMBALI: "menerima kembali berkas dari pemohon",
    Move.KOREKSI: "mengembalikan untuk diperbaiki",
    Move.USUL_TOLAK: "mengusulkan penolakan",
    Move.TOLAK: "menolak permohonan",
    Move.TOLAK_BPJS: "mencatat penolakan BPJS Kesehatan",
    Move.INFORMASI: "menutup dengan informasi",
    Move.BATALKAN: "membatalkan permohonan",
    Move.GANTI_SURAT: "membatalkan surat",
}
ACTED = {
    Act.TERIMA: "menerima berkas",
    Act.PERIKSA: "menyatakan syarat lengkap dan benar",
    Act.CEK_DATA: "mencatat hasil cek data",
    Act.TERUSKAN: "meneruskan berkas ke pimpinan",
    Act.DISPOSISI: "mendisposisikan berkas",
    Act.KONSEP: "menyusun konsep surat",
    Act.PARAF: "memaraf surat",
    Act.TANDA_TANGAN: "menandatangani surat",
    Act.NOMOR: "memberi nomor surat",
    Act.CAP: "membubuhkan cap dinas",
    Act.KIRIM: "mengirim surat dan berkas",
    Act.TUNGGU: "mencatat kartu yang terbit",
    Act.SERAHKAN: "menyerahkan kepada penerima",
    Act.ARSIPKAN: "memilah dan mengarsipkan berkas",
}
OTHER = {
    "diterima": "menerima berkas di loket",
    "dibuka": "membuka berkas",
    "disimpan": "menyimpan pekerjaan sementara",
    "diubah": "memperbaiki data berkas",
    "surat_bersama": "mengatur permohonan dalam satu surat",
    "salinan": "mencetak salinan surat",
    "riwayat_akses_dicetak": "mencetak riwayat akses untuk pemohon",
    "surat_pemberitahuan": "menerbitkan surat pemberitahuan",
    "surat_pemberitahuan_batal": "membatalkan surat pemberitahuan",
    "dokumen": "menyimpan dokumen",
    "dokumen_disalin": "membuat salinan dokumen",
    "pra_dokumen": "mengubah dokumen",
    "pra_dilengkapi": "melengkapi berkas yang dikembalikan",
    "kabar_terkirim": "mengirim kabar kepada warga",
    "kabar_lewat": "melewati kabar untuk warga",
    "ditutup_otomatis": "menutup permohonan karena berkas tidak dilengkapi",
}


def desk_words() -> dict[str, Any]:
    """The functions and tables the desk's templates use."""
    return {
        "act_words": TRAITS,
        "instruction_words": INSTRUCTIONS,
        "urgency_words": URGENCIES,
        "move_words": _button,
        "move_title": _title,
        "move_button": _confirm,
        "event_words": event_words,
        "result_words": _result_words,
        "code_words": grouped,
    }


def event_words(event: Event) -> str:
    """What an event says after the name of who did it."""
    if event.kind == Move.LANJUT:
        said = ACTED[Act(event.details["tindakan"])]
        number = event.details.get("nomor")
        receiver = event.details.get("penerima")
        return f"{said}{f' {number}' if number else ''}{f': {receiver}' if receiver else ''}"
    if event.kind == "diterima" and event.details.get("pra_pendaftaran"):
        return "menerima pra-pendaftaran jadi permohonan"
    if event.kind in OTHER:
        return OTHER[event.kind]
    if event.kind not in DID:
        return "mencatat perubahan"
    said = DID[Move(event.kind)]
    if office := event.details.get("kantor"):
        said = said.replace("pemohon", str(office))
    if void := event.details.get("nomor_batal"):
        return f"{said} {void}"
    back = event.details.get("ke")
    return f"{said} ke langkah {str(back).rstrip('.')}" if back else said


def _proposed(move: Move, case: Case) -> bool:
    return move is Move.KOREKSI and case.hold == Hold.USUL_TOLAK


def _button(move: Move, case: Case) -> str:
    return "Lanjutkan pemeriksaan" if _proposed(move, case) else BUTTONS[move]


def _title(move: Move, case: Case, office: str = "") -> str:
    """`office`: the village office that completes the file instead of the applicant."""
    title = "Lanjutkan pemeriksaan" if _proposed(move, case) else TITLES[move]
    return title.replace("pemohon", office) if office else title


def _confirm(move: Move, case: Case, office: str = "") -> str:
    title = _title(move, case, office)
    return f"Ya, {title[0].lower()}{title[1:]}"


def _result_words(found: Finding) -> str:
    return result(Check(found.kind), found.result).words
