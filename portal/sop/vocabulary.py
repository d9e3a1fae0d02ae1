"""The closed lists an SOP file may speak in: roles, acts, moves, outcomes, statuses."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who works a row. Outsiders have no account; a desk records for them."""

    PEMOHON = "pemohon"
    BPJS = "bpjs"
    STAF = "staf"
    KASI = "kasi"
    PEJABAT_FUNGSIONAL = "pejabat_fungsional"
    KORPEL = "korpel"
    SEKRETARIS = "sekretaris"
    KABID = "kabid"
    KADIS = "kadis"


OUTSIDERS = frozenset({Role.PEMOHON, Role.BPJS})

ROLE_WORDS = {
    Role.PEMOHON: "Pemohon",
    Role.BPJS: "BPJS Kesehatan",
    Role.STAF: "Staf / Petugas Pelayanan",
    Role.KASI: "Kasi",
    Role.PEJABAT_FUNGSIONAL: "Pejabat Fungsional",
    Role.KORPEL: "Koordinator Pelayanan",
    Role.SEKRETARIS: "Sekretaris",
    Role.KABID: "Kepala Bidang",
    Role.KADIS: "Kepala Dinas",
}


class Status(StrEnum):
    """Where a case stands, in the codes of the status list (domain 6.1)."""

    PRA_DAFTAR = "pra_daftar"
    DITERIMA = "diterima"
    DIPERIKSA = "diperiksa"
    DIKEMBALIKAN = "dikembalikan"
    CEK_DATA = "cek_data"
    DISPOSISI = "disposisi"
    DIKONSEP = "dikonsep"
    DIKOREKSI = "dikoreksi"
    PARAF = "paraf"
    TANDA_TANGAN = "tanda_tangan"
    PENOMORAN = "penomoran"
    SIAP_DIAMBIL = "siap_diambil"
    DIKIRIM_BPJS = "dikirim_bpjs"
    DISERAHKAN = "diserahkan"
    KIS_TERBIT = "kis_terbit"
    SELESAI = "selesai"
    TIDAK_DAPAT_DIPROSES = "tidak_dapat_diproses"
    DITOLAK_BPJS = "ditolak_bpjs"
    DIBATALKAN = "dibatalkan"
    DITUTUP_OTOMATIS = "ditutup_otomatis"
    INFORMASI = "informasi"


# The citizen has what was asked for.
SERVED = frozenset({Status.DISERAHKAN, Status.SELESAI})

STATUS_WORDS = {
    Status.PRA_DAFTAR: "Pra-pendaftaran nagari",
    Status.DITERIMA: "Diterima, menunggu pemeriksaan",
    Status.DIPERIKSA: "Pemeriksaan persyaratan",
    Status.DIKEMBALIKAN: "Dikembalikan ke pemohon",
    Status.CEK_DATA: "Pengecekan data",
    Status.DISPOSISI: "Menunggu disposisi",
    Status.DIKONSEP: "Penyusunan surat",
    Status.DIKOREKSI: "Dikoreksi, kembali ke konseptor",
    Status.PARAF: "Menunggu paraf",
    Status.TANDA_TANGAN: "Menunggu tanda tangan",
    Status.PENOMORAN: "Penomoran dan cap",
    Status.SIAP_DIAMBIL: "Siap diambil",
    Status.DIKIRIM_BPJS: "Dikirim ke BPJS Kesehatan",
    Status.DISERAHKAN: "Surat diserahkan",
    Status.KIS_TERBIT: "KIS terbit",
    Status.SELESAI: "Selesai",
    Status.TIDAK_DAPAT_DIPROSES: "Tidak dapat diproses",
    Status.DITOLAK_BPJS: "Ditolak BPJS Kesehatan",
    Status.DIBATALKAN: "Dibatalkan",
    Status.DITUTUP_OTOMATIS: "Ditutup: tidak dilengkapi",
    Status.INFORMASI: "Selesai dengan informasi",
}


class Act(StrEnum):
    """What is done in a row. A row whose act has no implementation stops the start."""

    TERIMA = "terima"
    PERIKSA = "periksa"
    CEK_DATA = "cek_data"
    TERUSKAN = "teruskan"
    DISPOSISI = "disposisi"
    KONSEP = "konsep"
    PARAF = "paraf"
    TANDA_TANGAN = "tanda_tangan"
    NOMOR = "nomor"
    CAP = "cap"
    KIRIM = "kirim"
    TUNGGU = "tunggu"
    SERAHKAN = "serahkan"
    ARSIPKAN = "arsipkan"


@dataclass(frozen=True)
class Traits:
    """How an act shows itself: its status, its name, its button, its ways out."""

    status: Status
    name: str
    button: str
    returns: bool = False  # the file may go back to the applicant from here
    informs: bool = False  # may be closed at the counter with an explanation
    refuses: bool = False  # a decider may refuse here; a clerk may propose it where `informs`
    secret: bool = False  # asks for the officer's password at that moment (D12)


TRAITS = {
    Act.TERIMA: Traits(Status.DITERIMA, "Terima berkas", "Terima berkas"),
    Act.PERIKSA: Traits(
        Status.DIPERIKSA, "Cek syarat", "Lengkap dan benar, teruskan", returns=True, informs=True
    ),
    Act.CEK_DATA: Traits(
        Status.CEK_DATA, "Cek data", "Catat hasil cek, teruskan", returns=True, informs=True
    ),
    Act.TERUSKAN: Traits(Status.DIPERIKSA, "Teruskan ke pimpinan", "Teruskan ke pimpinan"),
    Act.DISPOSISI: Traits(Status.DISPOSISI, "Disposisi", "Disposisikan", refuses=True),
    Act.KONSEP: Traits(Status.DIKONSEP, "Buat konsep", "Surat selesai, teruskan", returns=True),
    Act.PARAF: Traits(Status.PARAF, "Paraf", "Paraf dan teruskan", refuses=True),
    Act.TANDA_TANGAN: Traits(
        Status.TANDA_TANGAN, "Tanda tangan", "Tandatangani", refuses=True, secret=True
    ),
    Act.NOMOR: Traits(Status.PENOMORAN, "Beri nomor", "Beri nomor"),
    Act.CAP: Traits(Status.PENOMORAN, "Bubuhkan cap", "Sudah dicap"),
    Act.KIRIM: Traits(Status.PENOMORAN, "Kirim", "Sudah dikirim"),
    Act.TUNGGU: Traits(Status.DIKIRIM_BPJS, "Catat hasil", "Catat hasil"),
    Act.SERAHKAN: Traits(Status.SIAP_DIAMBIL, "Serahkan", "Sudah diserahkan"),
    Act.ARSIPKAN: Traits(Status.PENOMORAN, "Pilah dan arsipkan", "Sudah diarsipkan"),
}


class Move(StrEnum):
    """What an officer can do to a case; the vocabulary of the whole desk."""

    LANJUT = "lanjut"
    KEMBALIKAN = "kembalikan"
    TERIMA_KEMBALI = "terima-kembali"
    KOREKSI = "koreksi"
    USUL_TOLAK = "usul-tolak"
    TOLAK = "tolak"
    TOLAK_BPJS = "ditolak-bpjs"
    INFORMASI = "informasi"
    BATALKAN = "batalkan"
    GANTI_SURAT = "ganti-surat"  # void a signed letter and write it anew (edge cases 8, 19, 20)


# Moves that ask for the officer's password at that moment, besides the acts that do (D12).
SECRET_MOVES = frozenset({Move.GANTI_SURAT})


class Outcome(StrEnum):
    """How a case ended."""

    SELESAI = "selesai"
    DITOLAK = "ditolak"
    DITOLAK_BPJS = "ditolak_bpjs"
    INFORMASI = "informasi"
    DIBATALKAN = "dibatalkan"
    DITUTUP_OTOMATIS = "ditutup_otomatis"


OUTCOME_STATUS = {
    Outcome.SELESAI: Status.SELESAI,
    Outcome.DITOLAK: Status.TIDAK_DAPAT_DIPROSES,
    Outcome.DITOLAK_BPJS: Status.DITOLAK_BPJS,
    Outcome.INFORMASI: Status.INFORMASI,
    Outcome.DIBATALKAN: Status.DIBATALKAN,
    Outcome.DITUTUP_OTOMATIS: Status.DITUTUP_OTOMATIS,
}


class Party(StrEnum):
    """Whom a file waits for."""

    PEMOHON = "pemohon"
    NAGARI = "nagari"
    KANTOR = "kantor"
    BPJS = "bpjs"


class Check(StrEnum):
    """Kinds of look-up a row may ask for (domain 3.8, N01-N08)."""

    DATA_KEMISKINAN = "data_kemiskinan"  # PBDT, DTKS, DTSEN
    SK_NONAKTIF = "sk_nonaktif"  # the decree and its window of months
    SIKS_NG = "siks_ng"
    KEPESERTAAN = "kepesertaan"  # Chika, PANDAWA, Mobile JKN, 165


class Goods(StrEnum):
    """What is handed over: the office's letter or the insurer's card."""

    SURAT = "surat"
    KARTU = "kartu"
