"""Nothing that a person wrote, and nobody's name or number, is on any public page."""

import secrets
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from portal.cases.model import Case
from portal.cases.reasons import INFORMATIONS, REFUSALS
from portal.cases.receipt import new_number
from portal.complaints.choices import ANSWERS, TOPICS
from portal.complaints.model import Complaint, Kind
from portal.db import db, write
from portal.desk.work.ways_out import Leaving
from portal.letters.model import Letter
from portal.registration.model import Registration
from portal.sop.vocabulary import Move
from portal.web.guards import Door, door_of
from portal.web.guesses import PER_ADDRESS
from tests.browser import Browser
from tests.cast import ALL, P17, P22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.held import HeldClock, held_clock  # noqa: F401 - a fixture
from tests.registration.families import Village
from tests.tracking.canaries import PHONE, WORD, plant, silent, sung, unknown_columns
from tests.tracking.test_pre_registered import journey
from tests.tracking.test_tracking import WAYS

ROOMS = ("/lacak", "/pengaduan", "/survei")
TONGUES = ("", "/en")


def sweep(visitor: Browser, number: str) -> None:
    """Every page that a number opens, in every language."""
    plant()
    for tongue in TONGUES:
        assert silent(visitor, "GET", f"{tongue}/L/{number}") == 200
        for room in ROOMS:
            assert silent(visitor, "POST", f"{tongue}{room}", {"nomor": number}) < 500
        for kind in Kind:
            wish = {"nomor": number, "jenis": kind.value}
            assert silent(visitor, "POST", f"{tongue}/pengaduan", wish) < 500
            # Without its token it is refused; what a stranger typed is no canary of ours.
            assert silent(visitor, "POST", f"{tongue}/pengaduan/kirim", wish) == 403


def complain(case: Case, *, answered: bool) -> None:
    """A complaint of each kind about a case, with free text on both sides."""
    facts = {"number": case.number, "office_id": case.office_id, "sop_id": case.sop_id,
             "case_id": case.id, "made_at": case.received_at,
             "due_at": case.received_at}  # fmt: skip
    written = {"text": WORD, "phone": PHONE, "note": WORD}
    with write() as session:
        for kind in Kind:
            ref = secrets.token_hex(16)
            facts |= {"ref": ref, "key": ref, "kind": kind.value, "topic": TOPICS[kind][0].code}
            if answered:
                written |= {"answered_at": facts["made_at"], "answer": ANSWERS[kind][0].code,
                            "answered_by": WORD, "answered_as": WORD}  # fmt: skip
            session.add(Complaint(**facts, **written))


def test_of_every_text_column_it_is_known_who_writes_there() -> None:
    assert unknown_columns() == []


@pytest.mark.parametrize("sop_id", [P22, *(pytest.param(sop, marks=pytest.mark.battery)
                                           for sop in ALL if sop != P22)])  # fmt: skip
def test_no_step_of_a_case_lets_a_canary_out(
    cast: Cast, visitor: Browser, held: HeldClock, sop_id: str
) -> None:
    plant()  # the staff first, so that all they do bears their canaries
    ref = cast.receive(sop_id, size=2)
    office = cast.case(ref).office.code
    faults = ((cast.sop(sop_id).checked_requirements[0].code, "tidak_ada"),)
    cast.move(f"staf.{office}", ref, Move.KEMBALIKAN, Leaving(papers=faults, note=WORD))
    complain(cast.case(ref), answered=False)
    number, opened = cast.case(ref).number, 0
    sweep(visitor, number)
    cast.move(f"staf.{office}", ref, Move.TERIMA_KEMBALI, Leaving(note=WORD))
    complain(cast.case(ref), answered=True)
    while True:
        sweep(visitor, number)
        opened += 1
        held.pass_by(minutes=11)
        if cast.case(ref).outcome:
            break
        cast.step(ref)
    assert opened > 5
    for code in db.session.scalars(select(Letter.code).where(Letter.code.is_not(None))):
        assert silent(visitor, "GET", f"/periksa/{code}") == 200


@pytest.mark.parametrize("way", WAYS, ids=lambda way: str(way[3]))
@pytest.mark.battery
def test_no_way_out_lets_a_canary_out(
    cast: Cast, visitor: Browser, way: tuple[str, tuple[int, int], str, Move, Leaving, str]
) -> None:
    sop_id, place, who, move, leaving, _ = way
    plant()
    first = {Move.TOLAK: REFUSALS, Move.INFORMASI: INFORMATIONS}.get(move)
    reasons = (next(iter(first)).code,) if first else leaving.reasons
    papers, to_row = (leaving.papers, leaving.to_row) if leaving else ((), None)
    ref, office = cast.case_at(sop_id, *place).ref, cast.office_of(sop_id).code
    cast.move(f"{who}.{office}", ref, move, Leaving(reasons, papers, WORD, to_row))
    complain(cast.case(ref), answered=True)
    sweep(visitor, cast.case(ref).number)


def test_no_pre_registration_lets_a_canary_out(
    cast: Cast, visitor: Browser, held: HeldClock
) -> None:
    plant()
    village = Village(cast, "nagari2.pessel")
    typed = village.typed(size=2)
    typed["address"] = typed["kk_name"] = WORD
    for person in typed["persons"]:
        person["name"] = person["birth_place"] = WORD
    ref = village.draft(typed=typed)
    number = village.of(ref).number
    for _ in journey(cast, village, ref):
        sweep(visitor, number)
        held.pass_by(minutes=11)


def test_no_page_without_a_number_lets_a_canary_out(
    app: Flask, cast: Cast, visitor: Browser, held: HeldClock
) -> None:
    case = cast.case(cast.receive(P17))
    complain(case, answered=True)
    number = case.number
    plant()
    pages = set(public_pages(app))
    assert {"/", "/lacak", "/en/lacak", "/pengaduan", "/survei", "/angka", "/masuk"} <= pages
    for page in sorted(pages):
        assert silent(visitor, "GET", page) in (200, 302, 303, 404), page
    for path in (f"/tidak/{number}", f"/L/{number}/lain", f"/L/{new_number()}"):
        assert silent(visitor, "GET", path) == 404
    assert silent(visitor, "DELETE", f"/L/{number}") == 405
    for _ in range(PER_ADDRESS):
        visitor.client.get(f"/periksa/{number}")
    app.config["CATALOGUE"] = None
    assert silent(visitor, "GET", f"/L/{number}") == 500
    assert silent(visitor, "POST", "/en/lacak", {"nomor": number}) == 500


def public_pages(app: Flask) -> Iterator[str]:
    """The address of every public page; where it names something, of all there is to name."""
    with app.test_request_context():
        values: dict[str, list[str]] = {
            "sop_id": list(ALL), "code": ["pessel", "solok", "tanjungpinang"], "bahasa": ["en"],
        }  # fmt: skip
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
                continue
            if door_of(app, rule.endpoint) is Door.PUBLIC and rule.arguments <= set(values):
                for choice in values[min(rule.arguments & {"sop_id", "code"}, default="bahasa")]:
                    names = dict.fromkeys(rule.arguments & {"bahasa"}, "en")
                    names |= dict.fromkeys(rule.arguments - {"bahasa"}, choice)
                    built = rule.build(names)
                    assert built is not None
                    yield built[1]


def test_the_sweep_would_hear_a_canary(cast: Cast, sign_in: Callable[[str], Browser]) -> None:
    ref = cast.receive(P22)
    plant()
    inside = sign_in("staf.pessel").client.get(f"/berkas/{ref}").get_data(as_text=True)
    assert {"kenari", "0988077"} <= set(sung(inside))
    assert db.session.scalar(select(Registration.id)) is None
