"""A list from a meeting: every fault told, the good rows taken in at once, each person once."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from portal import clock
from portal.db import db
from portal.foreign import read_table
from portal.journal.model import Event
from portal.lists import operations, steps
from portal.lists.columns import COLUMNS, layout_of
from portal.lists.model import StagedList, StagedRow
from portal.lists.papers import empty_table
from portal.lists.words import RELATIONS
from portal.registration.forms import RELATIONS as FORM_RELATIONS
from portal.registration.forms import family_form
from portal.registration.model import RegisteredPerson, Registration
from portal.registration.operations import save
from tests.browser import Browser
from tests.cast import P17, P22, S24, Cast
from tests.engines import usually_sqlite
from tests.house.together import at_once
from tests.lists.tables import HEADS, PAGE, as_csv, as_xlsx, person, send, told

SignIn = Callable[[str], Browser]
engine_name = usually_sqlite
VILLAGE, NEIGHBOUR = "nagari.pessel", "nagari2.pessel"

BAD: dict[int, tuple[dict[str, str], list[str]]] = {
    4: ({"nik": "13019954089000"}, ["NIK: NIK harus 16 angka. Yang diisi 14 angka atau huruf."]),
    9: (
        {"born": "31/02/1990", "sex": "X"},
        [
            "Tanggal lahir: Tanggal 31 tidak ada di bulan itu. Periksa lagi.",
            "Jenis kelamin: Isi L atau P.",
        ],
    ),
    15: ({"name": ""}, ["Nama: Isi namanya."]),
    22: ({"card_no": ""}, ["Nomor kartu KIS: Layanan ini memerlukan nomor kartu KIS (13 angka)."]),
    30: ({"kk_no": "0000"}, ["Nomor KK: Nomor KK harus 16 angka. Yang diisi 4 angka atau huruf."]),
    40: (
        {"village": "Nagari Lumpo", "phone": "12"},
        [
            "Nomor HP: Nomor telepon dimulai dengan 0, 62, atau 8. Contoh: 0812 3456 7890.",
            "Nagari: Baris ini untuk Nagari Lumpo. Daftar ini hanya untuk Nagari Painan.",
        ],
    ),
}


def forty() -> bytes:
    return as_xlsx([person(n, **BAD.get(n, ({}, []))[0]) for n in range(1, 41)])


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def registrations() -> list[Registration]:
    db.session.rollback()
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def path_of(browser: Browser) -> str:
    return browser.path.split("?", maxsplit=1)[0]


def ref_of(browser: Browser) -> str:
    return path_of(browser).rsplit("/", 1)[-1]


def test_forty_people_with_six_bad_rows(cast: Cast, sign_in: SignIn) -> None:
    office = sign_in(VILLAGE)
    send(office, forty(), "rapat.xlsx")

    assert told(office) == {n + 1: reasons for n, (_, reasons) in BAD.items()}
    assert count(Registration) == 0, "nobody is registered by the check"
    office.submit("#masukkan", button="")

    made = registrations()
    assert len(made) == len({item.number for item in made}) == 34
    assert {item.state for item in made} == {"draf"}
    assert {item.origin for item in made} == {"daftar"}
    assert not any(item.papers_later for item in made)
    assert [item.nik for item in made[0].persons] == [person(1)[1]]
    assert all(" ".join((item.number[:5], item.number[5:10])) in office.text for item in made)
    sop, today = cast.sop(P22), clock.now().date()
    assert all(family_form(item.typed).check(today, sop) for item in made)
    event = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None
    assert event.details["nomor"] == [item.number for item in made]


def test_the_list_goes_to_the_dinas_with_one_press(cast: Cast, sign_in: SignIn) -> None:
    office = sign_in(VILLAGE)
    send(office, as_csv([person(n) for n in (1, 2, 3)]))
    office.submit("#masukkan")
    changed = registrations()[1]
    typed = {**changed.typed, "kk_no": "1"}
    save(cast.officer(VILLAGE), changed.ref, typed, version=changed.version)

    office.submit("#kirim")

    assert "2 pendaftaran terkirim ke Dinas Sosial. 1 yang sudah Anda ubah" in office.text
    assert [(item.state, item.papers_later) for item in registrations()] == [
        ("terkirim", True), ("draf", False), ("terkirim", True),
    ]  # fmt: skip
    assert all(item.first_sent_at for item in registrations() if item.state == "terkirim")


def test_the_same_file_again_creates_nothing_new(cast: Cast, sign_in: SignIn) -> None:
    office, body = sign_in(VILLAGE), forty()
    send(office, body)
    shown = office.page
    office.submit("#masukkan")
    first = path_of(office)
    office.page = shown
    office.submit("#masukkan")  # the second of two clicks

    send(office, body, "salinan.xlsx")

    assert path_of(office) == first
    assert operations.SAME_FILE in office.text
    assert (count(StagedList), count(Registration)) == (1, 34)


def test_an_overlapping_file_brings_only_the_new_people(cast: Cast, sign_in: SignIn) -> None:
    office = sign_in(VILLAGE)
    send(office, as_csv([person(n) for n in range(1, 6)]))
    office.submit("#masukkan")
    number = registrations()[3].number

    send(office, as_csv([person(n) for n in (4, 5, 6)]))

    (reason,) = told(office, "h-ganda")[2]
    grouped = " ".join(number[at : at + 5] for at in (0, 5, 10))
    assert reason == f"NIK: Sudah Anda daftarkan dengan nomor {grouped}."
    office.submit("#masukkan")
    assert count(Registration) == 6


def test_a_person_twice_in_a_file_is_told_with_the_first_line(cast: Cast, sign_in: SignIn) -> None:
    office = sign_in(VILLAGE)

    send(office, as_csv([person(1), person(2), person(1), person(2, name=""), person(2)]))

    assert told(office, "h-ganda") == {
        4: ["NIK: Orang ini sudah ada di baris 2."],
        6: ["NIK: Orang ini sudah ada di baris 3."],
    }
    assert told(office) == {5: ["Nama: Isi namanya."]}


def test_what_others_filed_for_the_same_person_is_not_told(cast: Cast, sign_in: SignIn) -> None:
    neighbour, office = sign_in(NEIGHBOUR), sign_in(VILLAGE)
    send(neighbour, as_csv([person(1)]))
    neighbour.submit("#masukkan")

    send(office, as_csv([person(1)]))
    office.submit("#masukkan")
    send(office, as_csv([person(1), person(2)]), sop=P17, emergency_reason="dirawat (contoh)")

    assert not told(office, "h-ganda"), "another service is not the same"
    assert "Masukkan 2 pendaftaran" in office.text


def test_who_was_registered_since_the_check_is_not_registered_again(
    cast: Cast, sign_in: SignIn
) -> None:
    office, colleague = sign_in(VILLAGE), sign_in(VILLAGE)
    send(office, as_csv([person(1), person(2)]))
    send(colleague, as_csv([person(2), person(3)]))
    colleague.submit("#masukkan")

    office.submit("#masukkan")

    assert sorted(item.nik for item in db.session.scalars(select(RegisteredPerson))) == sorted(
        person(n)[1] for n in (1, 2, 3)
    )
    assert "1 pendaftaran dimasukkan." in office.text


def test_two_windows_at_once_make_every_pre_registration_once(cast: Cast, sign_in: SignIn) -> None:
    office = sign_in(VILLAGE)
    send(office, as_csv([person(n) for n in range(1, 401)]))
    ref, sop = ref_of(office), cast.sop(P22)
    db.session.rollback()

    def act(key: str) -> Callable[[], str | None]:
        def run() -> str | None:
            me = cast.officer(VILLAGE)
            while not steps.check_some(me, ref, sop):
                me = cast.officer(VILLAGE)
            staged = db.session.scalars(select(StagedList)).one()
            return operations.take_in(me, ref, sop, version=staged.version, key=key * 32)

        return run

    assert at_once(cast.app, [act("a"), act("b")]) == [ref, ref]
    assert count(Registration) == 400
    assert db.session.scalars(select(StagedList)).one().checked == 400


def test_another_villages_list_is_like_none_at_all(cast: Cast, sign_in: SignIn) -> None:
    office = sign_in(VILLAGE)
    send(office, as_csv([person(1)]))
    path, ref = path_of(office), ref_of(office)
    for account in (NEIGHBOUR, "nagari.solok"):
        other = sign_in(account)
        for page in ("", "/laporan.csv", "/nomor.xlsx", "/nomor.pdf"):
            mine = other.get(path + page, expect=404).select_one("main")
            none = other.get(f"{PAGE}/{'0' * 32}{page}", expect=404).select_one("main")
            assert str(mine) == str(none)
        officer, sop = cast.officer(account), cast.sop(P22)
        assert steps.check_some(officer, ref, sop) is None
        assert operations.take_in(officer, ref, sop, version=1, key=account[:6] * 5) is None
        assert operations.send_all(officer, ref, key=account[:5] * 6) is None
        assert not operations.discard(officer, ref, key=account[:4] * 8)
        assert "daftar.csv" not in other.get(PAGE).text
    assert count(StagedRow) == 1
    for account in ("staf.pessel", "kecamatan.pessel"):
        sign_in(account).get(path, expect=403)


def test_a_script_asks_step_by_step_and_a_press_goes_on(cast: Cast, sign_in: SignIn) -> None:
    office = sign_in(VILLAGE)
    send(office, as_csv([person(n) for n in range(1, 762)]))
    bar, form = office.page.select_one("progress"), office.page.select_one("#periksa")
    assert bar is not None
    assert form is not None
    assert (bar["value"], bar["max"]) == ("250", "761")
    assert form["hx-post"] == form["action"]
    assert not office.page.select("#masukkan"), "nothing can be taken in before all is checked"

    office.submit("#periksa", headers={"HX-Request": "true"})
    assert "500 dari 761 baris sudah diperiksa" in office.text
    office.submit("#periksa")

    assert "Masukkan 761 pendaftaran" in office.text


def test_an_emergency_service_asks_for_the_reason_once(cast: Cast, sign_in: SignIn) -> None:
    office = sign_in(VILLAGE)

    send(office, as_csv([person(1)]), sop=P17, expect=422)
    assert "Tulis alasan darurat untuk semua orang" in office.text
    send(office, as_csv([person(1)]), sop=P17, emergency_reason="banjir (contoh)")
    office.submit("#masukkan")

    assert registrations()[0].typed["emergency_reason"] == "banjir (contoh)"
    neighbour = sign_in("nagari.solok").get(PAGE)
    assert not neighbour.select("[name=emergency_reason]"), "no such service there"
    send(sign_in("nagari.solok"), as_csv([person(1, card_no="")]), sop=S24)


def test_a_service_of_another_region_cannot_be_chosen(cast: Cast, sign_in: SignIn) -> None:
    send(sign_in("nagari.solok"), as_csv([person(1)]), sop=P22, expect=422)


def test_a_table_that_cannot_be_read_is_refused_with_what_to_do(
    cast: Cast, sign_in: SignIn
) -> None:
    office = sign_in(VILLAGE)
    send(office, b"No;Keterangan\n1;-\n", expect=422)
    alert = office.page.select_one("[role=alert]")
    assert alert is not None
    assert "Baris judul kolom tidak ditemukan." in alert.text
    send(office, as_csv([["1", *["-"] * 12]]), expect=422)
    assert "Tabel ini belum berisi orang." in office.text
    send(office, b"", "", expect=422)
    assert "Pilih berkasnya, atau tempel barisnya." in office.text
    assert count(StagedList) == 0


def test_heads_in_any_order_and_spelling_and_nothing_else_is_read(
    cast: Cast, sign_in: SignIn
) -> None:
    row = dict(zip(HEADS, person(1), strict=True))
    pairs = [
        ("Status", "lunas"), ("NAMA LENGKAP", row["Nama"]), ("L/P", "LK"),
        ("Tempat, Tgl. Lahir", f"Painan, {row['Tanggal lahir']}"), ("No. KK", row["Nomor KK"]),
        ("No. KTP", row["NIK"]), ("SHDK", "Isteri"), ("JORONG", "Jorong Satu"),
        ("No. Kartu BPJS/KIS", row["Nomor kartu KIS"]), ("State", "diterima"),
    ]  # fmt: skip
    table = "DAFTAR WARGA, JORONG SATU\n\n" + "\n".join(
        "\t".join(line) for line in zip(*pairs, strict=True)
    )
    office = sign_in(VILLAGE)
    office.get(PAGE)
    office.submit("#unggah", {"sop": P22, "pasted": table, "file": None})

    assert "Kolom yang tidak dibaca: Status, State." in office.text
    office.submit("#masukkan")
    (made,) = registrations()
    assert made.state == "draf"
    (who,) = made.typed["persons"]
    assert (who["birth_place"], who["sex"], who["relation"]) == ("Painan", "L", "Istri")
    assert set(made.typed) == {"kk_no", "address", "phone", "emergency_reason", "persons"}


def test_what_looks_like_a_formula_leaves_as_text(cast: Cast, sign_in: SignIn) -> None:
    office = sign_in(VILLAGE)
    send(office, as_csv([person(1, name='=HYPERLINK("http://contoh")'), person(2, sex="@L")]))

    office.get(f"{path_of(office)}/laporan.csv")

    lines = office.body.decode("utf-8-sig").splitlines()
    assert any("'=HYPERLINK" in line for line in lines)
    assert sum(";'@L" in line for line in lines) == 0, "an L with a mark is an L"


def test_a_list_that_was_not_taken_in_can_be_thrown_away(cast: Cast, sign_in: SignIn) -> None:
    office = sign_in(VILLAGE)
    send(office, forty())

    office.submit("#hapus")

    assert "dihapus." in office.text
    assert (count(StagedList), count(StagedRow)) == (0, 0)
    send(office, forty())
    assert "Masukkan 34 pendaftaran" in office.text


def test_the_numbers_can_be_printed_and_kept(cast: Cast, sign_in: SignIn) -> None:
    office = sign_in(VILLAGE)
    send(office, as_csv([person(1), person(2)]))
    path = path_of(office)
    office.get(f"{path}/nomor.pdf", expect=404)
    office.get(path)
    office.submit("#masukkan")

    assert office.get(f"{path}/nomor.pdf") is not None
    assert office.body.startswith(b"%PDF")
    office.get(f"{path}/nomor.xlsx")
    assert office.body.startswith(b"PK")


def test_the_empty_table_has_the_heads_that_are_read() -> None:
    rows = read_table(empty_table())["rows"]

    layout = layout_of(rows, needs_card=True)

    assert layout.skipped == 1
    assert set(layout.places) == {column.key for column in COLUMNS} - {"village"}
    assert not layout.notes


def test_every_relation_of_the_form_can_be_written_in_a_list() -> None:
    assert set(RELATIONS.values()) == set(FORM_RELATIONS)
