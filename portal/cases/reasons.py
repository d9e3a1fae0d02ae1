"""The fixed lists an officer chooses reasons from, each with the plain words a citizen reads.

No free text ever reaches the public page (domain 5.1). {kepala} is the village head's title.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.languages.language import INDONESIAN, Language
from portal.sop.table import Requirement, Sop


@dataclass(frozen=True)
class Fault:
    """What can be wrong with a paper: for staff, and for the citizen with what to do."""

    code: str
    staff: str
    citizen: str
    todo: str


MISSING = Fault("tidak_ada", "tidak ada", "Belum ada.", "Bawa berkas ini.")
UNREADABLE = Fault(
    "tidak_terbaca", "tidak terbaca", "Tulisannya tidak terbaca.", "Bawa salinan yang jelas."
)
DIFFERENT = Fault(
    "beda_data",
    "nama atau NIK berbeda antardokumen",
    "Nama atau NIK berbeda dengan berkas lain.",
    "Minta surat keterangan beda data di kantor {kepala}.",
)
OTHER = Fault(
    "lainnya",
    "lainnya (tulis di catatan)",
    "Ada yang perlu diperbaiki.",
    "Tanyakan kepada petugas loket, bawa tanda terima.",
)

_OF_PAPER: Mapping[str, tuple[Fault, ...]] = {
    "ktp": (
        MISSING,
        Fault(
            "belum_rekam",
            "NIK belum rekam di Dukcapil",
            "NIK belum direkam.",
            "Rekam KTP-el di kantor Dukcapil, lalu bawa buktinya.",
        ),
    ),
    "kk": (
        MISSING,
        Fault(
            "kedaluwarsa",
            "tidak sesuai keadaan sekarang",
            "Kartu Keluarga bukan yang terbaru.",
            "Minta Kartu Keluarga terbaru di kantor Dukcapil.",
        ),
    ),
    "sktm": (
        MISSING,
        Fault(
            "belum_ttd",
            "belum ditandatangani {kepala}",
            "Belum ada tanda tangan {kepala}.",
            "Minta tanda tangan di kantor {kepala}.",
        ),
        Fault(
            "belum_camat",
            "belum diketahui Camat",
            "Belum ada tanda tangan Camat.",
            "Minta tanda tangan di kantor Camat.",
        ),
    ),
    "sptjm": (
        MISSING,
        Fault(
            "tanpa_meterai",
            "tanpa meterai Rp10.000",
            "Belum ada meterai Rp10.000.",
            "Tempelkan meterai di kantor {kepala}, lalu ditandatangani lagi.",
        ),
        Fault(
            "meterai_tidak_kena",
            "tanda tangan tidak mengenai meterai",
            "Tanda tangan belum mengenai meterai.",
            "Minta ditandatangani lagi di kantor {kepala}.",
        ),
    ),
    "foto_rumah": (
        MISSING,
        Fault("tidak_jelas", "foto tidak jelas", "Foto rumah tidak jelas.", "Bawa foto baru."),
        Fault(
            "belum_diketahui",
            "belum diketahui {kepala}",
            "Foto rumah belum ditandatangani {kepala}.",
            "Minta tanda tangan di kantor {kepala}.",
        ),
    ),
    "kis": (
        MISSING,
        Fault(
            "bukan_atas_nama",
            "bukan atas nama pemohon",
            "Kartu bukan atas nama yang diurus.",
            "Bawa kartu milik orang yang diurus.",
        ),
        Fault(
            "nomor_salah",
            "nomor kartu salah",
            "Nomor kartu tidak cocok.",
            "Bawa kartu asli untuk dicocokkan.",
        ),
    ),
}


def faults_of(need: Requirement) -> tuple[Fault, ...]:
    """The faults a required paper may have."""
    own = _OF_PAPER.get(need.code, (MISSING,))
    return (*own, UNREADABLE, DIFFERENT, OTHER)


@dataclass(frozen=True)
class Reason:
    """A reason of a decision: for staff, and for the citizen with what is still possible."""

    code: str
    staff: str
    citizen: str
    ways: tuple[str, ...] = ()


NEW_PROPOSAL = "Anda masih bisa mengurus pendaftaran baru lewat kantor {kepala}."
REGION_PAYS = "Anda bisa bertanya tentang jaminan yang dibiayai pemerintah daerah di loket kami."
SICK = "Sedang sakit dan perlu berobat segera? Katakan kepada petugas kami."

REFUSALS = (
    Reason(
        "lewat_batas",
        "Lewat batas waktu reaktivasi sejak SK ditetapkan",
        "Batas waktu untuk mengaktifkan lagi kartu ini sudah lewat.",
        (NEW_PROPOSAL, REGION_PAYS, SICK),
    ),
    Reason(
        "tidak_terdaftar",
        "Tidak terdaftar di data kemiskinan (PBDT/DTKS/DTSEN)",
        "Nama Anda belum ada di data pemerintah tentang warga kurang mampu.",
        ("Minta pendataan lewat kantor {kepala}, lalu ajukan lagi.", REGION_PAYS, SICK),
    ),
    Reason(
        "desil",
        "Desil di atas batas",
        "Menurut data pemerintah, keluarga Anda di luar batas penerima bantuan ini.",
        ("Jika data itu keliru, minta perbaikan lewat kantor {kepala}.", REGION_PAYS, SICK),
    ),
    Reason(
        "bukan_penduduk",
        "Bukan penduduk kabupaten/kota ini",
        "Layanan ini untuk penduduk daerah kami.",
        ("Ajukan ke Dinas Sosial sesuai alamat di Kartu Keluarga Anda.",),
    ),
    Reason(
        "pernah_reaktivasi",
        "Sudah pernah direaktivasi",
        "Kartu ini sudah pernah diaktifkan lagi dan tidak bisa diulang lewat surat ini.",
        (NEW_PROPOSAL, REGION_PAYS, SICK),
    ),
    Reason(
        "pindah_segmen",
        "Sudah pindah segmen kepesertaan",
        "Anda tercatat sebagai peserta jaminan kesehatan jenis lain.",
        ("Tanyakan pilihan yang ada ke kantor BPJS Kesehatan.", SICK),
    ),
    Reason(
        "data_tidak_benar",
        "Keterangan terbukti tidak benar",
        "Keterangan di berkas tidak sesuai dengan hasil pemeriksaan.",
        ("Anda boleh mengajukan lagi dengan keterangan yang benar.",),
    ),
)

INFORMATIONS = (
    Reason(
        "masih_aktif",
        "Kepesertaan JKN masih aktif",
        "Kartu jaminan kesehatan Anda masih aktif, jadi surat tidak diperlukan.",
        ("Kartu bisa langsung dipakai berobat.",),
    ),
    Reason(
        "belum_terdata",
        "Tidak terdaftar, dirujuk pendataan lewat nagari/SLRT",
        "Nama Anda belum ada di data pemerintah. Petugas sudah menjelaskan cara mendaftar.",
        ("Minta pendataan lewat kantor {kepala}, lalu ajukan lagi. Gratis.",),
    ),
    Reason(
        "lewat_batas",
        "Lewat batas reaktivasi, diarahkan ke usulan baru",
        "Batas waktu mengaktifkan lagi kartu sudah lewat. Petugas sudah menjelaskan jalan lain.",
        (NEW_PROPOSAL, REGION_PAYS, SICK),
    ),
    Reason(
        "kantor_lain",
        "Urusan kantor lain",
        "Urusan ini dilayani kantor lain. Petugas sudah menjelaskan tempatnya.",
    ),
    Reason(
        "penjelasan",
        "Cukup dengan penjelasan di loket",
        "Petugas sudah memberi penjelasan di loket.",
    ),
)

CANCELLATIONS = (
    Reason("permintaan", "Permintaan pemohon", "Dibatalkan atas permintaan pemohon."),
    # Neutral on purpose: the page may be opened by a mourning family (edge case 1).
    Reason("meninggal", "Orang yang diurus meninggal", "Permohonan ini tidak dilanjutkan."),
    Reason("ganda", "Permohonan ganda", "Sudah ada permohonan lain untuk urusan yang sama."),
    Reason("pindah", "Pindah domisili", "Urusan ini dilanjutkan di daerah tempat tinggal baru."),
    Reason("salah_input", "Salah mencatat", "Permohonan ini salah dicatat oleh petugas."),
)

INSURER_REFUSALS = (
    Reason("kuota", "Kuota penuh", "Kuota bantuan bulan ini sudah penuh."),
    Reason("pindah_segmen", "Pindah segmen", "Tercatat sebagai peserta jenis lain."),
    Reason("nik_ganda", "NIK ganda atau tidak padan", "Data NIK perlu diperbaiki di Dukcapil."),
    Reason("lewat_batas", "Lewat batas waktu", "Batas waktu pengajuan sudah lewat."),
    Reason("data_kurang", "Data belum lengkap", "Data yang dikirim belum lengkap."),
)

CORRECTIONS = (
    Reason("nama", "Nama tidak sama dengan dokumen", ""),
    Reason("nomor", "NIK, nomor KK, atau nomor kartu salah", ""),
    Reason("alamat", "Alamat salah", ""),
    Reason("isi", "Isi atau dasar surat perlu diperbaiki", ""),
    Reason("berkas", "Berkas kurang atau tidak sesuai", ""),
    Reason("lain", "Lainnya (tulis di pesan)", ""),
)

# Why a signed letter is void; the words stand in the book behind BATAL.
REPLACEMENTS = (
    Reason("data", "Data orang pada surat salah", ""),
    Reason("ketik", "Salah ketik atau salah isi surat", ""),
    Reason("penandatangan", "Salah penandatangan", ""),
    Reason("orang", "Orang pada surat meninggal atau keluar dari permohonan", ""),
    Reason("tujuan", "Salah tujuan surat", ""),
    Reason("lain", "Lainnya (tulis di catatan)", ""),
)


def find(reasons: Iterable[Reason], code: str) -> Reason | None:
    """The reason of a code."""
    return next((item for item in reasons if item.code == code), None)


def paper_lines(
    stored: Iterable[object], sop: Sop, language: Language = INDONESIAN
) -> list[tuple[str, str]]:
    """What a returned file lacks, for the citizen: (paper, what is wrong and what to do)."""
    lines = []
    for item in stored:
        if not isinstance(item, dict):
            continue
        need = sop.requirement(str(item.get("paper")))
        fault = need and next((f for f in faults_of(need) if f.code == item.get("fault")), None)
        if need and fault:
            words = (fault.citizen, fault.todo)
            said = " ".join(language.say(text, kepala=sop.village_head) for text in words)
            lines.append((language.say(need.name), said))
    return lines


def reason_told(
    reasons: Iterable[Reason],
    stored: Iterable[object],
    sop: Sop,
    language: Language = INDONESIAN,
) -> list[Reason]:
    """The stored reasons in the citizen's words, with the village head's right title."""
    found = []
    for code in stored:
        reason = find(reasons, str(code))
        if reason:
            head = sop.village_head
            ways = tuple(language.say(way, kepala=head) for way in reason.ways)
            said = language.say(reason.citizen, kepala=head)
            found.append(Reason(reason.code, reason.staff, said, ways))
    return found
