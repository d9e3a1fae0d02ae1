"""The nine elements of the SKM form and the profile questions (Permenpan-RB 14/2017; 3.18).

The rule's list puts complaints eighth and facilities ninth, its form the other way round; so
what is stored has keys, and the order here is only that of the form.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Element:
    """One element: its question in plain words and in the rule's, and the words for 1 to 4."""

    key: str
    name: str
    plain: str
    question: str
    words: tuple[str, str, str, str]


@dataclass(frozen=True)
class Trait:
    """One question about the person who answers; it may always be passed over."""

    key: str
    name: str
    choices: tuple[tuple[str, str], ...]  # code, words


ELEMENTS = (
    Element(
        "persyaratan",
        "Persyaratan",
        "Apakah syarat yang diminta sesuai dengan urusan Anda?",
        "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis "
        "pelayanannya?",
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ),
    Element(
        "prosedur",
        "Sistem, mekanisme, dan prosedur",
        "Apakah cara mengurusnya mudah?",
        "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?",
        ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
    ),
    Element(
        "waktu",
        "Waktu penyelesaian",
        "Apakah pelayanannya cepat?",
        "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
        ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
    ),
    Element(
        "biaya",
        "Biaya/tarif",
        "Bagaimana biayanya menurut Anda?",
        "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?",
        ("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
    ),
    Element(
        "produk",
        "Produk spesifikasi jenis pelayanan",
        "Apakah hasilnya sesuai dengan yang dijanjikan?",
        "Bagaimana pendapat Saudara tentang kesesuaian produk pelayanan antara yang tercantum "
        "dalam standar pelayanan dengan hasil yang diberikan?",
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ),
    Element(
        "kompetensi",
        "Kompetensi pelaksana",
        "Apakah petugas mampu dan cakap melayani Anda?",
        "Bagaimana pendapat Saudara tentang kompetensi/kemampuan petugas dalam pelayanan?",
        ("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
    ),
    Element(
        "perilaku",
        "Perilaku pelaksana",
        "Apakah petugas sopan dan ramah?",
        "Bagaimana pendapat Saudara tentang perilaku petugas dalam pelayanan terkait kesopanan "
        "dan keramahan?",
        (
            "Tidak sopan dan ramah",
            "Kurang sopan dan ramah",
            "Sopan dan ramah",
            "Sangat sopan dan ramah",
        ),
    ),
    Element(
        "sarana",
        "Sarana dan prasarana",
        "Bagaimana ruangan dan peralatan di kantor?",
        "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",
        ("Buruk", "Cukup", "Baik", "Sangat baik"),
    ),
    Element(
        "pengaduan",
        "Penanganan pengaduan, saran, dan masukan",
        "Bagaimana kantor menangani pengaduan warga?",
        "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
        (
            "Tidak ada",
            "Ada tetapi tidak berfungsi",
            "Berfungsi kurang maksimal",
            "Dikelola dengan baik",
        ),
    ),
)
KEYS = tuple(element.key for element in ELEMENTS)

PROFILE = (
    Trait(
        "age",
        "Umur",
        (
            ("-19", "19 tahun atau kurang"),
            ("20-29", "20 sampai 29 tahun"),
            ("30-39", "30 sampai 39 tahun"),
            ("40-49", "40 sampai 49 tahun"),
            ("50-59", "50 sampai 59 tahun"),
            ("60-", "60 tahun atau lebih"),
        ),
    ),
    Trait("sex", "Jenis kelamin", (("L", "Laki-laki"), ("P", "Perempuan"))),
    Trait(
        "education",
        "Pendidikan terakhir",
        (
            ("sd", "SD, atau tidak sekolah"),
            ("smp", "SMP"),
            ("sma", "SMA atau SMK"),
            ("tinggi", "Diploma atau sarjana"),
        ),
    ),
    Trait(
        "work",
        "Pekerjaan",
        (
            ("tani", "Petani, nelayan, atau buruh"),
            ("usaha", "Pedagang atau usaha sendiri"),
            ("swasta", "Karyawan swasta"),
            ("asn", "PNS, TNI, atau Polri"),
            ("rumah", "Mengurus rumah tangga"),
            ("sekolah", "Pelajar atau mahasiswa"),
            ("tidak", "Tidak bekerja"),
            ("lain", "Pekerjaan lain"),
        ),
    ),
)
