"""A letter's code and its seal: a slip is noticed, a forgery is refused, an old seal stays good."""

import random
import stat
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from flask import Flask

from portal import clock
from portal.db import db, write
from portal.letters import seals
from portal.letters.code import ALPHABET, LENGTH, grouped, is_code, new_code, typed
from portal.letters.model import Kind, LetterKey
from portal.letters.seals import BadSealError, verify
from tests.house.together import at_once
from tests.verify.forgeries import (
    ADDRESS,
    FORGED,
    GENUINE,
    KEYS,
    LETTER,
    OLD,
    RETIRED_ON,
    forgeries,
    qr,
)

DIGEST = "5f" * 32


def accepted(text: str) -> bool:
    try:
        verify(text, KEYS)
    except BadSealError:
        return False
    return True


def test_a_code_can_be_typed_as_people_type() -> None:
    code = new_code()
    assert is_code(code)
    assert len(code) == LENGTH
    wide = "".join(chr(ord(char) + 0xFEE0) for char in grouped(code))
    for written in (code.lower(), grouped(code), f" {grouped(code).lower()} ", wide,
                    grouped(code).replace("-", " – "), "\xa0".join(code)):  # fmt: skip
        assert typed(written) == code


def test_every_slip_of_one_symbol_is_noticed() -> None:
    code = new_code()
    wrong = [
        code[:at] + other + code[at + 1 :]
        for at in range(LENGTH)
        for other in ALPHABET
        if other != code[at]
    ]
    assert not [text for text in wrong if is_code(text)]


def test_every_swap_of_two_symbols_and_every_wrong_twin_is_noticed() -> None:
    dice = random.Random(29)  # noqa: S311 - a test's dice
    for _ in range(20):
        code = new_code()
        for one, other in combinations(range(LENGTH), 2):
            swapped = list(code)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            assert swapped == list(code) or not is_code("".join(swapped))
    for at in range(LENGTH - 1):
        first = dice.choice(ALPHABET)
        twins = _with_twins(first, at)
        for other in ALPHABET.replace(first, ""):
            assert not is_code(twins[:at] + other * 2 + twins[at + 2 :])


def _with_twins(symbol: str, at: int) -> str:
    """A right code with the same symbol at two neighbouring places."""
    free = 0 if at > 0 else LENGTH - 1
    for last in ALPHABET:
        body = [ALPHABET[3]] * LENGTH
        body[at] = body[at + 1] = symbol
        body[free] = last
        if is_code("".join(body)):
            return "".join(body)
    raise AssertionError(at)


def test_what_is_no_code_is_refused() -> None:
    for text in ("", "A" * LENGTH, new_code()[:-1], new_code() + "B", "1301995408900001", "2" * 16):
        assert not is_code(text), text


def test_a_genuine_seal_says_what_was_sealed() -> None:
    assert verify(GENUINE, KEYS) == LETTER
    assert len(GENUINE) <= 260


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_letter_has_a_seal(kind: Kind) -> None:
    letter = replace(LETTER, kind=kind, number="400.9.3/2215 – é/IV.06/2025")
    assert verify(qr(letter), KEYS) == letter


def test_no_altered_seal_is_accepted() -> None:
    altered = forgeries(random.Random(3))  # noqa: S311 - a test's dice
    assert len(altered) >= FORGED >= 100
    assert [name for name, text in altered if accepted(text)] == []


def test_no_flipped_bit_is_accepted() -> None:
    wrong = [
        GENUINE[:at] + chr(ord(char) ^ 1 << bit) + GENUINE[at + 1 :]
        for at, char in enumerate(GENUINE)
        for bit in range(7)
    ]
    assert [text for text in wrong if accepted(text)] == []


def test_a_retired_key_vouches_for_its_old_letters_only() -> None:
    assert verify(OLD, KEYS).on == RETIRED_ON
    altered = dict(forgeries(random.Random(3)))  # noqa: S311
    assert not accepted(altered["kunci lama untuk surat baru"])


# --- the keyring of a portal ----------------------------------------------------------------------


def seal(code: str, on: date | None = None) -> str:
    """Seal a letter in a unit of work; gives its QR text."""
    with write():
        statement = seals.seal_letter(
            code=code, number=LETTER.number, on=on or date(2026, 11, 23), kind="rekomendasi",
            digest=DIGEST, address=ADDRESS,
        )  # fmt: skip
    return f"{ADDRESS}/{code}#{statement}"


def test_the_first_letter_makes_a_key_that_only_the_portal_can_read(app: Flask) -> None:
    with app.app_context():
        found = verify(seal(new_code()), seals.public_keys())
        assert found.number == LETTER.number
        assert found.digest == DIGEST[:32]
        file = seals.keyring().folder / f"{found.key_id}.pem"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert [path.name for path in file.parent.iterdir()] == [file.name]
        db.session.remove()


def test_letters_that_are_first_at_the_same_moment_share_one_key(app: Flask) -> None:
    def one() -> str:
        return seal(new_code())

    texts = at_once(app, [one] * 4)
    with app.app_context():
        keys = seals.public_keys()
        assert len(keys) == 1
        assert {verify(str(text), keys).key_id for text in texts} == set(keys)
        db.session.remove()


def test_a_new_key_takes_over_and_the_old_letters_stay_good(app: Flask) -> None:
    with app.app_context():
        old = seal(new_code())
        new_id, retired = seals.renew()
        fresh = seal(new_code())
        keys = seals.public_keys()
        assert verify(old, keys).key_id == retired[0]
        assert verify(fresh, keys).key_id == new_id
        later = _signed_with_a_stolen_key(retired[0])
        with pytest.raises(BadSealError):
            verify(later, keys)
        db.session.remove()


def _signed_with_a_stolen_key(key_id: str) -> str:
    """A letter of the week after its key was retired, by whoever stole that key."""
    private = seals.keyring().private(key_id)
    assert private is not None
    on = clock.now().date() + timedelta(days=7)
    what = replace(LETTER, key_id=key_id, on=on)
    return seals.qr_text(ADDRESS, what.code, seals.sealed(what, private, ADDRESS))


def test_a_seal_that_was_rolled_back_leaves_no_key_behind(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(RuntimeError, match="listrik padam"):
            _power_cut()
        assert seals.public_keys() == {}
        assert verify(seal(new_code()), seals.public_keys())
        assert db.session.query(LetterKey).count() == 1
        db.session.remove()


def _power_cut() -> None:
    with write():
        seals.seal_letter(
            code=new_code(), number="1", on=date(2026, 1, 2), kind="pengantar", digest=DIGEST
        )
        raise RuntimeError("listrik padam")
