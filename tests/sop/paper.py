"""What the four printed SOP tables say, taken once from the transcription: columns and rows."""

# Per row: printed number, activity, actors, printed time. Typing errors are the paper's own.

PAPER = {
    "pessel-2017-bpjs": {
        "number": "21/SOP/DSPPrPA-PS/2017",
        "columns": (
            "Staf",
            "Kadis",
            "Sekretaris/Kabid",
            "Kasi",
        ),
        "rows": (
            (
                "1",
                "Mengecek Persyaratan Administrasi",
                ("staf",),
                "1 Menit",
            ),
            (
                "2",
                "Mengecek data dengan PBDT",
                ("staf",),
                "5 Menit",
            ),
            (
                "3",
                "Membuat rekomendasi",
                ("staf",),
                "5 Menit",
            ),
            (
                "4",
                "Mengoreksi dan memaraf surat rekomendasi",
                (
                    "kasi",
                    "sekretaris_atau_kabid",
                ),
                "3 Menit",
            ),
            (
                "5",
                "Penandatanganan Surat rekomendasi",
                ("kadis",),
                "3 Menit",
            ),
            (
                "6",
                "Penyerahan dan Pengarsipan Surat rekomendasi",
                ("staf",),
                "3 Menit",
            ),
        ),
    },
    "pessel-2022-reaktivasi": {
        "number": "67/68/SOP/DSPP/PA-PS/2022",
        "columns": (
            "Kadis",
            "Sekretaris /Kabid",
            "Kasi",
            "Staf",
        ),
        "rows": (
            (
                "1",
                "Mengecek Persyaratan Administrasi (dilakukan untuk memastikan"
                " persyaratan benar dan lengkap)",
                ("staf",),
                "1 menit",
            ),
            (
                "2",
                "Mengecek data (dilakukan untuk mengetahui apakah kartu yang"
                " bersangkutan masih bisa direaktivasi sesuai dengan SK Kemensos)",
                ("staf",),
                "5 menit",
            ),
            (
                "3",
                "Membuat Rekomendasi (dilakukan apabila semua syarat diatas lengkap)",
                ("staf",),
                "5 menit",
            ),
            (
                "4",
                "Mengoreksi dan mamaraf surat rekomendasi",
                (
                    "kasi",
                    "sekretaris_atau_kabid",
                ),
                "3 Menit",
            ),
            (
                "5",
                "Penandatanganan Surat Rekomendasi",
                ("kadis",),
                "3 Menit",
            ),
            (
                "6",
                "Penyerahan dan Pengarsipan Surat Rekomendasi (yang bersangkutan dapat"
                " mengajukan ke BPJS Kesehatan untuk reaktivasi BPJS PBI JK)",
                ("staf",),
                "3 Menit",
            ),
        ),
    },
    "tanjungpinang-2022-jamkesda": {
        "number": "465.1/ /5.6.02/2022",
        "columns": (
            "Calon Penerima KUBE dan UEp",
            "Petugas Pelayanan",
            "Jabatan Fungsional",
            "Kepala Bidang",
        ),
        "rows": (
            (
                "1.",
                "Masyarakat (calon peserta JAMKESDA) datang ke Dinas Sosial untuk"
                " mengajukan rekomendasi JAMKESDA",
                ("pemohon",),
                "",
            ),
            (
                "2.",
                "Petugas pelayanan memeriksa berkas persyaratan dan mengecek data calon"
                " peserta JAMKESDA melalui aplikasi SIKS-NG dan telegram Chika BPJS"
                " Kesehatan mengisi buku register dan memproses rekomendasi JAMKESDA",
                ("staf",),
                "30 Menit",
            ),
            (
                "4.",
                "Pejabat fungsional memeriksa kelengkapan berkas dan pengecekan akhir"
                " sebelum diserahkan ke Kepala Bidang",
                ("pejabat_fungsional",),
                "10 Menit",
            ),
            (
                "5.",
                "Penandatanganan Rekomendasi JAMKESDA",
                ("kabid",),
                "10 Menit",
            ),
            (
                "6.",
                "Memilah berkas yang akan diserahkan dengan yang akan diarsipkan,"
                " memberi nomor dan cap dinas mencatat dibuku tanda terima rekomendasi"
                " JAMKESDA",
                ("staf",),
                "10 Menit",
            ),
            (
                "7.",
                "Mengisi buku tanda terima Rekomendasi Jamkesda",
                ("pemohon",),
                "",
            ),
        ),
    },
    "solok-2024-fasilitasi": {
        "number": "460/38/DINSOS-2024",
        "columns": (
            "Pemohon",
            "Petugas Pelayanan",
            "Kepala Dinas",
            "Kepala Bidang",
            "Koordinator Pelayanan",
            "BPJS Kesehatan",
        ),
        "rows": (
            (
                "1",
                "Pemohon/masyarakat mengajukan permohonan jaminan kesehatan yang"
                " dibiayai pemerintah",
                ("pemohon",),
                "15 Menit",
            ),
            (
                "2",
                "Petugas pelayanan menerima dan memeriksa berkas kemudian"
                " mendisposisikan ke Kepala Dinas",
                ("staf",),
                "15 Menit",
            ),
            (
                "3",
                "Kepala Dinas menelaah permohonan kemudian mendisposisikan ke Kabid",
                ("kadis",),
                "15 Menit",
            ),
            (
                "4",
                "Kabid mendisposisikan permohonan ke Korpel",
                ("kabid",),
                "15 Menit",
            ),
            (
                "5",
                "Korpel menyiapkan berkas dan konsep pengantar untuk diajukan ke BPJS",
                ("korpel",),
                "15 Menit",
            ),
            (
                "6",
                "Kepala Dinas mengesahkan surat pengantar untuk dikirimkan ke BPJS Kesehatan",
                ("kadis",),
                "1 hari",
            ),
            (
                "7",
                "BPJS memproses penerbitan KIS",
                ("bpjs",),
                "8 hari",
            ),
            (
                "8",
                "Masyarakat menerima KIS",
                ("pemohon",),
                "1 hari",
            ),
        ),
    },
}
