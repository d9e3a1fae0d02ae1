"""NIK, KK, card number, phone and age agree with the vectors of the domain pack."""

from datetime import date

import pytest

from portal.identity import age, card, kk, name, nik, phone
from tests.vectors import rows

TODAY = date(2026, 11, 21)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("row", rows("nik"), ids=lambda row: row["masukan"])
def test_nik_blocks_only_what_cannot_be_and_warns_of_the_rest(row: dict[str, str]) -> None:
    verdict, reading = nik.read_nik(row["masukan"], today=TODAY)

    assert verdict.ok is (row["sah"] == "1")
    assert verdict.error == row["galat"]
    if row["sah"] == "1":
        assert verdict.value == row["nilai"]
    if row["kandidat_lahir"]:
        assert reading is not None
        assert reading.sex == row["jk"]
        assert "|".join(str(day) for day in reading.births) == row["kandidat_lahir"]
        found = verdict.warnings + nik.compare(
            reading, born=_day(row["tanggal_lahir_dokumen"]), sex=row["jk_dokumen"]
        )
        assert "|".join(found) == row["catatan"]


@pytest.mark.parametrize("row", rows("kk"), ids=lambda row: row["masukan"])
def test_kk_number(row: dict[str, str]) -> None:
    verdict = kk.read_kk(row["masukan"], nik=row["nik_pemohon"])
    assert (verdict.ok, verdict.error) == (row["sah"] == "1", row["galat"])
    assert "|".join(verdict.warnings) == row["catatan"]


@pytest.mark.parametrize("row", rows("bpjs"), ids=lambda row: row["masukan"])
def test_card_number_keeps_its_leading_zeros(row: dict[str, str]) -> None:
    verdict = card.read_card(row["masukan"])
    assert (verdict.ok, verdict.error) == (row["sah"] == "1", row["galat"])
    assert verdict.value == row["nilai"]


@pytest.mark.parametrize("row", rows("telepon"), ids=lambda row: row["masukan"])
def test_phone_number_becomes_e164(row: dict[str, str]) -> None:
    verdict = phone.read_phone(row["masukan"])
    assert (verdict.ok, verdict.error, verdict.value) == (
        row["sah"] == "1",
        row["galat"],
        row["e164"],
    )


@pytest.mark.parametrize("row", rows("umur17"), ids=lambda row: f"{row['lahir']}-{row['umur']}")
def test_seventeen_is_counted_on_the_day_of_receipt(row: dict[str, str]) -> None:
    years = age.full_years(
        date.fromisoformat(row["lahir"]), date.fromisoformat(row["tanggal_terima"])
    )
    assert years == int(row["umur"])
    assert ("ktp" if years >= age.ADULT_PAPERS else "akta_kelahiran") == row["syarat"]


def test_a_mask_keeps_only_the_region() -> None:
    assert nik.masked("1301995408900001") == "130199**********"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("Hj. SOEKARNI", "sukarni"), ("Nur'aini", "nur aini"), ("Dt. Tjahaya", "cahaya")],
)
def test_names_meet_in_their_folded_form(typed: str, found: str) -> None:
    assert name.search_key(typed) == found


@pytest.mark.parametrize(
    ("typed", "error"),
    [("Siti", ""), ("M. Nur A'la (Datuk)", ""), ("S", "panjang"), ("Budi 2", "huruf")],
)
def test_a_name_is_letters_of_a_reasonable_length(typed: str, error: str) -> None:
    assert name.read_name(typed).error == error
