"""A letter already handed out contradicts a record that was cut behind it (LV-06)."""

from sqlalchemy import text

from portal.db import db
from portal.journal.queries import faults_in_chains
from portal.letters.queries import letter_of
from portal.letters.witness import events_with, letters_out_of_record
from tests.cast import P17, Cast


def test_the_fingerprint_on_a_letter_leads_to_its_place_in_the_record(cast: Cast) -> None:
    letter = letter_of(cast.case_at(P17, 6, 2))
    assert letter is not None
    assert letter.payload is not None

    (event,) = events_with(letter.payload["chain"])

    assert event.office_id == letter.office_id
    assert list(letters_out_of_record()) == []


def test_a_record_cut_and_mended_is_betrayed_by_the_letters(cast: Cast) -> None:
    letter = letter_of(cast.case_at(P17, 6, 2))
    assert letter is not None
    assert letter.payload is not None
    (event,) = events_with(letter.payload["chain"])
    cut = {"office": event.office_id, "seq": event.seq - 1}
    db.session.rollback()  # let go of the table
    drop = "DROP TRIGGER event_kept" + (
        " ON event" if db.engine.dialect.name == "postgresql" else ""
    )
    with db.engine.connect().execution_options(write=True) as connection:
        connection.execute(text(drop))
        connection.execute(text("DELETE FROM event WHERE office_id = :office AND seq > :seq"), cut)
        connection.execute(
            text(
                "UPDATE chain SET seq = :seq, hash = (SELECT hash FROM event "
                "WHERE office_id = :office AND seq = :seq) WHERE office_id = :office"
            ),
            cut,
        )
        connection.commit()
    db.session.rollback()

    assert list(faults_in_chains()) == []  # the chain alone does not notice
    assert len(list(letters_out_of_record())) == 1
