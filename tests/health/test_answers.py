"""A map from a file, for scripts; what can't be read is named with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import Trouble
from bot.health.answers import read_answers
from bot.health.stream import totals
from bot.language.amounts import DAY, HOUR

ANSWERS = """\
title: Checkout
outcome: From 40 days to 20 by the end of June
steps:
  - name: Refinement
    work: 2 hours
    wait: three days
    usable: half
  - name: Release
    work: 20 minutes
    wait: about a week
"""


def test_every_amount_cites_its_line() -> None:
    stream = read_answers(ANSWERS, "answers.yaml")
    first, last = stream.steps
    assert [(one.low, one.source) for one in (*first.work, *first.wait, *first.usable)] == [
        (2 * HOUR, "line 5"),
        (3 * DAY, "line 6"),
        (0.5, "line 7"),
    ]
    assert (last.wait[0].low, last.wait[0].rough) == (5 * DAY, True)
    assert stream.outcome[0].source == "line 2"
    assert totals(stream).missing == ("Release: how much is usable as it comes",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("steps: [", "answers.yaml, line 1 isn’t YAML"),
        ("title: x", "answers.yaml has no steps"),
        ("- a", "answers.yaml has no steps"),
        ("steps:\n  - work: 2 days", "answers.yaml, line 2: a step without a name"),
        ("steps:\n  - name: A\n    wait: long", "answers.yaml, line 3: “long” tells no wait that I can read"),
        ("steps:\n  - name: A\n    usable: 2 days", "answers.yaml, line 3: “2 days” tells no usable that I can read"),
        ("steps:\n  - name: A\n    owner: Sam", "answers.yaml, line 3: `owner` isn’t known of a step"),
        ("colour: red\nsteps:\n  - name: A", "answers.yaml, line 1: `colour` isn’t known of a map"),
        ("", "answers.yaml has no steps"),
        ("steps:\n  - name: A\n  - name: a", "answers.yaml, line 3: a second step is called “a”"),
        ("steps:\n  - name: A\n    work: 1 day\n    work: 2 days", "answers.yaml, line 4: `work` stands there twice"),
        ("title: 2023-13-45\nsteps:\n  - name: [A]", "answers.yaml, line 3: `name` should be words, not a list"),
        ("steps:\n  - name: A\n    wait: 2", "answers.yaml, line 3: “2” tells no wait that I can read"),
        ("steps:\n  - name: A\n    back: B", "answers.yaml, line 3: no step up to here is called “B”"),
        ("steps: &a\n  - *a", "answers.yaml, line 2: `*a` stands for other lines"),
        ("steps: " + "[" * 5000, "answers.yaml"),
        ("a\x00b", "answers.yaml isn’t YAML"),
        ("steps:\n" + "  - {name: A}\n" * 61, "answers.yaml has 61 steps"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Trouble) as trouble:
        read_answers(text, "answers.yaml")
    assert trouble.value.sentence.startswith(said)


def test_words_stay_as_they_are_written() -> None:
    stream = read_answers("title: 1.10\nsteps:\n  - name: No\n    wait: no\n    work: 1 day\n", "answers.yaml")
    assert (stream.title, stream.steps[0].name) == ("1.10", "No")
    assert stream.steps[0].range("wait") == (0, 0)


@pytest.mark.parametrize("what", ["missing", "folder", "binary"])
def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setenv("GROUNDWORK_HOME", str(tmp_path / "state"))
    file = tmp_path / "answers.yaml"
    if what == "folder":
        file.mkdir()
    elif what == "binary":
        file.write_bytes(b"\xff\xfe\x00steps")
    shown = CliRunner().invoke(app, ["map", "--answers", str(file)])
    assert isinstance(shown.exception, Trouble)
    assert shown.exception.sentence == f"{file} can’t be read as text."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["map"], "There is no map yet. `groundwork chat` and `/map` begin one."),
        (["map", "99"], "There is no map 99."),
    ],
)
def test_a_map_that_is_not_there_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.setenv("GROUNDWORK_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    shown = CliRunner().invoke(app, ["export", *arguments])
    assert isinstance(shown.exception, Trouble)
    assert said in shown.exception.sentence


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "docx"], "A map can’t be written as “docx”. Use md, json, svg, mermaid, png."),
        (["--format", "png"], "A picture needs a file: add `--out map.png`."),
        (["--format", "svg", "--out", "answers.yaml/map.svg"], "answers.yaml/map.svg can’t be written"),
    ],
)
def test_what_cannot_be_drawn_or_written_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    monkeypatch.setenv("GROUNDWORK_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    Path("answers.yaml").write_text(ANSWERS, encoding="utf-8")
    shown = CliRunner().invoke(app, ["map", "--answers", "answers.yaml", *options])
    assert isinstance(shown.exception, Trouble)
    assert said in shown.exception.sentence


def test_the_command_line_draws_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDWORK_HOME", str(tmp_path / "state"))
    file = tmp_path / "answers.yaml"
    file.write_text(ANSWERS, encoding="utf-8")
    runner = CliRunner()
    shown = runner.invoke(app, ["map", "--answers", str(file)])
    assert shown.exit_code == 0, shown.output
    assert "# Checkout" in shown.stdout
    assert "**Lead time**: 8.3 days (work 2.3 h, waiting 8 days)." in shown.stdout
    assert 's0 -->|"waits ~5 days"| s1' in shown.stdout
    as_json = runner.invoke(app, ["map", "--answers", "-", "--format", "json"], input=ANSWERS)
    assert json.loads(as_json.stdout)["lever"]["step"] == "Refinement"
    picture = tmp_path / "map.png"
    assert runner.invoke(app, ["map", "--answers", str(file), "--format", "png", "--out", str(picture)]).exit_code == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
