"""An installation's own virus scanner (clamd), asked about every file where there is one (UP-17).

Without the setting nothing is asked. With it, a scanner that does not answer is a reason to refuse.
"""

import logging
import socket
import struct
import time

from portal.documents.refusal import RefusedFileError

SECONDS = 5.0  # for the whole conversation
INFECTED = "Pemeriksa virus menolak berkas ini. Jangan dipakai lagi; foto ulang suratnya."
SILENT = (
    "Berkas belum dapat diperiksa dari virus, jadi belum diterima. Coba lagi beberapa menit lagi; "
    "bila tetap begini, hubungi pengelola portal."
)
_CHUNK = 64 * 1024
_MOST_ANSWER = 4096
_log = logging.getLogger(__name__)


def refuse_infected(body: bytes, address: str) -> None:
    """Ask the scanner at "host:port" or "/path/of/socket"; an empty address asks nobody.

    Raises RefusedFileError when something is found, and when there is no clear answer.
    """
    if not address:
        return
    try:
        answer = _ask(body, address)
    except (OSError, ValueError) as error:
        _log.error("antivirus %s: %r", address, error)
        raise RefusedFileError(SILENT) from None
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        _log.warning("antivirus %s: %s", address, answer)
        raise RefusedFileError(INFECTED)
    _log.error("antivirus %s: %r", address, answer)
    raise RefusedFileError(SILENT)


def place_of(address: str) -> str | tuple[str, int]:
    """Where the scanner listens. Raises ValueError for what is no address."""
    if address.startswith("/"):
        return address
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(address)
    return host.strip("[]"), int(port)


def _ask(body: bytes, address: str) -> str:
    until = time.monotonic() + SECONDS
    with _line(place_of(address)) as line:
        _hurry(line, until)
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(body), _CHUNK):
            part = body[at : at + _CHUNK]
            _hurry(line, until)
            line.sendall(struct.pack("!L", len(part)) + part)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _MOST_ANSWER:
            _hurry(line, until)
            part = line.recv(_MOST_ANSWER)
            if not part:
                raise ConnectionError("the answer broke off")
            answer += part
    return answer.rstrip(b"\0\n").decode("ascii", "replace")


def _line(place: str | tuple[str, int]) -> socket.socket:
    if isinstance(place, tuple):
        return socket.create_connection(place, SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(SECONDS)
    try:
        line.connect(place)
    except OSError:
        line.close()
        raise
    return line


def _hurry(line: socket.socket, until: float) -> None:
    """Each step has only what is left of the time, so that a slow scanner holds nobody up."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(left)
