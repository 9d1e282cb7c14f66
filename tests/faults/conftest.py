"""Turns on SQLite files and on PostgreSQL, as the tests of turns have them."""

from tests.durable.conftest import made, made_in_postgres, postgres, sqlite_urls, stack

__all__ = ["made", "made_in_postgres", "postgres", "sqlite_urls", "stack"]
