"""The books ask the same of both databases: the usual run asks SQLite, the battery both."""

from tests.engines import usually_sqlite

engine_name = usually_sqlite
