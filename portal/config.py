"""Settings, read once from PORTAL_* variables; a bad or unknown one stops the start."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

MAILBOX = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")
HOUSE = Path(__file__).resolve().parent.parent


class BadSettingError(Exception):
    """A PORTAL_* variable that cannot be used; the message says what to write instead."""


@dataclass(frozen=True)
class Settings:
    """Everything an installation may set."""

    instance: Path
    database_url: str
    secret_key: str
    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    proxies: int = 0  # reverse proxies in front that set X-Forwarded-*
    plain_http: bool = False  # serve beyond loopback without TLS, with a warning on each page
    certificate_password: str = ""  # of the offices' PKCS#12 files in instance/sertifikat
    store: str = ""  # where documents lie: a folder, or s3://bucket/folder
    s3_endpoint: str = ""  # of an S3-compatible server; '' is Amazon's own
    s3_region: str = "us-east-1"
    s3_key: str = ""
    s3_secret: str = ""
    clamd: str = ""  # host:port or a socket's path; '' looks for no viruses
    webhook: str = ""  # https address that is given the messages for citizens
    webhook_secret: str = ""
    smtp: str = ""  # smtp:// or smtps:// with account; a gateway's mailbox gets the messages
    smtp_from: str = ""
    smtp_to: str = ""
    scrypt: str = "scrypt:32768:8:3"  # cost of a password hash (security M23)

    @property
    def https(self) -> bool:
        """Whether browsers reach us over TLS, so that cookies may be Secure."""
        return self.public_url.startswith("https://")


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. Raises BadSettingError naming the variable."""
    given = {
        name.removeprefix("PORTAL_").lower(): value
        for name, value in environment.items()
        if name.startswith("PORTAL_") and not name.startswith("PORTAL_TEST")
    }
    known = {"instance", "database_url", "secret_key", "public_url", "host", "port", "proxies",
             "plain_http", "certificate_password", "store", "s3_endpoint", "s3_region", "s3_key",
             "s3_secret", "clamd", "webhook", "webhook_secret", "smtp", "smtp_from",
             "smtp_to"}  # fmt: skip
    if unknown := sorted(set(given) - known):
        raise BadSettingError(f"Tidak dikenal: {', '.join('PORTAL_' + n.upper() for n in unknown)}")
    instance = Path(given.get("instance", HOUSE / "instance")).resolve()
    host = given.get("host", "127.0.0.1")
    port = _number(given, "port", 8000, 1, 65535)
    settings = Settings(
        instance=instance,
        database_url=given.get("database_url", f"sqlite:///{instance / 'portal.sqlite'}"),
        secret_key=given.get("secret_key") or _kept_secret(instance),
        public_url=given.get("public_url", f"http://127.0.0.1:{port}").rstrip("/"),
        host=host,
        port=port,
        proxies=_number(given, "proxies", 0, 0, 5),
        plain_http=_yes(given, "plain_http"),
        certificate_password=given.get("certificate_password", ""),
        store=given.get("store") or str(instance / "dokumen"),
        s3_endpoint=given.get("s3_endpoint", ""),
        s3_region=given.get("s3_region", "us-east-1"),
        s3_key=given.get("s3_key", ""),
        s3_secret=given.get("s3_secret", ""),
        clamd=given.get("clamd", ""),
        webhook=given.get("webhook", ""),
        webhook_secret=given.get("webhook_secret", ""),
        smtp=given.get("smtp", ""),
        smtp_from=given.get("smtp_from", ""),
        smtp_to=given.get("smtp_to", ""),
    )
    _refuse_unsafe(settings)
    _refuse_bad_gateway(settings)
    return settings


def is_loopback(host: str) -> bool:
    """Whether this name means this very machine, so that nobody can listen in between."""
    return host in ("127.0.0.1", "::1", "localhost")


def _refuse_unsafe(settings: Settings) -> None:
    if len(settings.secret_key) < 32:
        raise BadSettingError("PORTAL_SECRET_KEY paling sedikit 32 huruf acak")
    parts = urlsplit(settings.public_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadSettingError("PORTAL_PUBLIC_URL harus alamat lengkap, misalnya https://nama.go.id")
    if not settings.database_url.startswith(("sqlite:///", "postgresql")):
        raise BadSettingError("PORTAL_DATABASE_URL harus sqlite:///... atau postgresql://...")
    if not (is_loopback(settings.host) or settings.https or settings.plain_http):
        raise BadSettingError(
            "PORTAL_HOST membuka portal ke jaringan tanpa TLS. Pasang proxy HTTPS dan isi "
            "PORTAL_PUBLIC_URL=https://..., atau setel PORTAL_PLAIN_HTTP=ya bila Anda sadar "
            "akibatnya."
        )


def _refuse_bad_gateway(settings: Settings) -> None:
    if settings.webhook and settings.smtp:
        raise BadSettingError("Isi PORTAL_WEBHOOK atau PORTAL_SMTP, jangan keduanya")
    if settings.webhook:
        scheme, host = _place(settings.webhook)
        if not host or (scheme != "https" and not (scheme == "http" and is_loopback(host))):
            raise BadSettingError("PORTAL_WEBHOOK harus alamat https://...")
        if len(settings.webhook_secret) < 32:
            raise BadSettingError("PORTAL_WEBHOOK_SECRET paling sedikit 32 huruf acak")
    if settings.smtp:
        scheme, host = _place(settings.smtp)
        if not host or scheme not in ("smtp", "smtps"):
            raise BadSettingError("PORTAL_SMTP harus smtps://akun:sandi@server:port")
        for name in ("smtp_from", "smtp_to"):
            if not MAILBOX.fullmatch(getattr(settings, name)):
                raise BadSettingError(f"PORTAL_{name.upper()} harus alamat surel")


def _place(url: str) -> tuple[str, str]:
    """Scheme and host of an address; no host when it cannot be read."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what tells
    except ValueError:
        return "", ""
    plain = url.isascii() and url.isprintable() and " " not in url
    return parts.scheme, (parts.hostname or "") if plain else ""


def _number(given: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = given.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise BadSettingError(f"PORTAL_{name.upper()} harus angka {low} sampai {high}")
    return int(text)


def _yes(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "tidak").lower()
    if text not in ("ya", "tidak"):
        raise BadSettingError(f"PORTAL_{name.upper()} harus ya atau tidak")
    return text == "ya"


def _kept_secret(instance: Path) -> str:
    """The installation's own key, made once and readable by its owner only."""
    path = instance / "secret_key"
    instance.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()
