"""The office's own letters: a return and a refusal, in our words or the office's."""

from pathlib import Path

import pytest

from portal.cases.reasons import REFUSALS, faults_of
from portal.config import BadSettingError
from portal.letters.points import reason_codes, refusal_points, shortage_points
from portal.letters.texts import DUTIES, TEXTS, address_slots, read_text, refuse_bad_texts
from portal.letters.wording import SLOTS, Point, filled, lists_used, slots_used
from portal.sop.catalogue import TABLES, Catalogue

CATALOGUE = Catalogue.of_folders(TABLES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "surat"
    place.mkdir()
    return place


def slots(**values: str) -> dict[str, str]:
    return {**{slot: f"<{slot}>" for slot in SLOTS}, **values}


def ours(kind: str) -> str:
    return (TEXTS / f"{kind}.toml").read_text("utf-8")


def test_a_refusal_gives_reasons_other_ways_and_the_right_to_object() -> None:
    words = filled(
        read_text("penolakan"),
        slots(**address_slots("ZULKIFLI", "L")),
        {"alasan": [Point("lewat batas.")], "jalan_lain": [Point("usulan baru.")]},
    )
    said = str(words)

    assert "21 (dua puluh satu) hari kerja setelah surat ini diterima" in said
    assert "Undang-Undang Nomor 30 Tahun 2014" in said
    assert "lewat batas." in said
    assert "usulan baru." in said
    assert words["to"] == ["Yth. Sdr. ZULKIFLI", "di <alamat>, <nagari>"]


def test_a_woman_is_a_saudari() -> None:
    said = str(
        filled(
            read_text("pengembalian"),
            slots(**address_slots("SYAMSINAR", "P")),
            {"kekurangan": [Point("KTP: belum ada.", "Bawa berkas ini.")]},
        )
    )

    assert "Sdri. SYAMSINAR" in said
    assert "permohonan Saudari nomor" in said
    assert "Saudara" not in said


def test_a_paragraph_without_its_points_is_left_out() -> None:
    wording = read_text("penolakan")
    words = filled(wording, slots(), {"alasan": [Point("x.")], "jalan_lain": []})

    assert "Yang masih dapat" not in str(words["parts"])
    with pytest.raises(KeyError, match="jalan_lain"):
        filled(wording, slots(), {"alasan": [Point("x.")]})


@pytest.mark.parametrize("kind", DUTIES)
def test_our_own_texts_do_their_duty(kind: str) -> None:
    wording = read_text(kind)

    assert wording.form == "surat_dinas"
    assert slots_used(wording) <= SLOTS.keys()
    assert lists_used(wording) >= DUTIES[kind].lists


def test_an_office_may_say_it_in_its_own_words(folder: Path) -> None:
    own = ours("pengembalian").replace("Setelah dilengkapi, bawa", "Lengkapilah, lalu bawa")
    (folder / "pengembalian.toml").write_text(own, "utf-8")
    refuse_bad_texts(folder)

    assert "Lengkapilah, lalu bawa" in str(read_text("pengembalian", folder).parts)
    assert read_text("penolakan", folder) == read_text("penolakan")


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("penolakan", "{layanan}", "{agama}", r"surat\.bagian: slot \{agama\} tidak dikenal"),
        ("penolakan", "{layanan}", "{{ config }}", "kurung kurawal"),
        ("penolakan", "{layanan}", "{% if x %}", "kurung kurawal"),
        ("penolakan", "{hari_keberatan}", "30", r"slot \{hari_keberatan\} wajib ada"),
        ("penolakan", 'daftar = "alasan"', 'daftar = "sebab"', "daftar sebab tidak dikenal"),
        ("penolakan", ', daftar = "jalan_lain"', "", "daftar jalan_lain wajib ada"),
        ("penolakan", 'bentuk = "surat_dinas"', 'bentuk = "nota"', r"surat\.bentuk"),
        ("penolakan", "hal = ", "perihal = ", r"surat\.perihal: kunci tidak dikenal"),
        ("pengembalian", "{batas_lengkap}", "besok", r"slot \{batas_lengkap\} wajib ada"),
        ("pengembalian", "bagian = [", "bagian = [[", "pengembalian.toml"),
    ],
)
def test_a_bad_text_stops_the_start_and_is_named(
    folder: Path, name: str, old: str, new: str, fault: str
) -> None:
    assert old in ours(name)
    (folder / f"{name}.toml").write_text(ours(name).replace(old, new), "utf-8")

    with pytest.raises(BadSettingError, match=fault) as refused:
        refuse_bad_texts(folder)
    assert str(refused.value).startswith(f"surat/{name}.toml: ")


def test_a_text_nobody_would_read_stops_the_start(folder: Path) -> None:
    (folder / "penolakn.toml").write_text(ours("penolakan"), "utf-8")

    with pytest.raises(BadSettingError, match=r"penolakn\.toml: bukan naskah yang dikenal"):
        refuse_bad_texts(folder)


def test_every_reason_an_officer_may_choose_has_words_in_a_letter() -> None:
    assert reason_codes() == {reason.code for reason in REFUSALS}
    for reason in REFUSALS:
        why, ways = refusal_points([reason.code], slots())
        assert (len(why), bool(ways)) == (1, True), reason.code
        assert why[0].text.endswith(".")


def test_a_reason_without_its_facts_is_still_a_sentence() -> None:
    known, _ = refusal_points(["lewat_batas"], slots(sk_nomor="80/HUK/2025"))
    unknown, _ = refusal_points(["lewat_batas"], slots(sk_nomor=""))

    assert "Nomor 80/HUK/2025 tanggal <sk_tanggal>" in known[0].text
    assert "Nomor" not in unknown[0].text


def test_what_is_still_possible_is_said_once() -> None:
    why, ways = refusal_points(["lewat_batas", "pernah_reaktivasi", "tidak_dikenal"], slots())

    assert why[0].text.endswith("; dan")
    assert len(ways) == 3
    assert ways[-2].text.endswith("; atau")


def test_a_returned_file_names_each_paper_and_what_to_do() -> None:
    sop = CATALOGUE.in_force("tanjungpinang-2022-jamkesda")
    assert sop is not None
    need = sop.requirement("sktm")
    assert need is not None
    stored = [{"paper": "sktm", "fault": fault.code} for fault in faults_of(need)[1:3]]
    points = shortage_points([*stored, {"paper": "sktm", "fault": "entah"}, "rusak"], sop)

    assert [point.text.partition(": ")[2] for point in points] == [
        "belum ada tanda tangan Lurah.",
        "belum ada tanda tangan Camat.",
    ]
    assert points[0].todo == "minta tanda tangan di kantor Lurah."
