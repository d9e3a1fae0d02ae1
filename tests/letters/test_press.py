"""Letters and receipts on paper: what is printed, and what is refused instead."""

import logging
from itertools import product
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import segno
import zxingcpp
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.letters.glyphs import FACES, FAMILIES, FONT_DIR, undrawable
from portal.letters.press import PressError, letter_html, press, receipt_html

ROOT = Path(__file__).parents[2]
CASE = "482173059162044"


@pytest.fixture(scope="module")
def jinja_env() -> Environment:
    loader = FileSystemLoader(ROOT / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)


def person(place: int = 1, **changes: str) -> dict[str, str]:
    return {
        "nama": f"WARGA CONTOH {place}",
        "nik": f"13019954089000{place:02d}",
        "kk": "1301991203150003",
        "lahir": "14-08-1990",
        "alamat": "Kampung Koto, Nagari Kambang, Kecamatan Lengayang",
        **changes,
    }


def letter(**changes: Any) -> dict[str, Any]:
    return {
        "layout": "rekomendasi",
        "wording": {
            "title": ["REKOMENDASI"],
            "to": ["Yth. Kepala BPJS Kesehatan Cabang Contoh", "di Contoh"],
            "opening": "Dengan ini kami merekomendasikan:",
            "signer_post": "",
            "persons_intro": "",
            "persons_as": "rincian",
            "labels": {"kk": "Nomor KK"},
            "details": [{"label": "Nomor SKTM", "text": "140/77/WN/XI/2026"}],
            "grounds_intro": "Berdasarkan:",
            "grounds": [{"mark": "a.", "text": "Surat Keterangan Tidak Mampu."}],
            "body": ["Paragraf isi."],
            "items": [{"text": "Usulan peserta", "count": "12 orang", "note": "Lengkap"}],
            "closing": "Demikian surat ini dibuat.",
            "copies": ["Wali Nagari Kambang", "Arsip"],
            "footnote": "",
        },
        "office": {
            "pemerintah": "Pemerintah Kabupaten Contoh", "nama": "Dinas Sosial",
            "alamat": "Jalan Contoh Nomor 1", "telepon": "(0700) 123456",
            "email": "dinsos@contoh.go.id", "laman": "dinsos.contoh.go.id", "kota": "Contoh",
        },
        "number": "460/123/DINSOS/XI/2026",
        "number_blank": "460/      /DINSOS/XI/2026",
        "date": "23 November 2026",
        "persons": [person()],
        "person_columns": ["nama", "nik", "kk", "lahir", "alamat"],
        "signer": {
            "lines": ["a.n. KEPALA DINAS SOSIAL", "Kepala Bidang Contoh,"],
            "name": "Dra. Nama Contoh, M.M.", "rank": "Pembina (IV/a)", "nip": "199001012015012001",
        },
        "case_number": CASE,
        "annex": False,
        **changes,
    }  # fmt: skip


def slip(**changes: Any) -> dict[str, Any]:
    return {
        "office": {
            "nama": "Dinas Sosial Kabupaten Contoh", "alamat": "Jalan Contoh Nomor 1",
            "telepon": "(0700) 123456", "jam": "Senin sampai Jumat, 08.00–15.30 WIB",
        },
        "number": CASE, "url": f"https://contoh.go.id/lacak?nomor={CASE}", "agenda": "2026/0412",
        "name": "Warga Contoh", "others": 2, "service": "Reaktivasi KIS PBI",
        "received": "Senin, 23 November 2026, pukul 09.05 WIB",
        "promised": "Rabu, 25 November 2026", "bringer": "Yulia (anak)",
        "papers": [
            ("Fotokopi KTP", True, True, ""),
            ("Surat Keterangan Tidak Mampu", True, False, "belum ditandatangani Camat"),
            ("Foto rumah", False, None, ""),
        ],
        "officer": "Petugas Contoh", "site": "contoh.go.id/lacak",
        "complain": "contoh.go.id/pengaduan, atau di loket", "deadline": "", "faults": [],
        "printed": "Senin, 23 November 2026, pukul 09.06 WIB",
        **changes,
    }  # fmt: skip


def pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


@pytest.fixture
def printed(jinja_env: Environment) -> Any:
    def on_paper(*, draft: bool = False, **changes: Any) -> list[str]:
        return pages(press(letter_html(letter(**changes), draft=draft, jinja_env=jinja_env)))

    return on_paper


def test_a_letter_is_one_page_with_all_its_words(printed: Any) -> None:
    [page] = printed()

    for words in (
        "PEMERINTAH KABUPATEN CONTOH", "NOMOR : 460/123/DINSOS/XI/2026", "WARGA CONTOH 1",
        "1301995408900001", "140/77/WN/XI/2026", "Contoh, 23 November 2026", "a.n.",
        "NIP 19900101 201501 2 001", "2. Arsip.", "Nomor permohonan 48217 30591 62044",
    ):  # fmt: skip
        assert words in page
    assert "KONSEP" not in page


def test_a_draft_has_no_number_yet_and_says_so_on_every_page(printed: Any) -> None:
    many = [person(place) for place in range(1, 31)]
    drafted = printed(draft=True, layout="pengantar", annex=True, persons=many)

    assert len(drafted) > 1
    assert all("KONSEP" in page for page in drafted)
    assert not any("460/123" in page for page in drafted)


def test_a_letter_numbered_by_hand_leaves_room(printed: Any) -> None:
    [page] = printed(number=None, date=None)

    assert "460/" in page
    assert "/DINSOS/XI/2026" in page
    assert "Contoh, ...." in page


def test_a_family_is_a_table_and_says_once_what_they_share(printed: Any) -> None:
    [page] = printed(persons=[person(1), person(2), person(3)])

    assert page.count("1301991203150003") == 1
    assert [page.count(f"WARGA CONTOH {place}") for place in (1, 2, 3)] == [1, 1, 1]


def test_what_is_not_shared_stays_in_the_table(printed: Any) -> None:
    page = "".join(printed(persons=[person(1), person(2, kk="1301991203150004")]))

    assert "1301991203150003" in page
    assert "1301991203150004" in page


def test_a_surat_pengantar_lists_its_persons_in_an_annex(printed: Any) -> None:
    people = [person(place) for place in range(1, 81)]
    first, *annex = printed(layout="pengantar", annex=True, persons=people)

    assert "Usulan peserta" in first
    assert "WARGA CONTOH" not in first
    assert "NOMOR 460/123/DINSOS/XI/2026 TANGGAL 23 NOVEMBER 2026" in annex[0]
    assert all("Tanggal lahir" in page or "lahir" in page for page in annex)
    assert all(any(person(place)["nik"] in page for page in annex) for place in range(1, 81))


def test_markup_in_a_name_is_only_text(printed: Any) -> None:
    [page] = printed(persons=[person(nama="<b>A&B</b> {{ 7*7 }}")])

    assert "<b>A&B</b> {{ 7*7 }}" in page


def test_letters_without_escaping_are_not_printed() -> None:
    bare = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=False)  # noqa: S701

    with pytest.raises(PressError, match="autoescape"):
        letter_html(letter(), draft=True, jinja_env=bare)


@pytest.mark.parametrize("lost", ["محمد", "ꦱ", "名", "A\u200bB", "\ud800", "A\x00", "😀"])
def test_a_name_that_would_lose_a_letter_is_refused(jinja_env: Environment, lost: str) -> None:
    with pytest.raises(PressError, match=r"persons\.1\.nama: huruf tidak dapat dicetak"):
        letter_html(letter(persons=[person(nama=lost)]), draft=False, jinja_env=jinja_env)


def test_accents_are_drawn_composed(printed: Any) -> None:
    [page] = printed(persons=[person(nama="JOSE\u0301 Nuʼmān")])

    assert "JOSÉ Nuʼmān" in page


def test_every_face_draws_what_is_called_drawable() -> None:
    assert undrawable("Dg. Ngalle, S.Pd.I ’“”–—… √ é ā ḥ ʼ ʿ") == []
    assert undrawable("aجa名ج") == ["ج", "名"]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"persons": [person(nama="A" * 101)]}, r"persons\.1\.nama"),
        ({"persons": [person(alamat="A " * 151)]}, r"persons\.1\.alamat"),
        ({"persons": [person()] * 501}, "500 orang"),
        ({"number": "4" * 1001}, "number"),
        ({"layout": "../intake/receipt"}, "bentuk surat"),
        ({"office": {**letter()["office"], "emblem": "file:///etc/hostname"}}, "emblem"),
    ],
)
def test_what_does_not_fit_is_refused(
    jinja_env: Environment, changes: dict[str, Any], where: str
) -> None:
    with pytest.raises(PressError, match=where):
        letter_html(letter(**changes), draft=False, jinja_env=jinja_env)


def test_a_picture_in_the_page_itself_is_drawn() -> None:
    inside = segno.make("lambang").png_data_uri()

    assert press(f'<html><body><img src="{inside}"></body></html>').startswith(b"%PDF")


def test_a_warning_of_the_machine_stops_the_letter_and_stays_out_of_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    page = (
        '<html><head><style>@font-face { font-family: "Surat Sans"; '
        'src: url("surat-sans-regular.ttf"); } body { font-family: "Surat Sans"; }</style></head>'
        "<body><p>RAHASIA ꦱ</p></body></html>"
    )

    with caplog.at_level(logging.DEBUG), pytest.raises(PressError, match=r"U\+A9B1"):
        press(page)

    assert "RAHASIA" not in caplog.text


def test_a_receipt_tells_what_is_there_and_what_is_still_missing(jinja_env: Environment) -> None:
    [page] = pages(press(receipt_html(slip(), jinja_env)))
    words = " ".join(page.split())

    assert "48217 30591 62044" in words
    assert "Warga Contoh dan 2 orang lain" in words
    assert "Surat Keterangan Tidak Mampu (belum ditandatangani Camat); Foto rumah." in words
    assert "Layanan ini GRATIS." in words


def test_a_complete_file_has_nothing_missing(jinja_env: Environment) -> None:
    done = slip(papers=[("Fotokopi KTP", True, True, "")], others=0, bringer="")
    [page] = pages(press(receipt_html(done, jinja_env)))

    assert "dilengkapi" not in page
    assert "orang lain" not in page


def test_the_code_on_a_receipt_leads_to_its_case(jinja_env: Environment) -> None:
    pdf = pypdfium2.PdfDocument(press(receipt_html(slip(), jinja_env)))
    [found] = zxingcpp.read_barcodes(pdf[0].render(scale=2).to_pil())

    assert found.text == slip()["url"]
    width, height = pdf[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 148)


def test_the_fonts_are_small_and_carry_their_licence() -> None:
    for family, face in product(FAMILIES, FACES):
        assert (FONT_DIR / f"surat-{family}-{face}.ttf").stat().st_size < 120_000
    licence = (FONT_DIR / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    assert all(f'"Surat {family.capitalize()}"' in licence for family in FAMILIES)
