"""The three offices and their people. All names are invented."""

from dataclasses import dataclass, field

from portal.sop.vocabulary import Role

PASSWORD = "demo-rekomendasi"  # noqa: S105 - printed on the sign-in page of a practice server


@dataclass(frozen=True)
class Actor:
    """One account; `post` is (title, short name, roles), none for admin, nagari, kecamatan."""

    account: str
    name: str
    post: tuple[str, str, tuple[Role, ...]] | None = None
    nip: str = ""
    rank: str = ""
    admin: bool = False
    village: str = ""
    district: str = ""


@dataclass(frozen=True)
class Setting:
    """One office with its series and its people."""

    office: dict[str, str]
    series: dict[str, object]
    people: tuple[Actor, ...] = field(default=())


PESSEL_FULL = "Dinas Sosial, Pemberdayaan Perempuan dan Perlindungan Anak Kabupaten Pesisir Selatan"
PESSEL_HEAD = "Kepala Dinas Sosial, Pemberdayaan Perempuan dan Perlindungan Anak"

OFFICES = (
    Setting(
        office={
            "code": "pessel",
            "region": "13.01",
            "region_name": "Kabupaten Pesisir Selatan",
            "government": "PEMERINTAH KABUPATEN PESISIR SELATAN",
            "name": "DINAS SOSIAL, PEMBERDAYAAN PEREMPUAN DAN PERLINDUNGAN ANAK",
            "full_name": PESSEL_FULL,
            "short_name": "Dinas Sosial Pesisir Selatan",
            "head_title": "KEPALA DINAS SOSIAL, PEMBERDAYAAN PEREMPUAN DAN PERLINDUNGAN ANAK",
            "address": "Jalan Contoh Nomor 1, Painan",
            "city": "Painan",
            "phone": "0756 000001",
            "email": "dinsos@pessel.contoh.go.id",
            "site": "dinsos.pessel.contoh.go.id",
            "counter_hours": "Senin–Jumat, 08.00–15.00",
            "bpjs_branch": "Padang",
            "bpjs_city": "Painan",
        },
        series={
            "pattern": "{kode}/{urut}/{unit}/{bulan_romawi}/{tahun}",
            "classification": "460",
            "unit": "DSPPPA-PS",
        },
        people=(
            Actor("staf", "Rina Marlina", ("Staf Pelayanan", "Staf", (Role.STAF,)),
                  "199001012099012001", "Pengatur (II/c)"),
            Actor("kasi", "Hendri Putra, S.Sos.",
                  ("Kepala Seksi Jaminan Sosial Keluarga", "Kasi", (Role.KASI,)),
                  "198505052099011001", "Penata (III/c)"),
            Actor("kabid", "Yulia Kartika, S.E.",
                  ("Kepala Bidang Perlindungan, Jaminan Sosial dan Penanganan Fakir Miskin",
                   "Kabid", (Role.KABID,)), "198003032099012001", "Pembina (IV/a)"),
            Actor("sekretaris", "Anton Wijaya, M.M.",
                  ("Sekretaris Dinas", "Sekretaris", (Role.SEKRETARIS,)),
                  "197804042099011001", "Pembina (IV/a)"),
            Actor("kadis", "Dra. Nilam Permata, M.M.", (PESSEL_HEAD, "Kadis", (Role.KADIS,)),
                  "197001012099012001", "Pembina Utama Muda (IV/c)"),
            Actor("admin", "Dodi Saputra", admin=True),
            Actor("nagari", "Operator Nagari", village="Painan"),
            Actor("nagari2", "Operator Nagari Lumpo", village="Lumpo"),
            Actor("kecamatan", "Operator Kecamatan", district="IV Jurai"),
        ),
    ),
    Setting(
        office={
            "code": "tanjungpinang",
            "region": "21.72",
            "region_name": "Kota Tanjungpinang",
            "government": "PEMERINTAH KOTA TANJUNGPINANG",
            "name": "DINAS SOSIAL",
            "full_name": "Dinas Sosial Kota Tanjungpinang",
            "short_name": "Dinas Sosial Tanjungpinang",
            "head_title": "KEPALA DINAS SOSIAL KOTA TANJUNGPINANG",
            "address": "Jalan Contoh Nomor 2, Tanjungpinang",
            "city": "Tanjungpinang",
            "phone": "0771 000002",
            "email": "dinsos@tanjungpinang.contoh.go.id",
            "site": "dinsos.tanjungpinang.contoh.go.id",
            "counter_hours": "Senin–Jumat, 08.00–15.00",
            "bpjs_branch": "Tanjungpinang",
            "bpjs_city": "Tanjungpinang",
        },
        series={
            "pattern": "{kode}/{urut}/{unit}/{tahun}",
            "classification": "465.1",
            "unit": "5.6.02",
        },
        people=(
            Actor("staf", "Siti Rahmah", ("Petugas Pelayanan", "Petugas Pelayanan", (Role.STAF,)),
                  "199202022099012002", "Pengatur (II/c)"),
            Actor("fungsional", "Bayu Pratama, S.Tr.Sos.",
                  ("Pekerja Sosial Ahli Muda", "Pejabat Fungsional", (Role.PEJABAT_FUNGSIONAL,)),
                  "198606062099011002", "Penata (III/c)"),
            Actor("kabid", "Ratna Dewi, S.Sos., M.Si.",
                  ("Kepala Bidang Perlindungan dan Jaminan Sosial", "Kabid", (Role.KABID,)),
                  "198107072099012002", "Pembina (IV/a)"),
            Actor("kadis", "Drs. Arif Budiman",
                  ("Kepala Dinas Sosial Kota Tanjungpinang", "Kadis", (Role.KADIS,)),
                  "197102022099011002", "Pembina Utama Muda (IV/c)"),
            Actor("admin", "Lina Marpaung", admin=True),
            Actor("nagari", "Operator Kelurahan", village="Dompak"),
        ),
    ),
    Setting(
        office={
            "code": "solok",
            "region": "13.02",
            "region_name": "Kabupaten Solok",
            "government": "PEMERINTAH KABUPATEN SOLOK",
            "name": "DINAS SOSIAL",
            "full_name": "Dinas Sosial Kabupaten Solok",
            "short_name": "Dinas Sosial Kabupaten Solok",
            "head_title": "KEPALA DINAS SOSIAL KABUPATEN SOLOK",
            "address": "Jalan Contoh Nomor 3, Arosuka",
            "city": "Arosuka",
            "phone": "0755 000003",
            "email": "dinsos@solokkab.contoh.go.id",
            "site": "dinsos.solokkab.contoh.go.id",
            "counter_hours": "Senin–Jumat, 08.00–15.00",
            "bpjs_branch": "Solok",
            "bpjs_city": "Solok",
        },
        series={
            "pattern": "{kode}/{urut}/{unit}-{tahun}",
            "classification": "460",
            "unit": "DINSOS",
        },
        people=(
            Actor("staf", "Wahyu Ananda", ("Petugas Pelayanan", "Petugas Pelayanan", (Role.STAF,)),
                  "199303032099011003", "Pengatur (II/c)"),
            Actor("kadis", "Ir. Faisal Rahman, M.Si.",
                  ("Kepala Dinas Sosial Kabupaten Solok", "Kadis", (Role.KADIS,)),
                  "197203032099011003", "Pembina Utama Muda (IV/c)"),
            Actor("kabid", "Desi Anggraini, S.H.",
                  ("Kepala Bidang Perlindungan dan Jaminan Sosial", "Kabid", (Role.KABID,)),
                  "198208082099012003", "Pembina (IV/a)"),
            Actor("korpel", "Irwan Syah, S.Sos.",
                  ("Koordinator Pelayanan (Pekerja Sosial Ahli Muda)", "Korpel", (Role.KORPEL,)),
                  "198709092099011003", "Penata (III/c)"),
            Actor("admin", "Putri Handayani", admin=True),
            Actor("nagari", "Operator Nagari", village="Selayo"),
        ),
    ),
)  # fmt: skip
