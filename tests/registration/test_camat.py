"""What the Camat knew of is what was written then, and nothing else."""

import secrets

import pytest
from sqlalchemy import select

from portal.db import db
from portal.journal.model import Event
from portal.registration.camat import mark_camat
from portal.registration.operations import save
from portal.registration.returning import send_back
from portal.sop.rules import NotAllowedError
from tests.cast import P22, Cast
from tests.engines import usually_sqlite as engine_name  # noqa: F401 - a fixture
from tests.registration.families import Village


@pytest.fixture
def painan(cast: Cast) -> Village:
    return Village(cast)


def marked(cast: Cast, painan: Village) -> str:
    """A family that the Camat knows of, back at its village office."""
    ref = painan.sent()
    camat = cast.officer("kecamatan.pessel")
    mark_camat(camat, ref, cast.sop(P22), "Budi Santoso", version=painan.of(ref).version,
               key=secrets.token_hex(16))  # fmt: skip
    need = painan.needs(ref)[0]
    send_back(cast.officer("staf.pessel"), ref, [(need, "tidak_ada")], note="",
              version=painan.of(ref).version, key=secrets.token_hex(16))  # fmt: skip
    assert painan.of(ref).camat_name == "Budi Santoso"
    return ref


def fallen() -> list[str]:
    db.session.rollback()
    query = select(Event).where(Event.kind == "pra_camat_gugur")
    return [event.details["sebab"] for event in db.session.scalars(query)]


def test_another_family_is_not_known_to_the_camat(cast: Cast, painan: Village) -> None:
    ref = marked(cast, painan)
    save(painan.officer, ref, painan.typed(), version=painan.of(ref).version)
    assert painan.of(ref).camat_name == ""
    assert painan.of(ref).camat_at is None
    assert fallen() == ["isian"]


def test_another_statement_is_not_known_to_the_camat(cast: Cast, painan: Village) -> None:
    ref = marked(cast, painan)
    painan.add(ref, "kk")
    assert painan.of(ref).camat_name == "Budi Santoso"
    painan.add(ref, "sktm")
    assert painan.of(ref).camat_name == ""
    assert fallen() == ["foto"]


def test_the_same_words_sent_again_stay_known(cast: Cast, painan: Village) -> None:
    ref = marked(cast, painan)
    painan.send(ref, papers_later=True)
    assert painan.of(ref).camat_name == "Budi Santoso"
    assert fallen() == []


def test_what_is_back_at_the_village_office_cannot_be_marked(cast: Cast, painan: Village) -> None:
    ref = painan.sent()
    need = painan.needs(ref)[0]
    send_back(cast.officer("staf.pessel"), ref, [(need, "tidak_ada")], note="",
              version=painan.of(ref).version, key=secrets.token_hex(16))  # fmt: skip
    with pytest.raises(NotAllowedError):
        mark_camat(cast.officer("kecamatan.pessel"), ref, cast.sop(P22), "Budi Santoso",
                   version=painan.of(ref).version, key=secrets.token_hex(16))  # fmt: skip
