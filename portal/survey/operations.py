"""Keeping a filled survey so that nobody can say whose it is.

What joins an answer to a case: nothing that is stored. The answer has a random id and a month,
no moment; the case is remembered as a keyed digest in another table; the event has neither
number nor case nor answer; on SQLite the tables have no running row number. The form's key is
remembered with its moment, but without either.

What a database administrator could still do: with the installation's secret, digest every
number and learn *that* a case has answered; with the raw files, or PostgreSQL's hidden columns
(xmin, ctid), see which rows were written in one transaction as long as they are not rewritten;
with the web server's log or by watching the live database, be there at the moment of writing.
Restoring a dump forgets the hidden columns. Within the portal no page or query does any of it.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal import clock as time
from portal import dates
from portal.cases.queries import tracked
from portal.db import insert_into, write
from portal.journal.model import Command
from portal.journal.operations import Author, command_done, record
from portal.sop.catalogue import Catalogue
from portal.survey.elements import KEYS, PROFILE
from portal.survey.index import is_complete
from portal.survey.model import SurveyAnswer, SurveyGiven
from portal.survey.queries import digest_of, is_handed_over

CITIZEN = Author(None, "Warga", "")


class NotYetError(Exception):
    """The case is not handed over, or there is no case: nobody is asked yet."""


class AlreadyGivenError(Exception):
    """This case has answered; an answer is neither changed nor added."""


@dataclass(frozen=True)
class Filled:
    """A whole form: nine answers from 1 to 4, and what was said of oneself ('' is nothing)."""

    answers: Mapping[str, int]
    profile: Mapping[str, str]


def give(
    number: str,
    filled: Filled,
    catalogue: Catalogue,
    *,
    secret_key: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Keep the answers of a case's citizen, once; the same form sent twice is kept once.

    Raises NotYetError, AlreadyGivenError, ValueError for a form that is not whole.
    Source: Permenpan-RB 14/2017; 3.18.
    """
    if not is_complete(filled.answers):
        raise ValueError("an incomplete form stays out whole")
    at = at or time.now()
    with write() as session:
        if command_done(session, key):
            return
        case = tracked(number)
        if case is None or not is_handed_over(
            case, catalogue.pinned(case.sop_id, case.sop_version)
        ):
            raise NotYetError
        given = insert_into(session, SurveyGiven).values(digest=digest_of(number, secret_key))
        mine = given.on_conflict_do_nothing().returning(SurveyGiven.digest)
        if session.scalar(mine) is None:
            if command_done(session, key):  # the first of two clicks, while this one waited
                return
            raise AlreadyGivenError
        session.add(
            SurveyAnswer(
                id=secrets.token_hex(16),
                office_id=case.office_id,
                sop_id=case.sop_id,
                month=dates.day_of(at, case.office.zone).replace(day=1),
                **{name: filled.answers[name] for name in KEYS},
                **{trait.key: filled.profile.get(trait.key, "") for trait in PROFILE},
            )
        )
        session.add(Command(key=key, person_id=None, at=at, message="", target=""))
        record(session, office_id=case.office_id, kind="survei_diisi", at=at, by=CITIZEN)
