"""The satisfaction index (IKM) of Permenpan-RB 14/2017, in exact arithmetic. Pure (V33, V34)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.survey.elements import KEYS

Form = Mapping[str, int | None]  # element key: 1 to 4

# (lowest index, letter, words); [V34].
BANDS = (
    (Decimal("88.31"), "A", "Sangat Baik"),
    (Decimal("76.61"), "B", "Baik"),
    (Decimal("65.00"), "C", "Kurang Baik"),
    (Decimal("25.00"), "D", "Tidak Baik"),
)
# Krejcie and Morgan (1970): chi-square of one degree at 95 %, and margin of error.
CHI_SQUARE, MARGIN = Fraction("3.841"), Fraction("0.05")


@dataclass(frozen=True)
class Band:
    """The grade of an index: A, Sangat Baik."""

    letter: str
    words: str


@dataclass(frozen=True)
class Sums:
    """What the index is made of; two of them add up."""

    n: int
    totals: tuple[int, ...]  # of every element, in the order of KEYS

    def __add__(self, other: "Sums") -> "Sums":
        pairs = zip(self.totals, other.totals, strict=True)
        return Sums(self.n + other.n, tuple(mine + theirs for mine, theirs in pairs))


NOTHING = Sums(0, (0,) * len(KEYS))


@dataclass(frozen=True)
class Index:
    """The result of a set of forms: how many, the mean of each element (NRR), and the index."""

    n: int
    nrr: dict[str, Decimal]  # by element, rounded for show; nothing is computed from it
    ikm: Decimal
    band: Band
    lowest: tuple[str, ...]  # the three elements with the lowest mean, the lowest first


def is_complete(form: Form) -> bool:
    """Whether all nine were answered from 1 to 4; a form that is not stays out whole (3.18)."""
    return all(type(form.get(key)) is int and 1 <= (form[key] or 0) <= 4 for key in KEYS)


def index_of(sums: Sums) -> Index | None:
    """The index; None when nobody answered.

    IKM = sum of all answers x 25 / (9 x n): no weight is rounded on the way (pitfall 10 of the
    domain pack: with the weight 0.11 of the sample sheets all fours give 99.00).
    """
    if not sums.n:
        return None
    ikm = half_up(Fraction(sum(sums.totals) * 25, len(KEYS) * sums.n))
    in_order = sorted(range(len(KEYS)), key=lambda place: (sums.totals[place], place))
    return Index(
        n=sums.n,
        nrr={
            key: half_up(Fraction(total, sums.n))
            for key, total in zip(KEYS, sums.totals, strict=True)
        },
        ikm=ikm,
        band=band_of(ikm),
        lowest=tuple(KEYS[place] for place in in_order[:3]),
    )


def band_of(ikm: Decimal) -> Band:
    """The grade of a rounded index. Raises ValueError below 25 or above 100."""
    if not Decimal(25) <= ikm <= Decimal(100):
        raise ValueError(f"no index: {ikm}")
    letter, words = next((letter, words) for low, letter, words in BANDS if ikm >= low)
    return Band(letter, words)


def half_up(value: Fraction) -> Decimal:
    """Two decimals, a half always up; exact, where floats and Decimal division already err."""
    hundredths = (value * 200 + 1) // 2
    return Decimal(int(hundredths)).scaleb(-2)


def sample_size(population: int) -> int:
    """How many answers are enough for so many served (Krejcie-Morgan): 3,900 -> 350 (3.18).

    Rounded to the nearest as in the printed table, but never more than there are.
    """
    if population <= 0:
        return 0
    spread = CHI_SQUARE * Fraction(1, 4)
    exact = spread * population / (MARGIN**2 * (population - 1) + spread)
    return min(population, int((exact * 2 + 1) // 2))
