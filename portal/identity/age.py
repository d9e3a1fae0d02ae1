"""Age on the day the file was received (domain 3.6); 29 February comes of age on 1 March."""

from datetime import date

ADULT_PAPERS = 17  # from this age the KTP is asked for, below it the birth certificate


def full_years(born: date, on: date) -> int:
    """Full years of age on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
