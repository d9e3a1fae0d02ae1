"""Alembic's environment: safe on SQLite, where a rebuilt table must not empty its children."""

from alembic import context
from sqlalchemy import Connection, create_engine, event, pool

from portal.backlog import model as backlog
from portal.books import model as books
from portal.cases import model as cases
from portal.complaints import model as complaints
from portal.db import Base, Instant
from portal.documents import model as documents
from portal.journal import model as journal
from portal.letters import model as letters
from portal.lists import model as lists
from portal.offices import model as offices
from portal.people import model as people
from portal.registers import model as registers
from portal.registration import model as registration
from portal.survey import model as survey
from portal.web import limits

MODELS = (
    backlog, books, cases, complaints, documents, journal, letters, lists, offices, people,
    registers, registration, survey, limits,
)  # fmt: skip


def run(connection: Connection) -> None:
    """Run the migrations in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
        compare_type=True,
        render_item=_plain,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"migration would break references: {broken[:5]}")


def _plain(kind: str, item: object, _context: object) -> str | bool:
    """Write our own moment type as what the database sees."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    return False


def main() -> None:
    """Use the connection handed in, or make one from the configured address."""
    given = context.config.attributes.get("connection")
    if given is not None:
        run(given)
        return
    url = context.config.get_main_option("sqlalchemy.url") or ""
    engine = create_engine(url, poolclass=pool.NullPool)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _connect(dbapi: object, record: object) -> None:
            # Foreign keys off before the transaction: rebuilding a parent must not cascade.
            dbapi.isolation_level = None  # type: ignore[attr-defined]
            dbapi.execute("PRAGMA journal_mode=WAL")  # type: ignore[attr-defined]
            dbapi.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined]

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.connect() as connection:
        run(connection)
    engine.dispose()


main()
