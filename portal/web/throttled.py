"""The page for a look-up that was not made: the same for every number, and when to try again."""

from flask import Flask, make_response
from flask.typing import ResponseReturnValue

from portal.web.errors import error_page
from portal.web.guesses import TooManyGuessesError
from portal.web.tongue import say, way

MINUTE = 60


def register_throttling(app: Flask) -> None:
    """Answer TooManyGuessesError wherever a view lets it pass."""
    app.register_error_handler(TooManyGuessesError, throttled)


def throttled(error: TooManyGuessesError, back: str = "/lacak") -> ResponseReturnValue:
    """429 with Retry-After; `back` is the page where the number or code is typed."""
    todo = ((way(back), say("Kembali")),)
    page = make_response(error_page(429, sentence=_sentence(error), todo=todo))
    page.headers["Retry-After"] = str(error.wait)
    page.headers["Referrer-Policy"] = "no-referrer"  # the address may hold the number
    return page


def _sentence(error: TooManyGuessesError) -> str:
    if error.everybody:
        return say(
            "Portal sedang sangat sibuk. Ini bukan kesalahan Anda. "
            "Tunggu {n} detik, lalu coba lagi.",
            n=error.wait,
        )
    return say(
        "Terlalu sering mencoba nomor atau kode yang tidak ada. Tunggu {n} menit, lalu coba lagi.",
        n=-(-error.wait // MINUTE),
    )
