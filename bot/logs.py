"""Where the log goes: one file in the state folder, for people or for machines, without what anybody said."""

from __future__ import annotations

import logging
import logging.handlers

import structlog

from bot import places
from bot.config import Config


def open_log(config: Config) -> None:
    """Send every log line of ours and of our libraries to `config.log_file`, and none to the screen."""
    places.make_state_folder(config.home)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if config.log.format == "json":
        shared.append(structlog.processors.format_exc_info)
        render: structlog.typing.Processor = structlog.processors.JSONRenderer()
    else:
        plain = structlog.dev.plain_traceback
        render = structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, pad_level=False, exception_formatter=plain)
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
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )


def no_log() -> None:
    """Write no log at all, for a command that only looks and prints."""
    logging.basicConfig(handlers=[logging.NullHandler()], force=True)
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory())
