"""Counting what a page asks of the database."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event

from portal.db import db


@pytest.fixture
def questions(app: Flask) -> Callable[[Callable[[], object]], int]:
    """How many statements an act sends to the database."""

    def count(act: Callable[[], object]) -> int:
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            statements.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(statements)

    return count
