"""Rows 4 to 6, which both papers of Pesisir Selatan share: two parafs, the head, the counter."""

from tests.walks.journey import Journey, sign
from tests.walks.paper import DRAFT, words_of

PEOPLE = ("staf", "kasi", "kabid", "sekretaris", "kadis")
VILLAGE = "Painan, Kecamatan IV Jurai"
SERIES = "/DSPPPA-PS/"


def two_parafs(file: Journey, second: str, other: str) -> None:
    """Row 4: the Kasi, then one of two, for that column of the paper has a slash."""
    section = file.turn("kasi", "4", reads="Surat Anda sedang diperiksa")
    assert DRAFT in words_of(section.printed("Baca konsep surat"))
    section.press("Paraf dan teruskan")
    superior = file.turn(second, "4", others=(other,), reads="Surat Anda sedang diperiksa")
    superior.press("Paraf dan teruskan")


def the_head_signs(file: Journey, other: str) -> None:
    """Row 5: one paraf sufficed, and the head signs with the own password."""
    head = file.turn("kadis", "5", reads="Menunggu tanda tangan pimpinan")
    file.only_reads(other)
    sign(head)


def numbered(file: Journey) -> str:
    """Row 6, begun: the number; gives the words of the letter as it leaves the house."""
    clerk = file.turn("staf", "6", reads="Surat diberi nomor dan cap")
    assert DRAFT in words_of(clerk.printed("Baca konsep surat")), "signed, but not yet numbered"
    clerk.press("Beri nomor")
    file.goes_on("staf", "6", reads="Surat diberi nomor dan cap")
    letter = words_of(clerk.printed("Cetak surat"))
    assert DRAFT not in letter
    assert SERIES in letter
    assert "KEPALA DINAS SOSIAL, PEMBERDAYAAN PEREMPUAN DAN PERLINDUNGAN ANAK" in letter
    assert "Dra. Nilam Permata, M.M." in letter
    assert "a.n." not in letter
    return letter


def handed_over(file: Journey) -> None:
    """Row 6, ended: stamp, hand-over, archive; and the books hold the line."""
    clerk = file.staff["staf"]
    clerk.tick("Cap dinas sudah dibubuhkan")
    clerk.press("Sudah dicap")
    file.goes_on("staf", "6", reads="Surat Anda siap diambil")
    clerk.press("Sudah diserahkan")
    file.goes_on("staf", "6", reads="Surat sudah diambil")
    clerk.fill({"Tempat arsip": "Lemari 2"})
    clerk.press("Sudah diarsipkan")
    file.waits_for(reads="Surat sudah diambil")
    file.in_the_books(SERIES)
