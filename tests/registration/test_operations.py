"""A pre-registration from the first letter to the Dinas, and what may not happen to it."""

import secrets

import pytest
from sqlalchemy import select

from portal.cases.receipt import is_number
from portal.db import db
from portal.documents.queries import current, documents_of_registration
from portal.journal.model import Event
from portal.registration import operations
from portal.registration.model import RegisteredPerson, State
from portal.registration.operations import NotReadyError, start
from portal.registration.papers import TooManyFilesError, add_papers, complete, remove_paper
from portal.registration.step import NoSuchRegistrationError, StaleRegistrationError
from portal.sop.rules import NotAllowedError
from tests.cast import P22, T22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.registration.families import Village


@pytest.fixture
def painan(cast: Cast) -> Village:
    return Village(cast)


@pytest.fixture
def lumpo(cast: Cast) -> Village:
    return Village(cast, "nagari2.pessel")


def events(cast: Cast) -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Event.kind).order_by(Event.id)))


def test_a_draft_has_its_number_from_the_beginning_and_keeps_what_is_wrong(
    painan: Village,
) -> None:
    typed = painan.typed(size=2)
    typed["persons"][0]["nik"] = "12 bukan NIK"
    typed["persons"][1]["born"] = "31/02/1990"

    ref = painan.draft(typed=typed)

    draft = painan.of(ref)
    assert is_number(draft.number)
    assert draft.typed == typed
    assert draft.people == 2
    assert [person.place for person in draft.persons] == [2]
    assert draft.state == State.DRAF


def test_the_same_form_sent_twice_makes_one_draft(painan: Village, cast: Cast) -> None:
    key, typed = secrets.token_hex(16), painan.typed()
    first = start(painan.officer, cast.sop(P22), typed, key=key)
    assert start(painan.officer, cast.sop(P22), typed, key=key) == first


def test_a_saved_draft_can_be_saved_again_but_not_over_a_colleagues_work(painan: Village) -> None:
    ref = painan.draft()
    version, typed = painan.of(ref).version, painan.typed(size=3)

    operations.save(painan.officer, ref, typed, version=version)

    assert painan.of(ref).people == 3
    with pytest.raises(StaleRegistrationError):
        operations.save(painan.officer, ref, painan.typed(), version=version)
    assert painan.of(ref).typed == typed
    niks = list(db.session.scalars(select(RegisteredPerson.nik).order_by(RegisteredPerson.place)))
    assert niks == [person["nik"] for person in typed["persons"]]


def test_saving_the_same_words_again_changes_nothing(painan: Village) -> None:
    ref = painan.draft()
    before = painan.of(ref)
    version, saved = before.version, before.saved_at
    operations.save(painan.officer, ref, dict(before.typed), version=version)
    after = painan.of(ref)
    assert (after.version, after.saved_at) == (version, saved)


def test_it_is_sent_only_with_all_papers_or_the_word_that_they_come_along(
    painan: Village, cast: Cast
) -> None:
    ref = painan.draft(size=2)
    with pytest.raises(NotReadyError) as refusal:
        painan.send(ref)
    fields = painan.fields(ref)
    assert [state.need.field for state in refusal.value.states] == fields
    for field in fields:
        painan.add(ref, field)

    painan.send(ref)

    sent = painan.of(ref)
    assert sent.state == State.TERKIRIM
    assert not sent.papers_later
    assert sent.first_sent_at == sent.sent_at is not None
    assert events(cast).count("pra_dikirim") == 1


def test_what_is_sent_can_no_longer_be_written_thrown_away_or_given_papers(
    painan: Village,
) -> None:
    ref = painan.sent()
    version = painan.of(ref).version
    with pytest.raises(NotAllowedError):
        operations.save(painan.officer, ref, painan.typed(), version=version)
    with pytest.raises(NotAllowedError):
        operations.discard(painan.officer, ref, version=version, key=secrets.token_hex(16))
    with pytest.raises(NotAllowedError):
        painan.add(ref, "kk")
    with pytest.raises(NotAllowedError):
        painan.send(ref, papers_later=True)


def test_a_double_click_sends_once(painan: Village, cast: Cast) -> None:
    ref, key = painan.draft(), secrets.token_hex(16)
    version = painan.of(ref).version
    painan.send(ref, papers_later=True, key=key, version=version)
    painan.send(ref, papers_later=True, key=key, version=version)
    assert events(cast).count("pra_dikirim") == 1


@pytest.mark.parametrize("who", ["lumpo", "staf.pessel", "kadis.pessel", "kecamatan.pessel",
                                 "nagari.solok", "admin.pessel"])  # fmt: skip
def test_a_draft_is_nobodys_but_its_village_offices(who: str, painan: Village, cast: Cast) -> None:
    ref = painan.draft()
    version = painan.of(ref).version
    other = cast.officer("nagari2.pessel" if who == "lumpo" else who)
    with pytest.raises(NoSuchRegistrationError):
        operations.save(other, ref, {}, version=version)
    with pytest.raises(NoSuchRegistrationError):
        operations.discard(other, ref, version=version, key=secrets.token_hex(16))


def test_the_dinas_and_the_kecamatan_read_what_is_sent_but_do_not_write_it(
    painan: Village, cast: Cast
) -> None:
    ref = painan.sent()
    for name in ("staf.pessel", "kecamatan.pessel"):
        officer = cast.officer(name)
        with pytest.raises(NotAllowedError):
            operations.save(officer, ref, {}, version=painan.of(ref).version)
        with pytest.raises(NotAllowedError):
            add_papers(officer, ref, cast.sop(P22), "kk", [painan.picture()],
                                  key=secrets.token_hex(16))  # fmt: skip


def test_a_village_registers_only_for_its_own_regions_services(painan: Village) -> None:
    with pytest.raises(NotAllowedError):
        painan.draft(T22)


def test_nobody_without_a_village_begins_a_pre_registration(painan: Village, cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        start(cast.officer("staf.pessel"), cast.sop(P22), {}, key=secrets.token_hex(16))


def test_a_made_up_number_is_not_taken(painan: Village) -> None:
    with pytest.raises(NotAllowedError):
        painan.draft(number="123456789012345")


def test_a_paper_takes_six_files_and_an_exchange_adds_none(painan: Village) -> None:
    ref = painan.draft()
    for _ in range(6):
        painan.add(ref, "foto_rumah")
    with pytest.raises(TooManyFilesError):
        painan.add(ref, "foto_rumah")
    standing = current(documents_of_registration(painan.of(ref).id))
    painan.add(ref, "foto_rumah", replaces=standing[0].ref)
    after = documents_of_registration(painan.of(ref).id)
    assert len(current(after)) == 6
    assert [item.n for item in after if item.replaces_id] == [2]


@pytest.mark.parametrize("field", ["", "kk-1", "ktp", "ktp-0", "ktp-9", "ktp-x", "tidakada", "-1"])
def test_a_paper_that_is_not_asked_is_refused(field: str, painan: Village) -> None:
    ref = painan.draft()
    with pytest.raises(NotAllowedError):
        painan.add(ref, field)


def test_a_removed_file_no_longer_counts(painan: Village) -> None:
    ref = painan.draft()
    painan.add(ref, "kk")
    (document,) = documents_of_registration(painan.of(ref).id)
    remove_paper(painan.officer, ref, document.ref, key=secrets.token_hex(16))
    db.session.rollback()
    assert current(documents_of_registration(painan.of(ref).id)) == []


def test_a_draft_thrown_away_is_gone_with_its_papers(painan: Village) -> None:
    ref = painan.draft()
    painan.add(ref, "kk")
    found = painan.of(ref)
    registration_id = found.id
    operations.discard(painan.officer, ref, version=found.version, key=secrets.token_hex(16))
    db.session.rollback()
    assert current(documents_of_registration(registration_id)) == []
    with pytest.raises(NoSuchRegistrationError):
        complete(painan.officer, ref, key=secrets.token_hex(16))
