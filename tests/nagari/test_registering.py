"""A village office writes a family down, photographs its papers, sends it; without JavaScript."""

import io
import re
from collections.abc import Callable

import pytest

from portal.documents.queries import current, documents_of_registration
from portal.registration.model import State
from tests.cast import P17, P22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.nagari.filing import Office, SignIn, family, fields_of, stored, upload
from tests.registration.families import Village


@pytest.fixture
def painan(sign_in: SignIn) -> Office:
    """The village office of Nagari Painan."""
    return Office(sign_in("nagari.pessel"))


@pytest.mark.battery
def test_a_family_of_four_is_written_photographed_and_sent(painan: Office, cast: Cast) -> None:
    people = family(4)
    painan.begin(P22)
    painan.write(people, "aksi=lanjut")
    rows = {str(row["id"]) for row in painan.browser.page.select("[data-berkas]")}
    assert {"dok-kk", "dok-sptjm", "dok-sktm", "dok-foto_rumah", "dok-ktp-1", "dok-ktp-2"} <= rows
    assert {"dok-akta_kelahiran-3", "dok-akta_kelahiran-4", "dok-kis-4"} <= rows
    assert not {"dok-ktp-3", "dok-akta_kelahiran-1"} & rows

    painan.add_all()
    painan.send()

    found = stored(painan.browser, painan.ref)
    assert found.state == State.TERKIRIM
    assert not found.papers_later
    assert found.people == 4
    assert painan.browser.page.h1.text == "Terkirim ke Dinas Sosial"
    assert found.number in painan.browser.text.replace(" ", "")
    assert "Kantor" not in found.applicant_name
    assert people.persons[0].name == found.applicant_name


def test_a_draft_keeps_whatever_was_typed(painan: Office, cast: Cast) -> None:
    painan.begin(P22)
    wrong = {"kk_no": "12", "persons-0-name": "Siti", "persons-0-nik": "123", "address": ""}

    painan.browser.submit("#daftar", wrong, button="aksi=lanjut", expect=422)
    refused = painan.browser.text
    painan.browser.get(f"/nagari/pra/{painan.ref}")

    assert "NIK harus 16 angka. Yang diisi 3 angka atau huruf." in refused
    assert painan.browser.field("persons-0-nik") == "123"
    assert painan.browser.field("kk_no") == "12"
    assert "Draf tersimpan pukul" in painan.browser.text
    assert stored(painan.browser, painan.ref).state == State.DRAF


def test_a_script_saves_at_every_change_and_is_told_when(painan: Office, cast: Cast) -> None:
    painan.begin(P22)
    sent = fields_of(family())
    page = painan.browser.page
    token = page.select_one("#daftar [name=_token]")["value"]
    version = page.select_one("#versi")["value"]
    post = {"_token": token, "version": version, **sent}

    painan.browser.post(f"/nagari/pra/{painan.ref}", post, headers={"HX-Request": "true"})

    assert re.search(r"Draf tersimpan pukul \d\d\.\d\d", painan.browser.text)
    assert "<html" not in painan.browser.body.decode()
    fresh = painan.browser.page.select_one("#versi")
    assert int(fresh["value"]) == stored(painan.browser, painan.ref).version > int(version)
    assert "Dari NIK:" in painan.browser.text
    again = post | {"version": fresh["value"], "persons-0-name": "Nama Baru"}
    painan.browser.post(f"/nagari/pra/{painan.ref}", again, headers={"HX-Request": "true"})
    assert stored(painan.browser, painan.ref).applicant_name == "Nama Baru"


def test_an_old_window_overwrites_nothing(painan: Office, cast: Cast) -> None:
    painan.begin(P22)
    old = {
        name: painan.browser.page.select_one(f"#daftar [name={name}]")["value"]
        for name in ("_token", "version")
    }
    painan.write(family())
    name = stored(painan.browser, painan.ref).applicant_name

    painan.browser.post(f"/nagari/pra/{painan.ref}", {**old, "persons-0-name": "Lain"}, expect=409)

    assert "Draf ini sudah diubah di tempat lain" in painan.browser.text
    assert "Lain" in painan.browser.text  # what was typed is shown, not lost
    assert stored(painan.browser, painan.ref).applicant_name == name


@pytest.mark.battery
def test_birth_date_and_sex_come_from_the_nik_where_nothing_is_typed(
    painan: Office, cast: Cast
) -> None:
    painan.begin(P17)
    painan.browser.submit("#daftar", {"persons-0-nik": "1301994708840003"}, button="aksi=simpan")

    assert painan.browser.field("persons-0-born") == "1984-08-07"
    assert painan.browser.page.select_one("[name=persons-0-sex] option[selected]")["value"] == "P"
    assert (
        "Dari NIK: perempuan, lahir 7 Agustus 1984. Jika berbeda dengan KTP, periksa lagi NIK."
        in painan.browser.text
    )


@pytest.mark.battery
def test_who_has_no_birth_date_yet_is_asked_for_it_before_ktp_or_akta(painan: Office) -> None:
    painan.begin(P22)
    painan.browser.submit("#daftar", {"persons-0-name": "Upik"}, button="aksi=simpan")
    painan.papers()

    rows = {str(row["id"]) for row in painan.browser.page.select("[data-berkas]")}
    assert "dok-kis-1" in rows
    assert not {"dok-ktp-1", "dok-akta_kelahiran-1"} & rows
    assert "Tanggal lahir 1 orang belum diisi" in painan.browser.text


def test_a_person_leaves_and_the_papers_of_the_next_stay_their_own(
    painan: Office, cast: Cast
) -> None:
    village = Village(cast)
    painan.ref = village.draft(P22, size=4)
    pictures = {field: village.picture() for field in ("kis-2", "kis-4")}
    for field, picture in pictures.items():
        village.add(painan.ref, field, ready=picture)
    painan.browser.get(f"/nagari/pra/{painan.ref}")
    fourth = painan.browser.field("persons-3-name")

    painan.browser.submit("#daftar", {}, button="aksi=hapus-2")

    found = stored(painan.browser, painan.ref)
    assert found.people == 3
    assert found.typed["persons"][2]["name"] == fourth
    (left,) = current(documents_of_registration(found.id))
    assert left.field == "kis-3"
    assert left.files[0].sha256 == pictures["kis-4"].parts[0].sha256


@pytest.mark.battery
def test_a_blank_between_two_persons_moves_nobody(painan: Office, cast: Cast) -> None:
    painan.begin(P22)
    painan.write(family(3))
    painan.browser.get(f"/nagari/pra/{painan.ref}")
    third = painan.browser.field("persons-2-name")
    blank = {f"persons-1-{name}": "" for name in ("name", "nik", "born", "card_no")}

    painan.browser.submit("#daftar", blank, button="aksi=lanjut", expect=422)

    assert (
        "Isi nama anggota keluarga ke-2, seperti di KK, atau hapus isian ini."
        in painan.browser.text
    )
    assert stored(painan.browser, painan.ref).typed["persons"][2]["name"] == third


def test_a_refused_file_is_told_at_its_paper_and_the_good_one_is_kept(painan: Office) -> None:
    painan.begin(P22)
    painan.write(family(), "aksi=lanjut")

    bad = (io.BytesIO(b"bukan foto sama sekali"), "kk.jpg")
    painan.add("kk", upload(1, "baik.jpg"), bad, expect=422)

    row = painan.browser.page.select_one("#dok-kk")
    assert "kk.jpg: Berkas ini" in row.text
    assert row.select("img"), "the good photo is there"
    assert not painan.browser.page.select("#dok-sktm .pesan-salah")


@pytest.mark.battery
def test_a_photo_is_replaced_and_taken_away(painan: Office, cast: Cast) -> None:
    painan.begin(P22)
    painan.write(family(), "aksi=lanjut")
    painan.add("kk", upload(1))
    first = painan.browser.page.select_one("#dok-kk [name=hapus]")["value"]

    painan.browser.submit("#dok-kk form", {"berkas": None, f"ganti-{first}": [upload(2)]})
    second = painan.browser.page.select_one("#dok-kk [name=hapus]")["value"]
    assert second != first
    assert len(painan.browser.page.select("#dok-kk [name=hapus]")) == 1
    painan.browser.submit(
        "#dok-kk form", {"berkas": None, f"ganti-{second}": None}, button=f"hapus={second}"
    )

    assert not painan.browser.page.select("#dok-kk img")


@pytest.mark.battery
def test_seven_photos_of_one_paper_are_one_too_many(painan: Office, cast: Cast) -> None:
    village = Village(cast)
    painan.ref, picture = village.draft(P22), village.picture()
    for _ in range(5):
        village.add(painan.ref, "foto_rumah", ready=picture)

    painan.add("foto_rumah", upload(1), upload(2), expect=422)

    assert "paling banyak 6 foto" in painan.browser.text
    painan.add("foto_rumah", upload(1))
    assert "6 foto" in painan.browser.page.select_one("#dok-foto_rumah").text


def test_without_a_photo_the_originals_must_be_promised(painan: Office, cast: Cast) -> None:
    painan.begin(P22)
    painan.write(family(), "aksi=lanjut")

    painan.send(expect=422)
    assert "Berkas asli dibawa pemohon ke Dinas Sosial" in painan.browser.text
    assert stored(painan.browser, painan.ref).state == State.DRAF
    painan.send(later=True)

    found = stored(painan.browser, painan.ref)
    assert (found.state, found.papers_later) == (State.TERKIRIM, True)
    assert "Pemohon membawa berkas asli" in painan.browser.text


@pytest.mark.battery
def test_unfinished_data_is_not_sent_and_the_page_says_where(painan: Office, cast: Cast) -> None:
    painan.begin(P22)
    painan.browser.submit("#daftar", {"persons-0-name": "Upik"}, button="aksi=simpan")

    painan.send(later=True, expect=422)

    assert "Data keluarga belum lengkap" in painan.browser.text
    links = painan.browser.page.select(".rangkuman-salah a[href]")
    assert f"/nagari/pra/{painan.ref}" in {str(link["href"]) for link in links}
    assert stored(painan.browser, painan.ref).state == State.DRAF


def test_ready_drafts_go_in_one_press_and_the_others_stay(painan: Office, cast: Cast) -> None:
    village = Village(cast)
    refs = [village.draft(P17) for _ in range(3)]
    picture = village.picture()
    for ref in refs[:2]:
        for field in village.fields(ref):
            village.add(ref, field, ready=picture)

    painan.browser.get("/nagari")
    assert painan.browser.text.count("Siap dikirim") == 2
    ready = [str(tag["value"]) for tag in painan.browser.page.select("[name=draf]")]
    painan.browser.submit("form.kirim-siap", {"draf": ready})

    assert "2 pendaftaran terkirim ke Dinas Sosial." in painan.browser.text
    states = [stored(painan.browser, ref).state for ref in refs]
    assert states == [State.TERKIRIM, State.TERKIRIM, State.DRAF]


@pytest.mark.battery
def test_a_draft_is_thrown_away_and_its_page_is_gone(painan: Office, cast: Cast) -> None:
    painan.begin(P22)
    painan.write(family())
    painan.browser.submit("details form")

    assert stored(painan.browser, painan.ref).state == State.DIHAPUS
    painan.browser.get(f"/nagari/pra/{painan.ref}", expect=404)


@pytest.mark.battery
def test_an_untouched_draft_is_used_again(painan: Office) -> None:
    first = painan.begin(P22)

    assert painan.begin(P22) == first
    painan.write(family())
    assert painan.begin(P22) != first


def test_many_drafts_cost_no_more_questions_than_few(
    painan: Office, cast: Cast, questions: Callable[[Callable[[], object]], int]
) -> None:
    village = Village(cast)
    for _ in range(2):
        village.draft(P22, size=2)
        village.sent(P22)
    few = questions(lambda: painan.browser.get("/nagari"))
    for _ in range(4):
        village.draft(P22, size=2)
        village.sent(P22)

    assert questions(lambda: painan.browser.get("/nagari")) == few


def test_a_picture_for_a_place_that_is_not_there_is_not_even_looked_at(
    painan: Office, cast: Cast
) -> None:
    painan.begin(P22)
    painan.write(family(), "aksi=lanjut")
    ref = painan.ref
    address = f"/nagari/pra/{ref}/dokumen/kk"
    token = painan.browser.page.select_one(f"form[action='{address}'] [name=_token]")["value"]
    endless = {f"ganti-{n}": (io.BytesIO(b"xx"), "a.jpg") for n in range(200)}

    painan.browser.post(address, {"_token": token, **endless}, expect=422)

    told = painan.browser.text.count("Foto ini sudah diganti atau dihapus.")
    assert told == 2, "in the summary and at the paper, for one field only"
    assert not documents_of_registration(stored(painan.browser, ref).id)


@pytest.mark.parametrize("mangled", ["0" * 11 + "9" * 25, "0" * 5000, "x", "-1", "9" * 10])
def test_a_mangled_place_in_a_list_begins_at_the_top(mangled: str, painan: Office) -> None:
    for name in ("draf", "terkirim"):
        painan.browser.get(f"/nagari?{name}={mangled}")
        assert painan.browser.page.h1.text == "Pendaftaran warga"
