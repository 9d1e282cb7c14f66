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
        ("steps:\n  - name: A\n    who: Sam", "answers.yaml, line 2: `who` isn’t known of a step"),
        ("colour: red\nsteps:\n  - name: A", "answers.yaml has `colour`"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Trouble) as trouble:
        read_answers(text, "answers.yaml")
    assert trouble.value.sentence.startswith(said)


def test_the_command_line_draws_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDWORK_HOME", str(tmp_path / "state"))
    file = tmp_path / "answers.yaml"
    file.write_text(ANSWERS, encoding="utf-8")
    runner = CliRunner()
    shown = runner.invoke(app, ["map", "--answers", str(file)])
    assert shown.exit_code == 0, shown.output
    assert "# Checkout" in shown.stdout
    assert "**Lead time** at least 8.3 days" in shown.stdout
    assert 's0 -->|"waits 5 days"| s1' in shown.stdout
    as_json = runner.invoke(app, ["map", "--answers", "-", "--format", "json"], input=ANSWERS)
    assert json.loads(as_json.stdout)["lever"]["step"] == "Refinement"
    picture = tmp_path / "map.png"
    assert runner.invoke(app, ["map", "--answers", str(file), "--format", "png", "--out", str(picture)]).exit_code == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
