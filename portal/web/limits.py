"""Counting attempts in the database, so that a limit holds over several processes."""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Integer, delete, select, tuple_, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base, db, insert_into

KEPT = timedelta(days=2)


class Attempt(Base):
    """How often something was tried inside one window of time."""

    __tablename__ = "attempt"

    bucket: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


def _window(at: datetime, length: timedelta) -> datetime:
    seconds = int(length.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, at.tzinfo)


def attempts(bucket: str, at: datetime, length: timedelta) -> int:
    """Attempts counted in the present window."""
    query = select(Attempt.count).where(
        Attempt.bucket == bucket, Attempt.window == _window(at, length)
    )
    return db.session.scalar(query) or 0


def count_attempt(session: Session, bucket: str, at: datetime, length: timedelta) -> int:
    """Count one more attempt and give the new total; call it inside write()."""
    window = _window(at, length)
    insert = insert_into(session, Attempt)
    statement = insert.values(bucket=bucket, window=window, count=1).on_conflict_do_update(
        index_elements=[Attempt.bucket, Attempt.window], set_={"count": Attempt.count + 1}
    )
    total = session.execute(statement.returning(Attempt.count)).scalar_one()
    if total == 1:
        _sweep(session, at)
    return int(total)


def _sweep(session: Session, at: datetime) -> None:
    """Forget what counts no more; rows that another is sweeping are left to it."""
    key = (Attempt.bucket, Attempt.window)
    old = select(*key).where(Attempt.window < at - KEPT).with_for_update(skip_locked=True)
    session.execute(delete(Attempt).where(tuple_(*key).in_(old)))


def take_back(session: Session, bucket: str, at: datetime, length: timedelta) -> None:
    """Undo one attempt counted in the window of that moment; call it inside write()."""
    session.execute(
        update(Attempt)
        .where(Attempt.bucket == bucket, Attempt.window == _window(at, length), Attempt.count > 0)
        .values(count=Attempt.count - 1)
    )


def remaining(at: datetime, length: timedelta) -> int:
    """Whole seconds until the next window begins, at least one."""
    return max(1, ceil((_window(at, length) + length - at).total_seconds()))


def forgive(session: Session, bucket: str) -> None:
    """Forget the attempts of a bucket; call it inside write()."""
    session.execute(update(Attempt).where(Attempt.bucket == bucket).values(count=0))
