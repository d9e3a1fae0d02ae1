"""What a family reads on its telephone: the page's own words, about nobody by name."""

from urllib.parse import parse_qs, urlsplit

import pytest

from portal.cases.model import Case
from portal.cases.outbox import REMINDER
from portal.desk.work.ways_out import Leaving
from portal.messages.words import phone_of, text_of, wa_link
from portal.sop.vocabulary import Move
from tests.cast import MONDAY, P17, P22, S24, T22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401
from tests.messages.conftest import PHONE, Told, ready_at

PUBLIC = "https://dinsos.contoh.go.id"
MISSING = Leaving(papers=(("sktm", "tidak_ada"),))


def test_a_ready_letter_is_told_in_these_words_and_no_others(cast: Cast, told: Told) -> None:
    case = told(T22, *ready_at(cast, T22))
    office = case.office

    text = text_of(case, cast.sop(T22), "siap_diambil", public_url=PUBLIC, at=MONDAY)

    after = cast.sop(T22).after
    assert text == (
        f"{office.short_name}: Surat Anda siap diambil. Surat sudah ditandatangani dan bernomor."
        f"\n\nDatang ke {office.address}, {office.counter_hours}. Bawa tanda terima dan KTP. Boleh "
        f"diwakili keluarga satu KK. {after}\n\n"
        f"Halaman permohonan Anda: {PUBLIC}/L/{case.number}\n\nLayanan ini gratis."
    )


def test_whatsapp_opens_with_exactly_that_text(cast: Cast, told: Told) -> None:
    text = text_of(told(P17), cast.sop(P17), "diterima", public_url=PUBLIC, at=MONDAY)

    link = wa_link(PHONE, text)

    assert link.startswith("https://wa.me/6281200000099?text=")
    assert link.isascii()
    assert " " not in link
    assert parse_qs(urlsplit(link).query, strict_parsing=True) == {"text": [text]}


def test_a_return_names_the_day_but_no_paper_and_a_reminder_reminds(cast: Cast, told: Told) -> None:
    case = told(P17)
    cast.move("staf.pessel", case.ref, Move.KEMBALIKAN, MISSING)
    case = cast.case(case.ref)

    text = text_of(case, cast.sop(P17), "dikembalikan", public_url=PUBLIC, at=MONDAY)

    assert text.startswith(f"{case.office.short_name}: Ada berkas yang perlu dilengkapi.")
    assert "Lengkapi paling lambat " in text
    assert "tanda terima ini" not in text
    need = cast.sop(P17).requirement("sktm")
    assert need is not None
    assert need.name not in text
    assert "Miskin" not in text
    again = text_of(case, cast.sop(P17), REMINDER, public_url=PUBLIC, at=MONDAY)
    assert again == text.replace(": Ada berkas", " mengingatkan: Ada berkas", 1)


LATER = [pytest.param(sop_id, marks=pytest.mark.battery) for sop_id in (P22, T22, S24)]


@pytest.mark.parametrize("sop_id", [P17, *LATER])
def test_no_message_names_anybody(cast: Cast, told: Told, sop_id: str) -> None:
    case = told(sop_id, size=2, emergency="kritis di ICU")
    ref = case.ref
    while case.outcome is None:
        text = text_of(case, cast.sop(sop_id), "diterima", public_url=PUBLIC, at=MONDAY)
        secrets = [case.kk_no, case.address, case.bringer_name, PHONE, "ICU"]
        secrets += [word for member in case.members for word in (member.name, member.nik)]
        assert [word for word in secrets if word.lower() in text.lower()] == []
        assert text.endswith("Layanan ini gratis.")
        case = cast.step(ref)


@pytest.mark.parametrize(
    ("typed", "written_to"),
    [
        ("+6281200000099", PHONE),
        ("0812 0000 0099", PHONE),
        ("", ""),
        ("0751 123456", ""),  # a line on the wall reads no message
        ("tidak punya", ""),
    ],
)
def test_only_a_mobile_number_can_be_written_to(typed: str, written_to: str) -> None:
    assert phone_of(Case(bringer_phone=typed, reasons=[])) == written_to


def test_nobody_is_written_to_about_somebody_who_died(cast: Cast, told: Told) -> None:
    case = told(P17)
    cast.move("staf.pessel", case.ref, Move.BATALKAN, Leaving(reasons=("meninggal",)))

    assert phone_of(cast.case(case.ref)) == ""
