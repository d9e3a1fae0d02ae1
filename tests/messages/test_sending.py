"""The adapter sends by itself: once, again after a failure, and never what is no news any more."""

import email.policy
import hashlib
import hmac
import logging
import os
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal.db import db
from portal.desk.work.ways_out import Leaving
from portal.journal.model import Event
from portal.messages.mail import Mail
from portal.messages.notice import Notice
from portal.messages.sending import LEASE, MOST_TRIES, pause_after, send_due
from portal.messages.webhook import Webhook
from portal.messages.words import text_of
from portal.sop.vocabulary import Move
from tests.cast import P17, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401
from tests.house.together import at_once
from tests.messages.conftest import PHONE, Told, last_message, news_of
from tests.messages.listening import (
    Listener,
    certificate_for,
    closed_port,
    mail_gateway,
    tls_with,
    web_gateway,
)

PUBLIC = "https://dinsos.contoh.go.id"
SECRET = "r4h4s1a" * 6
MINUTE = timedelta(minutes=1)
MISSING = Leaving(papers=(("sktm", "tidak_ada"),))


def send(cast: Cast, gateway: Webhook | Mail, at: datetime | None = None) -> int:
    db.session.rollback()
    return send_due(gateway, cast.catalogue, PUBLIC, at=at)


def to(listener: Listener) -> Webhook:
    return Webhook(listener.url, SECRET)


def nowhere() -> Webhook:
    return Webhook(f"http://localhost:{closed_port()}/", SECRET)


def test_news_is_handed_over_signed_and_once(cast: Cast, told: Told) -> None:
    case = told(P17)
    with web_gateway() as gateway:
        assert [send(cast, to(gateway)) for _ in range(3)] == [1, 0, 0]

    (headers, body), message = gateway.heard[0], last_message(case)
    text = text_of(case, cast.sop(P17), "diterima", public_url=PUBLIC, at=message.at)
    assert gateway.fields == [
        {"id": message.ref, "at": message.at.isoformat(), "phone": PHONE, "text": text,
         "about": "diterima"}
    ]  # fmt: skip
    assert headers["idempotency-key"] == message.ref
    signed = headers["x-portal-timestamp"].encode() + b"." + body
    mark = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["x-portal-signature"] == f"sha256={mark}"
    assert (message.state, message.way, message.sent_by) == ("terkirim", "webhook", "otomatis")
    assert message.next_try_at is None
    event = db.session.query(Event).where(Event.kind == "kabar_terkirim").one()
    assert event.details == {"tentang": "diterima", "cara": "webhook"}


def test_a_failure_is_tried_again_later_and_later_and_at_last_left_to_an_officer(
    cast: Cast, told: Told
) -> None:
    case = told(P17)
    at = last_message(case).at
    pauses = []
    with web_gateway() as gateway:
        gateway.status = 503
        for _ in range(MOST_TRIES):
            assert send(cast, to(gateway), at) == 0
            message = last_message(case)
            if message.next_try_at is None:
                break
            pauses.append(message.next_try_at - at)
            assert send(cast, to(gateway), message.next_try_at - MINUTE / 2) == 0  # not yet
            at = message.next_try_at

        message = last_message(case)
        assert (message.state, message.fault) == ("gagal", "dijawab HTTP 503")
        assert len(set(gateway.keys)) == 1
        assert len(gateway.keys) == message.tries == MOST_TRIES
        gateway.status = 204
        assert send(cast, to(gateway), at + timedelta(days=1)) == 0
    assert pauses == [pause_after(n) for n in range(1, MOST_TRIES)]
    assert (pauses[0], pauses[-1]) == (MINUTE, timedelta(hours=6))


def test_what_failed_once_goes_out_at_the_next_try(cast: Cast, told: Told) -> None:
    case = told(P17)
    at = last_message(case).at
    assert send(cast, nowhere(), at) == 0
    assert last_message(case).fault == "tidak tersambung"
    with web_gateway() as gateway:
        assert send(cast, to(gateway), at + MINUTE) == 1
    assert (last_message(case).state, last_message(case).fault) == ("terkirim", "")


def test_an_adapter_that_points_elsewhere_is_not_followed(cast: Cast, told: Told) -> None:
    case = told(P17)
    with web_gateway() as elsewhere, web_gateway() as gateway:
        gateway.status, gateway.headers = 307, {"Location": elsewhere.url}
        assert send(cast, to(gateway)) == 0
        assert elsewhere.heard == []
    assert last_message(case).fault == "dialihkan ke alamat lain"


def test_a_certificate_nobody_vouches_for_gets_not_a_word(
    cast: Cast, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = told(P17)
    at, good = last_message(case).at, certificate_for("localhost", tmp_path)
    other = certificate_for("gerbang.contoh.go.id", tmp_path)
    with web_gateway(tls_with(good)) as gateway:
        assert send(cast, to(gateway), at) == 0
        assert gateway.heard == []
        assert last_message(case).fault == "sertifikat TLS ditolak"

        monkeypatch.setenv("SSL_CERT_FILE", os.fspath(good))
        assert send(cast, to(gateway), at + MINUTE) == 1

    late = told(P17)
    monkeypatch.setenv("SSL_CERT_FILE", os.fspath(other))
    with web_gateway(tls_with(other)) as gateway:  # vouched for, but for another name
        assert send(cast, to(gateway)) == 0
        assert gateway.heard == []
    assert last_message(late).fault == "sertifikat TLS ditolak"


def test_a_mail_gateway_gets_the_number_as_subject_and_the_text_as_body(
    cast: Cast, told: Told
) -> None:
    case = told(P17)
    with mail_gateway() as gateway:
        mail = Mail(gateway.url, "portal@contoh.go.id", "gerbang@contoh.go.id")
        assert [send(cast, mail) for _ in range(2)] == [1, 0]

    ((_, body),), message = gateway.heard, last_message(case)
    letter = email.message_from_bytes(body, policy=email.policy.default)
    assert (letter["Subject"], letter["To"]) == (PHONE, "gerbang@contoh.go.id")
    assert letter["Message-ID"] == f"<{message.ref}@portal.invalid>"
    text = text_of(case, cast.sop(P17), "diterima", public_url=PUBLIC, at=message.at)
    written = letter.get_content().replace("\r\n", "\n")  # type: ignore[attr-defined]
    assert written.strip() == text
    assert (message.state, message.way) == ("terkirim", "surel")


def test_a_mail_gateway_that_says_no_is_asked_again(cast: Cast, told: Told) -> None:
    case = told(P17)
    with mail_gateway(refuses=451) as gateway:
        mail = Mail(gateway.url, "portal@contoh.go.id", "gerbang@contoh.go.id")
        assert send(cast, mail) == 0
    message = last_message(case)
    assert (message.state, message.fault) == ("ditawarkan", "dijawab SMTP 451")


def test_the_dead_and_those_without_a_number_are_not_written_to(cast: Cast, told: Told) -> None:
    died, silent, landline = told(P17), told(P17, phone=""), told(P17, phone="0751 123456")
    cast.move("staf.pessel", died.ref, Move.BATALKAN, Leaving(reasons=("meninggal",)))
    with web_gateway() as gateway:
        assert send(cast, to(gateway)) == 0
        assert gateway.heard == []
    assert [state for _, state in news_of(died)] == ["lewat"]
    assert news_of(silent) == news_of(landline) == [("diterima", "ditawarkan")]


def test_only_the_newest_news_is_sent(cast: Cast, told: Told) -> None:
    case = told(P17)
    at = last_message(case).at
    assert send(cast, nowhere(), at) == 0
    cast.move("staf.pessel", case.ref, Move.KEMBALIKAN, MISSING)
    with web_gateway() as gateway:
        assert send(cast, to(gateway), at + timedelta(hours=1)) == 1
    (fields,) = gateway.fields
    assert fields["about"] == "dikembalikan"
    assert "Ada berkas yang perlu dilengkapi" in fields["text"]
    assert news_of(case) == [("diterima", "lewat"), ("dikembalikan", "terkirim")]


def test_news_of_last_week_does_not_go_out_when_an_adapter_is_set_up(
    cast: Cast, told: Told
) -> None:
    case = told(P17)
    with web_gateway() as gateway:
        assert send(cast, to(gateway), last_message(case).at + timedelta(days=8)) == 0
        assert gateway.heard == []


def test_an_officer_may_take_the_file_while_the_adapter_is_still_thinking(
    app: Flask, cast: Cast, told: Told
) -> None:
    case = told(P17)
    with web_gateway() as gateway:
        gateway.hold = threading.Event()

        def officer() -> int:
            gateway.came.wait(30)
            cast.move("staf.pessel", case.ref, Move.KEMBALIKAN, MISSING)
            gateway.hold.set()  # type: ignore[union-attr]
            return -1

        db.session.rollback()
        found = at_once(app, [lambda: send_due(to(gateway), cast.catalogue, PUBLIC), officer])
    assert found == [1, -1]
    assert news_of(case) == [("diterima", "terkirim"), ("dikembalikan", "ditawarkan")]


@pytest.mark.parametrize("rounds", [5, pytest.param(40, marks=pytest.mark.battery)])
def test_two_keepers_at_once_send_each_message_once(
    app: Flask, cast: Cast, told: Told, rounds: int
) -> None:
    cases = [told(P17) for _ in range(rounds)]
    refs = sorted(last_message(case).ref for case in cases)
    db.session.rollback()
    with web_gateway() as gateway:
        act = [lambda: send_due(to(gateway), cast.catalogue, PUBLIC)] * 2
        found = at_once(app, act)
    assert sum(n for n in found if isinstance(n, int)) == rounds, found
    assert sorted(gateway.keys) == refs


@dataclass(frozen=True)
class Dying(Webhook):
    """The process ends as soon as the message has left it."""

    def send(self, notice: Notice) -> None:
        super().send(notice)
        raise SystemExit


def test_a_message_that_was_sent_but_not_noted_goes_out_again_with_its_own_key(
    cast: Cast, told: Told
) -> None:
    case = told(P17)
    at = last_message(case).at
    with web_gateway() as gateway:
        with pytest.raises(SystemExit):
            send(cast, Dying(gateway.url, SECRET), at)
        assert send(cast, to(gateway), at + LEASE - MINUTE) == 0  # it may still be on its way
        assert send(cast, to(gateway), at + LEASE) == 1
    assert gateway.keys == [last_message(case).ref] * 2


def test_neither_number_nor_words_reach_the_log(
    cast: Cast, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    case = told(P17)
    with caplog.at_level(logging.DEBUG):
        send(cast, nowhere())
        with web_gateway() as gateway:
            gateway.status = 500
            send(cast, to(gateway), last_message(case).at + timedelta(hours=1))
    secrets = (PHONE, PHONE[3:], case.number, case.applicant.name, "Berkas Anda")
    assert [word for word in secrets if word in caplog.text] == []
