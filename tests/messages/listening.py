"""A real web server and a real mail server of a gateway, which write down what they are given."""

import json
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass
class Listener:
    """What a gateway heard, and what it answers."""

    url: str = ""
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)
    hold: threading.Event | None = None  # answers only once this is set

    @property
    def keys(self) -> list[str]:
        """The keys of what was heard, in order."""
        return [headers["idempotency-key"] for headers, _ in self.heard]

    @property
    def fields(self) -> list[dict[str, Any]]:
        """What the posted bodies say."""
        return [json.loads(body) for _, body in self.heard]


@contextmanager
def web_gateway(tls: ssl.SSLContext | None = None) -> Iterator[Listener]:
    """A web server on this machine."""
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            given = {name.lower(): value for name, value in self.headers.items()}
            listener.heard.append((given, body))
            listener.came.set()
            if listener.hold:
                listener.hold.wait(30)
            with suppress(OSError):  # whoever asked may be dead by now
                self.send_response(listener.status)
                for name, value in {**listener.headers, "Content-Length": "0"}.items():
                    self.send_header(name, value)
                self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    with _running(server):
        listener.url = f"{'https' if tls else 'http'}://localhost:{server.server_address[1]}/kabar"
        yield listener


@contextmanager
def mail_gateway(*, refuses: int = 0) -> Iterator[Listener]:
    """A little SMTP server; `refuses` is the code it answers a mail with."""
    listener = Listener(status=refuses)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 gerbang")
            while line := self.rfile.readline():
                word = line.decode().split()[0].upper()
                if word == "DATA":
                    self.say("354 tulis")
                    self.take()
                elif word == "QUIT":
                    self.say("221 sampai jumpa")
                    return
                else:
                    self.say("250 ya")

        def take(self) -> None:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line)
            if listener.status:
                self.say(f"{listener.status} tidak")
                return
            listener.heard.append(({}, b"".join(lines)))
            self.say("250 diterima")

        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with _running(server):
        listener.url = f"smtp://localhost:{server.server_address[1]}"
        yield listener


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def closed_port() -> int:
    """A port at which nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def certificate_for(name: str, folder: Path) -> Path:
    """A fresh certificate, signed by nobody but itself, with its key, in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.2"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def tls_with(path: Path) -> ssl.SSLContext:
    """A server's side of TLS with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
