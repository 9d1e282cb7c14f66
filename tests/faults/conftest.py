"""Turns on SQLite files, as the tests of turns have them."""

from tests.durable.conftest import made, sqlite_urls, stack

__all__ = ["made", "sqlite_urls", "stack"]
