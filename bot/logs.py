"""Where the log goes: a file in the state folder or standard error, for people or machines, without what was said."""

from __future__ import annotations

import logging
import logging.handlers
import traceback
from types import TracebackType
from typing import TextIO

import structlog

from bot import places
from bot.config import Config
from bot.errors import FileTrouble
from bot.llm.redact import without_secrets

_Raised = tuple[type[BaseException], BaseException, TracebackType | None]
_OUR_WORDS = (ImportError, AttributeError, NameError, TypeError, OSError, MemoryError, RecursionError, FileTrouble)
"""Errors that speak of code and files, never of messages."""


def open_log(config: Config) -> None:
    """Send every log line of ours and of our libraries to `config.log_file`, or all to standard error."""
    places.make_state_folder(config.home)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]
    if config.log.format == "json":
        shared.append(structlog.processors.ExceptionRenderer(_without_words))
        render: structlog.typing.Processor = structlog.processors.JSONRenderer()
    else:
        render = structlog.dev.ConsoleRenderer(
            colors=False,
            pad_event_to=0,
            pad_level=False,
            exception_formatter=_write_without_words,
        )
    shared.append(_without_secrets)
    handler: logging.Handler
    if config.log.to == "stderr":
        handler = logging.StreamHandler()
    else:
        # Watched: whatever rotates the file may move it away while we run.
        handler = logging.handlers.WatchedFileHandler(config.log_file, encoding="utf-8", delay=True, errors="replace")
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render], foreign_pre_chain=shared
        )
    )
    level = logging.getLevelNamesMapping()[config.log.level.upper()]
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it would name each of its plugins
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it would name each request
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )


def _without_secrets(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Whatever a library writes: tokens, keys and numbers of cards are named by their kind only."""
    del logger, method
    return {key: without_secrets(value) if isinstance(value, str) else value for key, value in event.items()}


def _without_words(exc_info: _Raised) -> str:
    """The traceback, oldest cause first. Of most errors only the kind: what they say may hold what somebody said."""
    told: list[str] = []
    error: BaseException | None = exc_info[1]
    while error is not None:
        kind = type(error)
        words = f": {error}" if isinstance(error, _OUR_WORDS) else ""
        told.append("".join(traceback.format_tb(error.__traceback__)) + f"{kind.__module__}.{kind.__qualname__}{words}")
        if isinstance(error, BaseExceptionGroup):
            told += [_without_words((type(each), each, each.__traceback__)) for each in error.exceptions]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nwhich led to\n\n".join(reversed(told))


def _write_without_words(out: TextIO, info: _Raised) -> None:
    out.write(f"\n{_without_words(info)}")


def no_log() -> None:
    """Write no log at all, for a command that only looks and prints."""
    logging.basicConfig(handlers=[logging.NullHandler()], force=True)
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory())
