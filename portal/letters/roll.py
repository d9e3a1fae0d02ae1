"""Printing on a roll: the page ends where its words end."""

from collections.abc import Callable

from portal.letters.machine import PressError, page_count, press

SHORTEST, LONGEST, STEP = 120, 1500, 6  # millimetres


def press_roll(html_of: Callable[[int], str]) -> bytes:
    """The one page of `html_of(length in mm)`, no more than a STEP longer than it must be.

    SHORTEST is less than any slip needs.

    Raises PressError when it does not end on a page of LONGEST.
    """
    short = length = SHORTEST
    body = press(html_of(length))
    while (pages := page_count(body)) > 1:
        if length >= LONGEST:
            raise PressError("kertas gulung terlalu panjang")
        # That many full pages, the last one perhaps only begun.
        short, length = length, min(length * pages, LONGEST)
        body = press(html_of(length))
    while length - short > STEP:
        middle = (short + length) // 2
        shorter = press(html_of(middle))
        if page_count(shorter) == 1:
            length, body = middle, shorter
        else:
            short = middle
    return body
