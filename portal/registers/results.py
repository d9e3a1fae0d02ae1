"""What a look-up may find, kind by kind, and which findings let a file go on. Pure."""

from dataclasses import dataclass

from portal.sop.vocabulary import Check


@dataclass(frozen=True)
class Result:
    """One possible finding."""

    code: str
    words: str
    positive: bool
    conclusive: bool = True  # a source that was down settles nothing
    needs_number: bool = False


DOWN = Result("gangguan", "Sumber data sedang gangguan", positive=False, conclusive=False)

RESULTS: dict[Check, tuple[Result, ...]] = {
    Check.DATA_KEMISKINAN: (
        Result("ditemukan", "Terdaftar", positive=True, needs_number=True),
        Result("tidak_ditemukan", "Tidak terdaftar", positive=False),
        DOWN,
    ),
    Check.SK_NONAKTIF: (
        Result("reaktivasi", "Masih dapat direaktivasi", positive=True),
        Result("usulan_baru", "Lewat batas reaktivasi", positive=False),
        Result("periksa_tanggal", "Diterima sebelum SK ditetapkan", positive=False),
    ),
    Check.SIKS_NG: (
        Result("terdaftar", "Terdaftar", positive=True),
        Result("tidak_terdaftar", "Tidak terdaftar", positive=True),
        DOWN,
    ),
    Check.KEPESERTAAN: (
        Result("tidak_terdaftar", "Tidak terdaftar sebagai peserta JKN", positive=True),
        Result("nonaktif", "Peserta JKN nonaktif", positive=True),
        Result("aktif", "Peserta JKN aktif", positive=False),
        DOWN,
    ),
}

CHECK_WORDS = {
    Check.DATA_KEMISKINAN: "Data kemiskinan",
    Check.SK_NONAKTIF: "SK penonaktifan",
    Check.SIKS_NG: "SIKS-NG",
    Check.KEPESERTAAN: "Kepesertaan JKN",
}


def result(kind: Check, code: str) -> Result:
    """The finding of this code. Raises KeyError when the kind does not know it."""
    return {item.code: item for item in RESULTS[kind]}[code]
