"""Two officers at one case at the same moment: one moves it, the other is told, nothing is lost."""

import secrets
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.cases.model import Case
from portal.db import db, write
from portal.desk.operations import Done, Order, keep_work, make_move
from portal.desk.work.letter import Reading
from portal.desk.work.papers import Tick, Ticks
from portal.desk.work.ways_out import Leaving
from portal.journal.model import Event
from portal.journal.queries import faults_in_chains
from portal.letters.queries import letter_of
from portal.letters.turn import StaleCaseError
from portal.people.model import Assignment, Person
from portal.people.queries import person_named
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, Cast
from tests.house.together import at_once

SignIn = Callable[[str], Browser]
CASES, HTTP_ROUNDS = 20, 20
CLERKS = ("staf.pessel", "staf2.pessel")
RIVALS = ("kabid.pessel", "sekretaris.pessel")  # the one printed column "Sekretaris/Kabid"


def order(case: Case, move: Move, data: object) -> Order:
    return Order(move, data, case.version, secrets.token_hex(16), clock.now())


def by(cast: Cast, username: str, ref: str, wish: Order) -> Callable[[], Done]:
    """One officer, found anew on the thread that acts."""
    return lambda: make_move(cast.officer(username), ref, wish, cast.catalogue)


def events_of(case: Case) -> list[Event]:
    db.session.rollback()
    query = select(Event).where(Event.case_id == case.id).order_by(Event.id)
    return list(db.session.scalars(query))


def race(cast: Cast, ref: str, turn: int) -> None:
    """Both clerks hand the file to the applicant, or both take it back, in the same moment."""
    case = cast.case(ref)
    version, seq = case.version, last_event(case)
    notes = [f"Catatan {name} putaran {turn}" for name in CLERKS]
    if case.hold:
        wishes = [order(case, Move.TERIMA_KEMBALI, Leaving(note=note)) for note in notes]
    else:
        missing = (("ktp", "tidak_ada"),)
        wishes = [order(case, Move.KEMBALIKAN, Leaving(papers=missing, note=n)) for n in notes]

    results = at_once(
        cast.app, [by(cast, name, ref, wish) for name, wish in zip(CLERKS, wishes, strict=True)]
    )

    done = [n for n, result in enumerate(results) if isinstance(result, Done)]
    told = [n for n, result in enumerate(results) if isinstance(result, StaleCaseError)]
    assert len(done) == len(told) == 1, results
    db.session.rollback()
    events = list(db.session.scalars(select(Event).where(Event.case_id == case.id, Event.id > seq)))
    assert [event.details["catatan"] for event in events] == [notes[done[0]]]
    assert db.session.scalar(select(Case.version).where(Case.ref == ref)) == version + 1


def last_event(case: Case) -> int:
    return db.session.scalar(select(func.max(Event.id)).where(Event.case_id == case.id)) or 0


def second_clerk() -> None:
    """A colleague at the same counter."""
    first = person_named("staf.pessel")
    assert first is not None
    office, post, hashed = first.office_id, first.assignments[0].post_id, first.password_hash
    with write() as session:
        colleague = Person(
            office_id=office, username=CLERKS[1], name="Melati Sari", password_hash=hashed
        )
        session.add(colleague)
        session.flush()
        session.add(Assignment(person_id=colleague.id, post_id=post, since=date(2020, 1, 1)))


@pytest.mark.parametrize("rounds", [40, pytest.param(200, marks=pytest.mark.battery)])
def test_in_every_round_exactly_one_of_two_officers_moves_the_file(cast: Cast, rounds: int) -> None:
    second_clerk()
    refs = [cast.receive(P17) for _ in range(CASES)]

    for turn in range(rounds):
        race(cast, refs[turn % CASES], turn)

    assert list(faults_in_chains()) == []


def test_the_officer_who_came_second_is_told_and_keeps_every_word(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    browsers = [sign_in(name) for name in RIVALS]
    refs = [cast.case_at(P17, 4, 1).ref for _ in range(4)]

    for turn in range(HTTP_ROUNDS):
        ref = refs[turn % len(refs)]
        notes = [f"Nama {turn}", f"Alamat pemohon keliru, seharusnya RT {turn}"]
        for browser in browsers:
            browser.get(f"/berkas/{ref}/koreksi")
        results = at_once(app, [submit(*pair) for pair in zip(browsers, notes, strict=True)])

        codes = [code for code, _ in results]
        assert sorted(codes) == [303, 409], codes
        second = codes.index(409)
        assert "Petugas lain lebih dulu mengubah berkas ini" in results[second][1]
        assert notes[second] in results[second][1], "the note of the second officer is lost"
        assert notes[1 - second] == events_of(cast.case(ref))[-1].details["catatan"]
        cast.step(ref)


def submit(browser: Browser, note: str) -> Callable[[], tuple[int, str]]:
    """Press the button of the open correction form."""
    form = browser.page.select_one("form[action$='/koreksi']")
    assert form is not None
    data = {
        str(tag["name"]): str(tag.get("value", "")) for tag in form.select("input[type=hidden]")
    } | {"to_row": "4", "reasons": "lain", "note": note}
    address = str(form["action"])

    def press() -> tuple[int, str]:
        with browser.app.app_context():
            answer = browser.client.post(address, data=data)
        return answer.status_code, answer.get_data(as_text=True)

    return press


@pytest.mark.parametrize("word", ["Segera", "segera", "rt 4", "x"])
def test_even_one_short_word_survives_a_stale_form(cast: Cast, sign_in: SignIn, word: str) -> None:
    ref = cast.case_at(P17, 4, 1).ref
    kabid = sign_in("kabid.pessel")
    kabid.get(f"/berkas/{ref}/koreksi")
    cast.move("sekretaris.pessel", ref, Move.KOREKSI, Leaving(("lain",), note="dulu", to_row=4))

    kabid.submit("form[action$='/koreksi']", {"note": word, "reasons": "lain"}, expect=409)

    shown = [tag.text for tag in kabid.page.select("#tulisan ~ *")]
    assert any(word in text for text in shown), shown


def test_saving_a_checklist_does_not_write_over_a_colleagues_move(cast: Cast) -> None:
    case = cast.case(cast.receive(P17))
    ref, stale = case.ref, case.version
    need = cast.sop(P17).checked_requirements[0].code
    cast.move("staf.pessel", ref, Move.BATALKAN, Leaving(("permintaan",)))
    saving = Order(
        Move.LANJUT, Ticks({need: Tick(present=True, correct=True)}), stale,
        secrets.token_hex(16), clock.now(),
    )  # fmt: skip

    with pytest.raises(StaleCaseError):
        keep_work(cast.officer("staf.pessel"), ref, saving, cast.catalogue)

    papers = cast.case(ref).papers
    assert not [paper for paper in papers if paper.correct]


def test_a_refused_move_leaves_no_trace(cast: Cast) -> None:
    case = cast.case_at(P17, 4, 1)
    wish = order(case, Move.LANJUT, Reading(99))
    before = db.session.scalar(select(func.count()).select_from(Event))

    with pytest.raises(Exception, match="Surat berubah"):
        make_move(cast.officer("kabid.pessel"), case.ref, wish, cast.catalogue)

    after = cast.case(case.ref)
    assert (after.row, after.task, after.version) == (4, 1, wish.version)
    assert db.session.scalar(select(func.count()).select_from(Event)) == before
    letter = letter_of(after)
    assert letter is not None
    assert [paraf.person_name for paraf in letter.live_parafs] == ["Hendri Putra, S.Sos."]
