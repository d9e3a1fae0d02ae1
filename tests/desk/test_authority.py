"""Who may do what: the running system against golden/*.csv, written by hand from the paper.

A line of the table is a standing: a task of a printed row, at work (kerja), gone back to the
applicant from there (pemohon), with a refusal proposed there (usul_tolak), or ended with it
(selesai). A cell says which moves a role account of the SOP's own office has. Everybody else
has none.
"""

import csv
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, SoupStrainer
from flask import Flask, g
from sqlalchemy import select

from portal import clock as time
from portal.cases.queries import case_for
from portal.cases.reasons import faults_of
from portal.db import db, write
from portal.demo.cast import PASSWORD
from portal.demo.walk import Walker
from portal.desk.operations import Order, make_move
from portal.desk.work.base import NotYetError
from portal.desk.work.ways_out import LISTS, Leaving
from portal.intake.operations import receive
from portal.letters.turn import NoSuchCaseError
from portal.offices.model import Office
from portal.offices.office_clock import clock_of
from portal.people.model import Assignment, Person, Post
from portal.people.officer import Officer
from portal.sop.rules import NotAllowedError, moves_open_to
from portal.sop.vocabulary import Move, Role
from portal.web.tokens import form_token
from tests.browser import Browser
from tests.cast import ALL, Cast
from tests.conftest import open_session
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture

GOLDEN = Path(__file__).parent / "golden"
OFFICES = ("pessel", "tanjungpinang", "solok")
ACCOUNTS = {role.value: role.value for role in Role if role not in ("pemohon", "bpjs")} | {
    "pejabat_fungsional": "fungsional",
    "admin": "admin",
    "nagari": "nagari",
}
DESKLESS = ("admin", "nagari")  # they hold no post that works rows
EVERYBODY = tuple((office, role) for office in OFFICES for role in ACCOUNTS)
RECEIVE = "terima"


@dataclass(frozen=True)
class Line:
    """One standing of the table, and the moves each role has there."""

    sop_id: str
    printed: str
    task: int
    act: str
    state: str
    cells: dict[str, frozenset[str]]

    def may(self, role: str, office: str, home: str) -> frozenset[str]:
        """The moves of a role account; another office's people have none."""
        return self.cells[role] if office == home else frozenset()

    def __str__(self) -> str:
        return f"{self.sop_id} {self.printed}/{self.task} {self.act} ({self.state})"


@dataclass
class Tally:
    """What was compared, and where the system is more or less generous than the paper."""

    cells: int = 0
    wrongly_open: list[str] = field(default_factory=list)
    wrongly_shut: list[str] = field(default_factory=list)

    def compare(self, cell: str, *, wanted: bool, found: bool) -> None:
        """Count a cell."""
        self.cells += 1
        if found and not wanted:
            self.wrongly_open.append(cell)
        if wanted and not found:
            self.wrongly_shut.append(cell)

    def __str__(self) -> str:
        return (
            f"{self.cells} sel dibandingkan, {len(self.wrongly_open)} salah diizinkan, "
            f"{len(self.wrongly_shut)} salah ditolak"
        )

    def agree(self) -> None:
        """Fail with the cells that differ."""
        told = [f"salah diizinkan: {cell}" for cell in self.wrongly_open]
        told += [f"salah ditolak: {cell}" for cell in self.wrongly_shut]
        assert not told, "\n".join([str(self), *told])


def lines_of(sop_id: str) -> list[Line]:
    """The table of one SOP."""
    with (GOLDEN / f"{sop_id}.csv").open(encoding="utf-8", newline="") as file:
        return [
            Line(
                sop_id=sop_id,
                printed=line["baris"],
                task=int(line["tugas"]) if line["tugas"].isdigit() else 0,
                act=line["tindakan"],
                state=line["keadaan"],
                cells={role: frozenset(line[role].split()) for role in ACCOUNTS},
            )
            for line in csv.DictReader(file)
        ]


class Stage:
    """Twenty-seven people of three offices, and cases that stand where a line says."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        _fill_empty_posts()
        self.people: dict[tuple[str, str], Officer] = {}
        for office, role in EVERYBODY:
            self.people[office, role] = cast.officer(f"{ACCOUNTS[role]}.{office}")
        # Let go of them, so that asking who they are costs no query ten thousand times.
        db.session.expunge_all()
        self.walking: dict[str, str] = {}
        self.version = 0  # of the case made to stand last, as its page would carry it

    def home(self, line: Line) -> str:
        """The office whose SOP it is."""
        return self.cast.office_of(line.sop_id).code

    def place(self, line: Line) -> tuple[int, int]:
        """Order of the printed row and of the task in it, as the portal counts them."""
        rows = self.cast.sop(line.sop_id).rows
        return next(row.order for row in rows if row.number == line.printed), line.task - 1

    def reach(self, line: Line) -> str:
        """A case at work on this task: the one already walking this SOP, else a new one."""
        ref, place = self.walking.get(line.sop_id, ""), self.place(line)
        case = self.cast.case(ref) if ref else None
        if case is None or case.outcome or case.hold or (case.row, case.task) > place:
            ref = self.cast.receive(line.sop_id)
            case = self.cast.case(ref)
        while (case.row, case.task) != place:
            case = self.cast.step(ref)
            assert case.outcome is None, f"{line} is never reached"
        self.walking[line.sop_id], self.version = ref, case.version
        return ref

    def stand(self, line: Line) -> str:
        """A case in this standing; nobody else needs it when it is on hold."""
        ref = self.reach(line)
        if line.state == "selesai":
            del self.walking[line.sop_id]
            assert self.cast.step(ref).outcome == "selesai"
        elif line.state != "kerja":
            away = Move.KEMBALIKAN if line.state == "pemohon" else Move.USUL_TOLAK
            desk = self.cast.sop(line.sop_id).task(*self.place(line)).desk
            doer = next(self.people[self.home(line), role] for role in desk)
            assert self.try_move(doer, line, ref, away, bare=False), f"{line}: {away}"
        self.version = self.cast.case(ref).version
        return ref

    def reasons(self, line: Line, move: Move) -> Leaving:
        """Everything a way out can ask for."""
        sop = self.cast.sop(line.sop_id)
        need = sop.requirements[0]
        row, index = self.place(line)
        targets = sop.task(row, index).correct_to or (row,)
        return Leaving(
            reasons=(LISTS[move][0].code,) if move in LISTS else (),
            papers=((need.code, faults_of(need)[0].code),),
            note="contoh",
            to_row=targets[0],
        )

    def try_move(self, who: Officer, line: Line, ref: str, move: Move, *, bare: bool) -> bool:
        """Whether the operation lets this person make this move; a bare one changes nothing."""
        data = None if move is Move.LANJUT else self.reasons(line, move)
        if data and bare:
            data = Leaving(to_row=data.to_row)
        order = Order(move, data, self.version, secrets.token_hex(16), time.now())
        try:
            make_move(who, ref, order, self.cast.catalogue)
        except (NotAllowedError, NoSuchCaseError):
            return False
        except (NotYetError, AttributeError):
            return True  # past the guard and into the work itself, which misses its data
        return True

    def really_do(self, who: Officer, role: str, ref: str, move: Move) -> bool:
        """Let one person really make a move that asks for no reason."""
        walker = Walker(self.cast.catalogue, {Role(role): who}, clock_of(who.office))
        now = time.now()
        try:
            if move is Move.LANJUT:
                walker.step(ref, now, now)
            else:
                walker.leave(ref, move, Leaving(), now)
        except (NotAllowedError, NoSuchCaseError, StopIteration):
            return False
        return True

    def forgery(self, line: Line, move: Move) -> dict[str, str]:
        """The fields of a complete form of this move, its public words seen."""
        why = self.reasons(line, move)
        ((paper, fault),) = why.papers
        returning = move is Move.KEMBALIKAN
        return {
            "version": str(self.version),
            "secret": PASSWORD,
            "reasons": ",".join(why.reasons),
            "note": why.note,
            "to_row": str(why.to_row),
            f"paper-{paper}": fault,
            "seen": f"{paper}:{fault}" if returning else ",".join(why.reasons),
        }

    def receives(self, who: Officer, line: Line) -> bool:
        """Whether the operation lets this person take a file in for the SOP."""
        sop = self.cast.sop(line.sop_id)
        file = self.cast.file(sop, self.cast.office_of(line.sop_id))
        try:
            receive(who.id, sop, file, key=secrets.token_hex(16))
        except NotAllowedError:
            return False
        return True


def _fill_empty_posts() -> None:
    """Give every office all seven roles, so that each column of the table has its person."""
    with write() as session:
        known = set(session.scalars(select(Person.username)))
        for office in session.scalars(select(Office)).all():
            for role in set(ACCOUNTS) - set(DESKLESS):
                username = f"{ACCOUNTS[role]}.{office.code}"
                if username in known:
                    continue
                person = Person(
                    office_id=office.id, username=username, name=f"Contoh {role}", password_hash=""
                )
                post = Post(office_id=office.id, title=role, short=role, roles=[role])
                session.add_all([person, post])
                session.flush()
                since = (time.now() - timedelta(days=700)).date()
                session.add(Assignment(person_id=person.id, post_id=post.id, since=since))


class Visitors:
    """The same people at their browsers; and as forgers, who post what no page gave them."""

    def __init__(self, stage: Stage) -> None:
        self.app = stage.cast.app
        self.browsers: dict[tuple[str, str], Browser] = {}
        self.marks: dict[tuple[str, str], str] = {}
        for office, role in EVERYBODY:
            cookie = open_session(self.app, f"{ACCOUNTS[role]}.{office}")
            browser = self.browsers[office, role] = Browser(self.app)
            browser.client.set_cookie("sesi", cookie)
            asked = self.app.test_request_context("/antrean", headers={"Cookie": f"sesi={cookie}"})
            # A context of one's own, or g would still know the person before.
            with self.app.app_context(), asked:
                self.app.preprocess_request()
                self.marks[office, role] = g.session_mark

    def offered(self, who: tuple[str, str], ref: str) -> tuple[int, set[str]]:
        """The answer to opening the case, and the moves its bar of buttons offers."""
        browser = self.browsers[who]
        with self.app.app_context():
            response = browser.client.get(f"/berkas/{ref}")
            db.session.remove()
        # Only the bar is read: thousands of whole pages would be read for nothing.
        bar = SoupStrainer(class_="bilah")
        browser.page = BeautifulSoup(response.get_data(), "html.parser", parse_only=bar)
        return response.status_code, browser.moves

    def post(self, who: tuple[str, str], path: str, data: dict[str, str]) -> int:
        """The answer to a posted form whose token is genuine."""
        with self.app.app_context(), self.app.test_request_context(path):
            g.session_mark = self.marks[who]
            token = form_token(path)
        with self.app.app_context():
            client = self.browsers[who].client
            response = client.post(path, data={"_token": token, **data})
            db.session.remove()
        assert b"Formulir kedaluwarsa" not in response.get_data(), "refused for its token only"
        return response.status_code


SILENT = (Move.LANJUT, Move.TERIMA_KEMBALI)  # they ask for no reason: a bare one would be done


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """People and cases to try the table on."""
    return Stage(cast)


@pytest.mark.parametrize("sop_id", ALL)
def test_the_table_knows_every_task_of_the_sop(app: Flask, sop_id: str) -> None:
    sop = app.config["CATALOGUE"].in_force(sop_id)
    tasks = [(sop.row(t.row).number, t.index + 1, t.act.value) for t in sop.tasks]

    written = [
        (line.printed, line.task, line.act)
        for line in lines_of(sop_id)
        if line.state in ("kerja", "loket") and line.task
    ]

    assert written == tasks


@pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.battery)], ids=["rotating", "every"]
)
def test_the_system_obeys_the_table(
    stage: Stage,
    engine_name: str,  # noqa: F811 - the fixture
    capsys: pytest.CaptureFixture[str],
    every: bool,
) -> None:
    """Each cell is asked of the rules and the pages; a rotating part is really tried.

    SQLite sees every line, PostgreSQL every third; in the battery everybody really tries
    everything everywhere on both.
    """
    rules, deeds, pages, visitors = Tally(), Tally(), Tally(), Visitors(stage)
    for number, line in enumerate(line for sop_id in ALL for line in lines_of(sop_id)):
        first, second = (_all, _all) if every else (_rotating(number), _rotating(number + 4))
        if not every and engine_name == "postgresql" and number % 3:
            continue
        if line.state == "loket":
            _try_to_receive(stage, visitors, line, deeds, pages)
            continue
        _ask_the_rules(stage, line, rules)
        # Pages are the costly part: the usual run opens them at some standings only.
        if every or number % (3 if engine_name == "sqlite" else 6) == 0:
            _open_the_page(stage, visitors, line, pages)
            _forge(stage, visitors, line, pages, first)
        _try_what_is_forbidden(stage, line, deeds, second)
        _try_what_is_allowed(stage, line, deeds)

    with capsys.disabled():
        # The count is the test's report.
        print(f"\n{engine_name}: aturan: {rules}")  # noqa: T201
        print(f"{engine_name}: perbuatan: {deeds}")  # noqa: T201
        print(f"{engine_name}: halaman dan kiriman palsu: {pages}")  # noqa: T201
    for tally in (rules, deeds, pages):
        tally.agree()


Choice = Callable[[int, bool], frozenset[Move]]  # what the n-th person tries, at home or not


def _all(_person: int, _at_home: bool) -> frozenset[Move]:
    return frozenset(Move)


def _rotating(number: int) -> Choice:
    """One move a person and standing; strangers try at every fourth standing only."""
    moves = tuple(Move)

    def one(person: int, at_home: bool) -> frozenset[Move]:
        place = number + person
        return frozenset({moves[place % len(moves)]} if at_home or place % 4 == 0 else ())

    return one


def _try_to_receive(
    stage: Stage, visitors: Visitors, line: Line, deeds: Tally, pages: Tally
) -> None:
    home = stage.home(line)
    for (office, role), who in stage.people.items():
        wanted = RECEIVE in line.may(role, office, home)
        cell = f"{line}: {role}.{office} {RECEIVE}"
        deeds.compare(cell, wanted=wanted, found=stage.receives(who, line))
        answer = visitors.post((office, role), "/berkas/baru", {"sop": line.sop_id})
        shut = 404 if role == "staf" else 403  # the counter of another office knows no such SOP
        pages.compare(f"{cell} (HTTP {answer})", wanted=wanted, found=answer != shut)


def _ask_the_rules(stage: Stage, line: Line, tally: Tally) -> None:
    ref, home = stage.stand(line), stage.home(line)
    sop = stage.cast.sop(line.sop_id)
    for (office, role), who in stage.people.items():
        case = case_for(who, ref)
        found = moves_open_to(who.roles, case.here, sop) if case else ()
        for move in Move:
            wanted = move in line.may(role, office, home)
            tally.compare(f"{line}: {role}.{office} {move}", wanted=wanted, found=move in found)


def _open_the_page(stage: Stage, visitors: Visitors, line: Line, tally: Tally) -> None:
    ref, home = stage.stand(line), stage.home(line)
    for office, role in EVERYBODY:
        answer, found = visitors.offered((office, role), ref)
        assert answer == _answer_to(role, at_home=office == home), f"{line}: {role}.{office}"
        for move in Move:
            wanted = move in line.may(role, office, home)
            tally.compare(
                f"{line}: {role}.{office} {move} (tombol)", wanted=wanted, found=move in found
            )


def _forge(stage: Stage, visitors: Visitors, line: Line, tally: Tally, chosen: Choice) -> None:
    ref, home = stage.stand(line), stage.home(line)
    for person, (office, role) in enumerate(EVERYBODY):
        shut = 404 if office != home and role not in DESKLESS else 403
        for move in chosen(person, office == home) - line.may(role, office, home):
            path, sent = f"/berkas/{ref}/{move}", stage.forgery(line, move)
            answer = visitors.post((office, role), path, sent)
            cell = f"{line}: {role}.{office} {move} (HTTP {answer})"
            tally.compare(cell, wanted=False, found=answer != shut)


def _answer_to(role: str, *, at_home: bool) -> int:
    """Without a post every case is shut alike; to another office it does not exist."""
    if role in DESKLESS:
        return 403
    return 200 if at_home else 404


def _try_what_is_forbidden(stage: Stage, line: Line, tally: Tally, chosen: Choice) -> None:
    ref, home = stage.stand(line), stage.home(line)
    for person, ((office, role), who) in enumerate(stage.people.items()):
        for move in chosen(person, office == home) - line.may(role, office, home):
            found = stage.try_move(who, line, ref, move, bare=False)
            tally.compare(f"{line}: {role}.{office} {move}", wanted=False, found=found)
            if found:
                ref = stage.stand(line)


def _try_what_is_allowed(stage: Stage, line: Line, tally: Tally) -> None:
    ref, home = stage.stand(line), stage.home(line)
    cells = [(role, Move(move)) for role, moves in line.cells.items() for move in sorted(moves)]
    for role, move in sorted(cells, key=lambda cell: cell[1] in SILENT):
        who = stage.people[home, role]
        if move in SILENT:
            found = stage.really_do(who, role, stage.stand(line), move)
        else:
            found = stage.try_move(who, line, ref, move, bare=True)
        tally.compare(f"{line}: {role}.{home} {move}", wanted=True, found=found)
