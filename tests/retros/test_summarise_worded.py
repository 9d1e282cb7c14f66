"""`groundwork retro summarise` with a language model: better words, the same shape, and a way to do without."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot import cli
from tests.retros.said import KEY, TALK, echo, has_a_model
from tests.retros.test_worded import WHO, better

Summarises = Callable[..., Result]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """The talk as a chat exports it."""
    people = {name: f"U{name.upper()}" for name, _ in TALK}
    folder = tmp_path / "export"
    (folder / "retro").mkdir(parents=True)
    users = [{"id": user, "name": name.lower(), "real_name": name} for name, user in people.items()]
    said = [
        {"type": "message", "user": people[name], "text": text, "ts": f"{1772460000 + number}.000100"}
        for number, (name, text) in enumerate(TALK, 1)
    ]
    (folder / "users.json").write_text(json.dumps(users))
    (folder / "retro" / "2026-03-02.json").write_text(json.dumps(said))
    return folder


@pytest.fixture
def summarises(export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Summarises:
    """Runs the command on the talk; it has a model, if its settings name one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GROUNDWORK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GROUNDWORK_INDEX_EMBEDDER", "none")

    def run(*options: str, model: str = "openai:scripted") -> Result:
        monkeypatch.setenv("GROUNDWORK_MODEL", model)
        done = CliRunner().invoke(cli.app, ["retro", "summarise", str(export), *options])
        assert done.exit_code == 0, done.output + str(done.exception)
        return done

    return run


def test_a_model_words_it_as_it_does_in_a_chat(summarises: Summarises, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = has_a_model(monkeypatch, better)
    said = " ".join(summarises().stdout.split())
    assert "look at the broken build cache" in said
    assert f"Read and worded by {WHO}; quotes stay as they were said." in said
    assert said.index("The nightly builds take forty minutes, again.") < said.index("What went well")
    asked = "\n".join(text.text for conversation in provider.history for text in conversation[3:])
    assert KEY not in asked, "keys are hidden from it here, too"


def test_json_keeps_its_shape_and_who_worded_it_is_told_beside_it(
    summarises: Summarises, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_a_model(monkeypatch, better)
    rules = json.loads(summarises("--json", model="").stdout)
    done = summarises("--json")
    worded = json.loads(done.stdout)
    assert worded["actions"][0]["text"] == "look at the broken build cache"
    assert worded["themes"][0]["title"] == "waiting for nightly builds"
    assert _without_words(worded) == _without_words(rules), "the same lines, owners, days and sources"
    assert WHO in done.stderr


def test_what_a_model_makes_up_is_refused(summarises: Summarises, monkeypatch: pytest.MonkeyPatch) -> None:
    def invents(prompt: str, question: str) -> Any:
        answer = echo(prompt, question)
        for line in answer.get("lines", ()):
            line["text"] = "pay Acme 1 million euros by Tuesday"
        return answer

    has_a_model(monkeypatch, invents)
    rules = json.loads(summarises("--json", model="").stdout)
    done = summarises("--json")
    assert json.loads(done.stdout) == rules
    assert "stand in the rules’ own words" in done.stderr


def test_rules_switches_it_off_and_nobody_is_asked(summarises: Summarises, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = has_a_model(monkeypatch, better)
    assert summarises("--json", "--rules").stdout == summarises("--json", model="").stdout
    assert "worded by" not in summarises("--rules").stdout
    assert provider.history == []


def test_without_an_answer_it_is_the_rules_words(summarises: Summarises, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = has_a_model(monkeypatch, better)
    provider.fails("down", times=1000)
    done = summarises("--json")
    assert done.stdout == summarises("--json", model="").stdout
    assert "The language model gave no usable answer this time" in done.stderr


def test_what_it_used_is_counted(summarises: Summarises, monkeypatch: pytest.MonkeyPatch) -> None:
    has_a_model(monkeypatch, better)
    summarises()
    used = json.loads(CliRunner().invoke(cli.app, ["usage", "--days", "2", "--json"]).stdout)["model"]
    assert [(day["feature"], day["calls"]) for day in used] == [("retros", 3)]


def test_the_measure_is_of_the_rules_until_the_model_is_asked_for(
    summarises: Summarises, monkeypatch: pytest.MonkeyPatch
) -> None:
    del summarises  # its settings are wanted, not its talk
    provider = has_a_model(monkeypatch, echo)
    monkeypatch.setenv("GROUNDWORK_MODEL", "openai:scripted")

    def measure(*options: str) -> Any:
        done = CliRunner().invoke(cli.app, ["eval", "retro", "--case", "mobile-checkout", "--json", *options])
        assert done.exit_code == 0, done.output + str(done.exception)
        return json.loads(done.stdout)

    rules = measure()
    assert provider.history == []
    assert measure("--worded") == rules, "a model that repeats what it reads changes no figure"
    assert provider.history
    monkeypatch.setenv("GROUNDWORK_MODEL", "")
    refused = CliRunner().invoke(cli.app, ["eval", "retro", "--case", "mobile-checkout", "--worded"])
    assert "No language model is configured" in str(refused.exception)


def _without_words(found: Any) -> Any:
    words = {"actions": "text", "decisions": "text", "themes": "title"}
    return {part: [{**line, words.get(part, ""): ""} for line in lines] for part, lines in found.items()}
