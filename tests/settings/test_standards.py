"""What the office says on the public page of standards, and the periods of an incomplete file."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.db import db
from portal.journal.model import Event
from portal.journal.queries import faults_in_chains
from portal.offices.model import Office
from tests.browser import Browser, filled
from tests.cast import P17, P22, T22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.settings import test_calendar

SignIn = Callable[[str], Browser]
PAGE, FORM = "/pengaturan/standar-pelayanan", "form#standar"
TEXTS = {
    "sarana": "Ruang tunggu dengan 20 kursi.\nKursi roda tersedia.",
    "pengawasan": "Sekretaris memeriksa antrean setiap Senin.",
    "jaminan": "Surat yang salah kami ganti pada hari itu juga.",
    "keamanan": "Berkas disimpan di lemari terkunci.",
    "evaluasi": "Hasil survei diumumkan setiap Januari.",
    "jalur_pengaduan": "Kotak saran di loket.",
    "petugas_data": "Sekretaris Dinas, telepon 0756 000001.",
}


def changes() -> list[Event]:
    db.session.rollback()  # a fresh look, not the snapshot of before
    return test_calendar.changes("standar_pelayanan")


def typed(admin: Browser, name: str) -> str:
    """What stands in a field; a browser drops the line break that begins a textarea."""
    return admin.field(name).replace("\r\n", "\n").removeprefix("\n")


def office_of(cast: Cast, sop_id: str = P22) -> Office:
    db.session.rollback()
    return cast.office_of(sop_id)


def test_what_the_admin_writes_is_what_citizens_read_at_this_office_alone(
    cast: Cast, sign_in: SignIn, visitor: Browser
) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)
    assert [admin.field(name) for name in ("completion_days", "closing_days")] == ["14", "30"]

    admin.submit(FORM, {**TEXTS, "completion_days": "10", "closing_days": "40"})

    assert "Standar pelayanan disimpan." in admin.text
    for name, text in TEXTS.items():
        assert typed(admin, name) == text
    for sop_id in (P17, P22):
        visitor.get(f"/layanan/{sop_id}")
        for text in TEXTS.values():
            assert " ".join(text.split()) in visitor.text
        assert "Anda punya 10 hari kerja" in visitor.text
    visitor.get(f"/layanan/{T22}")
    assert "Ruang tunggu" not in visitor.text
    assert office_of(cast, T22).standards == {}
    assert (office_of(cast).completion_days, office_of(cast).closing_days) == (10, 40)
    (event,) = changes()
    assert event.details["semula"]["closing_days"] == 30
    assert event.details["menjadi"]["texts"]["sarana"] == TEXTS["sarana"]
    assert list(faults_in_chains()) == []


def test_an_emptied_text_gives_the_page_back_to_the_portals_words(
    cast: Cast, sign_in: SignIn, visitor: Browser
) -> None:
    admin = sign_in("admin.pessel")
    for text in ("Kami ganti surat yang salah.", "   "):
        admin.get(PAGE)
        admin.submit(FORM, {"jaminan": text})
    assert office_of(cast).standards == {}
    visitor.get(f"/layanan/{P22}")
    assert "Kalimat bawaan portal" in visitor.text


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("sarana", "x" * 601, "Paling banyak 600 huruf."),
        ("jaminan", "Kami siap \U0001f600", "tidak dapat ditampilkan"),
        ("keamanan", "Rahasia\u202e", "tidak dapat ditampilkan"),
        ("petugas_data", "Hubungi 1301995408900001", "Jangan menulis NIK atau NIP."),
        ("petugas_data", "NIP 19700101 209901 2 001", "Jangan menulis NIK atau NIP."),
        ("closing_days", "13", "Antara 14 dan 365 hari."),
        ("closing_days", "", "Antara 14 dan 365 hari."),
        ("closing_days", "lama", "Isi dengan angka."),
        ("completion_days", "4", "Antara 5 dan 60 hari."),
        ("completion_days", "61", "Antara 5 dan 60 hari."),
    ],
)
def test_what_cannot_stand_there_is_refused_and_stays_typed(
    cast: Cast, sign_in: SignIn, name: str, value: str, told: str
) -> None:
    admin = sign_in("admin.pessel")
    admin.get(PAGE)
    admin.submit(FORM, {"evaluasi": "Tetap terketik.", name: value}, expect=422)
    assert told in admin.page.select_one("[role=alert]").text
    assert typed(admin, name) == value
    assert typed(admin, "evaluasi") == "Tetap terketik."
    assert changes() == []
    assert office_of(cast).standards == {}


def test_six_hundred_letters_on_many_lines_fit(cast: Cast, sign_in: SignIn) -> None:
    lines = "\r\n".join(["sembilan."] * 60)  # as a browser sends them; 599 letters
    admin = sign_in("admin.pessel")
    admin.get(PAGE)
    admin.submit(FORM, {"sarana": lines})
    assert office_of(cast).standards == {"sarana": lines.replace("\r\n", "\n")}


def test_a_page_opened_before_another_change_overwrites_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    one, other = sign_in("admin.pessel"), sign_in("admin.pessel")
    for admin in (one, other):
        admin.get(PAGE)
    sent: dict[str, Any] = filled(one.page.select_one(FORM), one.page) | {"jaminan": "Pertama."}
    one.post(PAGE, sent)
    one.post(PAGE, sent)  # the same form again

    other.submit(FORM, {"jaminan": "Kedua."}, expect=409)

    assert "Orang lain baru saja mengubah standar pelayanan." in other.text
    assert typed(other, "jaminan") == "Kedua."
    assert office_of(cast).standards == {"jaminan": "Pertama."}
    assert len(changes()) == 1

    other.submit(FORM)  # having read it, the second may save
    assert office_of(cast).standards == {"jaminan": "Kedua."}


def test_only_the_admin_sets_the_standards(cast: Cast, sign_in: SignIn, visitor: Browser) -> None:
    for account in ("sekretaris.pessel", "staf.pessel", "nagari.pessel"):
        sign_in(account).get(PAGE, expect=403)
    sign_in("staf.pessel").post(PAGE, TEXTS, expect=403)
    visitor.get(PAGE)
    assert visitor.path.startswith("/masuk")
    assert office_of(cast).standards == {}
    assert "Standar pelayanan" in sign_in("admin.pessel").get("/pengaturan").text
