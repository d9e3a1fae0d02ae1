"""What a citizen should hear is put down with the turn itself, and newer news takes its place."""

import pytest

from portal.cases.model import Case
from portal.cases.outbox import NEWS, Sending
from portal.cases.passage import close_unfinished
from portal.db import write
from portal.desk.work.ways_out import Leaving
from portal.journal.operations import Author
from portal.offices.office_clock import clock_of
from portal.sop.rules import NotAllowedError
from portal.sop.vocabulary import Move
from tests.cast import ALL, P17, P22, S24, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture

PORTAL = Author(None, "Portal", "")


def about(case: Case) -> list[tuple[str, str]]:
    return [(message.about, message.state) for message in case.messages]


@pytest.mark.parametrize("sop_id", ALL)
def test_the_citizen_hears_of_receipt_and_of_what_lies_ready_and_of_no_step_inside(
    cast: Cast, sop_id: str
) -> None:
    case = cast.case(cast.receive(sop_id))
    assert about(case) == [("diterima", "ditawarkan")]
    while case.outcome is None:
        case = cast.step(case.ref)

    told = [news for news, _ in about(case)]

    expected = ["diterima", "dikirim_bpjs", "kis_terbit"] if sop_id == S24 else ["siap_diambil"]
    assert told[-len(expected) :] == expected
    assert set(told) <= {status.value for status in NEWS}
    assert {state for _, state in about(case)} == {"lewat"}  # nothing waits once it is handed over


def test_newer_news_overtakes_what_was_not_sent_but_never_what_was(cast: Cast) -> None:
    case = cast.case_at(P17, 1, 0)
    with write() as session:
        session.get_one(Case, case.id).messages[0].state = Sending.TERKIRIM.value
    papers = Leaving(papers=(("kk", "tidak_ada"),))
    cast.move("staf.pessel", case.ref, Move.KEMBALIKAN, papers)
    cast.move("staf.pessel", case.ref, Move.TERIMA_KEMBALI, Leaving())
    cast.move("staf.pessel", case.ref, Move.KEMBALIKAN, papers)

    assert about(cast.case(case.ref)) == [
        ("diterima", "terkirim"), ("dikembalikan", "lewat"), ("dikembalikan", "ditawarkan"),
    ]  # fmt: skip


def test_nobody_is_written_to_about_somebody_who_died(cast: Cast) -> None:
    dead, wish = cast.receive(P17), cast.receive(P17)
    cast.move("staf.pessel", dead, Move.BATALKAN, Leaving(("meninggal",)))
    cast.move("staf.pessel", wish, Move.BATALKAN, Leaving(("permintaan",)))

    assert about(cast.case(dead)) == [("diterima", "lewat")]
    assert about(cast.case(wish))[-1] == ("dibatalkan", "ditawarkan")


def test_only_a_file_that_is_with_the_applicant_can_be_closed_by_time(cast: Cast) -> None:
    case = cast.case_at(P22, 1, 0)
    with pytest.raises(NotAllowedError), write() as session:
        _close(cast, session.get_one(Case, case.id))
    cast.move("staf.pessel", case.ref, Move.KEMBALIKAN, Leaving(papers=(("kk", "tidak_ada"),)))
    with write() as session:
        _close(cast, session.get_one(Case, case.id))
    case = cast.case(case.ref)
    assert (case.outcome, case.stints[-1].move, case.stints[-1].done_by) == (
        "ditutup_otomatis", "tutup", "Portal",
    )  # fmt: skip
    assert about(case)[-1] == ("ditutup_otomatis", "ditawarkan")
    with pytest.raises(NotAllowedError), write() as session:
        _close(cast, session.get_one(Case, case.id))


def test_a_turn_that_fails_leaves_no_news(cast: Cast) -> None:
    case = cast.case_at(P17, 1, 0)
    before = about(case)

    def fail_after_closing() -> None:
        with write() as session:
            held = session.get_one(Case, case.id)
            held.hold = "pemohon"
            _close(cast, held)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_closing()

    assert about(cast.case(case.ref)) == before


def _close(cast: Cast, case: Case) -> None:
    sop = cast.catalogue.pinned(case.sop_id, case.sop_version)
    close_unfinished(case, sop, PORTAL, case.touched_at, clock_of(case.office))
