"""Runs a command: reads its settings, waits for it, and says plainly where a failure that nobody foresaw is kept."""

# Nothing heavy is imported here either.
from __future__ import annotations

import sys
from collections.abc import Coroutine
from typing import TYPE_CHECKING, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from bot.config import Config

_T = TypeVar("_T")
_UNEXPECTED = 70
"""The exit code of a failure that nobody foresaw (sysexits' EX_SOFTWARE): 1 and 2 have meanings of their own."""


def settings_of(context: typer.Context) -> Config:
    """The settings that a command uses; from here on its log is written."""
    from bot.config import load
    from bot.logs import open_log

    config = load(context.obj)
    open_log(config)
    return config


def run(work: Coroutine[object, object, _T]) -> _T:
    """Do it, and wait for it."""
    import asyncio  # 0.1 s that --help has no use for

    return asyncio.run(work)


def unexpected(error: Exception) -> NoReturn:
    """Keep what happened where it can be looked up, and say where."""
    import logging
    import secrets

    number = secrets.token_hex(3)
    handlers = [each for each in logging.getLogger().handlers if isinstance(each, logging.FileHandler)]
    if handlers:
        logging.getLogger("bot.cli").error("unexpected error_id=%s", number, exc_info=error)
        where = f"The log has the details under this number: {handlers[0].baseFilename}"
    else:
        where = f"It was: {type(error).__name__}: {error}"
    typer.echo(f"Something went wrong that I didn’t expect (number {number}). {where}", err=True)
    sys.exit(_UNEXPECTED)
