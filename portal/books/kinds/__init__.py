"""The books, one module each: its columns, what it asks the database, how a line reads."""
