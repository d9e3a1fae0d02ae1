"""The domain pack's test vectors, carried over as they are."""

import csv
from pathlib import Path


def rows(name: str) -> list[dict[str, str]]:
    """Every row of one vector file."""
    with (Path(__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
