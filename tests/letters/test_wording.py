"""The [surat] table of an SOP: what it may say and how its slots are filled."""

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from portal.letters.wording import SLOTS, fill, filled, read_wording, slots_used


def table(**changes: Any) -> dict[str, Any]:
    return {
        "bentuk": "rekomendasi",
        "judul": ["REKOMENDASI"],
        "pembuka": "{kepala_jabatan} merekomendasikan:",
        "orang": "rincian",
        "kolom_orang": ["nama", "nik", "no_register"],
        "label_orang": {"no_register": "Nomor {nama_register}"},
        "dasar_pengantar": "Berdasarkan:",
        "dasar_akhir": ",",
        "dasar": [
            {"teks": "SKTM Wali {nagari} Nomor {sktm.nomor}"},
            {"teks": "hasil cek {tanggal_cek}"},
            {"teks": "keadaan darurat: {darurat}", "jika": "darurat"},
        ],
        "penutup": "Demikian.",
        **changes,
    }


def slots(**values: str) -> dict[str, str]:
    return {**{slot: f"<{slot}>" for slot in SLOTS}, **values}


def test_a_value_is_never_read_as_a_slot_again() -> None:
    assert fill("Alamat {alamat}", {"alamat": "{no_kk}", "no_kk": "13"}) == "Alamat {no_kk}"


def test_a_slot_may_have_a_part() -> None:
    assert fill("Nomor {sktm.nomor}.", {"sktm.nomor": "140/77"}) == "Nomor 140/77."


def test_a_missing_slot_is_named() -> None:
    with pytest.raises(KeyError, match=r"sktm\.nomor"):
        fill("Nomor {sktm.nomor}", {})


@pytest.mark.parametrize(
    "text",
    ["{}", "{0}", "{a b}", "{nama!r}", "{nama:>9}", "{nama.a.b}", "{Nama}", "{{nama}}", "}", "{"],
)
def test_anything_but_a_plain_slot_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="kurung kurawal"):
        fill(text, {"nama": "X"})


def test_every_slot_a_letter_needs_is_listed() -> None:
    assert slots_used(read_wording(table())) == {
        "kepala_jabatan", "nama_register", "nagari", "sktm.nomor", "tanggal_cek", "darurat",
    }  # fmt: skip


def test_grounds_are_marked_and_joined_as_one_sentence() -> None:
    grounds = filled(read_wording(table()), slots(darurat="dirawat"))["grounds"]

    assert grounds == [
        {"mark": "a.", "text": "SKTM Wali <nagari> Nomor <sktm.nomor>;"},
        {"mark": "b.", "text": "hasil cek <tanggal_cek>; dan"},
        {"mark": "c.", "text": "keadaan darurat: dirawat,"},
    ]


def test_a_ground_without_its_fact_is_left_out() -> None:
    wording = read_wording(table(dasar_nomor="angka"))

    assert filled(wording, slots(darurat=" "))["grounds"] == [
        {"mark": "1.", "text": "SKTM Wali <nagari> Nomor <sktm.nomor>; dan"},
        {"mark": "2.", "text": "hasil cek <tanggal_cek>,"},
    ]


def test_a_condition_on_a_fact_nobody_supplied_is_not_guessed() -> None:
    with pytest.raises(KeyError, match="darurat"):
        filled(read_wording(table()), {"kepala_jabatan": "", "nama_register": ""})


def test_an_sop_may_name_a_column_in_its_own_words() -> None:
    labels = filled(read_wording(table()), slots(nama_register="PBDT"))["labels"]

    assert isinstance(labels, dict)
    assert (labels["no_register"], labels["nik"]) == ("Nomor PBDT", "NIK")


def test_details_follow_their_condition() -> None:
    line = {"label": "Nomor SKTM", "teks": "{sktm.nomor}", "jika": "sktm.nomor"}
    wording = read_wording(table(rincian=[line]))

    assert filled(wording, slots())["details"] == [{"label": "Nomor SKTM", "text": "<sktm.nomor>"}]
    assert filled(wording, slots(**{"sktm.nomor": ""}))["details"] == []


def test_a_letter_for_several_applications_may_say_which_and_from_where() -> None:
    wording = read_wording(table(kolom_orang=["no_permohonan", "nama", "nagari"]))
    labels = filled(wording, slots())["labels"]

    assert isinstance(labels, dict)
    assert labels["no_permohonan"] == "Nomor permohonan"
    assert labels["nagari"] == "Nagari / Kecamatan"


def test_a_wording_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        read_wording(table()).closing = "lain"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"bentuk": "nota"}, "bentuk"),
        ({"judul": []}, "judul"),
        ({"judul": "REKOMENDASI"}, "judul"),
        ({"penutup": 5}, "penutup"),
        ({"penutup": "{nip}"}, "penutup"),
        ({"penutup": "{{ config }}"}, "penutup"),
        ({"isi": ["{kota!r}"]}, "isi"),
        ({"label_orang": {"nik": "{entah}"}}, "label_orang"),
        ({"label_orang": {"agama": "Agama"}}, "label_orang"),
        ({"orang": "daftar"}, "orang"),
        ({"kolom_orang": ["nama", "agama"]}, "kolom_orang"),
        ({"kolom_orang": ["nama", "nama"]}, "kolom_orang"),
        ({"kolom_orang": []}, "kolom_orang"),
        ({"dasar": [{"jika": "darurat"}]}, "dasar"),
        ({"dasar": [{"teks": "x", "jika": "entah"}]}, "dasar"),
        ({"dasar": [{"teks": "x", "kalau": "darurat"}]}, "dasar"),
        ({"dasar": [{"teks": "x"}] * 27}, "dasar"),
        ({"lampiran": "ya"}, "lampiran"),
        ({"bentuk": "pengantar", "lampiran": True}, "kiriman"),
        ({"bentuk": "pengantar", "kiriman": [{"teks": "x"}]}, "lampiran"),
        ({"kiriman": [{"teks": "x"}]}, "kiriman"),
        ({"perihal": "x"}, "perihal"),
        ({"hal": "Penolakan"}, "bagian"),
        ({"bagian": [{"teks": "x"}]}, "bagian"),
        ({"bentuk": "surat_dinas"}, "hal"),
        ({"bentuk": "surat_dinas", "hal": "x"}, "bagian"),
        ({"bentuk": "surat_dinas", "hal": "x", "bagian": [{"teks": "x"}]}, "bagian"),
        ({"bagian": [{"teks": "x", "daftar": "sebab"}]}, r"bagian\.daftar"),
    ],
)
def test_a_wrong_key_is_named(changes: dict[str, Any], key: str) -> None:
    with pytest.raises(ValueError, match=rf"surat\.{key}"):
        read_wording(table(**changes))
