"""The log holds what is needed to mend a fault, and nothing that anybody said."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from pydantic import TypeAdapter

from bot.config import load
from bot.logs import open_log

SAID = "our margin is 4 percent"


@pytest.fixture(params=["text", "json"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    handlers, level, settings = logging.root.handlers[:], logging.root.level, structlog.get_config()
    config = load(None, cwd=tmp_path, environ={"GROUNDWORK_LOG_FORMAT": request.param})
    open_log(config)
    yield config.log_file
    logging.basicConfig(handlers=handlers, level=level, force=True)
    structlog.configure(**settings)


def test_an_error_is_logged_by_its_kind_and_place_without_its_words(file: Path) -> None:
    for log in (structlog.get_logger("bot.x"), logging.getLogger("dbos")):
        try:
            try:
                TypeAdapter(int).validate_python(SAID)
            except ValueError as error:
                raise KeyError(SAID) from error
        except KeyError:
            log.exception("turn_failed")
    text = file.read_text(encoding="utf-8")
    assert SAID not in text
    assert text.count("_core.ValidationError") == text.count("builtins.KeyError") == 2
    assert text.count("test_logs.py") >= 4
    assert text.index("_core.ValidationError") < text.index("builtins.KeyError")


def test_an_error_of_the_code_keeps_its_words(file: Path) -> None:
    try:
        open(file.parent / "nowhere", encoding="utf-8")  # noqa: PTH123, SIM115
    except OSError:
        structlog.get_logger("bot.x").exception("failed")
    assert "No such file or directory" in file.read_text(encoding="utf-8")


def test_the_libraries_that_talk_much_are_heard_only_when_they_warn(file: Path) -> None:
    logging.getLogger("alembic.runtime.plugins").info("setup plugin")
    assert not file.exists()


def test_in_a_container_the_log_goes_to_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    handlers, level, settings = logging.root.handlers[:], logging.root.level, structlog.get_config()
    config = load(None, cwd=tmp_path, environ={"GROUNDWORK_LOG_FORMAT": "json", "GROUNDWORK_LOG_TO": "stderr"})
    open_log(config)
    with structlog.contextvars.bound_contextvars(turn="T1:1.2"):
        structlog.get_logger("bot.x").warning("store_retry")
    logging.basicConfig(handlers=handlers, level=level, force=True)
    structlog.configure(**settings)
    assert '"turn": "T1:1.2"' in capsys.readouterr().err
    assert not config.log_file.exists()
