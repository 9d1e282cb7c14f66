"""The command line, as it is typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.app import open_app
from bot.cli import spending, talking
from bot.config import Config, load
from bot.errors import Trouble
from bot.llm.spending import Call, Price
from bot.store.migrate import upgrade
from bot.store.shelf import Shelf
from bot.store.sql import SqlStore
from bot.store.usage import UsageBook
from tests.typed import Done, Run, typed_here

STORY = "As a support agent, I want to issue a refund within 14 days, so that customers get their money back."

ROOT = Path(__file__).parent.parent


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """Run the real command, in a process of its own, in an empty folder."""

    def run(*arguments: str, stdin: bytes = b"") -> Done:
        unwanted = ("GROUNDWORK_", "FORCE_", "DBOS", "PYTHONDONTWRITE")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=clean | {"COLUMNS": "80", "PYTHONPATH": str(ROOT)},
            timeout=120,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def groundwork(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run the command in this process, in an empty folder; a second each is saved by not importing everything again."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    with typed_here(monkeypatch, capsys) as run:
        yield run


def posts(done: Done) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_help_names_every_command(process: Run) -> None:
    done = process("--help")
    assert done.returncode == 0
    assert done.stderr == ""
    for command in ("demo", "chat", "say", "export", "story", "init", "doctor", "version"):
        assert f"  {command}  " in done.stdout


@pytest.mark.parametrize(
    "command", [[], ["say"], ["chat"], ["export"], ["story"], ["story", "lint"], ["init"], ["doctor"]]
)
def test_every_command_explains_itself(command: list[str]) -> None:
    done = CliRunner().invoke(cli.app, [*command, "--help"])
    assert done.exit_code == 0
    assert "Usage:" in done.stdout


def test_no_command_shows_what_there_is(groundwork: Run) -> None:
    assert "Commands:" in groundwork().stdout + groundwork().stderr


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(cli.app, ["version"]).stdout == "0.1.0\n"


def test_a_misspelt_option_exits_with_2(process: Run) -> None:
    done = process("say", "hi", "--jsn")
    assert done.returncode == 2
    assert "--jsn" in done.stderr
    assert "Traceback" not in done.stderr


# say


def test_say_prints_the_answer(process: Run) -> None:
    done = process("say", "/help")
    assert done.returncode == 0, done.stderr
    assert "I’m Groundwork." in done.stdout
    assert done.stderr == ""
    assert "\x1b" not in done.stdout


def test_say_gives_json_to_scripts(groundwork: Run) -> None:
    (post,) = posts(groundwork("say", "/help", "--json"))
    assert set(post) == {"text", "parts", "choices", "form", "attachments", "private_to"}
    assert post["text"].startswith("I’m Groundwork.")


def test_a_conversation_goes_on_from_one_say_to_the_next(groundwork: Run) -> None:
    posts(groundwork("say", "/interview", "Faster refunds", "--as", "Priya", "--json"))
    status = json.dumps(posts(groundwork("say", "/status", "--as", "Sam", "--json")))
    assert "0 of 14 topics are settled" in status
    elsewhere = json.dumps(posts(groundwork("say", "/status", "--in", "other", "--json")))
    assert "topics are settled" not in elsewhere


def test_say_reads_standard_input(groundwork: Run) -> None:
    (post,) = posts(groundwork("say", "-", "--json", stdin=b"/help\n"))
    assert post["text"].startswith("I’m Groundwork.")


def test_say_takes_bytes_that_are_no_text(process: Run) -> None:
    assert process("say", "-", stdin=b"/story caf\xe9 \x00\xff").returncode == 0


def test_a_choice_is_made_by_number_or_id(groundwork: Run) -> None:
    offered = posts(groundwork("say", "/story", STORY, "--json"))[-1]["choices"]
    assert offered
    by_id = groundwork("say", "--choose", offered[0]["id"], "--json")
    assert posts(by_id)
    beyond = groundwork("say", "--choose", "99")
    assert beyond.returncode == 2
    assert beyond.stderr.startswith("There is no choice 99: the last one offered")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "There is nothing to say yet."),
        (["  "], "There is nothing to say yet."),
        (["--choose", "3"], "There is no choice 3: the last one offered nothing to choose from."),
        (["--choose", "a", "--form", "b"], "Use --choose or --form, one at a time."),
        (["hello", "--choose", "a"], "--choose stands alone."),
        (["--form", "note", "words"], "A form is filled with name=value, and “words” isn’t."),
        (["hi", "--file", "nope.txt"], "nope.txt can’t be read: No such file or directory."),
        (["hi", "--in", ""], "A conversation's name has 1 to 100 letters."),
        (["hi", "--as", "!"], "A name needs at least one letter."),
    ],
)
def test_what_cannot_be_said_is_a_sentence(groundwork: Run, arguments: list[str], sentence: str) -> None:
    done = groundwork("say", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(sentence)
    assert done.stdout == ""


def test_a_file_goes_along_when_it_is_text(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"\xef\xbb\xbfRefunds take long.\n")
    assert talking.read_file(tmp_path / "notes.txt").text == "Refunds take long.\n"
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff")
    with pytest.raises(Trouble, match="isn’t a text file"):
        talking.read_file(tmp_path / "picture.png")
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(5_000_001)
    with pytest.raises(Trouble, match="larger than 5 MB"):
        talking.read_file(tmp_path / "huge.txt")


# chat


def test_chat_takes_a_pipe_a_message_a_line(process: Run) -> None:
    done = process("chat", stdin=b"/help\n/quit\n")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("› /help\n\n  I’m Groundwork.")
    assert done.stdout.endswith("› /quit\n")
    assert done.stderr == ""


def test_chat_and_say_share_their_conversations(process: Run) -> None:
    process("chat", stdin=b"/interview Faster refunds\n")
    assert "0 of 14 topics are settled" in process("say", "/status").stdout


# story lint


def test_lint_says_what_was_found(groundwork: Run, tmp_path: Path) -> None:
    (tmp_path / "stories.txt").write_text(f"{STORY}\nAs a user I want stuff\n", encoding="utf-8")
    done = groundwork("story", "lint", "stories.txt")
    assert done.returncode == 1
    assert STORY[:40] not in done.stdout
    assert "2. As a user I want stuff\n" in done.stdout
    assert "2 stories" in done.stdout
    assert groundwork("story", "lint", "stories.txt", "--exit-zero").returncode == 0


def test_lint_gives_json_to_scripts(groundwork: Run, tmp_path: Path) -> None:
    (tmp_path / "stories.txt").write_text(f"{STORY}\n", encoding="utf-8")
    done = groundwork("story", "lint", "stories.txt", "--json")
    assert done.returncode == 0
    (story,) = json.loads(done.stdout)
    assert story["text"] == STORY
    assert set(story) == {"text", "role", "want", "benefit", "findings"}


def test_lint_of_a_file_that_cannot_be_read_exits_with_2(process: Run) -> None:
    done = process("story", "lint", "nope.txt", "--exit-zero")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("nope.txt: there is no such file")


# export


def test_an_interview_is_exported_to_a_file(groundwork: Run, tmp_path: Path) -> None:
    posts(groundwork("say", "/interview", "Faster refunds", "--json"))
    done = groundwork("export", "interview", "--format", "json", "--out", "out/interview.json")
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "out" / "interview.json").read_text(encoding="utf-8"))
    assert "Faster refunds" in groundwork("export", "interview", "latest", "--format", "md").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["minutes"], "“minutes” can’t be exported. Ask for `interview`, `stories`, `retro`, `map` or `person`."),
        (["interview", "--format", "csv"], "Interview can’t be written as “csv”. Use md, json."),
        (["stories", "--format", "pdf"], "Stories can’t be written as “pdf”. Use md, json, feature, csv."),
    ],
)
def test_what_cannot_be_exported_is_a_sentence(groundwork: Run, arguments: list[str], sentence: str) -> None:
    done = groundwork("export", *arguments)
    assert (done.returncode, done.stderr) == (2, sentence + "\n")


# init, doctor, settings


def test_init_says_what_it_wrote_and_what_comes_next(groundwork: Run, tmp_path: Path) -> None:
    done = groundwork("init", "our team")
    assert done.returncode == 0
    assert "config.yaml  written" in done.stdout
    assert done.stdout.endswith("Next: cd 'our team' && groundwork doctor and then groundwork chat\n")
    assert (tmp_path / "our team" / "prompts" / "interviews" / "requirements.yaml").is_file()
    (tmp_path / "our team" / "config.yaml").unlink()
    assert "config.yaml  written" in groundwork("init", "our team").stdout
    assert "Nothing was changed." in groundwork("init", "our team").stdout


def test_doctor_exits_with_0_when_all_is_well_and_1_when_something_would_fail(groundwork: Run, tmp_path: Path) -> None:
    well = groundwork("doctor")
    assert well.returncode == 0, well.stdout
    assert well.stdout.startswith("✓ Python: ")
    (tmp_path / "config.yaml").write_text("storys: {}\n", encoding="utf-8")
    wrong = groundwork("doctor")
    assert wrong.returncode == 1
    assert "✗ Settings: config.yaml, line 1: Unknown key `storys`.\n  Did you mean `stories`?\n" in wrong.stdout
    lines = json.loads(groundwork("doctor", "--json").stdout)
    assert [line["state"] for line in lines] == ["well", "wrong", "note"]


def test_a_setting_that_cannot_be_used_is_a_sentence_and_exits_with_2(groundwork: Run, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("storys: {}\n", encoding="utf-8")
    done = groundwork("say", "hi")
    assert done.returncode == 2
    assert done.stderr == "config.yaml, line 1: Unknown key `storys`. Did you mean `stories`?\n"


def test_settings_from_elsewhere_keep_their_state_beside_them(groundwork: Run, tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "config.yaml").touch()
    assert groundwork("--config", "team", "say", "/help").returncode == 0
    assert (tmp_path / "team" / ".groundwork").is_dir()
    assert not (tmp_path / ".groundwork").exists()


def test_the_log_holds_no_words_that_were_said(groundwork: Run, tmp_path: Path) -> None:
    groundwork("say", "xylophone", "--as", "Priya", GROUNDWORK_LOG_LEVEL="debug")
    logs = list((tmp_path / ".groundwork").glob("*.log"))
    assert "xylophone" not in "".join(log.read_text(encoding="utf-8") for log in logs)


def test_what_nobody_foresaw_has_a_number_in_the_chat_and_in_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 70
    said = capsys.readouterr().err
    assert said.startswith("Something went wrong that I didn’t expect (number ")
    assert "Traceback" not in said


def test_usage_says_that_nothing_was_used(groundwork: Run) -> None:
    done = groundwork("usage")
    assert done.returncode == 0
    assert done.stdout == "The language model was not asked for anything in the last 7 days.\n"
    assert json.loads(groundwork("usage", "--json").stdout) == {"model": [], "passages": []}


async def test_usage_tells_which_documents_were_of_use(config: Config, capsys: pytest.CaptureFixture[str]) -> None:
    upgrade(config.database_url)
    now = datetime.now(UTC)
    with Shelf(config.database_url) as shelf:
        for person, document, vote, days in (
            ("ana", "knowledge:adr/0009.md", 1, 0),
            ("tom", "knowledge:adr/0009.md", -1, 0),
            ("tom", "knowledge:old.md", -1, 30),
        ):
            at = now - timedelta(days=days)
            shelf.vote(person=person, key="k", asked=f"q{days}", document_id=document, vote=vote, at=at)
    await spending.usage(config, 7, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["passages"] == [{"document": "knowledge:adr/0009.md", "helped": 1, "not_helped": 1}]
    await spending.usage(config, 90, as_json=False)
    shown = capsys.readouterr().out
    assert "knowledge:old.md" in shown
    assert "didn’t help" in shown


async def test_usage_adds_up_by_day_and_feature(config: Config, capsys: pytest.CaptureFixture[str]) -> None:
    upgrade(config.database_url)
    async with SqlStore(config.database_url) as store:
        book = UsageBook(store)
        now = datetime.now(UTC)
        for feature, outcome, days in (
            ("interviews", "used", 0),
            ("interviews", "slow", 0),
            ("stories", "used", 0),
            ("stories", "used", 1),
            ("stories", "used", 30),
        ):
            await book.add(
                Call(
                    at=now - timedelta(days=days), turn="t", feature=feature, prompt=f"{feature}/x", model="openai:m",
                    tokens_in=1000, tokens_out=200, micros=720, seconds=1.5, outcome=outcome,
                )
            )  # fmt: skip
    chosen = config.model_copy(update={"prices": {"m": Price(input=0.4, output=1.6)}})
    await spending.usage(chosen, 7, as_json=True)
    found = json.loads(capsys.readouterr().out)["model"]
    assert [(one["feature"], one["calls"], one["without_answer"], one["tokens_in"]) for one in found] == [
        ("interviews", 2, 1, 2000),
        ("stories", 1, 0, 1000),
        ("stories", 1, 0, 1000),
    ]
    assert found[0]["money"] == pytest.approx(0.00144)
    await spending.usage(chosen, 7, as_json=False)
    shown = capsys.readouterr().out
    assert "2,000" in shown
    assert "0.0014" in shown


def test_eval_prints_the_figures_of_a_case(groundwork: Run) -> None:
    done = groundwork("eval", "stories", "--case", "museum", "--json")
    assert done.returncode == 0
    whole = json.loads(done.stdout)
    assert list(whole) == ["rules"]
    assert [one["case"] for one in whole["rules"]["cases"]] == ["museum"]
    shown = groundwork("eval", "interview", "--case", "museum").stdout
    assert "hidden facts elicited" in shown
    assert "No model is configured" in shown


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("eval", "briefs"), "“briefs” can’t be measured. Ask for `interview` or `stories`."),
        (("eval", "stories", "--case", "x"), "There is no case x. There is absences, beds,"),
    ],
)
def test_eval_says_what_it_cannot_measure(groundwork: Run, arguments: tuple[str, ...], sentence: str) -> None:
    done = groundwork(*arguments)
    assert done.returncode == 2
    assert sentence in " ".join(done.stderr.split())


async def test_the_keyboard_offers_every_command_that_is_announced(tmp_path: Path) -> None:
    async with open_app(load(None, cwd=tmp_path, environ={})) as app:
        offered = dict(talking.completed(app.menu))
        assert {each.name for each in app.menu.commands} - set(offered) == set()
    assert {"ceremony", "retro-summary", "map", "health", "assess", "quit"} <= set(offered)
    assert "tracker" not in offered, "none is set up"
