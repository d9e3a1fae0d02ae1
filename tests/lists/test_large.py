"""Ten thousand broken rows with five hundred good ones: all told, none lost, killed or not."""

import csv
import io
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.lists.model import StagedList, StagedRow
from portal.registration.model import RegisteredPerson, Registration
from tests.browser import Browser
from tests.cast import P22, Cast
from tests.lists.tables import Row, as_csv, as_xlsx, person, send

pytestmark = pytest.mark.battery

SignIn = Callable[[str], Browser]
VILLAGE, NEIGHBOUR = "nagari.pessel", "nagari2.pessel"
ROWS, GOOD = 10_500, 500
# Every way of being broken: the cell, its column, how the reason begins.
WAYS: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"nik": ""}, "NIK", "NIK kosong."),
    ({"nik": "130199540890000"}, "NIK", "NIK harus 16 angka."),
    ({"nik": "13O1995408900001"}, "NIK", "NIK harus 16 angka."),
    ({"nik": "1301993213900001"}, "NIK", "Tanggal lahir di dalam NIK"),
    ({"nik": "1301991401600000"}, "NIK", "Empat angka terakhir NIK"),
    ({"nik": "1,30199E+15"}, "NIK", "NIK tersimpan sebagai angka"),
    ({"name": ""}, "Nama", "Isi namanya."),
    ({"name": "A"}, "Nama", "Nama terdiri dari 2 sampai 100 huruf."),
    ({"name": "WARGA 7"}, "Nama", "Nama hanya berisi huruf"),
    ({"kk_no": ""}, "Nomor KK", "Nomor KK kosong."),
    ({"kk_no": "12345"}, "Nomor KK", "Nomor KK harus 16 angka."),
    ({"kk_no": "1" * 16}, "Nomor KK", "Nomor KK tidak boleh satu angka"),
    ({"kk_no": "1.30199E+15"}, "Nomor KK", "Nomor KK tersimpan sebagai angka"),
    ({"birth_place": "P" * 61}, "Tempat lahir", "Paling banyak 60 huruf."),
    ({"born": ""}, "Tanggal lahir", "Isi tanggal lahir"),
    ({"born": "31/02/1990"}, "Tanggal lahir", "Tanggal 31 tidak ada"),
    ({"born": "12/25/1990"}, "Tanggal lahir", "Bulan 25 tidak ada."),
    ({"born": "14-01-60"}, "Tanggal lahir", "Tulis tahun dengan empat angka"),
    ({"born": "21915"}, "Tanggal lahir", "Tanggal tidak dapat dibaca."),
    ({"sex": "M"}, "Jenis kelamin", "Isi L atau P."),
    ({"relation": "Tetangga"}, "Hubungan dalam KK", "Pilih salah satu"),
    ({"address": "-"}, "Alamat/jorong", "Isi jorong dan alamat."),
    ({"phone": "0812 tiga"}, "Nomor HP", "Nomor telepon hanya berisi angka."),
    ({"card_no": "12"}, "Nomor kartu KIS", "Nomor kartu BPJS/KIS harus 13 angka."),
    ({"village": "Nagari Lain"}, "Nagari", "Baris ini untuk Nagari Lain."),
)


def is_good(n: int) -> bool:
    return n % (ROWS // GOOD) == 0


def broken(n: int) -> Row:
    return person(n) if is_good(n) else person(n, **WAYS[n % len(WAYS)][0])


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def found_in(ref: str) -> list[tuple[int, str, str]]:
    """Everything that a check left behind, but for the village's name."""
    db.session.rollback()
    rows = db.session.execute(
        select(StagedRow.line, StagedRow.state, StagedRow.faults)
        .join(StagedList, StagedList.id == StagedRow.list_id)
        .where(StagedList.ref == ref)
        .order_by(StagedRow.line)
    ).all()
    names = ("Nagari Painan", "Nagari Lumpo")
    told = [(line, state, str(faults)) for line, state, faults in rows]
    db.session.rollback()
    return [(line, state, text.replace(names[0], "N").replace(names[1], "N"))
            for line, state, text in told]  # fmt: skip


def ref_of(browser: Browser) -> str:
    return browser.path.split("?", maxsplit=1)[0].rsplit("/", 1)[-1]


def child(url: str, instance: Path, ref: str, act: str) -> "subprocess.Popen[str]":
    words = [sys.executable, "-m", "tests.lists.steps_child", url, str(instance), VILLAGE, ref, act]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def test_ten_thousand_broken_rows_are_told_and_five_hundred_taken_in(
    database_url: str, tmp_path: Path, cast: Cast, sign_in: SignIn
) -> None:
    rows = [broken(n) for n in range(1, ROWS + 1)]
    office, begun = sign_in(VILLAGE), time.monotonic()
    send(office, as_csv(rows))
    ref, read = ref_of(office), time.monotonic() - begun
    assert f"dari {ROWS} baris" in office.text

    _kill_while_checking(database_url, tmp_path, ref, cast)
    begun = time.monotonic()
    office.get(f"/nagari/daftar/{ref}")
    while office.page.select_one("#periksa"):
        office.submit("#periksa")
    checked = time.monotonic() - begun

    _all_told(office, ref)
    neighbour = sign_in(NEIGHBOUR)
    send(neighbour, as_csv(rows))
    while neighbour.page.select_one("#periksa"):
        neighbour.submit("#periksa")
    assert found_in(ref_of(neighbour)) == found_in(ref), "killed or not, the same result"

    _kill_while_taking(database_url, tmp_path, ref)
    begun = time.monotonic()
    office.get(f"/nagari/daftar/{ref}")
    if office.page.select_one("#masukkan"):
        assert f"Masukkan {GOOD} pendaftaran" in office.text
        office.submit("#masukkan")
    assert (count(Registration), count(RegisteredPerson)) == (GOOD, GOOD)
    taken = time.monotonic() - begun
    print(f"\nread {read:.1f} s, the rest checked {checked:.1f} s, taken in {taken:.1f} s")  # noqa: T201


def _kill_while_checking(url: str, instance: Path, ref: str, cast: Cast) -> None:
    """End the check with SIGKILL in the middle of its steps, several times."""
    seen = []
    for steps in (3, 7, 12):
        process = child(url, instance, ref, "check")
        assert process.stdout is not None
        with process, suppress(ProcessLookupError):
            for _ in range(steps):
                process.stdout.readline()
            process.kill()
        assert process.returncode == -9
        db.session.rollback()
        staged = db.session.scalars(select(StagedList).where(StagedList.ref == ref)).one()
        states = Counter(state for _, state, _ in found_in(ref))
        assert staged.total - states["belum"] == staged.checked
        seen.append(staged.checked)
    assert seen == sorted(set(seen)), "each one went on where the last was ended"
    assert 0 < seen[0] < seen[-1] < ROWS
    print(f"\nkilled at {seen}")  # noqa: T201


def _kill_while_taking(url: str, instance: Path, ref: str) -> None:
    """End the taking in at several moments: it leaves all of them or nothing."""
    for moment in (0.02, 0.1, 0.2, 0.4):
        process = child(url, instance, ref, "take")
        assert process.stdout is not None
        with process:
            process.stdout.readline()
            with suppress(subprocess.TimeoutExpired):
                process.wait(moment)
            process.kill()
        assert count(Registration) in (0, GOOD)
        db.session.rollback()


def _all_told(office: Browser, ref: str) -> None:
    """The report names line, column and reason of every broken row, and of no other."""
    assert f"Masukkan {GOOD} pendaftaran" in office.text
    assert "Ditampilkan 200 dari 10000 baris." in office.text
    office.get(f"/nagari/daftar/{ref}/laporan.csv")
    reported: dict[int, list[tuple[str, str]]] = {}
    for line in csv.DictReader(io.StringIO(office.body.decode("utf-8-sig")), delimiter=";"):
        if line["Sifat"] == "salah":
            told = reported.setdefault(int(line["Baris"]), [])
            told.append((line["Kolom"], line["Alasan"]))
    wanted = {n + 1: WAYS[n % len(WAYS)][1:] for n in range(1, ROWS + 1) if not is_good(n)}
    assert set(reported) == set(wanted)
    for at, ((column, reason), *more) in reported.items():
        assert not more, f"line {at}: {more}"
        assert column == wanted[at][0], f"line {at}"
        assert reason.startswith(wanted[at][1]), f"line {at}: {reason}"
    states = Counter(state for _, state, _ in found_in(ref))
    assert states == {"salah": ROWS - GOOD, "baik": GOOD}


def test_ten_thousand_good_rows_are_taken_in_at_once(cast: Cast, sign_in: SignIn) -> None:
    office, begun = sign_in(VILLAGE), time.monotonic()
    send(office, as_xlsx([person(n) for n in range(1, 9999)]), "besar.xlsx", P22)
    while office.page.select_one("#periksa"):
        office.submit("#periksa")
    checked, begun = time.monotonic() - begun, time.monotonic()
    office.submit("#masukkan")
    taken, begun = time.monotonic() - begun, time.monotonic()
    office.submit("#kirim")
    print(f"\nchecked {checked:.1f} s, taken in {taken:.1f} s, sent "  # noqa: T201
          f"{time.monotonic() - begun:.1f} s")  # fmt: skip
    assert count(Registration) == 9998
    db.session.rollback()
    numbers = set(db.session.scalars(select(Registration.number)))
    assert len(numbers) == 9998
