"""The command `portal`: serve, migrate, demo, and the checks of what is kept."""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import waitress
from flask import Flask
from sqlalchemy.engine import make_url

from portal import clock
from portal.app import create_app
from portal.cases.queries import changed_pins
from portal.config import BadSettingError, Settings, from_environment
from portal.db import UnsafeDatabaseError, db
from portal.demo.cast import OFFICES, PASSWORD
from portal.demo.samples import write_samples
from portal.demo.seed import RealCasesError, seed
from portal.documents.store import StoreError
from portal.documents.sweep import missing, sweep
from portal.journal.queries import faults_in_chains
from portal.languages.language import (
    CATALOGUES,
    BadCatalogueError,
    missing_from,
    read_catalogue,
)
from portal.letters.machine import PressError
from portal.letters.pades import cabinet, make_demo_certificate
from portal.letters.pdf import file_what_was_left
from portal.letters.seals import renew
from portal.letters.sop_letters import refuse_bad_letter
from portal.letters.witness import events_with, letters_out_of_record
from portal.messages.gateway import gateway_of
from portal.migrate import is_current, migrate
from portal.people.queries import demo_accounts
from portal.sop.reader import BadSopError, read_sop
from portal.tracking.guessing import GOAL, GOAL_LIVE, Odds, odds
from portal.upkeep.keeper import keep, run_once
from portal.web import bodies


def main() -> None:
    """Run one command; a refusal is one sentence on the error channel and exit code 1."""
    arguments = _parser().parse_args()
    try:
        arguments.run(arguments)
    except (
        BadSettingError, BadSopError, UnsafeDatabaseError, RealCasesError, PressError, StoreError,
        BadCatalogueError,
    ) as refusal:  # fmt: skip
        sys.exit(str(refusal) or "Basis data ini sudah berisi; data contoh tidak dicampurkan.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="portal", description="Portal Dinas Sosial")
    commands = parser.add_subparsers(required=True, metavar="PERINTAH")

    def add(
        name: str, run: Callable[[argparse.Namespace], None], words: str
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words)
        command.set_defaults(run=run)
        return command

    add("serve", _serve, "jalankan portal")
    add("migrate", _migrate, "perbarui susunan basis data")
    add("demo", _demo, "isi basis data kosong dengan tiga kantor contoh")
    add("rawat", _upkeep, "tutup, ingatkan, dan kirim yang sudah waktunya; sekali, untuk cron")
    add("tebakan", _guessing, "hitung peluang menebak nomor permohonan")
    _add_file_check(commands, ("sop", "check"), "periksa satu berkas SOP", _sop_check)
    lacks = "cari kalimat yang belum ada di berkas bahasa"
    _add_file_check(commands, ("bahasa", "periksa"), lacks, _language_check)
    journal = commands.add_parser("journal", help="periksa catatan kejadian").add_subparsers(
        required=True, metavar="PERINTAH"
    )
    journal.add_parser("check", help="periksa rantai catatan").set_defaults(run=_journal_check)
    find = journal.add_parser("find", help="cari jejak yang tercetak di kaki surat")
    find.add_argument("jejak")
    find.set_defaults(run=_journal_find)
    papers = commands.add_parser("dokumen", help="berkas dokumen").add_subparsers(
        required=True, metavar="PERINTAH"
    )
    papers.add_parser(
        "sapu", help="hapus berkas yang tidak dimiliki dokumen mana pun"
    ).set_defaults(run=_documents_sweep)
    papers.add_parser("periksa", help="cari berkas dokumen yang hilang atau berubah").set_defaults(
        run=_documents_check
    )
    key = commands.add_parser("key", help="kunci segel surat").add_subparsers(
        required=True, metavar="PERINTAH"
    )
    key.add_parser("new", help="ganti kunci segel").set_defaults(run=_key_new)
    letter = commands.add_parser("letter", help="contoh surat").add_subparsers(
        required=True, metavar="PERINTAH"
    )
    samples = letter.add_parser("samples", help="tulis contoh setiap jenis surat dan formulir")
    samples.add_argument("folder", type=Path)
    samples.set_defaults(run=_letter_samples)
    return parser


def _serve(_arguments: argparse.Namespace) -> None:
    settings = from_environment()
    _prepare(settings)
    if not is_current(settings.database_url):
        migrate(settings.database_url)
    app = create_app(settings)
    with app.app_context():
        _refuse_changed(app)
        accounts = demo_accounts()
        _say_odds(odds(clock.now()))
    _say(f"Portal berjalan di http://{settings.host}:{settings.port}")
    if accounts:
        _say(f"Akun contoh, kata sandi {PASSWORD}:")
        for account in accounts:
            _say(f"  {account['username']:<26}{account['post']}, {account['office']}")
    keep(app, gateway_of(settings))
    waitress.serve(
        app,
        host=settings.host,
        port=settings.port,
        threads=12,
        connection_limit=1000,
        asyncore_use_poll=True,
        channel_timeout=30,
        max_request_body_size=bodies.SERVED,
        ident=None,
        # Else waitress drops what the proxies say, and all citizens seem to be one address.
        clear_untrusted_proxy_headers=not settings.proxies,
    )


def _refuse_changed(app: Flask) -> None:
    """An SOP version that cases began with may not change, nor the record of what happened."""
    if changed := changed_pins(app.config["CATALOGUE"]):
        raise BadSopError(
            f"Berkas SOP berubah padahal sudah dipakai: {', '.join(changed)}. Kembalikan "
            "berkasnya, dan buat versi baru untuk perubahan."
        )
    for fault in faults_in_chains():
        _say(f"PERINGATAN: catatan kejadian rusak: {fault}")


def _migrate(_arguments: argparse.Namespace) -> None:
    settings = from_environment()
    _prepare(settings)
    migrate(settings.database_url)
    _say("Basis data memakai susunan terbaru.")


def _demo(_arguments: argparse.Namespace) -> None:
    settings = from_environment()
    _prepare(settings)
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        _seed(settings)
        return
    # Seeded beside and moved into place, so that a half-seeded database never serves.
    target = Path(url.database)
    if target.exists():
        _seed(settings)
        return
    beside = target.with_name(target.name + ".contoh")
    beside.unlink(missing_ok=True)
    _seed(replace(settings, database_url=f"sqlite:///{beside}"))
    os.replace(beside, target)


def _seed(settings: Settings) -> None:
    migrate(settings.database_url)
    app = create_app(settings)
    with app.app_context():
        for setting in OFFICES:
            make_demo_certificate(cabinet().folder, setting.office["code"])
        seed(app.config["CATALOGUE"])
        file_what_was_left(app.jinja_env)
        db.session.remove()
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
        db.engine.dispose()
    _say("Tiga kantor contoh dan berkas-berkasnya sudah dibuat.")


def _sop_check(arguments: argparse.Namespace) -> None:
    if not arguments.file.is_file():
        sys.exit(f"{arguments.file}: berkas tidak ada")
    sop = read_sop(arguments.file)
    refuse_bad_letter(sop)
    _say(f"{arguments.file.name}: benar. {sop.id} versi {sop.version}, {len(sop.rows)} langkah.")


def _add_file_check(
    commands: Any, names: tuple[str, str], words: str, run: Callable[[argparse.Namespace], None]
) -> None:
    """A command that looks at one file: portal sop check FILE, portal bahasa periksa FILE."""
    group = commands.add_parser(names[0], help=words).add_subparsers(
        required=True, metavar="PERINTAH"
    )
    check = group.add_parser(names[1], help=words)
    check.add_argument("file", type=Path)
    check.set_defaults(run=run)


def _language_check(arguments: argparse.Namespace) -> None:
    """What a catalogue lacks beside the English one; such sentences stay Indonesian."""
    if not arguments.file.is_file():
        sys.exit(f"{arguments.file}: berkas tidak ada")
    language = read_catalogue(arguments.file)
    model = read_catalogue(CATALOGUES / "en.toml")
    missing, unknown = missing_from(language, model), missing_from(model, language)
    for text in missing:
        _say(f"belum ada: {text}")
    for text in unknown:
        _say(f"tidak dipakai: {text}")
    if missing or unknown:
        counts = f"{len(missing)} kalimat belum ada, {len(unknown)} tidak dipakai."
        sys.exit(f"{arguments.file.name}: {counts}")
    _say(f"{arguments.file.name}: lengkap. {language.name}, {len(language.texts)} kalimat.")


def _journal_check(_arguments: argparse.Namespace) -> None:
    with create_app(from_environment()).app_context():
        faults = [*faults_in_chains(), *letters_out_of_record()]
    if faults:
        sys.exit("\n".join(faults))
    _say("Catatan kejadian utuh.")


def _documents_sweep(_arguments: argparse.Namespace) -> None:
    app = create_app(from_environment())
    with app.app_context():
        count = sweep(app.config["STORE"])
    _say(f"{count} berkas tanpa pemilik dihapus.")


def _documents_check(_arguments: argparse.Namespace) -> None:
    app = create_app(from_environment())
    with app.app_context():
        faults = [lost.words for lost in missing(app.config["STORE"])]
    if faults:
        sys.exit("\n".join(faults))
    _say("Semua berkas dokumen utuh.")


def _key_new(_arguments: argparse.Namespace) -> None:
    with create_app(from_environment()).app_context():
        made, retired = renew()
    old = ", ".join(retired) or "tidak ada"
    _say(f"Kunci baru {made}; kunci lama ({old}) tetap berlaku untuk surat lama.")


def _upkeep(_arguments: argparse.Namespace) -> None:
    settings = from_environment()
    done = run_once(create_app(settings), gateway_of(settings))
    _say(
        f"{done.closed} berkas ditutup, {done.reminded} pengingat dibuat, "
        f"{done.sent} pesan terkirim."
    )


def _guessing(_arguments: argparse.Namespace) -> None:
    with create_app(from_environment()).app_context():
        found = odds(clock.now())
    _say_odds(found)
    if not found.good:
        sys.exit(f"Terlalu besar: harus di bawah {GOAL:.0e} per hari.")


def _say_odds(found: Odds) -> None:
    _say(
        f"Tebakan nomor: paling banyak {found.guesses} salah per 24 jam; {found.live} nomor hidup; "
        f"perkiraan kena {found.hits:.1e} per hari, dengan {GOAL_LIVE} nomor "
        f"{found.hits_at_goal:.1e}."
    )


def _letter_samples(arguments: argparse.Namespace) -> None:
    app = create_app(from_environment())
    with app.app_context():
        written = write_samples(arguments.folder, app.jinja_env, app.config["CATALOGUE"])
    _say(f"{len(written)} contoh surat dan formulir ditulis di {arguments.folder}.")


def _journal_find(arguments: argparse.Namespace) -> None:
    with create_app(from_environment()).app_context():
        found = events_with(arguments.jejak)
    if not found:
        sys.exit(f"Jejak {arguments.jejak} tidak ada di catatan kejadian.")
    for event in found:
        _say(f"kantor {event.office_id}, catatan ke-{event.seq}, {event.at:%d-%m-%Y %H.%M} UTC")


def _prepare(settings: Settings) -> None:
    settings.instance.mkdir(parents=True, exist_ok=True)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a command speaks
