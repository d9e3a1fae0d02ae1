"""Another village's pre-registration answers exactly like one that does not exist."""

import secrets

import pytest

from tests.browser import Browser
from tests.cast import P17, P22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.letters.pages import codes_in, pages_of, plain
from tests.nagari.filing import SignIn
from tests.registration.families import Village

GETS = (
    "/nagari/pra/{}", "/nagari/pra/{}/dokumen", "/nagari/pra/{}/cetak/sptjm.pdf",
    "/nagari/pra/{}/cetak/sktm.pdf", "/nagari/pra/{}/cetak/tanda-terima.pdf",
)  # fmt: skip
POSTS = (
    "/nagari/pra/{}", "/nagari/pra/{}/dokumen/kk", "/nagari/pra/{}/kirim",
    "/nagari/pra/{}/lengkap", "/nagari/pra/{}/hapus",
)  # fmt: skip


@pytest.fixture
def village(cast: Cast) -> Village:
    """The village office of Nagari Painan."""
    return Village(cast)


def answered(browser: Browser, path: str, ref: str) -> tuple[int, bytes]:
    """How an address of this pre-registration is answered, without what names the asker's form."""
    browser.get(path.format(ref), expect=404)
    for tag in browser.page.select("[name=_token]"):
        tag.decompose()
    return browser.status, browser.page.encode()


@pytest.mark.parametrize(
    "stranger",
    ["nagari2.pessel", pytest.param("nagari.solok", marks=pytest.mark.battery)],
)
def test_another_villages_file_is_like_none(
    village: Village, sign_in: SignIn, stranger: str
) -> None:
    draft, sent = village.draft(P22), village.sent(P22)
    browser, none = sign_in(stranger), secrets.token_hex(16)

    for path in GETS:
        unknown = answered(browser, path, none)
        for ref in (draft, sent):
            assert answered(browser, path, ref) == unknown, path


@pytest.mark.battery
def test_another_villages_file_cannot_be_changed_either(
    village: Village, sign_in: SignIn, cast: Cast
) -> None:
    ref = village.draft(P22)
    other = Village(cast, "nagari2.pessel")
    own, browser = other.draft(P22), sign_in("nagari2.pessel")
    browser.get(f"/nagari/pra/{own}")
    token = browser.page.select_one("#daftar [name=_token]")["value"]

    # A token is bound to its address, so a forger has none for these.
    for path in POSTS:
        browser.post(path.format(ref), {"_token": token, "version": "1"}, expect=403)
    assert village.of(ref).version == 1


@pytest.mark.parametrize("username", ["staf.pessel", "kecamatan.pessel"])
def test_only_village_offices_open_these_pages(
    village: Village, sign_in: SignIn, username: str
) -> None:
    ref, browser = village.sent(P22), sign_in(username)

    for path in ("/nagari", "/nagari/cari", "/nagari/warga", "/nagari/catatan", *GETS):
        browser.get(path.format(ref), expect=403)


def test_search_finds_own_people_by_name_number_nik_and_kk(
    village: Village, sign_in: SignIn, cast: Cast
) -> None:
    found = village.of(village.sent(P22, size=2))
    persons = found.typed["persons"]
    other = Village(cast, "nagari2.pessel")
    theirs = other.of(other.sent(P22))
    browser = sign_in("nagari.pessel")

    for asked in (
        found.number, f"{found.number[:5]} {found.number[5:10]} {found.number[10:]}",
        persons[1]["nik"], found.kk_no, persons[0]["name"].lower(), persons[1]["name"][:5],
    ):  # fmt: skip
        browser.get("/nagari/cari", query_string={"q": asked})
        assert browser.page.select(f"a[href='/nagari/pra/{found.ref}']"), asked
        assert theirs.number not in browser.text.replace(" ", "")
    browser.get("/nagari/cari", query_string={"q": theirs.number})
    assert "Tidak ditemukan di Nagari Painan." in browser.text


@pytest.mark.battery
def test_the_statements_are_filled_in_and_leave_gaps_to_be_written(
    village: Village, sign_in: SignIn, cast: Cast
) -> None:
    ref = village.draft(P22, size=2)
    found, browser = village.of(ref), sign_in("nagari.pessel")
    words = {}
    for kind in ("sptjm", "sktm"):
        browser.get(f"/nagari/pra/{ref}/cetak/{kind}.pdf")
        words[kind] = plain(" ".join(page.text for page in pages_of(browser.body)))

    for person in found.typed["persons"]:
        assert plain(person["nik"]) in words["sptjm"]
        assert plain(person["name"]) in words["sktm"]
    assert plain("Meterai Rp10.000") in words["sptjm"]
    assert plain("Wali Nagari Painan") in words["sptjm"]
    assert plain("Diketahui: Camat IV Jurai") in words["sktm"]
    empty = village.draft(P22, typed={"persons": [{"name": ""}]})
    browser.get(f"/nagari/pra/{empty}/cetak/sktm.pdf")
    assert "1900" not in plain(" ".join(page.text for page in pages_of(browser.body)))
    browser.get(f"/nagari/pra/{ref}/cetak/tanda-terima.pdf", expect=404)  # not sent yet
    browser.get(f"/nagari/pra/{village.draft(P17)}/cetak/sptjm.pdf", expect=404)


def test_the_slip_tells_number_family_papers_and_that_it_is_free(
    village: Village, sign_in: SignIn
) -> None:
    ref = village.draft(P22, size=4)
    village.add(ref, "kk")
    village.send(ref, papers_later=True)
    found, browser = village.of(ref), sign_in("nagari.pessel")

    browser.get(f"/nagari/pra/{ref}/cetak/tanda-terima.pdf")

    pages = pages_of(browser.body)
    words = plain(" ".join(page.text for page in pages))
    assert len(pages) == 1
    assert codes_in(browser.body)[0].endswith(f"/L/{found.number}")
    for text in (found.number, "GRATIS", "Nagari Painan", "dibawa ke Dinas Sosial"):
        assert plain(text) in words, text
    for person in found.typed["persons"]:
        assert plain(person["name"]) in words
        assert plain(person["nik"]) not in words


@pytest.mark.battery
def test_a_head_is_called_by_the_area(cast: Cast, sign_in: SignIn) -> None:
    sop_id = "tanjungpinang-2022-jamkesda"
    village = Village(cast, "nagari.tanjungpinang")
    ref = village.draft(sop_id)
    browser = sign_in("nagari.tanjungpinang")

    browser.get(f"/nagari/pra/{ref}/dokumen")

    assert "Ditandatangani Lurah." in browser.text
    assert "Wali Nagari" not in browser.text
    assert "Camat" not in browser.text
