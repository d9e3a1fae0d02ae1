"""Signing in and out, and the limits on guessing."""

import secrets
from datetime import datetime, timedelta

from portal import clock
from portal.db import write
from portal.journal.operations import Author, record
from portal.people.model import LoginSession, Person
from portal.people.passwords import is_right
from portal.people.queries import person_named, token_digest
from portal.web.limits import attempts, count_attempt, forgive

WRONG_LIMIT, WRONG_WINDOW = 10, timedelta(minutes=5)
IDLE, IDLE_SIGNER = timedelta(minutes=60), timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
TOUCH = timedelta(minutes=2)


class TooManyAttemptsError(Exception):
    """The account is closed for some minutes after too many wrong passwords."""


def sign_in(username: str, password: str) -> str | None:
    """A fresh session token, or None when name and password do not fit.

    Raises TooManyAttemptsError after ten wrong ones in five minutes.
    """
    at = clock.now()
    bucket = f"masuk:{username.strip().lower()[:80]}"
    if attempts(bucket, at, WRONG_WINDOW) >= WRONG_LIMIT:
        raise TooManyAttemptsError
    person = person_named(username)
    usable = person is not None and person.active
    # Counted before the hash is compared, so that parallel guesses cannot outrun the limit.
    with write() as session:
        if count_attempt(session, bucket, at, WRONG_WINDOW) > WRONG_LIMIT:
            raise TooManyAttemptsError
    person = person_named(username) if usable else None
    stored = person.password_hash if person else None
    if not is_right(stored, password) or person is None:
        return None
    person_id = person.id
    token = secrets.token_urlsafe(32)
    with write() as session:
        forgive(session, bucket)
        someone = session.get_one(Person, person_id)
        session.add(
            LoginSession(
                token_sha256=token_digest(token), person_id=person_id, begun_at=at, seen_at=at
            )
        )
        record(
            session,
            office_id=someone.office_id,
            kind="masuk",
            at=at,
            by=Author(person_id, someone.name, ""),
        )
    return token


def sign_out(token: str) -> None:
    """End a session at once, in every process."""
    with write() as session:
        found = session.get(LoginSession, token_digest(token))
        if found and found.ended_at is None:
            found.ended_at = clock.now()


def is_alive(found: LoginSession, at: datetime, *, signer: bool) -> bool:
    """Whether a session may still be used: not ended, not idle, not too old."""
    idle = IDLE_SIGNER if signer or found.person.admin else IDLE
    return (
        found.ended_at is None
        and found.person.active
        and at - found.seen_at <= idle
        and at - found.begun_at <= ABSOLUTE
    )


def touch(token: str, at: datetime) -> None:
    """Note that a session is in use."""
    with write() as session:
        found = session.get(LoginSession, token_digest(token))
        if found:
            found.seen_at = at


class WrongSecretError(Exception):
    """The password typed to confirm an act is not the officer's."""


def confirm_secret(person: Person, typed: str) -> None:
    """Check the officer's password at the moment of a binding act (D12).

    Raises WrongSecretError or TooManyAttemptsError.
    """
    at, bucket = clock.now(), f"rahasia:{person.id}"
    person_id, stored = person.id, person.password_hash
    if attempts(bucket, at, WRONG_WINDOW) >= WRONG_LIMIT:
        raise TooManyAttemptsError
    if not is_right(stored, typed):
        with write() as session:
            count_attempt(session, f"rahasia:{person_id}", at, WRONG_WINDOW)
        raise WrongSecretError
