"""A virus scanner, where there is one, has the last word; a silent one lets nothing in (UP-17)."""

import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.documents import antivirus
from portal.documents.antivirus import place_of, refuse_infected
from portal.documents.safe import RefusedFileError, make_safe
from tests.documents.crafted import jpeg
from tests.server import free_port

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
INFECTED, SILENT = "Pemeriksa virus menolak", "belum dapat diperiksa dari virus"
Answer = Callable[[socket.socket, bytes], None]


class Scanner(socketserver.ThreadingTCPServer):
    """Speaks clamd's INSTREAM; what it says about the body is given."""

    allow_reuse_address = True
    daemon_threads = True
    answer: Answer


class Stream(socketserver.StreamRequestHandler):
    """One file handed in, piece by piece."""

    server: Scanner

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        body = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            body += self.rfile.read(size)
        self.server.answer(self.connection, body)


def like_clamd(line: socket.socket, body: bytes) -> None:
    """What the real one says."""
    found = EICAR in body
    line.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if found else b"stream: OK\0")


def says(words: bytes) -> Answer:
    return lambda line, _body: line.sendall(words)


def dribbles(line: socket.socket, _body: bytes) -> None:
    """A letter now and then, for ever."""
    pause = threading.Event()
    try:
        while not pause.wait(0.1):
            line.sendall(b"s")
    except OSError:
        return


@contextmanager
def listening(answer: Answer) -> Iterator[str]:
    """Such a scanner on a port of its own."""
    with Scanner(("127.0.0.1", 0), Stream) as server:
        server.answer = answer
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def test_a_clean_file_is_taken_and_an_infected_one_refused() -> None:
    with listening(like_clamd) as address:
        refuse_infected(jpeg(), address)
        refuse_infected(b"", address)
        refuse_infected(b"x" * 3_000_000, address)
        with pytest.raises(RefusedFileError, match=INFECTED):
            refuse_infected(b"x" * 300_000 + EICAR, address)


def test_without_a_scanner_nobody_is_asked() -> None:
    refuse_infected(EICAR, "")


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Access denied. ERROR\0",
        b"OK\0",
        b"stream: OK",
        b"stream: OK\nstream: X FOUND\0 \0",
        b"HTTP/1.1 400 Bad Request\r\n\r\n\0",
        b"x" * 9000,
    ],
)
def test_an_unclear_answer_lets_nothing_in(words: bytes) -> None:
    with (
        listening(says(words)) as address,
        pytest.raises(RefusedFileError, match=f"{SILENT}|{INFECTED}"),
    ):
        refuse_infected(jpeg(), address)


def test_a_scanner_that_takes_for_ever_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(antivirus, "SECONDS", 0.5)
    with listening(dribbles) as address:
        begun = time.monotonic()
        with pytest.raises(RefusedFileError, match=SILENT):
            refuse_infected(jpeg(), address)
        assert time.monotonic() - begun < 2


def test_a_scanner_that_never_reads_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(antivirus, "SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        begun = time.monotonic()
        with pytest.raises(RefusedFileError, match=SILENT):
            refuse_infected(b"x" * 9_000_000, f"127.0.0.1:{deaf.getsockname()[1]}")
        assert time.monotonic() - begun < 2


@pytest.mark.parametrize("address", ["127.0.0.1:{port}", "/tidak/ada.sock", "tanpa-port", "x:y"])
def test_a_scanner_that_is_not_there_lets_nothing_in(address: str) -> None:
    with pytest.raises(RefusedFileError, match=SILENT):
        refuse_infected(jpeg(), address.format(port=free_port()))


def test_a_scanner_may_listen_on_a_socket_of_the_machine(tmp_path: Path) -> None:
    place = str(tmp_path / "clamd.sock")
    with socketserver.ThreadingUnixStreamServer(place, Stream) as server:
        server.answer = like_clamd  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        refuse_infected(jpeg(), place)
        with pytest.raises(RefusedFileError, match=INFECTED):
            refuse_infected(EICAR, place)
        server.shutdown()


def test_addresses_are_read_or_refused() -> None:
    assert place_of("clamav:3310") == ("clamav", 3310)
    assert place_of("[::1]:3310") == ("::1", 3310)
    assert place_of("/run/clamd.sock") == "/run/clamd.sock"
    for wrong in ("clamav", ":3310", "clamav:0", "clamav:70000", "clamav:³", ""):
        with pytest.raises(ValueError):  # noqa: PT011 - the address itself is the message
            place_of(wrong)


def test_what_the_scanner_refuses_is_not_taken_though_it_is_a_sound_photo() -> None:
    with listening(like_clamd) as address:
        assert make_safe(jpeg(), antivirus=address).kind == "foto"
        with pytest.raises(RefusedFileError, match=INFECTED):
            make_safe(jpeg() + EICAR, antivirus=address)
