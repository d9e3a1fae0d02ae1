"""The office reads, answers in time, and only those read who may."""

import secrets
from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, update

from portal import clock
from portal.complaints.choices import ANSWERS
from portal.complaints.model import Complaint, Kind
from portal.complaints.queries import count_by_month, told_of
from portal.db import db, write
from portal.journal.model import Event
from portal.journal.queries import faults_in_chains
from portal.languages.language import INDONESIAN
from tests.browser import Browser
from tests.cast import P17, S24, T22, Cast
from tests.complaints.lodging import WORDS, last_ref, lodge, refused, stored, take_in
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.registration.families import Village

SignIn = Callable[[str], Browser]


def backdated(ref: str, days: int) -> None:
    """A complaint as if it had come earlier: deleted and put down again, for it never changes."""
    with write() as session:
        old = session.scalars(select(Complaint).where(Complaint.ref == ref)).one()
        same = {
            column.key: getattr(old, column.key)
            for column in Complaint.__table__.columns
            if column.key not in ("id", "version")
        }
        session.delete(old)
        session.flush()
        for name in ("made_at", "due_at"):
            same[name] -= timedelta(days=days)
        session.add(Complaint(**same))


def test_the_leader_reads_the_words_and_answers_with_a_sentence_of_the_list(
    cast: Cast, visitor: Browser, sign_in: SignIn
) -> None:
    case = cast.case(cast.receive(P17))
    lodge(visitor, case.number, teks="Baris satu\r\n<b>baris dua</b>")
    ref, kadis = last_ref(), sign_in("kadis.pessel")

    kadis.get("/pengaduan-warga")
    assert "1 belum dijawab" in kadis.text
    kadis.get(f"/pengaduan-warga/{ref}")
    said = kadis.page.select_one(".tulisan")
    assert said is not None
    assert said.text == "Baris satu\n<b>baris dua</b>"
    assert kadis.page.select_one(f"a[href='/berkas/{case.ref}']") is not None
    shown = {tag.text for tag in kadis.page.select("form.panel .pilihan .bantuan")}
    assert shown == {choice.citizen for choice in ANSWERS[Kind.PENGADUAN]}

    kadis.submit("form.panel", {"answer": "dipercepat", "note": "Sudah ditegur"})

    [item] = stored()
    assert item.opened_at is not None
    assert (item.answer, item.note) == ("dipercepat", "Sudah ditegur")
    assert item.answered_by == "Dra. Nilam Permata, M.M."
    assert item.answered_as.startswith("Kepala Dinas")
    assert "sudah dijawab" in kadis.text
    [line] = told_of(case.number, INDONESIAN, "Asia/Jakarta")
    assert (line.state, line.sentence) == ("dijawab", ANSWERS[Kind.PENGADUAN][1].citizen)
    event = db.session.scalars(select(Event).where(Event.kind == "pengaduan_dijawab")).one()
    assert event.details == {"jenis": "pengaduan", "jawaban": "dipercepat"}
    assert list(faults_in_chains()) == []


def test_an_answer_must_be_chosen_and_the_note_stays(
    cast: Cast, visitor: Browser, sign_in: SignIn
) -> None:
    lodge(visitor, cast.case(cast.receive(P17)).number)
    kadis = sign_in("kadis.pessel")
    kadis.get(f"/pengaduan-warga/{last_ref()}")

    kadis.submit("form.panel", {"note": "Jangan hilang"}, expect=422)

    assert "Pilih jawaban yang akan dibaca warga." in kadis.text
    assert kadis.field("note").strip() == "Jangan hilang"
    assert stored()[0].answered_at is None


@pytest.mark.parametrize(
    "kind", ["pengaduan", pytest.param("keberatan", marks=pytest.mark.battery)]
)
def test_the_clerk_it_may_be_about_cannot_read_or_answer_it(
    cast: Cast, visitor: Browser, sign_in: SignIn, kind: str
) -> None:
    case = refused(cast)
    lodge(visitor, case.number, kind)
    ref = last_ref()
    for name in ("staf.pessel", "kasi.pessel"):
        officer = sign_in(name)
        officer.get("/pengaduan-warga")
        assert ref not in str(officer.page)
        assert "Tidak ada yang menunggu jawaban" in officer.text
        officer.get(f"/pengaduan-warga/{ref}", expect=404)
        officer.get(f"/berkas/{case.ref}")
        assert ref not in str(officer.page)
        assert WORDS not in officer.text
    kadis = sign_in("kadis.pessel")
    kadis.get(f"/pengaduan-warga/{ref}")
    form = kadis.page.select_one("form.panel")
    assert form is not None
    forged = {tag["name"]: tag["value"] for tag in form.select("input[type=hidden]")}
    staf = sign_in("staf.pessel")
    staf.get("/pengaduan-warga")
    staf.post(f"/pengaduan-warga/{ref}", {**forged, "answer": "sesuai"}, expect=403)
    assert stored()[0].answered_at is None


def test_the_counter_answers_requests_about_data(
    cast: Cast, visitor: Browser, sign_in: SignIn
) -> None:
    number = cast.case(cast.receive(P17)).number
    lodge(visitor, number, "perbaikan_data")
    lodge(visitor, number, "pengaduan")
    staf = sign_in("staf.pessel")
    staf.get("/pengaduan-warga")
    assert "1 belum dijawab" in staf.text
    first = stored()[0].ref
    staf.get(f"/pengaduan-warga/{first}")
    assert "Kiriman lain" not in staf.text, "the complaint of the same number is not theirs"
    staf.submit("form.panel", {"answer": "bawa_bukti"})
    assert stored()[0].answer == "bawa_bukti"


def test_another_offices_complaint_is_like_none_at_all(
    cast: Cast, visitor: Browser, sign_in: SignIn
) -> None:
    lodge(visitor, cast.case(cast.receive(S24)).number)
    ref = last_ref()
    kadis = sign_in("kadis.pessel")
    kadis.get("/pengaduan-warga")
    assert ref not in str(kadis.page)
    theirs = _plain(kadis.get(f"/pengaduan-warga/{ref}", expect=404))
    nothing = _plain(kadis.get(f"/pengaduan-warga/{secrets.token_hex(16)}", expect=404))
    assert theirs == nothing
    for name in ("admin.pessel", "nagari.pessel"):
        sign_in(name).get("/pengaduan-warga", expect=403)


def _plain(page: BeautifulSoup) -> str:
    """A page without the tokens of its forms."""
    for tag in page.select("[name=_token]"):
        tag.decompose()
    return str(page)


def test_what_is_overdue_is_counted_and_marked_and_stands_first(
    cast: Cast, visitor: Browser, sign_in: SignIn
) -> None:
    case = cast.case(cast.receive(P17))
    lodge(visitor, case.number, topik="keterangan")
    lodge(visitor, case.number, topik="sikap")
    late = last_ref()
    backdated(late, 30)
    kadis = sign_in("kadis.pessel")

    kadis.get("/pengaduan-warga")

    assert "2 belum dijawab , 1 lewat waktu" in kadis.text
    rows = kadis.page.select("tbody tr")
    assert "Lewat waktu" in rows[0].text
    assert "Lewat waktu" not in rows[1].text
    assert late in str(rows[0])
    kadis.get(f"/berkas/{case.ref}")
    assert "2 belum dijawab" in kadis.text
    assert "lewat waktu" in kadis.text


def test_an_answer_cannot_be_changed_nor_given_twice(
    cast: Cast, visitor: Browser, sign_in: SignIn
) -> None:
    lodge(visitor, cast.case(cast.receive(P17)).number)
    ref, kadis, kabid = last_ref(), sign_in("kadis.pessel"), sign_in("kabid.pessel")
    for officer in (kadis, kabid):
        officer.get(f"/pengaduan-warga/{ref}")
    form = kadis.page
    kadis.submit("form.panel", {"answer": "sesuai"})
    kadis.page = form
    kadis.submit("form.panel", {"answer": "sesuai"})  # the same form: answered as before

    kabid.submit("form.panel", {"answer": "ditindak", "note": "Catatan kabid"}, expect=409)

    assert "Petugas lain lebih dulu" in kabid.text
    assert "Catatan kabid" in kabid.text
    assert stored()[0].answer == "sesuai"
    kabid.get(f"/pengaduan-warga/{ref}")
    assert kabid.page.select_one("form.panel") is None


def test_opening_is_noted_once(cast: Cast, visitor: Browser, sign_in: SignIn) -> None:
    lodge(visitor, cast.case(cast.receive(P17)).number)
    ref, kadis = last_ref(), sign_in("kadis.pessel")
    kadis.get(f"/pengaduan-warga/{ref}")
    first = stored()[0]
    opened, version = first.opened_at, first.version
    sign_in("kabid.pessel").get(f"/pengaduan-warga/{ref}")
    again = stored()[0]
    assert (again.opened_at, again.version) == (opened, version)


def test_an_accepted_objection_leads_to_a_new_linked_application(
    cast: Cast, visitor: Browser, sign_in: SignIn
) -> None:
    case = refused(cast)
    lodge(visitor, case.number, "keberatan")
    kadis = sign_in("kadis.pessel")
    kadis.get(f"/pengaduan-warga/{last_ref()}")
    kadis.submit("form.panel", {"answer": "diterima"})
    link = kadis.page.select_one("a.utama")
    assert link is not None
    assert link["href"] == f"/berkas/baru?layanan={P17}&dari={case.ref}"
    staf = sign_in("staf.pessel")
    staf.get(str(link["href"]))
    assert case.applicant.name in str(staf.page)


def test_the_figures_count_by_month_of_the_offices_wall(cast: Cast, visitor: Browser) -> None:
    number = cast.case(cast.receive(P17)).number
    lodge(visitor, number)
    lodge(visitor, number, "riwayat_akses")
    made = stored()[0].made_at
    with write() as session:
        old = session.scalars(select(Complaint).where(Complaint.kind == "pengaduan")).one()
        copy = Complaint(
            ref="x" * 32, key="x", number=number, office_id=old.office_id, sop_id=P17,
            kind="pengaduan", topic="lama", made_at=old.made_at - timedelta(days=400),
            due_at=old.due_at,
        )  # fmt: skip
        session.add(copy)
    office, day = cast.office_of(P17), made.date()
    month = day.replace(day=1)

    found = count_by_month(office, month, day + timedelta(days=1))

    assert dict(found) == {(month, "pengaduan"): 1, (month, "riwayat_akses"): 1}
    everything = count_by_month(office, day - timedelta(days=500), day + timedelta(days=1))
    assert sum(everything.values()) == 3
    assert dict(count_by_month(cast.office_of(T22), month, day)) == {}


def test_the_database_lets_nobody_change_what_was_sent_or_answered(
    cast: Cast, visitor: Browser, sign_in: SignIn
) -> None:
    lodge(visitor, cast.case(cast.receive(P17)).number)
    ref, kadis = last_ref(), sign_in("kadis.pessel")
    kadis.get(f"/pengaduan-warga/{ref}")
    kadis.submit("form.panel", {"answer": "sesuai"})
    for values in ({"text": "lain"}, {"due_at": clock.now()}, {"answer": "ditindak"}):
        with pytest.raises(Exception, match=r"complaint|change"), write() as session:
            session.execute(update(Complaint).where(Complaint.ref == ref).values(**values))


def test_what_came_before_the_case_is_found_on_its_case(
    cast: Cast, visitor: Browser, sign_in: SignIn
) -> None:
    village = Village(cast)
    ref = village.sent()
    lodge(visitor, village.of(ref).number)
    kadis, complaint = sign_in("kadis.pessel"), last_ref()
    kadis.get(f"/pengaduan-warga/{complaint}")
    assert kadis.page.select_one(f"a[href='/pra-pendaftaran/{ref}']") is not None

    case = take_in(cast, ref)

    kadis.get(f"/berkas/{case.ref}")
    assert kadis.page.select_one(f"a[href='/pengaduan-warga/{complaint}']") is not None
    kadis.get(f"/pengaduan-warga/{complaint}")
    assert kadis.page.select_one(f"a[href='/berkas/{case.ref}']") is not None
