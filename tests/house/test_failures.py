"""Each way of failing has a page of its own, and nothing half-done remains in the database."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from portal.db import db
from portal.desk.work.ways_out import Leaving
from portal.journal.model import Event
from portal.people.operations import sign_out
from portal.sop.vocabulary import Move
from tests.browser import Browser
from tests.cast import P17, T22, Cast

SignIn = Callable[[str], Browser]


def title(browser: Browser) -> str:
    heading = browser.page.select_one("h1")
    assert heading is not None
    return heading.text


def test_each_failure_has_a_page_of_its_own(cast: Cast, sign_in: SignIn) -> None:
    ours, theirs = cast.case_at(P17, 4, 0).ref, cast.receive(T22)
    kasi = sign_in("kasi.pessel")
    kasi.get("/tidak/ada", expect=404)
    titles = [title(kasi)]
    kasi.get(f"/berkas/{theirs}", expect=404)
    assert title(kasi) == titles[0], "another office's case is like none at all"
    kasi.get("/pengaturan", expect=403)
    titles.append(title(kasi))
    kasi.post("/antrean", {}, expect=405)
    titles.append(title(kasi))

    kasi.get(f"/berkas/{ours}")
    kasi.submit("#kerja", {"version": "1"}, expect=409)
    titles.append(title(kasi))
    kasi.get(f"/berkas/{ours}")
    kasi.submit("#kerja", {"_token": "x"}, expect=403)
    titles.append(title(kasi))
    kasi.get(f"/berkas/{ours}")
    sign_out(kasi.client.get_cookie("sesi").value)  # type: ignore[union-attr]
    kasi.submit("#kerja", expect=401)
    titles.append(title(kasi))

    assert len(set(titles)) == len(titles), titles
    assert (cast.case(ours).row, cast.case(ours).task) == (4, 0)


def test_what_was_typed_into_a_form_whose_session_ended_is_shown_again(
    cast: Cast, sign_in: SignIn
) -> None:
    ref = cast.case_at(P17, 4, 1).ref
    kabid = sign_in("kabid.pessel")
    kabid.get(f"/berkas/{ref}/koreksi")
    sign_out(kabid.client.get_cookie("sesi").value)  # type: ignore[union-attr]

    kabid.submit("form[action$='/koreksi']", {"note": "Alamat keliru", "reasons": "alamat"},
                 expect=401)  # fmt: skip

    assert "Alamat keliru" in kabid.text
    assert "Belum ada yang tersimpan" in kabid.text


def test_a_fault_in_the_middle_of_a_move_leaves_nothing_and_says_so(
    app: Flask, cast: Cast, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    case = cast.case(cast.receive(P17))
    ref, version, nik = case.ref, case.version, case.applicant.nik
    staf = sign_in("staf.pessel")
    staf.get(f"/berkas/{ref}/batalkan")
    data = {"reasons": "permintaan", "seen": "permintaan", "note": f"kata {nik}"}
    break_the_record()

    with caplog.at_level(logging.ERROR):
        staf.submit("form[action$='/batalkan']", data, expect=500)

    assert title(staf) == "Ada gangguan di sistem"
    assert "Nomor kejadian" in staf.text
    assert nik in staf.text, "what was typed is lost"
    incident = staf.text.split("Nomor kejadian: ")[1][:8]
    assert incident in caplog.text
    assert nik not in caplog.text
    after = cast.case(ref)
    assert (after.outcome, after.version, after.reasons) == (None, version, [])
    assert db.session.scalar(select(func.count()).select_from(Event)) == 1


def break_the_record() -> None:
    """From here on no event can be written."""
    with db.engine.connect().execution_options(write=True) as connection:
        if connection.dialect.name == "sqlite":
            body = "BEGIN SELECT RAISE(ABORT, 'full'); END"
        else:
            body = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        connection.execute(text(f"CREATE TRIGGER full_disk BEFORE INSERT ON event {body}"))
        connection.commit()
    db.session.rollback()


def test_a_form_opened_before_a_colleague_acted_is_refused_with_its_words(
    cast: Cast, sign_in: SignIn
) -> None:
    ref = cast.case_at(P17, 4, 1).ref
    kabid = sign_in("kabid.pessel")
    kabid.get(f"/berkas/{ref}/koreksi")
    cast.move("sekretaris.pessel", ref, Move.KOREKSI, Leaving(("nama",), to_row=3))

    kabid.submit("form[action$='/koreksi']", {"note": "Alamat keliru", "reasons": "alamat"},
                 expect=409)  # fmt: skip

    assert "Alamat keliru" in kabid.text
    assert kabid.page.select_one(f"a[href='/berkas/{ref}']") is not None


def test_a_sending_that_is_far_too_large_is_refused(visitor: Browser) -> None:
    visitor.post("/lacak", {"nomor": "1" * 2_000_000}, expect=413)
    assert title(visitor) == "Kiriman terlalu besar"


def test_a_database_that_is_held_too_long_says_busy(
    app: Flask, cast: Cast, sign_in: SignIn, engine_name: str
) -> None:
    ref = cast.receive(P17)
    staf = sign_in("staf.pessel")
    staf.get(f"/berkas/{ref}/batalkan")
    data = {"reasons": "permintaan", "seen": "permintaan"}
    with db.engine.connect().execution_options(write=True) as other:
        other.execute(text("UPDATE case_file SET touched_at = touched_at"))
        impatient(engine_name)
        staf.submit("form[action$='/batalkan']", data, expect=503)
        other.rollback()
    assert title(staf) == "Sistem sedang sibuk"
    assert cast.case(ref).outcome is None


def impatient(engine_name: str) -> None:
    """Let the portal's connections wait a moment instead of fifteen seconds."""
    from sqlalchemy import event  # noqa: PLC0415 - only here

    statement = "PRAGMA busy_timeout=50" if engine_name == "sqlite" else "SET lock_timeout = '50ms'"

    @event.listens_for(db.engine, "checkout")
    def _shorten(connection: object, record: object, proxy: object) -> None:
        connection.execute(statement)  # type: ignore[attr-defined]
