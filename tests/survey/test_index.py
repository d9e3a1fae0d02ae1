"""The satisfaction index is exact, whatever is answered (Permenpan-RB 14/2017; pitfall 10)."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.survey.elements import ELEMENTS, KEYS, PROFILE
from portal.survey.index import Form, Sums, band_of, half_up, index_of, is_complete, sample_size
from portal.survey.model import SurveyAnswer
from tests.vectors import rows

# As the rule lists them; its form has the last two the other way round.
ORDERS = {"formulir": KEYS, "peraturan": (*KEYS[:7], "pengaduan", "sarana")}
VECTORS = rows("skm")
FORMS = st.fixed_dictionaries({key: st.integers(1, 4) for key in KEYS})


def forms(row: dict[str, str]) -> Iterator[dict[str, int | None]]:
    """The forms of a vector: nine figures each, 0 for unanswered, x how often."""
    for part in row["formulir"].split(";"):
        digits, _, times = part.partition("x")
        form = {key: int(d) or None for key, d in zip(ORDERS[row["urutan"]], digits, strict=True)}
        yield from [form] * int(times or 1)


def sums_of(forms: Iterable[Form]) -> Sums:
    """What the office would have counted: the complete forms, the others left out whole."""
    whole = [form for form in forms if is_complete(form)]
    return Sums(len(whole), tuple(sum(form[key] or 0 for form in whole) for key in KEYS))


@pytest.mark.parametrize("row", VECTORS, ids=[row["nama"] for row in VECTORS])
def test_vectors(row: dict[str, str]) -> None:
    index = index_of(sums_of(forms(row)))
    if row["n"] == "0":
        assert index is None
        return
    assert index is not None
    assert (index.n, str(index.ikm), index.band.letter) == (int(row["n"]), row["ikm"], row["mutu"])
    assert " ".join(index.lowest) == row["terendah"]


def test_the_weight_of_the_sample_sheets_would_take_a_grade_away() -> None:
    """With 1/9 rounded to 0.11, 88.89 (A) becomes 88.00 (B): we do not round it."""
    row = next(row for row in VECTORS if row["ikm"] == "88.89")
    (form,) = forms(row)
    trap = sum(Decimal(value or 0) * Decimal("0.11") for value in form.values()) * 25
    assert band_of(trap).letter == "B"
    assert row["mutu"] == "A"


@given(st.lists(FORMS, min_size=1, max_size=60))
def test_the_index_is_the_mean_of_all_answers_rounded_once(answers: list[dict[str, int]]) -> None:
    index = index_of(sums_of(answers))
    assert index is not None
    with localcontext() as context:
        context.prec = 60
        total = sum(Decimal(value) for form in answers for value in form.values())
        exact = total * 25 / (9 * len(answers))
        expected = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert index.ikm == expected
    assert Decimal(25) <= index.ikm <= Decimal(100)
    for key in KEYS:
        mean = Fraction(sum(form[key] for form in answers), len(answers))
        assert abs(Fraction(index.nrr[key]) - mean) <= Fraction("0.005")


@given(st.lists(FORMS, min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_neither_the_order_of_forms_nor_of_keys_matters(
    answers: list[dict[str, int]], chance: object
) -> None:
    mixed = [dict(sorted(form.items(), reverse=True)) for form in answers]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert index_of(sums_of(mixed)) == index_of(sums_of(answers))


@given(st.lists(FORMS, max_size=20), FORMS, st.sampled_from(KEYS))
def test_an_incomplete_form_changes_nothing(
    answers: list[dict[str, int]], form: dict[str, int], key: str
) -> None:
    broken = {**form, key: None}
    assert not is_complete(broken)
    assert sums_of([*answers, broken]) == sums_of(answers)
    missing = {name: value for name, value in form.items() if name != key}
    assert sums_of([*answers, missing]) == sums_of(answers)


@given(st.integers(2500, 10000))
def test_every_index_has_the_grade_of_its_band(hundredths: int) -> None:
    value = Decimal(hundredths).scaleb(-2)
    letter = band_of(value).letter
    expected = "A" if value >= Decimal("88.31") else "B" if value >= Decimal("76.61") else (
        "C" if value >= Decimal("65.00") else "D"
    )  # fmt: skip
    assert letter == expected


def test_the_words_of_the_grades() -> None:
    words = [band_of(Decimal(value)).words for value in ("88.31", "88.30", "76.60", "64.99")]
    assert words == ["Sangat Baik", "Baik", "Kurang Baik", "Tidak Baik"]
    for wrong in ("24.99", "100.01"):
        with pytest.raises(ValueError, match="no index"):
            band_of(Decimal(wrong))


@given(st.integers(0, 10**6), st.integers(1, 10**4))
def test_half_up_agrees_with_decimal(numerator: int, denominator: int) -> None:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(numerator) / Decimal(denominator)
    # A quotient of 60 digits lies on the same side of a half as the exact one, or is the half.
    expected = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert half_up(Fraction(numerator, denominator)) == expected


# Krejcie and Morgan's table of 1970; at 100,000 it prints 384 where its own formula gives 383.
TABLE = {
    0: 0, 1: 1, 10: 10, 15: 14, 20: 19, 50: 44, 100: 80, 200: 132, 300: 169, 500: 217,
    1000: 278, 2000: 322, 3900: 350, 5000: 357, 10000: 370, 20000: 377, 50000: 381,
    75000: 382, 1000000: 384,
}  # fmt: skip


def test_the_sample_is_that_of_the_published_table() -> None:
    assert {n: sample_size(n) for n in TABLE} == TABLE


@given(st.integers(0, 10**6))
def test_the_sample_grows_and_is_never_more_than_were_served(population: int) -> None:
    assert sample_size(population) <= population
    assert sample_size(population) <= sample_size(population + 1) <= 384


def test_the_nine_elements_are_the_columns_that_are_kept() -> None:
    columns = set(SurveyAnswer.__table__.columns.keys())
    kept = {*KEYS, *(trait.key for trait in PROFILE)}
    assert columns == kept | {"id", "office_id", "sop_id", "month"}
    assert len(KEYS) == len(set(KEYS)) == 9
    assert all(len(set(element.words)) == 4 for element in ELEMENTS)
    for trait in PROFILE:
        length = SurveyAnswer.__table__.columns[trait.key].type.length  # type: ignore[attr-defined]
        assert all(len(code) <= length for code, _ in trait.choices)
