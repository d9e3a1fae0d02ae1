"""A bad SOP file is never put in force: the refusal names the file, the row and the fault."""

from pathlib import Path

import pytest

from portal.letters.sop_letters import refuse_bad_letter
from portal.sop.catalogue import Catalogue
from portal.sop.reader import BadSopError, read_sop
from tests.server import portal

GOOD = (Path(__file__).parent / "kilat.toml").read_text("utf-8")


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    text = GOOD
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / "kilat.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_file_is_good_as_it_stands(tmp_path: Path) -> None:
    sop = read_sop(written(tmp_path))
    refuse_bad_letter(sop)
    assert len(sop.rows) == 6


@pytest.mark.parametrize(
    ("old", "new", "place", "fault"),
    [
        ('peran = "korpel"', 'peran = "camat"', "kolom 2", "peran “camat” tidak dikenal"),
        ("urut = 3", "urut = 4", "langkah III", "“urut” melompat: seharusnya 3"),
        (
            'kelengkapan = ["kk"]',
            'kelengkapan = ["akta"]',
            "langkah III",
            "kelengkapan tidak dikenal: akta",
        ),
        (
            'koreksi_ke = ["IV"]',
            'koreksi_ke = ["IX"]',
            "langkah V",
            "“IX” tidak menuju langkah sebelumnya",
        ),
        (
            'koreksi_ke = ["IV"]',
            'koreksi_ke = ["VI"]',
            "langkah V",
            "“VI” tidak menuju langkah sebelumnya",
        ),
        (
            'tindakan = "periksa"',
            'tindakan = "intip"',
            "langkah III",
            "“tindakan = intip” tidak dikenal",
        ),
        (
            'simbol = "selesai"',
            'simbol = "selesai"\nwarna = "biru"',
            "langkah VI",
            "kunci tidak dikenal: warna",
        ),
        (
            'tindakan = "periksa"',
            'tindakan = "periksa"\nlompat = 2',
            "langkah III",
            "kunci tidak dikenal: lompat",
        ),
        ("skema = 1", "skema = 1\nrahasia = 1", "kilat.toml", "kunci tidak dikenal: rahasia"),
        (
            '  dicatat_oleh = ["korpel"]\n  barang',
            "  barang",
            "langkah VI",
            "pihak luar perlu “dicatat_oleh”",
        ),
        ('  kepada = "korpel"', '  kepada = "kasi"', "langkah 2", "kepada “kasi” tanpa langkah"),
        ('  kepada = "korpel"\n', "", "langkah II", "kunci “kepada” tidak ada"),
        (
            'pelaksana = ["kadis"]',
            'pelaksana = ["kasi"]',
            "langkah II",
            "tidak ada di kolom pelaksana",
        ),
        ('simbol = "selesai"', 'simbol = "bulat"', "langkah VI", "simbol “bulat” tidak dikenal"),
        ('nomor_cetak = "VI"', 'nomor_cetak = "V"', "kilat.toml", "nomor_cetak kembar"),
        (
            'penolak = ["sekretaris_atau_kabid"]',
            'penolak = ["pemohon"]',
            "[sop]",
            "pejabat yang berhak menolak",
        ),
        ("hari_kerja = 2", "hari_kerja = 0", "[janji]", "paling sedikit 1"),
        ("hari_kerja = 2", 'hari_kerja = "dua"', "[janji]", "salah jenis"),
        ('asal = "printed"', 'asal = "inferred"', "[janji]", "perlu “alasan”"),
        (
            'langkah = ["I", "II"]',
            'langkah = ["I"]',
            "kilat.toml",
            "setiap langkah tepat satu kali",
        ),
        ('langkah = ["I", "II"]', 'langkah = ["I", "VII"]', "tahap 1", "langkah VII tidak ada"),
        (
            '  [[langkah.tugas]]\n  tindakan = "nomor"\n',
            "",
            "kilat.toml",
            "tidak ada langkah dengan tindakan “nomor”",
        ),
        (
            'tindakan = "nomor"',
            'tindakan = "konsep"',
            "kilat.toml",
            "tidak ada langkah dengan tindakan “nomor”",
        ),
        (
            'pelaksana = "kadis"\n',
            'pelaksana = "korpel"\n',
            "langkah V",
            "bukan pelaksana langkah ini",
        ),
        ('wajib = "selalu"', 'wajib = "kadang"', "persyaratan 1", "“wajib = kadang” tidak dikenal"),
        ("skema = 1", "skema = ", "kilat.toml", "bukan berkas TOML yang benar"),
        ('tindakan = "periksa"', 'tindakan = "cek_data"', "langkah III", "cek_data perlu"),
    ],
)
def test_a_bad_file_is_refused_by_file_row_and_fault(
    tmp_path: Path, old: str, new: str, place: str, fault: str
) -> None:
    with pytest.raises(BadSopError) as refusal:
        read_sop(written(tmp_path, (old, new)))

    told = str(refusal.value)
    assert told.startswith("kilat.toml")
    assert place in told, told
    assert fault in told, told


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("{nagari}", "{kampung}", "kampung"),
        ("{nagari}", "{nagari", "kurung kurawal"),
        ('bentuk = "rekomendasi"', 'bentuk = "puisi"', "surat.bentuk"),
        ('penutup = "', 'penghabisan = "', "penghabisan"),
        ('kolom_orang = ["nama", "nik"]', 'kolom_orang = ["nama", "agama"]', "agama"),
    ],
)
def test_a_letter_that_cannot_be_written_is_refused_before_anyone_needs_it(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    sop = read_sop(written(tmp_path, (old, new)))
    with pytest.raises(BadSopError, match=fault) as refusal:
        refuse_bad_letter(sop)
    assert sop.id in str(refusal.value)


def test_two_files_of_the_same_version_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "lagi.toml").write_text(path.read_text("utf-8") + "\n# lagi\n", "utf-8")
    with pytest.raises(BadSopError, match="solok-2027-kilat versi 1 ada di dua berkas"):
        Catalogue.of_folders(tmp_path)


def test_the_newest_version_is_in_force_and_the_older_one_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "dua.toml").write_text(path.read_text("utf-8").replace("versi = 1", "versi = 2"))
    catalogue = Catalogue.of_folders(tmp_path)
    newest = catalogue.in_force("solok-2027-kilat")
    assert newest is not None
    assert newest.version == 2
    assert catalogue.pinned("solok-2027-kilat", 1).version == 1
    assert [sop.version for sop in catalogue] == [2]


def test_the_command_sop_check_says_good_or_what_to_mend(tmp_path: Path) -> None:
    path = written(tmp_path)
    good = portal(tmp_path, "sop", "check", str(path))
    assert good.stdout.strip() == "kilat.toml: benar. solok-2027-kilat versi 1, 6 langkah."

    written(tmp_path, ("urut = 3", "urut = 4"))
    bad = portal(tmp_path, "sop", "check", str(path))
    assert bad.returncode == 1
    assert bad.stderr.strip() == "kilat.toml, langkah III: “urut” melompat: seharusnya 3"
