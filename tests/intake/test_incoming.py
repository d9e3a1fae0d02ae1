"""What village offices send becomes a case with the same number, or goes back with reasons."""

import re
import secrets
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from portal import clock as time
from portal.cases.model import Case
from portal.cases.needs import needs_of, paper_of
from portal.db import db
from portal.desk.operations import Order, keep_work
from portal.desk.work.papers import Tick, Ticks
from portal.desk.work.ways_out import Leaving
from portal.documents.queries import documents_of_case
from portal.intake.arrivals import read
from portal.intake.incoming import Arrival, accept, send_back
from portal.intake.operations import TwinError
from portal.journal.model import Event
from portal.journal.queries import faults_in_chains
from portal.offices.office_clock import clock_of
from portal.registration.model import Registration, ReturnedFault, State
from portal.registration.papers import complete
from portal.registration.queries import registration_for
from portal.registration.returning import NoNoteError, NoReasonError
from portal.registration.step import NoSuchRegistrationError, StaleRegistrationError
from portal.sop.rules import NotAllowedError
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, P22, S24, T22, Cast
from tests.engines import usually_sqlite
from tests.registration.families import Village

engine_name = usually_sqlite
SignIn = Callable[[str], Browser]
ACCEPT, RETURN = "form#terima", "form#panel"


@pytest.fixture
def painan(cast: Cast) -> Village:
    """The village office that sends."""
    return Village(cast)


def key() -> str:
    return secrets.token_hex(16)


def arrival(cast: Cast, ref: str, username: str = "staf.pessel") -> Arrival:
    """It, as the counter's page shows it."""
    db.session.rollback()
    registration = registration_for(cast.officer(username), ref)
    assert registration is not None
    found = read(registration, cast.catalogue, time.now()).arrival
    assert found is not None
    return found


def photograph(village: Village, ref: str, fields: list[str]) -> None:
    """The same little photo for each of these papers."""
    ready = village.picture()
    for field in fields:
        village.add(ref, field, ready=ready)


def take_in(cast: Cast, ref: str, username: str = "staf.pessel") -> Case:
    return cast.case(accept(cast.officer(username), arrival(cast, ref), key=key()))


def ticks(*refs: str) -> list[str]:
    """The values of their boxes in the inbox now."""
    db.session.rollback()
    query = select(Registration.ref, Registration.version).where(Registration.ref.in_(refs))
    return [f"{ref}:{version}" for ref, version in db.session.execute(query)]


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def state_of(ref: str) -> tuple[str, int | None]:
    db.session.rollback()
    found = db.session.scalars(select(Registration).where(Registration.ref == ref)).one()
    return found.state, found.case_id


@pytest.mark.parametrize("sop_id", [P22, pytest.param(P17, marks=pytest.mark.battery)])
def test_one_press_makes_a_case_with_the_same_number_and_its_pictures(
    cast: Cast, painan: Village, sign_in: SignIn, sop_id: str
) -> None:
    ref = painan.draft(sop_id, size=2)
    fields = painan.fields(ref)
    photograph(painan, ref, fields[:-1])
    painan.send(ref, papers_later=True)
    number = painan.of(ref).number

    staf = sign_in("staf.pessel")
    staf.get("/pra-pendaftaran")
    staf.get(f"/pra-pendaftaran/{ref}")
    staf.submit(ACCEPT)

    assert staf.path.endswith("/diterima")
    case = cast.case(staf.path.split("/")[2])
    assert case.number == number
    assert state_of(ref) == (State.DITERIMA, case.id)
    assert case.village_code == painan.officer.person.village_code
    assert len(case.members) == 2
    assert case.promised_at > case.received_at
    clock, sop = clock_of(case.office), cast.sop(sop_id)
    papers = {need.field: paper_of(case, need) for need in needs_of(case, sop, clock)}
    assert [field for field, paper in papers.items() if paper and paper.present] == fields[:-1]
    assert not any(paper and paper.correct for paper in papers.values())
    assert {item.field for item in documents_of_case(case.id)} == set(fields[:-1])
    event = db.session.scalars(select(Event).where(Event.case_id == case.id)).first()
    assert event is not None
    assert (event.kind, event.person_name) == ("diterima", "Rina Marlina")
    assert list(faults_in_chains()) == []
    staf.get(f"/pra-pendaftaran/{ref}")
    assert staf.path == f"/berkas/{case.ref}"
    assert "menerima pra-pendaftaran" in staf.text


def test_a_second_press_shows_the_same_case(cast: Cast, painan: Village, sign_in: SignIn) -> None:
    ref = painan.sent()
    staf = sign_in("staf.pessel")
    page = staf.get(f"/pra-pendaftaran/{ref}")
    staf.submit(ACCEPT)
    first = staf.path
    staf.page = page
    staf.submit(ACCEPT)
    assert staf.path == first
    assert count(Case) == 1
    wanted = Arrival(ref, cast.sop(P22), cast.file(cast.sop(P22), cast.office_of(P22)), 99)
    assert accept(cast.officer("staf.pessel"), wanted, key=key()) == first.split("/")[2]


OTHERS = ("kasi.pessel", "kabid.pessel", "kadis.pessel", "admin.pessel", "nagari.pessel",
          "nagari2.pessel", "kecamatan.pessel", "staf.solok", "nagari.solok")  # fmt: skip


def test_only_the_counter_of_the_own_office_takes_in_or_returns(
    cast: Cast, painan: Village
) -> None:
    ref = painan.sent()
    wanted = arrival(cast, ref)
    needs = read(painan.of(ref), cast.catalogue, time.now()).sheets

    for username in OTHERS:
        with pytest.raises((NotAllowedError, NoSuchRegistrationError)):
            accept(cast.officer(username), wanted, key=key())
        with pytest.raises((NotAllowedError, NoSuchRegistrationError)):
            send_back(cast.officer(username), ref, cast.sop(P22),
                      [(needs[0].need, "tidak_ada")], note="", version=wanted.version,
                      key=key())  # fmt: skip
    # The counter of another office is a counter, but not of this region's service.
    with pytest.raises(NoSuchRegistrationError):
        send_back(cast.officer("staf.solok"), ref, cast.sop(S24),
                  [(needs[0].need, "tidak_ada")], note="", version=wanted.version,
                  key=key())  # fmt: skip

    assert state_of(ref) == (State.TERKIRIM, None)
    assert count(Case) == count(ReturnedFault) == 0


def test_once_taken_in_it_is_neither_returned_nor_told_to_others(
    cast: Cast, painan: Village
) -> None:
    ref = painan.sent()
    wanted, number = arrival(cast, ref), painan.of(ref).number
    need = read(painan.of(ref), cast.catalogue, time.now()).sheets[0].need
    wanted = replace(wanted, file=replace(wanted.file, number="", village_code="13.01.01.1001"))
    case = cast.case(accept(cast.officer("staf.pessel"), wanted, key=key()))
    assert (case.number, case.village_code) == (number, painan.officer.person.village_code)

    with pytest.raises(NotAllowedError):
        accept(cast.officer("kasi.pessel"), wanted, key=key())
    with pytest.raises(NotAllowedError):
        send_back(cast.officer("staf.pessel"), ref, cast.sop(P22), [(need, "tidak_ada")], note="",
                  version=painan.of(ref).version, key=key())  # fmt: skip
    assert count(ReturnedFault) == 0


def test_to_everybody_else_the_page_and_its_buttons_are_shut(
    painan: Village, sign_in: SignIn
) -> None:
    ref = painan.sent()
    page = f"/pra-pendaftaran/{ref}"
    for username in ("admin.pessel", "nagari.pessel", "kecamatan.pessel"):
        sign_in(username).get(page, expect=403)
        sign_in(username).get("/pra-pendaftaran", expect=403)
    stranger = sign_in("staf.solok")
    stranger.get(page, expect=404)
    shut = stranger.text
    stranger.get(f"/pra-pendaftaran/{'0' * 32}", expect=404)
    assert stranger.text == shut
    assert painan.of(ref).number not in sign_in("staf.solok").get("/pra-pendaftaran").get_text()
    kasi = sign_in("kasi.pessel")
    kasi.get(page)
    assert not kasi.page.select(ACCEPT)
    assert kasi.moves == set()
    kasi.get("/pra-pendaftaran")
    assert not kasi.page.select("[type=checkbox]")
    kasi.submit("form#antrean", {"pilih": ticks(ref)}, expect=403)
    assert state_of(ref) == (State.TERKIRIM, None)
    kasi.get(f"{page}/kembalikan", expect=403)


def test_a_draft_is_nothing_to_the_dinas(painan: Village, sign_in: SignIn) -> None:
    ref = painan.draft()
    staf = sign_in("staf.pessel")
    assert painan.of(ref).number[:5] not in staf.get("/pra-pendaftaran").get_text()
    staf.get(f"/pra-pendaftaran/{ref}", expect=404)


def test_two_clerks_the_second_is_told(cast: Cast, painan: Village, sign_in: SignIn) -> None:
    ref = painan.sent()
    first, second = sign_in("staf.pessel"), sign_in("staf.pessel")
    first.get(f"/pra-pendaftaran/{ref}/kembalikan")
    second.get(f"/pra-pendaftaran/{ref}")
    first.submit(RETURN, {"paper-kk": ["tidak_terbaca"]})

    with pytest.raises(NotAllowedError):
        accept(cast.officer("staf.pessel"), arrival(cast, ref), key=key())
    second.submit(ACCEPT, expect=409)

    assert state_of(ref) == (State.DIKEMBALIKAN, None)


def test_what_changed_since_it_was_read_is_not_taken_in(cast: Cast, painan: Village) -> None:
    ref = painan.sent()
    seen = arrival(cast, ref)
    fault = read(painan.of(ref), cast.catalogue, time.now()).sheets[0].need
    send_back(cast.officer("staf.pessel"), ref, cast.sop(P22), [(fault, "tidak_ada")], note="",
              version=seen.version, key=key())  # fmt: skip
    painan.send(ref, papers_later=True)

    with pytest.raises(StaleRegistrationError):
        accept(cast.officer("staf.pessel"), seen, key=key())
    assert count(Case) == 0


def test_a_twin_is_shown_and_must_be_acknowledged(
    cast: Cast, painan: Village, sign_in: SignIn
) -> None:
    typed = painan.typed()
    first, second = painan.draft(typed=typed), painan.draft(typed=typed)
    for ref in (first, second):
        painan.send(ref, papers_later=True)
    staf = sign_in("staf.pessel")
    staf.get(f"/pra-pendaftaran/{second}")
    assert "NIK yang sama ada di pra-pendaftaran lain" in staf.text
    case = take_in(cast, first)

    staf.submit(ACCEPT, expect=422)
    assert "Sudah ada permohonan yang sedang berjalan" in staf.text
    assert staf.page.select_one(f"a[href='/berkas/{case.ref}']")
    with pytest.raises(TwinError):
        accept(cast.officer("staf.pessel"), arrival(cast, second), key=key())
    staf.submit(ACCEPT, {"twins_known": "y"})
    assert staf.path.endswith("/diterima")
    assert count(Case) == 2


def test_many_at_once_each_by_itself_and_the_twin_stays_and_is_named(
    cast: Cast, painan: Village, sign_in: SignIn
) -> None:
    twin = painan.typed()
    refs = [painan.sent(P17), painan.draft(typed=twin), painan.sent()]
    painan.send(refs[1], papers_later=True)
    other = painan.draft(typed=twin)
    painan.send(other, papers_later=True)
    case = take_in(cast, other)

    staf = sign_in("staf.pessel")
    page, ticked = staf.get("/pra-pendaftaran"), ticks(*refs)
    staf.submit("form#antrean", {"pilih": ticked})

    assert "2 dari 3 menjadi permohonan" in staf.text
    assert staf.page.select_one(f"a[href='/berkas/{case.ref}']")
    assert [state_of(ref)[0] for ref in refs] == ["diterima", "terkirim", "diterima"]
    staf.page = page
    staf.submit("form#antrean", {"pilih": ticked})
    assert "2 dari 3 menjadi permohonan" in staf.text
    assert count(Case) == 3
    staf.get("/pra-pendaftaran")
    staf.submit("form#antrean")
    assert "Belum ada yang dipilih" in staf.text


def test_several_at_once_are_taken_in_only_as_the_list_showed_them(
    cast: Cast, painan: Village, sign_in: SignIn
) -> None:
    ref = painan.sent()
    staf = sign_in("staf.pessel")
    staf.get("/pra-pendaftaran")
    seen = ticks(ref)
    found = arrival(cast, ref)
    need = painan.needs(ref)[0]
    send_back(cast.officer("staf.pessel"), ref, cast.sop(P22), [(need, "tidak_ada")], note="",
              version=found.version, key=key())  # fmt: skip
    painan.send(ref, papers_later=True)
    staf.submit("form#antrean", {"pilih": seen})
    assert "baru saja berubah" in staf.text
    assert state_of(ref)[0] == State.TERKIRIM


def test_a_forged_choice_of_another_office_takes_nothing_in(cast: Cast, sign_in: SignIn) -> None:
    own, foreign = Village(cast).sent(), Village(cast, "nagari.solok").sent(S24)
    staf = sign_in("staf.pessel")
    staf.get("/pra-pendaftaran")
    staf.submit("form#antrean", {"pilih": ticks(foreign, own)})
    assert state_of(foreign) == (State.TERKIRIM, None)
    assert state_of(own)[0] == State.DITERIMA


def test_it_goes_back_with_reasons_per_paper_and_nothing_else_changes(
    cast: Cast, painan: Village, sign_in: SignIn
) -> None:
    ref = painan.draft(size=2)
    fields = painan.fields(ref)
    photograph(painan, ref, fields)
    painan.send(ref)
    before = painan.of(ref).typed
    person = next(field for field in fields if field.endswith("-2"))
    staf = sign_in("staf.pessel")
    page = staf.get(f"/pra-pendaftaran/{ref}/kembalikan")
    chosen = {"paper-sptjm": ["tanpa_meterai"], f"paper-{person}": ["tidak_terbaca"]}
    for _ in range(2):
        staf.page = page
        staf.submit(RETURN, {**chosen, "note": "Fotonya gelap."})

    now = painan.of(ref)
    assert (now.state, now.returns, now.note) == (State.DIKEMBALIKAN, 1, "Fotonya gelap.")
    assert now.typed == before
    assert sorted((f["paper"], f["place"], f["fault"]) for f in now.faults) == sorted(
        [("sptjm", 0, "tanpa_meterai"), (person[:-2], 2, "tidak_terbaca")]
    )
    assert count(ReturnedFault) == 2
    assert count(Case) == 0
    assert ref not in str(staf.get("/pra-pendaftaran"))


def test_sent_again_it_shows_the_earlier_picture_beside_the_new_one(
    cast: Cast, painan: Village, sign_in: SignIn
) -> None:
    ref = painan.draft()
    photograph(painan, ref, painan.fields(ref))
    painan.send(ref)
    kk = next(sheet for sheet in read(painan.of(ref), cast.catalogue, time.now()).sheets
              if sheet.need.field == "kk")  # fmt: skip
    old = kk.documents[0].ref
    send_back(cast.officer("staf.pessel"), ref, cast.sop(P22), [(kk.need, "tidak_terbaca")],
              note="", version=painan.of(ref).version, key=key())  # fmt: skip
    painan.add(ref, "kk", replaces=old)
    painan.send(ref)

    staf = sign_in("staf.pessel")
    staf.get(f"/pra-pendaftaran/{ref}")
    assert "Pernah dikembalikan 1 kali" in staf.text
    assert "Kiriman sebelumnya" in staf.text
    assert "versi 2" in staf.text
    assert staf.page.select_one(f"details a[href='/dokumen/{old}']")
    staf.get("/pra-pendaftaran")
    assert "Kiriman ke-2" in staf.text


def test_reasons_come_from_the_fixed_list_only(
    cast: Cast, painan: Village, sign_in: SignIn
) -> None:
    ref = painan.sent()
    browser = sign_in("staf.pessel")
    browser.get(f"/pra-pendaftaran/{ref}/kembalikan")
    assert "Kantor Wali Nagari sedang melengkapi berkas Anda" in browser.text
    browser.submit(RETURN, expect=422)
    assert "Pilih berkas dan apa yang kurang" in browser.text
    browser.submit(RETURN, {"paper-kk": ["lainnya"]}, expect=422)
    assert "Jelaskan" in browser.text
    need = read(painan.of(ref), cast.catalogue, time.now()).sheets[0].need
    staf, version = cast.officer("staf.pessel"), painan.of(ref).version

    def back(fault: str, note: str = "") -> None:
        send_back(staf, ref, cast.sop(P22), [(need, fault)], note=note, version=version,
                  key=key())  # fmt: skip

    with pytest.raises(NoReasonError):
        back("karangan sendiri")
    with pytest.raises(NoNoteError):
        back("lainnya")
    assert state_of(ref)[0] == State.TERKIRIM


def test_a_returned_case_of_a_village_office_comes_back_with_one_press(
    cast: Cast, painan: Village, sign_in: SignIn
) -> None:
    ref = painan.sent()
    case = take_in(cast, ref)
    staf = sign_in("staf.pessel")
    staf.get(f"/berkas/{case.ref}/kembalikan")
    assert "Kembalikan ke kantor Wali Nagari" in staf.text
    staf.submit("form#panel", {"paper-sptjm": ["tanpa_meterai"]}, button="aksi=lihat")
    assert "Kantor Wali Nagari sedang melengkapi berkas Anda" in staf.text
    staf.submit("form#panel", button="aksi=ya")
    assert "dikembalikan ke kantor Wali Nagari" in staf.text
    db.session.rollback()
    faults = db.session.execute(select(ReturnedFault.paper, ReturnedFault.fault)).all()
    assert [tuple(row) for row in faults] == [("sptjm", "tanpa_meterai")]
    assert ref not in str(staf.get("/pra-pendaftaran"))
    painan.add(ref, "sptjm")
    complete(painan.officer, ref, key=key())

    staf.get("/pra-pendaftaran")
    assert "Sudah dilengkapi" in staf.text
    staf.submit(f"form[action='/berkas/{case.ref}/terima-kembali']")

    assert "diterima kembali" in staf.text
    case = cast.case(case.ref)
    assert case.hold is None
    assert painan.of(ref).completed_at is None
    assert "Sudah dilengkapi" not in staf.get("/pra-pendaftaran").get_text()
    staf.get(f"/berkas/{case.ref}")
    assert "mengembalikan berkas ke kantor Wali Nagari" in staf.text


def test_only_the_one_whose_paper_was_wanting_is_asked_again(cast: Cast, painan: Village) -> None:
    ref = painan.draft(size=2)
    fields = painan.fields(ref)
    photograph(painan, ref, fields)
    painan.send(ref)
    case = take_in(cast, ref)
    needs = needs_of(case, cast.sop(P22), clock_of(case.office))
    wanting = next(n for n in needs if n.member and n.member.place == 2)
    ticks = {
        n.field: Tick(True, n.field != wanting.field, (True,) * len(n.requirement.subchecks), "1")
        for n in needs
    }
    order = Order(Move.LANJUT, Ticks(ticks), case.version, key(), time.now())
    keep_work(cast.officer("staf.pessel"), case.ref, order, cast.catalogue)
    code = wanting.requirement.code
    leaving = Leaving(papers=((code, "tidak_terbaca"),))
    cast.move("staf.pessel", case.ref, Move.KEMBALIKAN, leaving)

    case = cast.case(case.ref)
    assert case.reasons == [{"paper": code, "fault": "tidak_terbaca", "place": 2}]
    good = {n.field for n in needs if (paper := paper_of(case, n)) and paper.good}
    assert good == set(fields) - {wanting.field}


def test_a_lurah_is_called_a_lurah(cast: Cast, sign_in: SignIn) -> None:
    ref = Village(cast, "nagari.tanjungpinang").sent(T22)
    staf = sign_in("staf.tanjungpinang")
    staf.get(f"/pra-pendaftaran/{ref}/kembalikan")
    assert "Kembalikan ke kantor Lurah" in staf.text
    assert not re.search("Wali Nagari", staf.text)
