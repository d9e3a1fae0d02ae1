"""What a cell means is read exactly or refused with the reason; nothing is guessed or altered."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from portal.foreign import read_table
from portal.lists.checks import Checked, Rules, check_row, is_filled, lost_column
from portal.lists.columns import Layout, NoHeadError, layout_of
from portal.lists.words import UnclearError, read_born
from portal.sandbox import UnreadableError
from tests.lists.tables import HEADS, as_csv, as_xlsx, person

TODAY = date(2026, 11, 23)
RULES = Rules(TODAY, needs_card=True, village="Nagari Painan")
NIK = str(person(1)[1])


def checked(body: bytes, rules: Rules = RULES) -> list[Checked]:
    """What is found in the rows of a file, read as in the sandbox."""
    rows = read_table(body)["rows"]
    layout: Layout = layout_of(rows, needs_card=rules.needs_card)
    return [check_row(cells, layout.places, rules) for _, cells in rows[layout.skipped :]]


def reasons(found: Checked) -> list[str]:
    return [f"{fault['column']}: {fault['reason']}" for fault in found.faults]


LOST_NIK = (
    "NIK: NIK tersimpan sebagai angka, digit terakhir hilang; ubah kolom menjadi Teks, lalu isi "
    "lagi."
)


@pytest.mark.parametrize(
    "cell",
    [1301991401600000, 1.30199140160001e15, 9104991401600002, "1,30199E+15", "1.30199140160E15",
     "1.301.991.401.600.010"],
    ids=str,
)  # fmt: skip
def test_a_nik_that_lost_digits_as_a_number_is_refused_with_the_reason(cell: Any) -> None:
    (found,) = checked(as_xlsx([person(1, nik=cell)]))

    assert reasons(found) == [LOST_NIK]
    assert found.typed is None


@pytest.mark.parametrize(
    "cell",
    [int(NIK), f"'{NIK}", f'="{NIK}"', f"{NIK[:6]} {NIK[6:12]} {NIK[12:]}",
     f"{NIK[:6]}.{NIK[6:12]}-{NIK[12:]}", f" {NIK}\u00a0"],
    ids=str,
)  # fmt: skip
def test_a_nik_that_is_still_whole_is_read_as_it_is(cell: Any) -> None:
    (found,) = checked(as_xlsx([person(1, nik=cell)]))

    assert not found.faults
    assert found.nik == NIK


def test_a_column_of_numbers_saved_as_csv_gives_itself_away() -> None:
    rounded = [person(n, nik=f"{str(person(n)[1])[:15]}0") for n in range(1, 7)]
    rows = read_table(as_csv(rounded))["rows"]
    places = layout_of(rows, needs_card=True).places

    assert "Semua isi kolom NIK berakhir 0" in lost_column(places, rows[1:])
    assert not lost_column(places, rows[1:5]), "four may be chance"
    honest = read_table(as_csv([*rounded, person(1)]))["rows"]
    assert not lost_column(places, honest[1:])


def test_a_card_that_lost_its_zeros_and_a_phone_are_told_apart() -> None:
    lost, phone, rounded = checked(
        as_xlsx([
            person(1, card_no=9900000001), person(2, phone=81234567890),
            person(3, phone="8,12346E+11"),
        ])
    )  # fmt: skip

    assert "nol di depan hilang" in reasons(lost)[0]
    assert phone.typed is not None
    assert phone.typed["phone"] == "81234567890"
    assert "tersimpan sebagai angka" in reasons(rounded)[0]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("07-08-1984", date(1984, 8, 7)), ("7/8/1984", date(1984, 8, 7)),
        ("07.08.1984", date(1984, 8, 7)), ("7 8 1984", date(1984, 8, 7)),
        ("7 Agustus 1984", date(1984, 8, 7)), ("07-Agt-1984", date(1984, 8, 7)),
        ("7 Nopember 1984", date(1984, 11, 7)), ("1984-08-07", date(1984, 8, 7)),
        ("1984-08-07T00:00:00", date(1984, 8, 7)), ("29/02/2004", date(2004, 2, 29)),
    ],
)  # fmt: skip
def test_a_day_is_read_with_the_day_before_the_month(cell: str, day: date) -> None:
    assert read_born(cell, TODAY)[0] == day


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("31/02/1990", "Tanggal 31 tidak ada di bulan itu."),
        ("29/02/1990", "Tanggal 29 tidak ada di bulan itu."),
        ("08/13/1984", "Bulan 13 tidak ada. Urutannya hari, bulan, tahun."),
        ("07-08-84", "Tulis tahun dengan empat angka"),
        ("7 Agustus 84", "Tulis tahun dengan empat angka"),
        ("7 Ju 1984", "Bulan Ju tidak dikenal."), ("7 M 1984", "Bulan M tidak dikenal."),
        ("1984", "Tanggal tidak dapat dibaca."), ("Agustus 1984", "Tanggal tidak dapat dibaca."),
        ("30901", "Tanggal tidak dapat dibaca."), (30901, "Tersimpan sebagai angka"),
        (1984.0, "Tersimpan sebagai angka"), ("1984-08-07T07:30:00", "Tanggal tidak dapat dibaca."),
        ("00:00:00", "Tanggal tidak dapat dibaca."), ("07-08-1884", "lebih dari 120 tahun lalu"),
        ("07-08-2030", "Tanggal lahir belum tiba."), ("besok", "Tanggal tidak dapat dibaca."),
        ("00-00-0000", "Bulan 0 tidak ada."),
    ],
)  # fmt: skip
def test_what_is_no_exact_day_is_refused(cell: Any, reason: str) -> None:
    with pytest.raises(UnclearError, match=reason.replace(".", r"\.")):
        read_born(cell, TODAY)


def test_month_before_day_is_noticed_by_the_nik_and_not_guessed() -> None:
    # Born on 7 August by the NIK; 08/07 can only be an American writing.
    born_in_words = {"nik": "1301990708840001", "born": "8 Juli 1984"}
    turned, excel, meant = checked(
        as_xlsx([
            person(1, nik="1301990708840001", born="08/07/1984"),
            person(2, nik="1301990708840002", born=date(1984, 7, 8)),
            person(3, **born_in_words),
        ])
    )  # fmt: skip

    for found in (turned, excel):
        assert reasons(found) == [
            "Tanggal lahir: Hari dan bulan tampaknya tertukar: menurut NIK 7 Agustus 1984. Tulis "
            "bulannya dengan huruf."
        ]
    assert meant.good, "a day written in words is meant; that it differs from the NIK only warns"
    assert meant.faults[0]["warning"]


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_both_calendars_of_spreadsheets_give_the_same_day(epoch_1904: bool) -> None:
    (found,) = checked(as_xlsx([person(1, born=date(1960, 1, 14))], epoch_1904=epoch_1904))

    assert found.typed is not None
    assert found.typed["persons"][0]["born"] == "1960-01-14"


NAME = "Nadîn Ébrahîm"


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_every_usual_code_and_delimiter_is_read_alike(code: str, delimiter: str, end: str) -> None:
    rows = [person(1, name=NAME, address='Jalan "Baru"; RT 1, RW 2'), person(2)]
    body = as_csv(rows, delimiter, code, end)

    first, second = checked(body)

    assert first.typed is not None
    assert first.typed["persons"][0]["name"] == NAME
    assert first.typed["address"] == 'Jalan "Baru"; RT 1, RW 2'
    assert second.good


def test_a_title_above_the_heads_does_not_hide_the_delimiter() -> None:
    for title in (b"DAFTAR WARGA MISKIN\n\n", b"Jorong A, Jorong B, Nagari C, 2026\n"):
        assert checked(title + as_csv([person(1)]))[0].good


def test_a_file_in_two_codes_is_refused_before_a_name_is_spoilt() -> None:
    mixed = as_csv([person(1, name=NAME)]) + as_csv([person(2, name=NAME)], code="cp1252")

    with pytest.raises(UnreadableError, match="tersimpan dengan dua cara"):
        read_table(mixed)


def test_a_ragged_row_is_a_row_with_empty_cells() -> None:
    short, long = checked(as_csv([person(1)[:6], [*person(2), "lebih", "lebih"]]))

    assert reasons(short) == [
        "Jenis kelamin: Isi L atau P.",
        "Hubungan dalam KK: Pilih salah satu: Kepala keluarga, Suami, Istri, Anak, Menantu, Cucu, "
        "Orang tua, Mertua, Famili lain, Lainnya.",
        "Nomor kartu KIS: Layanan ini memerlukan nomor kartu KIS (13 angka).",
        "Alamat/jorong: Isi jorong dan alamat.",
    ]
    assert long.good


@pytest.mark.parametrize(
    ("heads", "sentence"),
    [
        (["No", "Keterangan"], "Baris judul kolom tidak ditemukan."),
        (["NIK", "Nama"], "Kolom Nomor KK tidak ada."),
        ([*HEADS[:10], *HEADS[11:]], "Kolom Nomor kartu KIS tidak ada."),
        ([*HEADS, "No KTP"], "Ada dua kolom NIK."),
    ],
)
def test_columns_that_cannot_be_told_apart_are_refused(heads: list[str], sentence: str) -> None:
    with pytest.raises(NoHeadError, match=sentence.replace(".", r"\.")):
        layout_of([[1, heads]], needs_card=True)


def test_a_row_with_nothing_but_its_number_is_nobody() -> None:
    places = layout_of([[1, HEADS]], needs_card=True).places

    assert not is_filled(places, ["7", *[""] * 10, "hadir", "-"])
    assert is_filled(places, person(1))


@pytest.mark.parametrize("named", ["", "Painan", "NAGARI PAINAN", "Wali Nagari Painan", "-"])
def test_the_own_village_may_be_named(named: str) -> None:
    assert checked(as_csv([person(1, village=named)]))[0].good


@pytest.mark.parametrize("named", ["Painan Timur", "Nagari Lumpo", "13.01.05.2001"])
def test_a_row_for_another_village_is_a_fault(named: str) -> None:
    (found,) = checked(as_csv([person(1, village=named)]))

    assert reasons(found) == [
        f"Nagari: Baris ini untuk {named}. Daftar ini hanya untuk Nagari Painan."
    ]


@pytest.mark.parametrize("cell", ["M", "F", "W", "1", "", "L/P"])
def test_a_sex_that_could_mean_either_is_not_guessed(cell: str) -> None:
    assert reasons(checked(as_csv([person(1, sex=cell)]))[0]) == ["Jenis kelamin: Isi L atau P."]


def test_no_card_is_asked_where_the_service_has_none() -> None:
    rules = Rules(TODAY, needs_card=False, village="Nagari Painan")

    assert checked(as_csv([person(1, card_no="")]), rules)[0].good


def test_every_cell_may_hold_anything_and_the_row_is_told_not_lost() -> None:
    strange: list[Any] = ["\u202e", "\x07", "😀" * 300, "=1+1", -1, 1e308, 0.1, "#N/A", "²³", "٣"]
    tries: list[Callable[[Any], dict[str, Any]]] = [
        lambda cell, key=key: {key: cell}
        for key in ("nik", "name", "kk_no", "born", "sex", "relation", "phone", "card_no")
    ]
    rows = [person(n, **make(cell)) for n, cell in enumerate(strange) for make in tries]

    found = checked(as_xlsx(rows))

    assert len(found) == len(rows)
    assert not any(item.good for item in found)
    assert len(HEADS) == len(rows[0])
