"""The number on the receipt: random, and a slip of the finger is always noticed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.cases.receipt import LENGTH, is_number, new_number, typed

NUMBERS = st.builds(lambda _: new_number(), st.integers())


def test_numbers_are_fifteen_digits_and_do_not_repeat() -> None:
    made = {new_number() for _ in range(5000)}
    assert len(made) == 5000
    assert all(len(number) == LENGTH and is_number(number) for number in made)
    assert all(number[0] != "0" for number in made)


@settings(max_examples=60, deadline=None)
@given(NUMBERS)
def test_every_single_wrong_digit_is_noticed(number: str) -> None:
    for place in range(LENGTH):
        for digit in "0123456789":
            if digit != number[place]:
                assert not is_number(number[:place] + digit + number[place + 1 :])


@settings(max_examples=60, deadline=None)
@given(NUMBERS)
def test_every_swap_of_neighbours_is_noticed(number: str) -> None:
    for place in range(LENGTH - 1):
        one, two = number[place], number[place + 1]
        if one != two:
            assert not is_number(number[:place] + two + one + number[place + 2 :])


@given(st.text())
def test_any_text_at_all_is_answered(text: str) -> None:
    assert is_number(typed(text)) in (True, False)


def test_neither_a_nik_nor_a_card_number_can_be_taken_for_one() -> None:
    assert not is_number("1301995408900001")
    assert not is_number("0009999000101")
    assert not is_number("１" * LENGTH)
