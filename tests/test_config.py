"""The settings of an installation: a slip stops the start with a sentence that says what to do."""

import stat
from pathlib import Path

import pytest

from portal.config import BadSettingError, from_environment
from tests.server import portal


def env(folder: Path, **more: str) -> dict[str, str]:
    return {"PORTAL_INSTANCE": str(folder)} | {f"PORTAL_{k}": v for k, v in more.items()}


def test_without_any_setting_the_portal_serves_this_machine_only(tmp_path: Path) -> None:
    settings = from_environment(env(tmp_path))

    assert (settings.host, settings.port, settings.https) == ("127.0.0.1", 8000, False)
    assert settings.database_url == f"sqlite:///{tmp_path / 'portal.sqlite'}"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE", "sqlite:///x", "Tidak dikenal: PORTAL_DATABASE"),
        ("PORTS", "80", "Tidak dikenal: PORTAL_PORTS"),
        ("PORT", "delapan", "PORTAL_PORT harus angka"),
        ("PORT", "0", "PORTAL_PORT harus angka"),
        ("PORT", "65536", "PORTAL_PORT harus angka"),
        ("PORT", "-1", "PORTAL_PORT harus angka"),
        ("PORT", "８０", "PORTAL_PORT harus angka"),
        ("PROXIES", "6", "PORTAL_PROXIES harus angka"),
        ("PLAIN_HTTP", "yes", "PORTAL_PLAIN_HTTP harus ya atau tidak"),
        ("SECRET_KEY", "pendek", "PORTAL_SECRET_KEY paling sedikit 32"),
        ("PUBLIC_URL", "dinsos.go.id", "PORTAL_PUBLIC_URL harus alamat lengkap"),
        ("PUBLIC_URL", "ftp://dinsos.go.id", "PORTAL_PUBLIC_URL harus alamat lengkap"),
        ("DATABASE_URL", "mysql://x/y", "PORTAL_DATABASE_URL harus"),
        ("DATABASE_URL", "sqlite://", "PORTAL_DATABASE_URL harus"),
        ("WEBHOOK", "http://gerbang.contoh.go.id/kabar", "PORTAL_WEBHOOK harus alamat https"),
        ("WEBHOOK", "https:///kabar", "PORTAL_WEBHOOK harus alamat https"),
        ("WEBHOOK", "https://gerbang.contoh:x/", "PORTAL_WEBHOOK harus alamat https"),
        ("WEBHOOK", "https://gerbang.contoh.go.id/", "PORTAL_WEBHOOK_SECRET paling sedikit 32"),
        ("SMTP", "https://surel.contoh.go.id", "PORTAL_SMTP harus smtps://"),
        ("SMTP", "smtps://surel.contoh.go.id", "PORTAL_SMTP_FROM harus alamat surel"),
        ("HOST", "0.0.0.0", "tanpa TLS"),  # noqa: S104 - refused
        ("HOST", "192.168.1.10", "tanpa TLS"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_by_its_name(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    with pytest.raises(BadSettingError, match=words):
        from_environment(env(tmp_path, **{name: value}))


def test_the_network_is_served_behind_tls_or_knowingly_without(tmp_path: Path) -> None:
    host = "0.0.0.0"  # noqa: S104 - the very thing asked about

    behind = from_environment(env(tmp_path, HOST=host, PUBLIC_URL="https://dinsos.contoh.go.id/"))
    plain = from_environment(env(tmp_path, HOST=host, PLAIN_HTTP="ya"))

    assert (behind.https, behind.public_url) == (True, "https://dinsos.contoh.go.id")
    assert plain.plain_http


def test_messages_leave_the_portal_by_one_gateway_only(tmp_path: Path) -> None:
    webhook = {"WEBHOOK": "https://gerbang.contoh.go.id/kabar", "WEBHOOK_SECRET": "r" * 32}
    mail = {
        "SMTP": "smtps://akun:sandi@surel.contoh.go.id:465",
        "SMTP_FROM": "portal@contoh.go.id",
        "SMTP_TO": "gerbang@contoh.go.id",
    }

    assert from_environment(env(tmp_path, **webhook)).webhook == webhook["WEBHOOK"]
    assert from_environment(env(tmp_path, **mail)).smtp_to == "gerbang@contoh.go.id"
    with pytest.raises(BadSettingError, match="jangan keduanya"):
        from_environment(env(tmp_path, **webhook, **mail))
    with pytest.raises(BadSettingError, match="PORTAL_SMTP_TO harus"):
        from_environment(env(tmp_path, **mail | {"SMTP_TO": "a@b.id\nBcc: c@d.id"}))


def test_the_secret_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first, second = from_environment(env(tmp_path)), from_environment(env(tmp_path))

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_refused_start_is_one_sentence_and_exit_code_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret_key").write_text("pendek")

    refused = portal(tmp_path, "migrate")

    assert refused.returncode == 1
    assert refused.stderr.strip() == "PORTAL_SECRET_KEY paling sedikit 32 huruf acak"
