"""The fixed lists of complaints: what about, and with which words the office answers.

What a citizen reads stands only here: an officer chooses a sentence and never writes one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.complaints.model import Kind


@dataclass(frozen=True)
class Words:
    """One kind: as the citizen and as the office call it, and what it is for."""

    citizen: str
    staff: str
    use: str


@dataclass(frozen=True)
class Choice:
    """One line of a fixed list; for an answer `citizen` also says what to do next."""

    code: str
    staff: str
    citizen: str


KINDS: Mapping[Kind, Words] = {
    Kind.PENGADUAN: Words(
        "Pengaduan",
        "Pengaduan",
        "Pelayanan lambat, petugas tidak baik, atau diminta uang.",
    ),
    Kind.KEBERATAN: Words(
        "Keberatan",
        "Keberatan",
        "Anda tidak setuju karena permohonan tidak dapat diproses.",
    ),
    Kind.PERBAIKAN_DATA: Words(
        "Perbaikan data",
        "Permintaan perbaikan data",
        "Nama, alamat, atau data lain di berkas Anda keliru.",
    ),
    Kind.RIWAYAT_AKSES: Words(
        "Siapa yang melihat berkas saya",
        "Permintaan riwayat akses",
        "Anda ingin tahu siapa saja yang membuka berkas Anda.",
    ),
}

OTHER = Choice("lain", "Hal lain", "Hal lain")

TOPICS: Mapping[Kind, tuple[Choice, ...]] = {
    Kind.PENGADUAN: (
        Choice("lama", "Proses terlalu lama", "Prosesnya terlalu lama"),
        Choice("sikap", "Sikap petugas", "Petugas tidak ramah atau tidak membantu"),
        Choice(
            "pungutan", "Diminta uang atau imbalan (pungutan liar)", "Diminta uang atau imbalan"
        ),
        Choice("keterangan", "Keterangan tidak jelas", "Keterangan petugas tidak jelas"),
        Choice("syarat", "Syarat di luar SOP", "Diminta berkas yang tidak ada di daftar syarat"),
        Choice("rahasia", "Data diketahui orang lain", "Data saya diketahui orang lain"),
        OTHER,
    ),
    Kind.KEBERATAN: (
        Choice("alasan", "Alasan tidak sesuai keadaan", "Alasannya tidak sesuai keadaan saya"),
        Choice("data", "Data pemerintah keliru", "Data pemerintah tentang saya keliru"),
        Choice("lengkap", "Berkas sebenarnya lengkap", "Berkas saya sebenarnya lengkap"),
        Choice("bukti", "Ada bukti baru", "Saya punya bukti baru"),
        OTHER,
    ),
    Kind.PERBAIKAN_DATA: (
        Choice("nama", "Nama", "Nama"),
        Choice("nomor", "NIK, nomor KK, atau nomor kartu", "NIK, nomor KK, atau nomor kartu"),
        Choice("lahir", "Tempat atau tanggal lahir", "Tempat atau tanggal lahir"),
        Choice("alamat", "Alamat", "Alamat"),
        Choice("keluarga", "Anggota keluarga", "Anggota keluarga"),
        Choice("telepon", "Nomor HP", "Nomor HP"),
        OTHER,
    ),
    Kind.RIWAYAT_AKSES: (
        Choice("semua", "Daftar lengkap", "Saya ingin daftar lengkapnya"),
        Choice(
            "curiga",
            "Menduga dibuka orang yang tidak berhak",
            "Saya menduga berkas dibuka orang yang tidak berhak",
        ),
    ),
}

ACCEPTED = "diterima"  # the objection: the office goes on with a new, linked application

ANSWERS: Mapping[Kind, tuple[Choice, ...]] = {
    Kind.PENGADUAN: (
        Choice(
            "ditindak",
            "Benar, sudah ditindaklanjuti",
            "Pengaduan Anda benar. Kami minta maaf dan sudah memperbaikinya. "
            "Anda tidak perlu melakukan apa-apa.",
        ),
        Choice(
            "dipercepat",
            "Terlambat, sekarang didahulukan",
            "Permohonan Anda terlambat. Kami minta maaf dan sekarang mendahulukannya. "
            "Lihat perkembangannya dengan nomor yang sama.",
        ),
        Choice(
            "diteruskan",
            "Diteruskan ke pengawas (Inspektorat)",
            "Laporan Anda sudah kami teruskan ke pengawas. "
            "Pengawas dapat menghubungi Anda. Identitas Anda tidak ditampilkan.",
        ),
        Choice(
            "dijelaskan",
            "Perlu penjelasan langsung",
            "Kami ingin menjelaskannya langsung. "
            "Telepon kami atau datang ke loket, lalu sebut nomor tanda terima.",
        ),
        Choice(
            "sesuai",
            "Sudah diperiksa, sesuai SOP",
            "Kami sudah memeriksanya, dan pelayanan sudah sesuai aturan. "
            "Belum puas? Lapor lewat SP4N-LAPOR! di lapor.go.id.",
        ),
        Choice(
            "kantor_lain",
            "Urusan kantor lain",
            "Urusan ini ditangani kantor lain. Tanyakan tempatnya di loket kami.",
        ),
    ),
    Kind.KEBERATAN: (
        Choice(
            ACCEPTED,
            "Keberatan diterima, dilanjutkan dengan permohonan baru",
            "Keberatan Anda kami terima. Datang ke loket dengan KTP dan KK. "
            "Permohonan Anda kami lanjutkan. Gratis.",
        ),
        Choice(
            "data_pusat",
            "Tetap; data pemerintah perlu diperbaiki dahulu",
            "Keputusan kami tetap, karena memakai data pemerintah. "
            "Minta perbaikan data lewat kantor nagari atau kelurahan, lalu ajukan lagi. Gratis.",
        ),
        Choice(
            "tetap",
            "Keberatan ditolak, keputusan tetap",
            "Keputusan kami tetap. Belum setuju? Anda boleh banding dalam 10 hari kerja. "
            "Tanyakan caranya di loket. Gratis.",
        ),
    ),
    Kind.PERBAIKAN_DATA: (
        Choice(
            "diperbaiki",
            "Data sudah diperbaiki",
            "Data Anda sudah kami perbaiki. Anda tidak perlu melakukan apa-apa.",
        ),
        Choice(
            "bawa_bukti",
            "Perlu bukti asli",
            "Datang ke loket dengan KTP dan KK asli. Data Anda diperbaiki di sana. Gratis.",
        ),
        Choice(
            "dukcapil",
            "Sumbernya Dukcapil",
            "Data ini berasal dari Dukcapil. Perbaiki dahulu di Dukcapil, lalu datang ke loket.",
        ),
        Choice(
            "ganti_surat",
            "Surat sudah terbit, perlu diganti",
            "Surat Anda sudah terbit. Bawa surat dan KTP ke loket agar suratnya diganti. Gratis.",
        ),
        Choice(
            "sudah_benar",
            "Data sudah sesuai KTP dan KK",
            "Data kami sudah sesuai KTP dan KK Anda. "
            "Masih keliru? Datang ke loket dengan KTP dan KK.",
        ),
    ),
    Kind.RIWAYAT_AKSES: (
        Choice(
            "siap",
            "Riwayat akses siap diserahkan di loket",
            "Daftarnya sudah siap. Ambil di loket dengan KTP asli Anda. Gratis.",
        ),
        Choice(
            "belum_ada",
            "Belum menjadi permohonan di kantor ini",
            "Berkas Anda belum menjadi permohonan di kantor kami. "
            "Tanyakan kepada kantor yang mendaftarkan Anda.",
        ),
    ),
}


def topic_of(kind: str, code: str) -> Choice:
    """The topic of a stored complaint. Raises KeyError for a code that was never in a list."""
    return _found(TOPICS[Kind(kind)], code)


def answer_of(kind: str, code: str) -> Choice:
    """The answer of a stored complaint. Raises KeyError for a code that was never in a list."""
    return _found(ANSWERS[Kind(kind)], code)


def _found(choices: tuple[Choice, ...], code: str) -> Choice:
    return {choice.code: choice for choice in choices}[code]
