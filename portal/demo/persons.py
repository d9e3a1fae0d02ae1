"""Synthetic families: invented names, NIK with kecamatan 99 that belong to nobody."""

import random
from dataclasses import dataclass
from datetime import date

from portal.cases.incoming import PersonIn

WOMEN = (
    "Syamsinar", "Mardiana", "Asmawati", "Hamidah", "Yusniar", "Rosnida", "Ermawati", "Nurhayati",
    "Dewi Anggraini", "Fitri Handayani", "Sri Wahyuni", "Zubaidah", "Ratnawati", "Lismarni",
)  # fmt: skip
MEN = (
    "Zulkifli", "Hasan Basri", "Bambang Oktavianus", "Muhammad Fadli", "Andri Saputra", "Syafrizal",
    "Afrizal Koto", "Illiyin Rahmadani", "Rusdi", "Amiruddin", "Yanuar", "Darwis", "Eka Putra",
)  # fmt: skip
CHILDREN = ("Fadhil", "Putri Aulia", "Rizky", "Nabila", "Ilham", "Salsabila", "Dimas", "Zahra")
RELATIONS_OF = {"L": "Suami", "P": "Istri"}


@dataclass(frozen=True)
class Family:
    """One family card."""

    kk_no: str
    persons: tuple[PersonIn, ...]


class Families:
    """Makes families for a region, the same ones each time for the same seed."""

    def __init__(self, region: str, seed: int) -> None:
        self.prefix = region.replace(".", "") + "99"
        self.random = random.Random(seed)  # noqa: S311 - invented data, not a secret
        self.serial = 0

    def next(self, *, size: int, cards: bool) -> Family:
        """A family of so many persons, with card numbers where the service needs them."""
        self.serial += 1
        first_sex = self.random.choice("LP")
        persons = [self._person(first_sex, 1960 + self.random.randrange(35), "Kepala keluarga")]
        if size > 1:
            other = "L" if first_sex == "P" else "P"
            persons.append(
                self._person(other, 1962 + self.random.randrange(33), RELATIONS_OF[other])
            )
        for _ in range(size - 2):
            persons.append(self._person(self.random.choice("LP"), 2011 + self.random.randrange(12),
                                        "Anak", child=True))  # fmt: skip
        if cards:
            persons = [
                PersonIn(**{**vars(p), "card_no": f"0009999{self.serial:04}{n:02}"})
                for n, p in enumerate(persons, 1)
            ]
        kk = f"{self.prefix}{self.random.randrange(1, 29):02}0715{self.serial:04}"
        return Family(kk, tuple(persons))

    def _person(self, sex: str, year: int, relation: str, *, child: bool = False) -> PersonIn:
        born = date(year, self.random.randrange(1, 13), self.random.randrange(1, 29))
        day = born.day + (40 if sex == "P" else 0)
        name = self.random.choice(CHILDREN if child else WOMEN if sex == "P" else MEN)
        self.serial += 1
        nik = f"{self.prefix}{day:02}{born:%m%y}{self.serial:04}"
        return PersonIn(name.upper(), nik, born, sex, relation, birth_place="")
