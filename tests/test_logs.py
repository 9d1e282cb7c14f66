"""The log holds what is needed to mend a fault, and nothing that anybody said."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from pydantic import TypeAdapter

from bot.app import open_app
from bot.chat import Message
from bot.config import load
from bot.logs import open_log
from tests.dialog import Bot, DurableRoad

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


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8").casefold()


LINES = (
    "/interview Let the quokka customer move a mauve parcel",
    "Every Thursday the warbling phone rings 90 times, says tangerine Jo.",
    "Actually, make that a quokka 7 times",
    "ask @Zebulonia by Friday",
    "finish",
    "approve all",
    "/story tangerine customers should see their mauve parcel",
    "/context what of a warbling parcel",
    "/retro start Quokka sprint",
    "/retro add stop: warbling builds",
    "/retro action Paint the tangerine door @Zebulonia by Friday",
    "/ceremony add Mauve tasting, Thursday 16:00, 1 hour, Quokka room",
    "/digest weekdays 09:00 in #quokkas",
    "/frobnicate mauve",
    "/forget-me",
)
WORDS = ("quokka", "mauve", "warbling", "tangerine", "zebulonia")


async def test_a_whole_dialog_with_its_failures_leaves_no_word_in_the_log(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the most talkative level: what works, what is refused, and what breaks with the words in hand."""
    form = "json" if "json" in str(tmp_path) else "text"
    environ = {
        "GROUNDWORK_HOME": str(tmp_path / "state"), "GROUNDWORK_ACCESS_GUESTS": "[gus]",
        "GROUNDWORK_LOG_LEVEL": "debug", "GROUNDWORK_LOG_FORMAT": form,
    }  # fmt: skip
    config = load(None, cwd=tmp_path, environ=environ)
    open_log(config)
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app, timeout=60))
        for line in LINES:
            await bot.says("Zebulonia", line, posts=None)
        await bot.says("Gus", "/interview The quokka parcel", posts=None)
        bot.shows("you are a guest")
        await bot.says("Zebulonia", "/interview The quokka parcel", posts=None)

        def breaks(message: Message, *_: object, **__: object) -> None:
            try:
                dict[str, str]()[message.text]
            except KeyError as error:
                raise ValueError(f"{message!r}") from error

        with monkeypatch.context() as broken:
            broken.setattr("bot.interviews.flow._steering", breaks)
            await bot.says("Zebulonia", "The mauve parcel is warbling and tangerine.", posts=None)
        bot.shows("Something went wrong on my side")
    text = read(config.log_file)
    assert "debug" in text
    assert "turn_failed" in text
    assert "builtins.valueerror" in text
    assert [word for word in WORDS if word in text] == []
