"""Who has seen my file: every line of the record, posts and no names, and the print is a line."""

import io
from collections.abc import Callable

from pypdf import PdfReader
from sqlalchemy import select

from portal.complaints.access import DONE, MOVED, access_sheet, deed
from portal.complaints.operations import note_printed
from portal.complaints.queries import accesses_of
from portal.db import db
from portal.desk import words as desk_words
from portal.journal.model import Event
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, P22, T22, Cast
from tests.complaints.lodging import lodge, refused, take_in
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.registration.families import Village

SignIn = Callable[[str], Browser]


def words(body: bytes) -> str:
    """The text of a PDF."""
    pages = PdfReader(io.BytesIO(body)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def printed(officer: Browser, ref: str) -> str:
    officer.get(f"/berkas/{ref}/riwayat-akses.pdf")
    return words(officer.body)


def test_the_list_names_posts_and_deeds_and_no_person(
    cast: Cast, visitor: Browser, sign_in: SignIn
) -> None:
    case = refused(cast)
    lodge(visitor, case.number)
    lodge(visitor, case.number, "riwayat_akses")

    text = printed(sign_in("staf.pessel"), case.ref)

    assert "RIWAYAT AKSES BERKAS" in text
    assert "Staf Pelayanan" in text
    assert "Kepala Dinas Sosial" in text
    assert "Memutuskan permohonan tidak dapat diproses" in text
    assert "KTP asli" in text
    for name in ("Rina", "Nilam", "Hendri", "Yulia"):
        assert name not in text
    assert "engaduan dengan nomor" in text  # where to ask; nothing of the complaint itself
    assert "Mengubah catatan berkas" not in text
    assert "Warga" not in text


def test_every_print_is_itself_a_line_of_the_record(cast: Cast) -> None:
    case = cast.case(cast.receive(P17))
    for _ in range(2):
        note_printed(cast.officer("staf.pessel"), cast.catalogue, case.ref)
    deeds = [deed(event, cast.sop(P17)) for event in accesses_of(cast.case(case.ref))]
    assert deeds.count("Mencetak riwayat akses ini") == 2


def test_only_those_who_answer_it_print_it_and_only_of_their_own_office(
    cast: Cast, sign_in: SignIn
) -> None:
    case = cast.case(cast.receive(P17))
    kasi = sign_in("kasi.pessel")
    kasi.get(f"/berkas/{case.ref}/riwayat-akses.pdf", expect=403)
    kasi.get(f"/berkas/{case.ref}")
    assert "riwayat-akses" not in str(kasi.page)
    sign_in("staf.tanjungpinang").get(f"/berkas/{case.ref}/riwayat-akses.pdf", expect=404)
    staf = sign_in("staf.pessel")
    staf.get(f"/berkas/{case.ref}")
    assert f"/berkas/{case.ref}/riwayat-akses.pdf" in str(staf.page)
    db.session.rollback()
    assert (
        db.session.scalars(select(Event).where(Event.kind == "riwayat_akses_dicetak")).all() == []
    )


def test_what_was_done_before_there_was_a_case_is_in_the_list(cast: Cast) -> None:
    village = Village(cast)
    ref, other = village.sent(P22), village.sent(P22)
    case = take_in(cast, ref)

    events = accesses_of(case)

    told = [(event.post_title, deed(event, cast.sop(P22))) for event in events]
    assert told[:2] == [
        ("Operator nagari/kelurahan", "Menulis pra-pendaftaran"),
        ("Operator nagari/kelurahan", "Mengirim pra-pendaftaran ke Dinas Sosial"),
    ]
    assert told[2] == ("Staf Pelayanan", "Menerima berkas")
    assert village.of(other).number not in str([event.details for event in events])


def test_every_kind_of_move_has_words() -> None:
    assert set(MOVED) == set(Move) - {Move.LANJUT}
    assert all(text[0].isupper() for text in (*MOVED.values(), *DONE.values()))


def test_what_the_desk_can_name_the_applicant_reads_too() -> None:
    """News sent to a telephone and a closing by itself are no "change of notes"."""
    assert set(desk_words.OTHER) <= set(DONE)


def test_each_line_of_a_finished_case_is_said_plainly(cast: Cast) -> None:
    case = cast.case(cast.receive(T22))
    while not case.outcome:
        case = cast.step(case.ref)
    sop = cast.catalogue.pinned(case.sop_id, case.sop_version)
    events = accesses_of(case)
    sheet = access_sheet(case, sop, events, events[-1].at)
    deeds = [cells[3] for lines in sheet["chunks"] for cells in lines]
    assert len(deeds) == len(events) > 5
    assert "Mengubah catatan berkas" not in deeds
    assert all(cells[2] for lines in sheet["chunks"] for cells in lines)
